"""Pieces of a document that the session does not bear out: named, marked, one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from desktop.session.preview_view import not_in_session
from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.surfaces import TintPanel

_LISTED = 6
_LONGEST = 24
_TINT = 60


class UngroundedNotice(TintPanel):
    """Lists the pieces; each leads to its place in the text."""

    piece_wanted = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARNING, parent)
        self._icons = icons
        self._pieces: tuple[str, ...] = ()
        self._text = WrapLabel("")
        self._list = FlowBox(spacing=4)
        mark = IconLabel(icons, "warning", TONE_TOKEN[Tone.WARNING])
        texts = column(self._text, self._list, spacing=2)
        line = row(mark, texts, spacing=8, margins=(12, 6, 8, 6))
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_pieces(self, pieces: tuple[str, ...]) -> None:
        self.setVisible(bool(pieces))
        if pieces == self._pieces:
            return
        self._pieces = pieces
        more = len(pieces) - _LISTED
        rest = f" {more} more are marked in the text." if more > 0 else ""
        text = f"{not_in_session(len(pieces))} Check before you confirm.{rest}"
        self._text.setText(text)
        self.setAccessibleName(f"{text} {', '.join(pieces)}")
        self._list.show_widgets(self._button(piece) for piece in pieces[:_LISTED])

    def _button(self, piece: str) -> Button:
        short = piece if len(piece) <= _LONGEST else f"{piece[: _LONGEST - 1]}…"
        button = Button(self._icons, short, ButtonVariant.SECONDARY)
        button.setAccessibleName(f"Show in the text: {piece}")
        button.setToolTip(plain_tooltip(piece))
        button.clicked.connect(lambda: self.piece_wanted.emit(piece))
        return button


def mark(view: QTextEdit | QPlainTextEdit, pieces: Sequence[str], colour: QColor) -> None:
    """Underline pieces wherever a text shows them."""
    look = QTextCharFormat()
    tint = QColor(colour)
    tint.setAlpha(_TINT)
    look.setBackground(tint)
    look.setUnderlineColor(colour)
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    marks = []
    for piece in pieces:
        for cursor in _places(view.document(), piece):
            one = QTextEdit.ExtraSelection()
            one.cursor, one.format = cursor, look  # type: ignore[attr-defined]  # as Qt documents
            marks.append(one)
    view.setExtraSelections(marks)


def go_to(editor: QPlainTextEdit, piece: str) -> None:
    """Select a piece in an editor; the next one where it stands more than once."""
    places = _places(editor.document(), piece)
    if places:
        at = editor.textCursor().selectionStart()
        later = [place for place in places if place.selectionStart() > at]
        editor.setTextCursor((later or places)[0])
        editor.setFocus()


def _places(document: QTextDocument, piece: str) -> list[QTextCursor]:
    """Where a piece stands, also with the backslashes of Markdown in it."""
    letters = r"\\?".join(QRegularExpression.escape(letter) for letter in piece)
    pattern = QRegularExpression(rf"(?<!\w)(?:{letters})(?!\w)")
    places: list[QTextCursor] = []
    found = document.find(pattern, 0)
    while not found.isNull() and found.hasSelection():
        places.append(found)
        found = document.find(pattern, found)
    return places
