"""Lane items: questions and diagnostic checks, with ids that survive re-wording turns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.outcome import Refused

ANSWER_LIMIT = 10_000


class LaneKind(StrEnum):
    QUESTION = "question"
    CHECK = "check"


class LaneStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneItem:
    """One row of `lane_items`.

    text      the question, or the label of the check
    context   one more sentence of help
    why       why the assistant asks this now
    rules_out what the answers tell apart
    options   mutually exclusive answers of a question
    command   what a check runs; empty for a step by hand
    origin    where a playbook item comes from, `playbook:<id>/<observation>`; empty for a model's
    answer    the engineer's words, or the result a check led to
    became    what became of it, for the dimmed card ("now a fact", "not readable, asked instead")
    """

    id: UUID
    account_id: UUID
    session_id: UUID
    position: int
    kind: LaneKind
    text: str
    context: str = ""
    why: str = ""
    rules_out: str = ""
    options: tuple[str, ...] = ()
    command: str = ""
    shell: str = ""
    origin: str = ""
    status: LaneStatus = LaneStatus.OPEN
    answer: str = ""
    became: str = ""
    created_at: datetime
    closed_at: datetime | None = None


def answer(item: LaneItem, text: str, at: datetime) -> LaneItem | Refused:
    """Answer an open question; 1-10,000 characters. A skipped question can still be answered."""
    if item.kind is not LaneKind.QUESTION:
        return Refused("Only a question takes an answer; a check takes a result.")
    if item.status not in (LaneStatus.OPEN, LaneStatus.SKIPPED):
        return _closed(item)
    if not text.strip():
        return Refused("Write an answer first.", "answer")
    if len(text) > ANSWER_LIMIT:
        return Refused(
            f"The answer has {len(text):,} characters; the limit is {ANSWER_LIMIT:,}.", "answer"
        )
    return replace(item, status=LaneStatus.ANSWERED, answer=text.strip(), closed_at=at)


def complete(item: LaneItem, result: str, at: datetime) -> LaneItem | Refused:
    """Record the result of a check. A check can be run again: the newest result stands."""
    if item.kind is not LaneKind.CHECK:
        return Refused("Only a check takes a result; a question takes an answer.")
    if item.status is LaneStatus.WITHDRAWN:
        return _closed(item)
    if len(result) > ANSWER_LIMIT:
        return Refused(
            f"The result has {len(result):,} characters; the limit is {ANSWER_LIMIT:,}.", "result"
        )
    return replace(item, status=LaneStatus.DONE, answer=result, closed_at=at)


def skip(item: LaneItem, at: datetime) -> LaneItem | Refused:
    """Leave an open item out; it is not asked again but can still be answered."""
    if item.status is not LaneStatus.OPEN:
        return _closed(item)
    return replace(item, status=LaneStatus.SKIPPED, closed_at=at)


def reopen(item: LaneItem) -> LaneItem | Refused:
    """Undo a skip."""
    if item.status is not LaneStatus.SKIPPED:
        return _closed(item)
    return replace(item, status=LaneStatus.OPEN, closed_at=None)


def withdraw(item: LaneItem, reason: str, at: datetime) -> LaneItem | Refused:
    """The assistant no longer needs an open item; `reason` says why on the dimmed card."""
    if item.status is not LaneStatus.OPEN:
        return _closed(item)
    return replace(item, status=LaneStatus.WITHDRAWN, became=reason, closed_at=at)


def _closed(item: LaneItem) -> Refused:
    return Refused(f"This {item.kind.value} is already {item.status.label}.")
