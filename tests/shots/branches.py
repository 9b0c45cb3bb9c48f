"""A session with branches: the editor in a message, the versions of it, the list."""

from __future__ import annotations

from tests.shots.stage import Stage

_FIRST = "Printer in room 3 shows offline for everybody since this morning."
_OTHER = (
    "Printer in room 3 shows offline for one user only. She changed desks on Friday and her dock "
    "was replaced."
)


class BranchPlay:
    """Says something, says it otherwise, and goes back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        stage = self._stage
        stage.app.shell.leave_session()
        await stage.rest()
        await stage.write("Problem", _FIRST)
        await stage.press("Start")
        await stage.until(lambda: bool(stage.open_items()))
        await stage.click("Edit this message", stage.page.conversation)
        await stage.see("edit-a-message")
        await stage.write("Edit message", "x" * 20_001)
        await stage.click("Save as new branch")
        await stage.see("edit-refused")
        await stage.write("Edit message", _OTHER)
        await stage.click("Save as new branch")
        await stage.until(lambda: len(stage.workspace.branches) == 2)
        await stage.see("branch")
        await stage.do("session.regenerate")
        await stage.until(lambda: len(stage.workspace.branches) == 3)
        await stage.see("regenerated")
        await stage.do("session.branches")
        await stage.see_dialogs("branches")
