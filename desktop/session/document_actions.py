"""Resolve and Escalate: settle the fix, preview, edit, confirm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from core.artifacts.documents import DocumentKind
from core.artifacts.generator import Opening
from core.errors import UserError
from core.events import Aggregate, Changes
from core.sessions.fixes import Fix
from core.sessions.workspace import Workspace
from desktop.session.document_writing import DocumentWriting
from desktop.session.escalation_question import EscalationQuestion, needs_question
from desktop.session.flow import SessionFlow, Undo, words
from desktop.session.page import Center, SessionPage
from desktop.session.preview_view import PreviewView, edited_view
from desktop.theme.icons import Icons

PREVIEW_PAUSE_SECONDS = 0.5
KEEP_EDIT_AFTER_MS = 400


class DocumentActions(QObject):
    """Keeps the preview true while it is open, and confirms it."""

    copied = Signal(str)
    notice = Signal(str)
    resolved = Signal(object)  # UUID of the session

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        self._documents = flow.core.documents
        self._writing = DocumentWriting(page, flow)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_EDIT_AFTER_MS)
        self._keep.timeout.connect(self._keep_edit)
        for source in (page.header, page.lane.intents):
            source.resolve_requested.connect(self.resolve)
            source.escalate_requested.connect(self.escalate)
        panel = page.preview
        panel.closed.connect(self.close)
        panel.edited.connect(self._edited)
        panel.rewrite_requested.connect(self._rewrite)
        panel.confirmed.connect(self._confirm)
        panel.copied.connect(self.copied)
        self._writing.shown.connect(self._replace)
        self._writing.reopen_wanted.connect(self._rewrite)
        flow.workspace_loaded.connect(self._session_changed)

    def resolve(self) -> None:
        """Open the resolution note. A fix under verification is recorded as worked first."""
        session_id = self._flow.session_id
        if session_id is not None:
            # Whether there is one is asked of the database: a click may be ahead of the screen.
            self._flow.scope.run(
                "resolve",
                self._flow.call(lambda: self._flow.core.fixes.record_verified(session_id)),
                done=self._after_success,
            )

    def escalate(self) -> None:
        """Open the escalation package, after asking what became of an open fix."""
        fix = self._fix()
        if fix is None or not needs_question(fix):
            self.open(DocumentKind.ESCALATION_PACKAGE)
            return
        question = EscalationQuestion(self._icons, fix, self._page.window())
        question.confirmed.connect(lambda: self._settle_and_escalate(fix, question))
        question.open()

    def open(self, kind: DocumentKind) -> None:
        """Show the live preview of a document."""
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.scope.latest(
                "preview", self._compose(session_id, kind), done=self._show_fresh
            )

    def close(self) -> None:
        """Back to the conversation; an unsaved edit goes with the panel, and can be taken back."""
        view = self._page.preview.view
        self.leave()
        self._page.show_center(Center.CONVERSATION)
        if view is None:
            return
        preview, text = view.preview, view.edited
        keep = partial(self._documents.keep_edit, preview.session_id)
        undo = None
        if text is not None:
            undo = Undo(
                "Your edit was dropped.", partial(keep, preview.kind, text, preview.state_version)
            )
        self._flow.command("keep preview", partial(keep, None), undo=undo)

    def leave(self) -> None:
        """Forget the preview on screen, its edit kept: another session is about to be shown."""
        if self._keep.isActive():
            self._keep_edit()
        self._flow.scope.cancel_named("preview")
        self._writing.stop()
        self._page.preview.show_nothing()

    async def keep_unsent(self) -> None:
        """Store an edit that is not kept yet, before the application ends."""
        if (keep := self._edit_to_keep()) is not None:
            await self._flow.call(keep)

    def reopen(self, workspace: Workspace) -> None:
        """Bring back the preview that was left open, with its edit."""
        view = workspace.view
        if view.preview_kind is None:
            return
        text, version = view.preview_text, view.preview_version

        def show(opening: Opening) -> None:
            if text is None or version is None:
                self._show(self._writing.begin(opening))
                return
            self._show(edited_view(opening, text, version))

        self._flow.scope.latest(
            "preview", self._compose(workspace.session.id, view.preview_kind), done=show
        )

    def _after_success(self, changes: Changes) -> None:
        if Aggregate.FIX in changes.aggregates:
            self.notice.emit("Recorded: the fix worked.")
        self.open(DocumentKind.RESOLUTION_NOTE)

    def _settle_and_escalate(self, fix: Fix, question: EscalationQuestion) -> None:
        outcome, notes = question.outcome, question.notes

        def go_on() -> None:
            question.settled()
            self.open(DocumentKind.ESCALATION_PACKAGE)

        self._flow.command(
            "record outcome",
            lambda: self._flow.core.fixes.record_outcome(fix.id, outcome, notes),
            done=go_on,
            refused=lambda error: question.show_refusal(words(error)),
        )

    def _fix(self) -> Fix | None:
        return self._flow.workspace.fix if self._flow.workspace else None

    async def _compose(self, session_id: UUID, kind: DocumentKind, pause: float = 0.0) -> Opening:
        await asyncio.sleep(pause)
        return await self._flow.call(lambda: self._flow.core.generator.open(session_id, kind))

    def _show_fresh(self, opening: Opening) -> None:
        if opening.composed.session_id == self._flow.session_id:
            self._show(self._writing.begin(opening))
            self._keep_edit()

    def _replace(self, view: PreviewView) -> None:
        """Another text in the open preview."""
        self._page.preview.show_view(view)
        self._keep_edit()

    def _show(self, view: PreviewView) -> None:
        if view.preview.session_id == self._flow.session_id:
            self._page.preview.show_view(view)
            self._page.show_center(Center.PREVIEW)

    def _session_changed(self, workspace: Workspace) -> None:
        """The lane changed under an open preview: mark an edited one, recompose another."""
        view = self._page.preview.view
        version = workspace.session.state_version
        if view is None:
            if workspace.view.preview_text is not None and not self._is_storing():
                self.reopen(workspace)  # a dropped edit was taken back
            return
        if view.preview.session_id != workspace.session.id:
            return
        if view.preview.state_version == version:
            if view.edited is None and workspace.view.preview_text and not self._is_storing():
                self.reopen(workspace)  # an edit that another text had replaced was taken back
            return
        self._writing.stop()  # what is on its way would be a text about what was
        self._page.preview.show_view(replace(view, is_writing=False, is_stale=True))
        if view.edited is not None:
            return
        self._flow.scope.latest(
            "preview",
            self._compose(workspace.session.id, view.preview.kind, PREVIEW_PAUSE_SECONDS),
            done=self._show_fresh,
        )

    def _edited(self, text: str) -> None:
        view = self._page.preview.view
        if view is None or text == view.markdown:
            return
        edited = None if text == view.preview.markdown else text
        self._flow.scope.cancel_named("preview")  # what is on its way would replace the edit
        self._page.preview.show_view(replace(view, edited=edited))
        self._keep.start()

    def _keep_edit(self) -> None:
        self._keep.stop()
        if (keep := self._edit_to_keep()) is not None:
            self._flow.command("keep preview", keep)

    def _edit_to_keep(self) -> Callable[[], object] | None:
        """The command that stores the preview as it stands on screen."""
        view = self._page.preview.view
        if view is None:
            return None
        preview = view.preview
        return partial(
            self._documents.keep_edit,
            preview.session_id,
            preview.kind,
            view.edited,
            preview.state_version,
        )

    def _is_storing(self) -> bool:
        """Whether the stored view is about to change, so that what was just read is old."""
        names = ("keep preview", "confirm document")
        return self._keep.isActive() or any(self._flow.scope.is_busy(name) for name in names)

    def _rewrite(self) -> None:
        view = self._page.preview.view
        if view is not None:
            self.open(view.preview.kind)

    def _confirm(self, markdown: str, first: str, second: str) -> None:
        view = self._page.preview.view
        if view is None:
            return
        preview = view.preview
        self._keep.stop()
        self._writing.stop()
        self._page.preview.show_view(replace(view, is_writing=False))

        def job() -> object:
            if preview.kind is DocumentKind.RESOLUTION_NOTE:
                return self._documents.resolve(
                    preview.session_id, markdown, preview.state_version, first
                )
            return self._documents.escalate(
                preview.session_id, markdown, preview.state_version, first, second
            )

        self._flow.command(
            "confirm document",
            job,
            done=lambda: self._confirmed(preview.session_id, preview.kind),
            refused=self._refused,
            once=preview.session_id,
        )

    def _refused(self, error: UserError) -> None:
        self._page.preview.show_refusal(words(error))
        self._keep_edit()

    def _confirmed(self, session_id: UUID, kind: DocumentKind) -> None:
        if session_id == self._flow.session_id:
            self._page.preview.show_nothing()
            self._page.show_center(Center.CONVERSATION)
        done = "resolved" if kind is DocumentKind.RESOLUTION_NOTE else "escalated"
        self.notice.emit(f"Session {done}. The {kind.label.lower()} is kept on this laptop.")
        if kind is DocumentKind.RESOLUTION_NOTE:
            self.resolved.emit(session_id)
