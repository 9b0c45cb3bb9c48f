"""The sample session: a real session with made-up content, to look around in and to delete."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from core.copilot.copilot import Copilot
from core.db.database import Database
from core.playbooks.library import PlaybookLibrary
from core.sessions.conversation_service import ConversationService
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.lane_service import LaneService
from core.sessions.session import IntakeKind
from core.sessions.session_service import Intake, SessionService
from core.walkthrough import Walkthrough

STEPS = 3


class SampleSession:
    """Plays the first steps of the walkthrough through the same services a person uses."""

    def __init__(
        self,
        database: Database,
        sessions: SessionService,
        conversation: ConversationService,
        lane: LaneService,
        copilot: Copilot,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._conversation = conversation
        self._lane = lane
        self._copilot = copilot

    async def create(self, walkthrough: Walkthrough, library: PlaybookLibrary) -> UUID:
        """Make the session and answer its first questions; returns its id."""
        intake = Intake(
            text=walkthrough.text,
            kind=IntakeKind.SAMPLE,
            client_name=walkthrough.client_name,
            ticket_id=walkthrough.ticket_id,
        )
        opened = await self._database.run(lambda: self._sessions.create(intake))
        session_id = opened.session_id
        await self._database.run(lambda: self._conversation.send(session_id, walkthrough.text))
        await self._copilot.take_turn(session_id)
        playbook = library.get(walkthrough.playbook_id)
        for _ in range(STEPS):
            item = await self._database.run(lambda: self._next_item(session_id))
            if item is None or playbook is None:
                break
            answer = partial(self._answer, item, walkthrough.answer(playbook, item))
            await self._database.run(answer)
            await self._copilot.take_turn(session_id)
        return session_id

    def _next_item(self, session_id: UUID) -> LaneItem | None:
        with self._database.work() as work:
            lane = work.lane_items.of_session(session_id)
        return next((item for item in lane if item.status is LaneStatus.OPEN), None)

    def _answer(self, item: LaneItem, label: str) -> None:
        if item.kind is LaneKind.QUESTION:
            self._lane.answer(item.id, label)
        else:
            self._lane.report_result(item.id, label)
