"""What happens from the composer and the header."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.outcome import Refused
from core.sessions.attachment_rules import NewFile, load_file
from core.sessions.conversation_service import MessagePage
from core.sessions.messages import Rung
from core.sessions.workspace import Workspace
from core.settings.definitions import MONTHLY_LIMIT
from desktop.session.flow import SessionFlow, Undo, words
from desktop.session.message_bubble import message_views
from desktop.session.page import SessionPage
from desktop.session.standing_words import standing_view


class SessionActions(QObject):
    """Connects composer, conversation and header to commands."""

    session_left = Signal()

    def __init__(self, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._page = page
        self._flow = flow
        composer = page.composer
        composer.send_requested.connect(self._send)
        composer.draft_changed.connect(self._keep_draft)
        composer.files_offered.connect(self._read_files)
        composer.rung_line.rung_chosen.connect(self._force)
        flow.workspace_loaded.connect(self._show_standing)
        page.conversation.earlier_requested.connect(self._load_earlier)
        header = page.header
        header.pause_requested.connect(lambda: self._simple("pause", flow.core.sessions.pause))
        header.resume_requested.connect(lambda: self._simple("resume", flow.core.sessions.resume))
        header.delete_requested.connect(self._delete)

    def _show_standing(self, workspace: Workspace) -> None:
        limit = self._flow.core.settings.read(MONTHLY_LIMIT)
        self._page.composer.show_standing(standing_view(workspace, limit))

    def _force(self, rung: Rung | None) -> None:
        self._simple(
            "choose who answers", lambda chosen: self._flow.core.copilot.force_rung(chosen, rung)
        )

    def _send(self, text: str, files: list[NewFile], pictures_may_go: bool | None) -> None:
        session_id = self._flow.session_id
        if session_id is None:
            return
        composer = self._page.composer

        def ended() -> None:
            if session_id == self._flow.session_id:
                composer.sending_ended()

        def sent() -> None:
            if session_id == self._flow.session_id:
                composer.message_kept(text, files)
                self._page.conversation.jump_to_latest()

        def refused(error: UserError) -> None:
            if session_id == self._flow.session_id:
                composer.show_refusal(words(error))
            else:
                self._flow.command("keep draft", lambda: keep_draft(session_id, text))

        keep_draft = self._flow.core.conversation.keep_draft
        self._flow.command(
            "send",
            lambda: self._flow.core.conversation.send(
                session_id, text, files, pictures_may_go=pictures_may_go
            ),
            turn=True,
            done=sent,
            refused=refused,
            once=session_id,
            ended=ended,
        )

    def _keep_draft(self, draft: str) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.command(
                "keep draft", lambda: self._flow.core.conversation.keep_draft(session_id, draft)
            )

    def _read_files(self, paths: list[Path]) -> None:
        self._flow.scope.run("read files", _read(paths), done=self._take_files)

    def _take_files(self, files: list[NewFile | Refused]) -> None:
        for file in files:
            self._page.composer.take_file(file)

    def _load_earlier(self, before: int) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.scope.latest(
                "earlier messages",
                self._flow.call(lambda: self._flow.core.conversation.page(session_id, before)),
                done=self._show_earlier,
            )

    def _show_earlier(self, page: MessagePage) -> None:
        self._page.conversation.show_earlier(
            message_views(page.messages, page.attachments), has_earlier=page.has_earlier
        )

    def _simple(self, name: str, command: Callable[[UUID], object]) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.command(name, lambda: command(session_id))

    def _delete(self) -> None:
        session_id = self._flow.session_id
        sessions = self._flow.core.sessions
        if session_id is not None:
            self._flow.command(
                "delete session",
                lambda: sessions.delete(session_id),
                done=self.session_left.emit,
                undo=Undo("Session deleted.", lambda: sessions.restore(session_id)),
            )


async def _read(paths: list[Path]) -> list[NewFile | Refused]:
    return [await asyncio.to_thread(load_file, path) for path in paths]
