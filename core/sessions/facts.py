"""Facts: what is known, apart from what is guessed (domain.md section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.outcome import Refused

TEXT_LIMIT = 2000
SUMMARY_LIMIT = 200
RAW_LIMIT = 10_000


class SourceType(StrEnum):
    QUESTION = "question"
    DIAGNOSTIC_CHECK = "diagnostic_check"
    USER_NOTE = "user_note"
    AI_SYNTHESIS = "ai_synthesis"

    @property
    def has_source(self) -> bool:
        """Whether the fact points at a lane item, and is therefore edited there."""
        return self in (SourceType.QUESTION, SourceType.DIAGNOSTIC_CHECK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One confirmed statement.

    source_line  the line of a command's output that proves it, when a parser found one
    ai_made      written by an assistant rather than typed by the engineer
    """

    id: UUID
    account_id: UUID
    session_id: UUID
    text: str
    summary: str = ""
    source_type: SourceType
    source_ref: UUID | None = None
    source_line: str = ""
    ai_made: bool = False
    created_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None


def check_fact(fact: Fact) -> Fact | Refused:
    """The rules every stored fact keeps; text and summary come back trimmed."""
    text, summary = fact.text.strip(), fact.summary.strip()
    if not text:
        return Refused("A fact needs a text.", "text")
    if len(text) > TEXT_LIMIT:
        return Refused(
            f"The fact has {len(text):,} characters; the limit is {TEXT_LIMIT:,}.", "text"
        )
    if len(summary) > SUMMARY_LIMIT:
        return Refused(
            f"The provenance has {len(summary)} characters; the limit is {SUMMARY_LIMIT}.",
            "summary",
        )
    if fact.source_ref is not None and not fact.source_type.has_source:
        return Refused("Only a fact from a question or a check refers to a source.", "source_ref")
    return replace(fact, text=text, summary=summary)


def edit(fact: Fact, text: str, at: datetime) -> Fact | Refused:
    """Reword a fact on its card; refused for facts that follow from a question or a check.

    The same text again is no edit: an edited fact of an assistant counts as disputed.
    """
    if fact.deleted_at is not None:
        return Refused("This fact was deleted.")
    if fact.source_type.has_source:
        return Refused("This fact follows from its source. Edit the source instead.")
    if text.strip() == fact.text:
        return fact
    return check_fact(replace(fact, text=text, edited_at=at))


def delete(fact: Fact, at: datetime) -> Fact | Refused:
    """Remove a fact; it stays in the database and can be restored."""
    if fact.deleted_at is not None:
        return Refused("This fact was already deleted.")
    return replace(fact, deleted_at=at)


def restore(fact: Fact) -> Fact | Refused:
    """Undo a delete."""
    if fact.deleted_at is None:
        return Refused("This fact is not deleted.")
    return replace(fact, deleted_at=None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed fact, before anybody confirmed it."""

    text: str
    summary: str = ""


# Whole answers that say nothing. Kept to what people really type; a longer sentence that contains
# one of these still says something.
_EMPTY_ANSWERS = re.compile(
    r"""(?ix)
        unknown | unclear | unsure | (?:i(?:['’]?m|\s+am)\s+)?not\s+sure | no\s+idea | dunno | idk
        | (?:i\s+)?(?:don['’]?t|do\s+not)\s+know | can['’]?t\s+(?:say|tell)
        | n/?a | none | null | nothing | tbd | no\s+answer
        | not\s+checked | skip(?:ped)? | error | failed | timed?\s*out"""
)
_EDGE_NOISE = re.compile(r"\w.*\w|\w", re.DOTALL)


def has_substance(raw: str) -> bool:
    """Whether an answer or output says anything at all."""
    core = _EDGE_NOISE.search(raw)
    return core is not None and not _EMPTY_ANSWERS.fullmatch(core.group())


def candidate_from_answer(question: str, raw: str) -> Candidate | Refused:
    """Turn a question and its answer into a candidate, using only what they say."""
    if refused := _check_raw(raw):
        return refused
    answer = " ".join(raw.split())
    text = f"{question.strip().rstrip('?:.')}: {answer}"
    return Candidate(text[:TEXT_LIMIT], "from your answer")


def candidate_from_output(label: str, raw: str) -> Candidate | Refused:
    """Turn the first telling line of an output into a candidate."""
    if refused := _check_raw(raw):
        return refused
    line = next(line.strip() for line in raw.splitlines() if has_substance(line))
    return Candidate(
        f"{label.strip().rstrip(':.')}: {line}"[:TEXT_LIMIT], "from the check's output"
    )


def candidate_from_note(raw: str) -> Candidate | Refused:
    """Take a statement as it is, on one line."""
    if refused := _check_raw(raw):
        return refused
    return Candidate(" ".join(raw.split())[:TEXT_LIMIT], "from your note")


def _check_raw(raw: str) -> Refused | None:
    if len(raw) > RAW_LIMIT:
        return Refused(f"The input has {len(raw):,} characters; the limit is {RAW_LIMIT:,}.", "raw")
    if not any(has_substance(line) for line in raw.splitlines()):
        return Refused("There is nothing in this to keep as a fact.", "raw")
    return None
