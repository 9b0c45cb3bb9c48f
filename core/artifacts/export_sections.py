"""What an export says about a session, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from uuid import UUID

from core.artifacts.bundle import SessionRecord
from core.artifacts.documents import Document
from core.artifacts.outline import (
    Block,
    Entry,
    Fields,
    Items,
    Line,
    Output,
    Picture,
    Quote,
    Section,
)
from core.checks.capture import size_text
from core.checks.runs import CheckRun, RunEnd, RunSource
from core.sessions.fixes import Fix
from core.sessions.lane import LaneItem, LaneKind
from core.sessions.messages import Attachment, AttachmentKind, Message, MessageStatus, Role

OUTPUT_LIMIT = 20_000
"""Characters kept of one output, half from its beginning and half from its end."""

When = Callable[[datetime | None], str]


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An attachment. `content` is None where only its name goes into the export."""

    attachment: Attachment
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionExport:
    """What goes into an export.

    messages   the whole conversation, oldest first
    documents  every confirmed document, oldest first
    zone       the time zone in which times are written
    """

    record: SessionRecord
    messages: tuple[Message, ...]
    files: tuple[ExportedFile, ...] = ()
    documents: tuple[Document, ...] = ()
    exported_at: datetime
    zone: tzinfo = UTC

    @property
    def title(self) -> str:
        return self.record.session.title

    def when(self, moment: datetime | None) -> str:
        """A moment as it is written in the export; empty for none."""
        return moment.astimezone(self.zone).strftime("%Y-%m-%d %H:%M %Z") if moment else ""


def sections(session: SessionExport) -> list[Section]:
    """Every section that has something to say, in reading order."""
    record, when = session.record, session.when
    parts = [
        Section("Overview", list(_overview(session))),
        Section("What we know", list(_facts(record))),
        Section("Suggested fixes", [block for fix in record.fixes for block in _fix(fix, when)]),
        Section("Questions", list(_questions(record.lane))),
        Section("Diagnostic checks", list(_checks(record, when))),
        Section("Documents", [block for it in session.documents for block in _document(it, when)]),
        Section("Conversation", [b for message in session.messages for b in _said(message, when)]),
        Section("Attachments", list(_files(session.files))),
    ]
    return [part for part in parts if part.blocks]


def _overview(session: SessionExport) -> Iterator[Block]:
    row, when = session.record.session, session.when
    rows = {
        "Status": row.status.label,
        "Ticket": row.psa_ticket_id,
        "Client": row.client_name,
        "Contact": row.contact_name,
        "Priority": row.priority,
        "Started": when(row.created_at),
        "Resolved": when(row.resolved_at),
        "Resolution": row.resolution_summary,
        "Escalated to": row.escalated_to,
        "Reason for escalation": row.escalation_reason,
        "Reason for abandoning": row.abandon_reason,
        "Exported": when(session.exported_at),
        "Included": _included(session),
    }
    yield Fields(tuple((name, value) for name, value in rows.items() if value))
    if row.intake_text:
        yield Entry("Problem as reported")
        yield Quote(row.intake_text, is_markdown=False)


def _included(session: SessionExport) -> str:
    record = session.record
    shown = sum(file.content is not None for file in session.files)
    counted = [
        (len(record.facts), "fact", ""),
        (len(record.fixes), "fix", ""),
        (sum(item.kind is LaneKind.QUESTION for item in record.lane), "question", ""),
        (len(record.runs), "check run", f" (outputs cut at {OUTPUT_LIMIT:,} characters)"),
        (len(session.documents), "document", ""),
        (len(session.messages), "message", ""),
        (len(session.files), "attachment", f" (content of {shown})" if shown else " (names only)"),
    ]
    present = [f"{_count(number, name)}{aside}" for number, name, aside in counted if number]
    return ", ".join(present) or "nothing but this overview"


def _count(number: int, name: str) -> str:
    plural = f"{name}es" if name.endswith("x") else f"{name}s"
    return f"{number} {name if number == 1 else plural}"


def _facts(record: SessionRecord) -> Iterator[Block]:
    lines = [
        fact.text
        + (f" ({fact.summary})" if fact.summary else "")
        + (f" — shown by: {fact.source_line}" if fact.source_line else "")
        for fact in record.facts
    ]
    if lines:
        yield Items("", tuple(lines))


def _fix(fix: Fix, when: When) -> Iterator[Block]:
    rows = {
        "Status": "applied, being verified" if fix.is_verifying else fix.status.label,
        "Confidence": f"{fix.confidence}%",
        "Applied": when(fix.applied_at),
        "Outcome recorded": when(fix.verified_at),
        "Replaced": when(fix.superseded_at),
        "Done and left": fix.partial_notes,
        "Waiting for": fix.pending_reason,
        "Why it failed": fix.failure_reason,
    }
    yield Entry(fix.title)
    yield Fields(tuple((name, value) for name, value in rows.items() if value))
    if fix.cause:
        yield Line(f"Cause: {fix.cause}")
    yield Line(fix.description)
    for title, lines in {
        "Steps": fix.steps,
        "How to verify": fix.verify,
        "How to undo": fix.undo,
    }.items():
        if lines:
            yield Items(title, lines)
    if fix.drafted_script:
        yield Output(f"Drafted script ({fix.script_language or 'text'})", fix.drafted_script)


def _questions(lane: Sequence[LaneItem]) -> Iterator[Block]:
    asked = [item for item in lane if item.kind is LaneKind.QUESTION]
    if asked:
        yield Fields(tuple((item.text, item.answer or item.status.label) for item in asked))


def _checks(record: SessionRecord, when: When) -> Iterator[Block]:
    runs: dict[UUID, list[CheckRun]] = {}
    for run in record.runs:
        runs.setdefault(run.lane_item_id, []).append(run)
    for item in record.lane:
        if item.kind is LaneKind.CHECK:
            yield Entry(item.text)
            yield Line(f"Result: {item.answer}" if item.answer else f"Status: {item.status.label}")
            if item.command:
                yield Output("Command", item.command)
            for run in runs.get(item.id, []):
                yield from _run(run, when)


_ENDS = {
    RunEnd.TIMED_OUT: "stopped at its time limit",
    RunEnd.CANCELLED: "cancelled",
    RunEnd.FAILED_TO_START: "could not be started",
}
_SOURCES = {RunSource.PASTED: "Pasted", RunSource.REPORTED: "Done by hand"}


def _run(run: CheckRun, when: When) -> Iterator[Block]:
    how = _SOURCES.get(run.source)
    if how is None:
        end = _ENDS.get(run.end, f"exit code {run.exit_code}")
        how = f"Run on the laptop, {end}, {run.duration_ms / 1000:.1f} s"
    yield Line(f"{how}, {when(run.started_at)}. {run.note}".strip())
    output = "Result" if run.source is RunSource.REPORTED else "Output"
    for title, text in {output: run.stdout, "Error output": run.stderr}.items():
        if text.strip():
            yield Output(title, _shown(text))


def _shown(text: str) -> str:
    """An output of any length; the middle of a long one is left out."""
    left_out = len(text) - OUTPUT_LIMIT
    if left_out <= 0:
        return text
    half = OUTPUT_LIMIT // 2
    return f"{text[:half]}\n… {left_out:,} characters left out …\n{text[-half:]}"


_ENDINGS = {
    MessageStatus.STREAMING: " (unfinished)",
    MessageStatus.INTERRUPTED: " (interrupted)",
    MessageStatus.STOPPED: " (stopped)",
}
_ROLES = {Role.ENGINEER: "Engineer", Role.ASSISTANT: "Assistant", Role.FOOTNOTE: "Note"}


def _said(message: Message, when: When) -> Iterator[Block]:
    ending = _ENDINGS.get(message.status, "")
    yield Entry(f"{_ROLES[message.role]}, {when(message.created_at)}{ending}")
    yield Quote(message.text, is_markdown=message.role is Role.ASSISTANT)


def _document(written: Document, when: When) -> Iterator[Block]:
    yield Entry(f"{written.kind.label}, {written.visibility.value}, {when(written.confirmed_at)}")
    yield Quote(written.markdown, is_markdown=True)


def _files(files: Sequence[ExportedFile]) -> Iterator[Block]:
    for file in files:
        attachment, content = file.attachment, file.content
        name = f"{attachment.name} ({attachment.media_type}, {size_text(attachment.size)})"
        if content is None:
            yield Line(name)
        elif attachment.kind is AttachmentKind.IMAGE:
            yield Picture(name, attachment.media_type, content)
        else:
            yield Output(name, _shown(content.decode(errors="replace")))
