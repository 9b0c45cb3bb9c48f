"""From free text to a resolved session, with every face of the lane, the banner and the preview."""

from __future__ import annotations

from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneKind
from tests.shots.stage import Stage

_NUDGING = ("the user is rebooting", "signing in now", "going to try opening Outlook")


class WorkingDay:
    """Plays the walkthrough and stops wherever there is something to see."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        stage = self._stage
        await stage.rest()
        await stage.see("start")
        await self._questions()
        await self._checks()
        await self._fix()
        await self._outcomes()
        await self._documents()

    async def _questions(self) -> None:
        stage = self._stage
        await stage.write("Problem", stage.walkthrough.text)
        await stage.press("Start")
        await stage.until(lambda: bool(stage.open_items()))
        await stage.see("first-questions")
        question = stage.item(LaneKind.QUESTION)
        card = stage.lane.questions.card(question.id)
        await stage.click("Other answer", card)
        await stage.see("own-words")
        await stage.click("What this rules out", card)
        await stage.see("why")
        await stage.answer(question)
        await stage.see("first-fact")
        await stage.do("session.note")
        await stage.write("Note", "The user changed the password on Monday.", stage.lane)
        await stage.see("note")
        await stage.click("Keep as a fact", stage.lane)
        fact = stage.workspace.facts[-1]
        await stage.click("Edit this fact", stage.lane.facts.card(fact.id))
        await stage.see("edit-a-fact")
        await stage.click("Cancel", stage.lane.facts.card(fact.id))

    async def _checks(self) -> None:
        stage = self._stage
        while not any(item.kind is LaneKind.CHECK for item in stage.open_items()):
            await stage.answer(stage.open_items()[0])
        check = stage.item(LaneKind.CHECK)
        card = stage.lane.checks.card(check.id)
        await stage.show(card)
        await stage.see("check")
        await stage.click("Paste a result", card)
        await stage.write("Pasted output", "Access is denied.\n", card)
        await stage.see("paste-a-result")
        await stage.click("Use this output", card)
        await stage.show(card)
        await stage.see("unreadable-result")

    async def _fix(self) -> None:
        stage = self._stage
        while stage.workspace.fix is None:
            await stage.answer(stage.open_items()[0])
        await stage.see("suggested-fix")
        await stage.click("Collapse the suggestion")
        await stage.see("collapsed")
        await stage.click("Expand the suggestion")
        await stage.click("Dismiss")
        await stage.see("dismissed")
        await stage.click(f"Restore: {stage.workspace.parked[0].title}", stage.lane)
        await stage.click("Apply fix")
        await stage.see("fix-steps")
        await stage.click("Undo steps")
        await stage.see("undo-steps")
        await stage.click("I did this")
        await stage.see("verifying")

    async def _outcomes(self) -> None:
        stage = self._stage
        for text in _NUDGING:
            await stage.say(text)
        await stage.see("nudge")
        await stage.click("No")
        await stage.see("asking-why")
        await stage.click("Cancel", stage.page.banner)
        await self._outcome_with_words(
            "Partly done…",
            "Which part was done, and what is left?",
            "Entries cleared, profile not rebuilt. User in a meeting, back at 15:30.",
            "Save as partly done",
        )
        await stage.see("partial")
        await stage.click("Finish it")
        await self._outcome_with_words(
            "Waiting to verify…",
            "What are you waiting on?",
            "The user signs in again after lunch.",
            "Save and wait",
        )
        await stage.see("pending")
        await stage.say("still broken, it asks for the password again")
        await stage.until(lambda: stage.workspace.banner.value == "ai_confirming")
        await stage.see("failure-from-conversation")
        await stage.click("Not yet")
        await stage.say("yep that fixed it, thanks")
        await stage.until(lambda: stage.workspace.banner.value == "ai_confirming")
        await stage.see("outcome-from-conversation")
        await stage.click("Not yet")

    async def _documents(self) -> None:
        stage = self._stage
        await stage.click("Escalate", stage.lane)
        await stage.see("escalation-question")
        await stage.click("Partly, with notes")
        await stage.see_dialogs("escalation-question-notes")
        await stage.press("It worked")
        await stage.until(self._fix_worked)
        await stage.click("Escalate", stage.lane)
        await stage.see("escalation-package")
        await stage.click("Back to the conversation")
        await stage.click("Resolve", stage.lane)
        await stage.see("resolution-note")
        await stage.click("Edit")
        await stage.see("edit-note")
        editor = "Document text in Markdown"
        await stage.write(editor, "## Problem\n\nOutlook asked again and again.\n")
        await stage.rest()
        await stage.click("Done editing")
        facts = stage.app.core.facts
        session_id = stage.workspace.session.id
        await stage.keep(lambda: facts.add_note(session_id, "The phone was never affected."))
        await stage.see("note-out-of-date")
        await stage.click("Write it again")
        await stage.click("Confirm and resolve")
        await stage.see("resolved")

    def _fix_worked(self) -> bool:
        fix = self._stage.workspace.fix
        return fix is not None and fix.status is FixStatus.APPLIED_SUCCESS

    async def _outcome_with_words(
        self, outcome: str, question: str, notes: str, confirm: str
    ) -> None:
        stage = self._stage
        await stage.choose(outcome, stage.page.banner)
        await stage.write(question, notes, stage.page.banner)
        await stage.click(confirm, stage.page.banner)
