"""A fix that is carried out by its drafted script, to the offer after Resolve."""

from __future__ import annotations

from desktop.main_window import SESSIONS
from desktop.widgets.code.live_output import LiveOutput
from tests.desktop.widgets.hands import inside
from tests.shots.script_stage import ScriptStage
from tests.shots.stage import Stage


class ScriptSession:
    """One session, from Apply to a draft that waits for a decision."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._hands = ScriptStage(stage)

    async def play(self) -> None:
        await self._hands.given_fix()
        await self._choose()
        await self._run()
        await self._resolve()

    async def _choose(self) -> None:
        stage, hands = self._stage, self._hands
        await stage.click("Apply fix")
        await hands.until_seen("These values could become parameters of a template:")
        await stage.rest()
        await stage.see("drafted-script")
        await stage.click("Make a template first")
        await stage.see("drafted-script-to-a-template")
        await stage.click("Name the parameters…")
        await hands.until_seen("Make a template of this script")
        await stage.see("drafted-script-parameters")
        await stage.click("Cancel", stage.page)
        await stage.click("Use it, and keep it as a draft")
        await stage.click("Edit the script")
        await stage.see("drafted-script-edited")
        await stage.click("Done editing")

    async def _run(self) -> None:
        stage, hands = self._stage, self._hands
        await stage.click("Run on this laptop…")
        await stage.see("run-preview")
        await hands.until_there("Run now")
        await stage.hands.click("Run now")
        output = inside(stage.page, LiveOutput)[0]
        await stage.hands.wait("a line of it", lambda: "Clearing" in output.toPlainText())
        await stage.see("run-live")
        await hands.until_seen("The script ended and reported no error.")
        await stage.rest()
        await stage.see("run-result")
        await stage.click("Back to the conversation")
        await stage.see("run-verifying")

    async def _resolve(self) -> None:
        stage, hands = self._stage, self._hands
        await stage.click("It worked")
        await stage.click("Resolve", stage.lane)
        await hands.until_there("Confirm and resolve")
        await stage.click("Confirm and resolve")
        await hands.until_there("Review and accept…")
        await stage.see("draft-offer")
        await stage.hands.click("Review and accept…")
        await hands.until_seen("Make a template of this script?")
        await stage.see("draft-after-resolve")
        stage.app.shell.show_page(SESSIONS)
        stage.app.shell.session.scripts.show_runs()
        await stage.rest()
        await stage.see_dialogs("script-runs")
