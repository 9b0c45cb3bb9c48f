"""The live preview of a document: read, edit, confirm."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from core.artifacts.documents import DocumentKind, Visibility
from desktop.session.preview_view import (
    PreviewView,
    author,
    freshness,
    model_line,
    not_in_session,
    other_text,
    target_line,
)
from desktop.session.ungrounded import UngroundedNotice, go_to, mark
from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_FILL, Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.escape import on_escape
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.notice import InlineNotice
from desktop.widgets.progress import ProgressStrip
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Card, Divider, Panel, SurfaceKind


class PreviewPanel(Panel):
    """Draws a `PreviewView`; stays open until it is confirmed or closed."""

    closed = Signal()
    edited = Signal(str)
    rewrite_requested = Signal()
    author_switched = Signal()
    retry_requested = Signal()
    model_text_requested = Signal()
    confirmed = Signal(str, str, str)
    copied = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._view: PreviewView | None = None
        self._title = TextLabel("", TextRole.HEADING)
        self._visibility = Chip(icons, "", Tone.NEUTRAL)
        self._author = Chip(icons, "", Tone.NEUTRAL)
        self._freshness = Chip(icons, "", Tone.NEUTRAL)
        self._switch = Button(icons, "", ButtonVariant.GHOST, icon="note-pencil")
        self._progress = ProgressStrip(icons, "The model is writing…")
        self._model = InlineNotice(icons, Tone.NEUTRAL, "")
        self._ungrounded = UngroundedNotice(icons)
        self._left = WrapLabel("", TextRole.SMALL, tone=Tone.WARNING)
        self._target = WrapLabel("", TextRole.SECONDARY)
        self._notice = InlineNotice(icons, Tone.WARNING, "", action="Write it again")
        self._refusal = InlineNotice(icons, Tone.DANGER, "", closable=True)
        self._reader = MarkdownView(icons, name="Document")
        self._editor = QPlainTextEdit()
        self._editor.setAccessibleName("Document text in Markdown")
        self._editor.setTabChangesFocus(True)
        self._edit = Button(icons, "Edit", ButtonVariant.SECONDARY, icon="pencil-simple")
        self._edit.setCheckable(True)
        self._copy = Button(icons, "Copy", ButtonVariant.GHOST, icon="copy")
        self._first = QLineEdit()
        self._second = QLineEdit()
        self._back = Button(
            icons, "Back to the conversation", ButtonVariant.GHOST, icon="caret-left"
        )
        self._confirm = Button(icons, "Confirm", ButtonVariant.SUCCESS, icon="check")
        self._build()
        self._connect()

    def show_view(self, view: PreviewView) -> None:
        before, self._view = self._view, view
        is_new = before is None or before.preview.kind is not view.preview.kind
        if is_new:
            self._start(view)
        self._freshness.show_chip(*freshness(view))
        self._notice.setVisible(view.is_stale)
        self._target.setText(target_line(view.preview))
        if self._editor.toPlainText() != view.markdown:
            self._editor.blockSignals(True)
            self._editor.setPlainText(view.markdown)
            self._editor.blockSignals(False)
        self._reader.set_markdown(view.markdown)
        self._show_model(view)
        self._show_flags(view)
        if before is not None and view.by_model and not before.by_model:
            announce(self, "The model’s text is shown.")

    def show_refusal(self, text: str) -> None:
        """Say why the document was not taken; the text stays."""
        self._refusal.show_notice(Tone.DANGER, text)
        self._refusal.show()

    def show_nothing(self) -> None:
        """Forget the document."""
        self._view = None

    @property
    def view(self) -> PreviewView | None:
        return self._view

    def _show_model(self, view: PreviewView) -> None:
        """Who wrote this, who is at it, and how to have the other one's text."""
        self._author.show_chip(author(view), Tone.ACCENT if view.by_model else Tone.NEUTRAL)
        self._author.setVisible(view.has_model)
        switch = other_text(view)
        self._switch.setText(switch)
        self._switch.setVisible(bool(switch))
        if view.is_writing and self._progress.isHidden():
            self._progress.start("The model is writing…")
        self._progress.setVisible(view.is_writing)
        line = model_line(view)
        if line is not None:
            self._model.show_notice(*line)
        self._model.setVisible(line is not None)

    def _show_flags(self, view: PreviewView) -> None:
        self._ungrounded.show_pieces(view.flags)
        self._left.setText(not_in_session(len(view.flags)))
        self._left.setVisible(bool(view.flags))
        self._mark()

    def _mark(self) -> None:
        flags = self._view.flags if self._view is not None else ()
        for text in (self._reader, self._editor):
            mark(text, flags, self._icons.theme.colour(TONE_FILL[Tone.WARNING]))

    def _model_action(self) -> None:
        if self._view is not None and self._view.is_other_ready:
            self.model_text_requested.emit()
        else:
            self.retry_requested.emit()

    def _go_to(self, piece: str) -> None:
        self._edit.setChecked(True)
        go_to(self._editor, piece)

    def _start(self, view: PreviewView) -> None:
        kind = view.preview.kind
        is_note = kind is DocumentKind.RESOLUTION_NOTE
        self._title.setText(kind.label)
        customer = view.preview.visibility is Visibility.CUSTOMER
        self._visibility.show_chip(
            "The customer can read this" if customer else "Internal, for the next engineer",
            Tone.WARNING if customer else Tone.INFO,
            "eye" if customer else "eye-slash",
        )
        self._editor.setPlainText(view.markdown)
        self._edit.setChecked(False)
        self._refusal.hide()
        self._first.clear()
        self._second.clear()
        first = "Summary (optional; the first line is used)" if is_note else "Reason for escalating"
        self._first.setPlaceholderText(first)
        self._first.setAccessibleName(first)
        self._second.setPlaceholderText("Hand over to (optional)")
        self._second.setAccessibleName("Hand over to")
        self._second.setVisible(not is_note)
        self._confirm.setText("Confirm and resolve" if is_note else "Confirm and escalate")
        self._confirm.set_variant(ButtonVariant.SUCCESS if is_note else ButtonVariant.WARNING)

    def _build(self) -> None:
        self._notice.show_notice(
            Tone.WARNING, "The session has changed since this text was written.", "Write it again"
        )
        self._notice.hide()
        self._refusal.hide()
        chips = FlowBox((self._title, self._visibility, self._author, self._freshness))
        target = row(self._target, self._switch, spacing=8)
        target.setStretch(0, 1)
        head = column(
            row(self._back, 1, self._copy, self._edit, spacing=6, margins=(-8, 0, 0, 0)),
            chips,
            target,
            self._notice,
            self._progress,
            self._model,
            self._ungrounded,
            self._refusal,
            spacing=6,
            margins=(18, 8, 18, 10),
        )
        paper = Card()
        paper.setLayout(column(self._reader, margins=(18, 14, 18, 14)))
        self.reading = ScrollColumn(margins=(18, 12, 18, 12))
        self.reading.add(paper)
        editing = QWidget()
        editing.setLayout(column(self._editor, margins=(18, 12, 18, 12)))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.reading)
        self._pages.addWidget(editing)
        fields = row(self._first, self._second, spacing=8)
        fields.setStretch(0, 2)
        fields.setStretch(1, 1)
        buttons = row(self._left, 1, self._confirm, spacing=8)
        buttons.setStretch(0, 9)
        foot = column(fields, buttons, spacing=8, margins=(18, 10, 18, 10))
        layout = column(head, Divider(), self._pages, Divider(), foot, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed)
        on_escape(self, self._leave)
        self._edit.toggled.connect(self._toggle_editing)
        self._editor.textChanged.connect(lambda: self.edited.emit(self._editor.toPlainText()))
        self._notice.action_requested.connect(self.rewrite_requested)
        self._switch.clicked.connect(self.author_switched)
        self._progress.cancel_requested.connect(self.author_switched)
        self._model.action_requested.connect(self._model_action)
        self._ungrounded.piece_wanted.connect(self._go_to)
        self._icons.theme.changed.connect(self._mark)
        self._refusal.closed.connect(self._refusal.hide)
        self._copy.clicked.connect(lambda: self.copied.emit(self._editor.toPlainText()))
        self._confirm.clicked.connect(self._give)

    def _leave(self) -> None:
        """Out of the editor first, then out of the document."""
        if self._edit.isChecked():
            self._edit.setChecked(False)
        else:
            self.closed.emit()

    def _toggle_editing(self, on: bool) -> None:
        self._pages.setCurrentIndex(1 if on else 0)
        self._edit.setText("Done editing" if on else "Edit")
        if on:
            self._editor.setFocus()
        else:
            self._reader.set_markdown(self._editor.toPlainText())
            self._mark()

    def _give(self) -> None:
        self.confirmed.emit(
            self._editor.toPlainText(), self._first.text().strip(), self._second.text().strip()
        )
