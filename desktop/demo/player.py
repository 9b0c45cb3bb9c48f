"""Plays the walkthrough from free text to a resolved session."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.artifacts.documents import DocumentKind
from core.errors import Bug
from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.session import SessionStatus
from core.sessions.workspace import Workspace
from core.walkthrough import Walkthrough
from desktop.app import DesktopApp
from desktop.demo.hands import Hands

MOST_STEPS = 12


class DemoPlayer:
    """One play. `picture` is called with a name whenever there is something to see."""

    def __init__(
        self, app: DesktopApp, walkthrough: Walkthrough, picture: Callable[[str], None]
    ) -> None:
        self._app = app
        self._walkthrough = walkthrough
        self._picture = picture
        self._hands = Hands()

    async def play(self) -> str:
        """The whole job; returns the confirmed resolution note.

        Raises:
            Bug: a step did not lead to the next one.
        """
        await self._describe_problem()
        await self._find_cause()
        await self._apply_fix()
        return await self._resolve()

    async def _describe_problem(self) -> None:
        await self._show("start")
        await self._hands.write("Problem", self._walkthrough.text)
        await self._hands.click("Start")
        await self._hands.wait("the first questions", lambda: bool(self._open_items()))
        await self._settle()
        await self._show("first-questions")

    async def _find_cause(self) -> None:
        playbook = self._app.core.playbooks().get(self._walkthrough.playbook_id)
        if playbook is None:
            raise Bug("The demo's playbook is missing.")
        for step in range(1, MOST_STEPS + 1):
            if self._workspace().fix is not None:
                break
            item = self._open_items()[0]
            await self._answer(item, self._walkthrough.answer(playbook, item))
            await self._settle()
            await self._show(f"step-{step}")
        self._expect("a fix", self._workspace().fix is not None)
        await self._show("suggested-fix")

    async def _answer(self, item: LaneItem, label: str) -> None:
        lane = self._app.shell.session.page.lane
        if item.kind is LaneKind.QUESTION:
            await self._hands.click(label, lane.questions.card(item.id))
        else:
            await self._give_result(lane.checks.card(item.id), item, label)
        await self._hands.wait(
            "the answer to be taken",
            lambda: all(one.id != item.id for one in self._open_items()),
        )

    async def _give_result(self, card: QWidget, item: LaneItem, label: str) -> None:
        output = self._walkthrough.output(item)
        if output is None:
            await self._hands.click("Pick a result", card)
            await self._hands.click(label, card)
            return
        await self._hands.click("Paste a result", card)
        await self._hands.write("Pasted output", output, card)
        await self._show("paste-a-result")
        await self._hands.click("Use this output", card)

    async def _apply_fix(self) -> None:
        await self._hands.click("Apply fix")
        await self._show("fix-steps")
        await self._hands.click("I did this")
        await self._hands.wait("the verification", self._fix_is_verifying)
        await self._settle()
        await self._show("verifying")
        await self._hands.click("It worked")
        await self._hands.wait(
            "the outcome", lambda: self._fix_status() is FixStatus.APPLIED_SUCCESS
        )
        await self._settle()

    async def _resolve(self) -> str:
        lane = self._app.shell.session.page.lane
        await self._hands.click("Resolve", lane)
        preview = self._app.shell.session.page.preview
        await self._hands.wait("the note", preview.isVisible)
        await self._settle()
        await self._show("resolution-note")
        await self._hands.click("Confirm and resolve")
        await self._hands.wait(
            "the resolved session",
            lambda: self._workspace().session.status is SessionStatus.RESOLVED,
        )
        await self._settle()
        await self._show("resolved")
        notes = [
            document.markdown
            for document in self._workspace().documents
            if document.kind is DocumentKind.RESOLUTION_NOTE
        ]
        self._expect("one note", len(notes) == 1)
        return notes[0]

    def _open_items(self) -> list[LaneItem]:
        workspace = self._app.shell.session.flow.workspace
        lane = workspace.lane if workspace is not None else ()
        return [item for item in lane if item.status is LaneStatus.OPEN]

    def _workspace(self) -> Workspace:
        workspace = self._app.shell.session.flow.workspace
        if workspace is None:
            raise Bug("The demo has no open session.")
        return workspace

    def _fix_is_verifying(self) -> bool:
        fix = self._workspace().fix
        return fix is not None and fix.is_verifying

    def _fix_status(self) -> FixStatus | None:
        fix = self._workspace().fix
        return fix.status if fix is not None else None

    async def _show(self, name: str) -> None:
        """A picture, when everything has the height that its text needs."""
        await self._hands.settle()
        self._picture(name)

    async def _settle(self) -> None:
        """Wait until commands, turns and reloads are through."""
        flow = self._app.shell.session.flow
        await self._hands.wait("the app to come to rest", lambda: not flow.scope.pending())

    def _expect(self, what: str, is_so: bool) -> None:
        if not is_so:
            raise Bug(f"The demo did not end with {what}.")
