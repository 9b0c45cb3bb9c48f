"""Gathers what an export of a session holds, and writes it."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from uuid import UUID

from core.artifacts.document_service import load_record
from core.artifacts.export import to_html, to_markdown
from core.artifacts.export_sections import ExportedFile, SessionExport
from core.clock import Clock
from core.db.database import Database
from core.errors import EnvironmentProblem
from core.files import write_atomically


class ExportService:
    """A session as a file to keep or to hand on."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def gather(self, session_id: UUID) -> SessionExport:
        """Everything of a session, with the content of its files, in local time."""
        with self._database.work() as work:
            messages = work.messages.where(session_id=session_id, order="position")
            attachments = work.attachments.of_messages([message.id for message in messages])
            now = self._clock.now()
            return SessionExport(
                record=load_record(work, work.sessions.get(session_id)),
                messages=tuple(messages),
                files=tuple(
                    ExportedFile(one, work.attachments.content(one.id)) for one in attachments
                ),
                documents=tuple(work.documents.of_session(session_id)),
                exported_at=now,
                zone=now.astimezone().tzinfo or UTC,
            )


def export_text(export: SessionExport, suffix: str) -> str:
    """The export as Markdown for `md`, or as HTML for `html` and for a PDF."""
    return to_markdown(export) if suffix == "md" else to_html(export)


def write_export(path: Path, content: bytes) -> None:
    """Write the file whole or not at all.

    Raises:
        EnvironmentProblem: the folder cannot be written, or the disk is full.
    """
    try:
        write_atomically(path, content, mode=0o644)
    except OSError as error:
        raise EnvironmentProblem(
            "The export could not be written.",
            f"{path}: {error.strerror or error}.",
            hint="Choose another folder, or make room on the disk.",
            retryable=True,
        ) from error
