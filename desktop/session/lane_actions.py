"""What happens when the engineer acts in the task lane."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from PySide6.QtCore import QObject

from core.settings.definitions import CHECK_TIMEOUT
from desktop.session.fact_card import FactCard
from desktop.session.flow import SessionFlow, Undo
from desktop.session.page import SessionPage


class LaneActions(QObject):
    """Connects the lane's intents to commands."""

    def __init__(self, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._page = page
        self._flow = flow
        self._core = flow.core
        intents = page.lane.intents
        intents.note_added.connect(self._add_note)
        intents.fact_edited.connect(self._edit_fact)
        intents.fact_deleted.connect(self._delete_fact)
        intents.question_answered.connect(self._answer)
        intents.item_skipped.connect(self._skip)
        intents.item_reopened.connect(self._reopen)
        intents.check_run_requested.connect(lambda item_id: self._run([item_id]))
        intents.checks_run_requested.connect(self._run)
        intents.check_cancelled.connect(lambda item_id: flow.scope.cancel_named(_run_name(item_id)))
        intents.result_pasted.connect(self._paste)
        intents.result_reported.connect(self._report)

    def _add_note(self, text: str) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.command(
                "add note",
                lambda: self._core.facts.add_note(session_id, text),
                done=lambda: self._note_kept(session_id, text),
                once=session_id,
            )

    def _note_kept(self, session_id: UUID, text: str) -> None:
        if session_id == self._flow.session_id:
            self._page.lane.note.note_kept(text)

    def _edit_fact(self, fact_id: UUID, text: str) -> None:
        card = cast("FactCard", self._page.lane.facts.card(fact_id))
        self._flow.command(
            "edit fact",
            lambda: self._core.facts.edit(fact_id, text),
            done=card.edit_succeeded,
            once=fact_id,
        )

    def _delete_fact(self, fact_id: UUID) -> None:
        facts = self._core.facts
        self._flow.command(
            "delete fact",
            lambda: facts.delete(fact_id),
            undo=Undo("Fact deleted.", lambda: facts.restore(fact_id)),
            once=fact_id,
        )

    def _answer(self, item_id: UUID, text: str) -> None:
        self._flow.command(
            "answer", lambda: self._core.lane.answer(item_id, text), turn=True, once=item_id
        )

    def _skip(self, item_id: UUID) -> None:
        lane = self._core.lane
        self._flow.command(
            "skip",
            lambda: lane.skip(item_id),
            turn=True,
            undo=Undo("Skipped.", lambda: lane.reopen(item_id)),
            once=item_id,
        )

    def _reopen(self, item_id: UUID) -> None:
        self._flow.command("reopen", lambda: self._core.lane.reopen(item_id), once=item_id)

    def _paste(self, item_id: UUID, text: str) -> None:
        self._flow.command(
            "give result",
            lambda: self._core.lane.paste_result(item_id, text),
            turn=True,
            once=item_id,
        )

    def _report(self, item_id: UUID, option: str) -> None:
        self._flow.command(
            "give result",
            lambda: self._core.lane.report_result(item_id, option),
            turn=True,
            once=item_id,
        )

    def _run(self, item_ids: list[UUID]) -> None:
        waiting = [item_id for item_id in item_ids if item_id not in self._flow.running]
        session_id = self._flow.session_id
        if session_id is None:
            return
        for item_id in waiting:
            self._flow.running.add(item_id)
            self._flow.scope.run(
                _run_name(item_id),
                self._run_one(item_id),
                done=lambda _: self._flow.take_turn(session_id),
            )
        self._flow.running_changed.emit()

    async def _run_one(self, item_id: UUID) -> None:
        try:
            check = await self._flow.call(lambda: self._core.lane.check_to_run(item_id))
            limit = timedelta(seconds=self._core.settings.read(CHECK_TIMEOUT))
            output = await self._core.checks.run(check.command, check.shell, timeout=limit)
            await self._flow.call(lambda: self._core.lane.record_run(check, output))
        finally:
            self._flow.running.discard(item_id)
            self._flow.running_changed.emit()


def _run_name(item_id: UUID) -> str:
    return f"check {item_id}"
