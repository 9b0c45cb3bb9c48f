"""The live preview of a document: read, edit, confirm."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from core.artifacts.document_service import Preview
from core.artifacts.documents import DocumentKind, Visibility
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.escape import on_escape
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.notice import InlineNotice
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Card, Divider, Panel, SurfaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """A preview with what the engineer has already changed in it.

    edited    the engineer's text, None while the document is as composed
    is_stale  the session has changed since the text was composed
    """

    preview: Preview
    edited: str | None = None
    is_stale: bool = False

    @property
    def markdown(self) -> str:
        return self.preview.markdown if self.edited is None else self.edited


class PreviewPanel(Panel):
    """Draws a `PreviewView`; stays open until it is confirmed or closed."""

    closed = Signal()
    edited = Signal(str)
    rewrite_requested = Signal()
    confirmed = Signal(str, str, str)
    copied = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._view: PreviewView | None = None
        self._title = TextLabel("", TextRole.HEADING)
        self._visibility = Chip(icons, "", Tone.NEUTRAL)
        self._freshness = Chip(icons, "", Tone.NEUTRAL)
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
        preview = view.preview
        self._freshness.show_chip(*_freshness(view))
        self._notice.setVisible(view.is_stale)
        self._target.setText(_target_line(preview))
        if self._editor.toPlainText() != view.markdown:
            self._editor.blockSignals(True)
            self._editor.setPlainText(view.markdown)
            self._editor.blockSignals(False)
        self._reader.set_markdown(view.markdown)

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
        head = column(
            row(self._back, 1, self._copy, self._edit, spacing=6, margins=(-8, 0, 0, 0)),
            row(self._title, self._visibility, self._freshness, 1),
            self._target,
            self._notice,
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
        foot = column(fields, row(1, self._confirm, spacing=8), spacing=8, margins=(18, 10, 18, 10))
        layout = column(head, Divider(), self._pages, Divider(), foot, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._back.clicked.connect(self.closed)
        on_escape(self, self._leave)
        self._edit.toggled.connect(self._toggle_editing)
        self._editor.textChanged.connect(lambda: self.edited.emit(self._editor.toPlainText()))
        self._notice.action_requested.connect(self.rewrite_requested)
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

    def _give(self) -> None:
        self.confirmed.emit(
            self._editor.toPlainText(), self._first.text().strip(), self._second.text().strip()
        )


def _freshness(view: PreviewView) -> tuple[str, Tone]:
    if view.is_stale:
        return "Out of date", Tone.WARNING
    if view.edited is not None:
        return "Edited by you", Tone.ACCENT
    return ("From cache", Tone.NEUTRAL) if view.preview.from_cache else ("Fresh", Tone.SUCCESS)


def _target_line(preview: Preview) -> str:
    change = {
        DocumentKind.RESOLUTION_NOTE: "The session becomes resolved.",
        DocumentKind.ESCALATION_PACKAGE: "The session becomes escalated.",
    }[preview.kind]
    if preview.ticket_id:
        where = (
            f"For ticket #{preview.ticket_id}. No ticket system is connected: the text is kept on "
            "this laptop and the ticket is not changed."
        )
    else:
        where = "No ticket is linked: the text is kept on this laptop."
    return f"{where} {change}"
