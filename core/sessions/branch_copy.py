"""The rows of a branch: those of the session it comes from, under new ids that refer to each other.

Times stay as they are, so that the branch can be forked again at any of its messages.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from core.checks.runs import CheckRun
from core.ids import new_id
from core.scripts.model import ScriptGeneration
from core.sessions.branches import LaneRecord
from core.sessions.facts import Fact
from core.sessions.fixes import Fix, FixEvent
from core.sessions.lane import LaneItem
from core.sessions.messages import Attachment, Message


class BranchCopy:
    """Hands out rows of one branch. What a row refers to is copied before the row itself."""

    def __init__(self, branch_id: UUID) -> None:
        self._branch_id = branch_id
        self._ids: dict[UUID, UUID] = {}

    def lane(self, record: LaneRecord) -> LaneRecord:
        return LaneRecord(
            items=tuple(self._item(item) for item in record.items),
            facts=tuple(self._fact(fact) for fact in record.facts),
            runs=tuple(self._run(run) for run in record.runs),
            fixes=tuple(self._fix(fix) for fix in record.fixes),
            events=tuple(self._event(event) for event in record.events),
            scripts=tuple(self._script(script) for script in record.scripts),
        )

    def message(self, message: Message) -> Message:
        return replace(message, id=self._new(message.id), session_id=self._branch_id)

    def attachment(self, attachment: Attachment) -> Attachment:
        """A file of a copied message; its bytes are stored once for both."""
        return replace(
            attachment,
            id=self._new(attachment.id),
            session_id=self._branch_id,
            message_id=self._ids[attachment.message_id],
        )

    def _item(self, item: LaneItem) -> LaneItem:
        return replace(item, id=self._new(item.id), session_id=self._branch_id)

    def _fact(self, fact: Fact) -> Fact:
        source = self._copied(fact.source_ref)
        return replace(fact, id=self._new(fact.id), session_id=self._branch_id, source_ref=source)

    def _run(self, run: CheckRun) -> CheckRun:
        item_id = self._ids[run.lane_item_id]
        return replace(run, id=self._new(run.id), session_id=self._branch_id, lane_item_id=item_id)

    def _fix(self, fix: Fix) -> Fix:
        return replace(fix, id=self._new(fix.id), session_id=self._branch_id)

    def _event(self, event: FixEvent) -> FixEvent:
        fix_id = self._ids[event.fix_id]
        return replace(event, id=self._new(event.id), session_id=self._branch_id, fix_id=fix_id)

    def _script(self, script: ScriptGeneration) -> ScriptGeneration:
        fix_id = self._copied(script.fix_id)
        return replace(script, id=self._new(script.id), session_id=self._branch_id, fix_id=fix_id)

    def _new(self, original: UUID) -> UUID:
        self._ids[original] = new_id()
        return self._ids[original]

    def _copied(self, original: UUID | None) -> UUID | None:
        return None if original is None else self._ids.get(original)
