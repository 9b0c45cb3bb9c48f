"""The model's part in an open preview: it is asked, called off, and its text shown or offered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.artifacts.document_service import Preview
from core.artifacts.documents import DocumentKind
from core.artifacts.generator import NotWritten, Opening, Wanted
from desktop.session.flow import SessionFlow, Undo
from desktop.session.page import SessionPage
from desktop.session.preview_view import PreviewView

WRITING = "model document"
WRITING_PAUSE_SECONDS = 0.5


class DocumentWriting(QObject):
    """At most one text is being written, and only while its preview is open."""

    shown = Signal(object)
    """A `PreviewView` in place of the one on screen."""
    reopen_wanted = Signal()

    def __init__(self, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._panel = page.preview
        self._flow = flow
        self._by_composer: set[tuple[UUID, DocumentKind]] = set()
        self._panel.author_switched.connect(self._switch)
        self._panel.retry_requested.connect(self._try_again)
        self._panel.model_text_requested.connect(self._show_model_text)

    def begin(self, opening: Opening) -> PreviewView:
        """What to open a preview with. The model is asked if it is wanted and was not yet."""
        self.stop()
        is_chosen = _key(opening) in self._by_composer
        by_model = opening.written is not None and not is_chosen
        wanted = None if opening.problem or is_chosen else opening.wanted
        if wanted is not None:
            self._ask(wanted, WRITING_PAUSE_SECONDS)
        return PreviewView(opening=opening, by_model=by_model, is_writing=wanted is not None)

    def stop(self) -> None:
        """Call the model off; nobody waits for its text any more."""
        self._flow.scope.cancel_named(WRITING)

    def _ask(self, wanted: Wanted, pause: float = 0.0) -> None:
        async def write() -> Preview | NotWritten:
            await asyncio.sleep(pause)
            return await self._flow.core.generator.write(wanted)

        self._flow.scope.latest(
            WRITING, write(), done=partial(self._written, wanted), failed=self._failed
        )

    def _written(self, wanted: Wanted, result: Preview | NotWritten) -> None:
        view = self._panel.view
        if view is None or view.opening.wanted != wanted:
            return
        opening = view.opening
        if isinstance(result, NotWritten):
            opening = replace(opening, problem=result.why)
            self.shown.emit(replace(view, opening=opening, is_writing=False))
            return
        opening = replace(opening, written=result, problem="")
        # An edit is never replaced by itself; the text is offered.
        by_model = view.edited is None and not view.is_stale
        self.shown.emit(replace(view, opening=opening, is_writing=False, by_model=by_model))

    def _failed(self, _: Exception) -> bool:
        view = self._panel.view
        if view is not None:
            self.shown.emit(replace(view, is_writing=False))
        return False

    def _switch(self) -> None:
        """To the composer's text from the model's or while it writes; else to the model's."""
        view = self._panel.view
        if view is None:
            return
        if view.by_model or view.is_writing:
            self._by_composer.add(_key(view.opening))
            self.stop()
            # What was called off leaves the engineer's own words as they are.
            self._replace(view, by_model=False, keeps_edit=not view.by_model)
        elif view.opening.written is not None:
            self._show_model_text()
        elif view.opening.wanted is not None:
            self._by_composer.discard(_key(view.opening))
            self._ask_now(view, view.opening.wanted)

    def _try_again(self) -> None:
        view = self._panel.view
        if view is None:
            return
        if view.opening.wanted is None:
            self.reopen_wanted.emit()
        else:
            self._ask_now(view, view.opening.wanted)

    def _ask_now(self, view: PreviewView, wanted: Wanted) -> None:
        opening = replace(view.opening, problem="")
        self._ask(wanted)
        self.shown.emit(replace(view, opening=opening, is_writing=True))

    def _show_model_text(self) -> None:
        view = self._panel.view
        if view is not None and view.opening.written is not None:
            self._by_composer.discard(_key(view.opening))
            self._replace(view, by_model=True)

    def _replace(self, view: PreviewView, *, by_model: bool, keeps_edit: bool = False) -> None:
        """Show the other text; an edit of the first can be taken back."""
        edited = view.edited if keeps_edit else None
        self.shown.emit(replace(view, by_model=by_model, is_writing=False, edited=edited))
        if view.edited is not None and edited is None:
            preview = view.preview
            back = partial(
                self._flow.core.documents.keep_edit,
                preview.session_id,
                preview.kind,
                view.edited,
                preview.state_version,
            )
            self._flow.undo_offered.emit(Undo("Your edit was replaced.", back))


def _key(opening: Opening) -> tuple[UUID, DocumentKind]:
    return opening.composed.session_id, opening.composed.kind
