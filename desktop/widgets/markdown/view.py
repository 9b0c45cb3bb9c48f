"""A widget for markdown nobody vouches for: model answers, ticket text, pasted output."""

import math

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.copy_button import CopyButton
from desktop.widgets.markdown.document import CodeBlock, Drawing
from desktop.widgets.markdown.formats import CODE_PAD, MarkdownFormats
from desktop.widgets.markdown.growing import GrowingMarkdown, references_of
from desktop.widgets.plain_text import plain_tooltip

_INDENT = 20
_RADIUS = 6
_AT_ONCE = 16_000
"""Characters of a text that is there as a whole; what follows comes in pieces."""
_PIECE = 4_000
_CATCH_UP_MS = 50


class MarkdownView(QTextBrowser):
    """As tall as its text. Loads nothing, shows HTML as the text it is, opens no link itself.

    ``link_requested`` carries the address exactly as it would be opened; whoever opens it shows
    it first.
    """

    link_requested = Signal(str)
    copied = Signal(str)

    def __init__(
        self, icons: Icons, text: str = "", *, name: str = "Message", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._text = ""
        self._drawing = Drawing()
        self._is_whole = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._write_more)
        self._copy_buttons: list[CopyButton] = []
        self._heights: dict[int, int] = {}
        self.setAccessibleName(name)
        self._make_quiet()
        self.anchorClicked.connect(self._request_link)
        self.highlighted.connect(self._show_target)
        icons.theme.changed.connect(self._rewrite)
        self._text = text
        self._writer = self._begin()
        self._write_up_to(_AT_ONCE)

    def set_markdown(self, text: str) -> None:
        """Show another text; the same text again costs nothing.

        What was shown of it while it grew stays as it is. The end of a very long text is there a
        moment later, so that the window never stands still.
        """
        if text == self._text and self._is_whole:
            return
        has_grown = not self._is_whole and self._continues(text) and not references_of(text)
        self._text, self._is_whole = text, True
        if has_grown:
            self._write_up_to(self._writer.written + _PIECE)
        else:
            self._rewrite()

    def grow(self, text: str) -> None:
        """Show more of a text that is being written; `set_markdown` shows it once it is done."""
        if text == self._text:
            return
        goes_on = self._continues(text)
        self._text, self._is_whole = text, False
        if not goes_on:
            self._writer = self._begin()
        if not self._rest.isActive():
            self._write_more()

    def markdown(self) -> str:
        """Return the text as it was given."""
        return self._text

    def plain_text(self) -> str:
        """Return the text as it is read, to its end."""
        while self._writer.written < len(self._text):
            self._write_more()
        return self.toPlainText()

    @property
    def is_settled(self) -> bool:
        """Whether the text is whole and shown to its end."""
        return self._writer.is_finished

    def copy_buttons(self) -> list[CopyButton]:
        """Return the buttons of the code blocks, from top to bottom."""
        return list(self._copy_buttons)

    def loadResource(self, kind: int, name: QUrl | str) -> None:
        """Refuse every resource: a message must not reach the network or the disk."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            shown_at = self.document().textWidth()
            if self._is_costly and 0 < shown_at != width:
                return self._at_most(width)
            self._heights[width] = math.ceil(self._measured(max(width, 1)))
        return self._heights[width]

    def sizeHint(self) -> QSize:
        widest = self.fontMetrics().averageCharWidth() * 80
        width = min(math.ceil(self.document().idealWidth()), widest)
        # Layouts ask heightForWidth; measuring here too would lay the text out for nothing.
        return QSize(width, self._heights.get(self.width(), self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy text only: our colours have no business in somebody's e-mail."""
        copied = QMimeData()
        copied.setText(self.textCursor().selection().toPlainText())
        return copied

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_copy_buttons()
            if self._is_costly:  # what was guessed for this width can be known now
                self._heights.clear()
                self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Nothing scrolls in here: the conversation around it does.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._icons.theme.colour("border"), 1))
        painter.setBrush(self._icons.theme.colour("input"))
        for code in self._drawing.code:
            area = self._code_area(code).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        bar = self._icons.theme.colour("border_hover")
        for first, last in self._drawing.quotes:
            painter.fillRect(self._quote_bar(first, last), bar)
        for rule in self._drawing.rules:
            painter.fillRect(self._rule_line(rule), bar)
        painter.end()
        super().paintEvent(event)

    def _make_quiet(self) -> None:
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(_INDENT)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _measured(self, width: int) -> float:
        """Return the height of the text at a width, keeping the width it is shown at."""
        document = self.document()
        shown_at = document.textWidth()
        if shown_at == width:
            return document.size().height()
        document.setTextWidth(width)
        height = document.size().height()
        document.setTextWidth(shown_at)
        return height

    @property
    def _is_costly(self) -> bool:
        """Whether to lay it all out for a width that may never be used would hold others up."""
        return not self.is_settled or len(self._text) > _AT_ONCE

    def _at_most(self, width: int) -> int:
        """A guess: layouts ask for many widths, and for each word that is added."""
        height, shown_at = self.document().size().height(), self.document().textWidth()
        return math.ceil(height * max(1.0, shown_at / max(width, 1)))

    def _continues(self, text: str) -> bool:
        """Whether a text begins with what is shown, and that was not all of it."""
        so_far = self._writer.written
        return not self.is_settled and text[:so_far] == self._text[:so_far]

    def _begin(self) -> GrowingMarkdown:
        references = references_of(self._text) if self._is_whole else {}
        return GrowingMarkdown(self.document(), MarkdownFormats(self._icons.theme), references)

    def _rewrite(self) -> None:
        self._writer = self._begin()
        self._write_up_to(_AT_ONCE)

    def _write_more(self) -> None:
        self._write_up_to(self._writer.written + _PIECE)

    def _write_up_to(self, end: int) -> None:
        writer = self._writer
        writer.write(self._text[:end])
        is_there = end >= len(self._text)
        if is_there and self._is_whole:
            writer.finish()
        self._show(writer.drawing)
        if is_there:
            self._rest.stop()
        else:
            self._rest.start(0 if self._is_whole else _CATCH_UP_MS)

    def _show(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._heights.clear()
        self._fit_copy_buttons()
        self._place_copy_buttons()
        self.updateGeometry()

    def _fit_copy_buttons(self) -> None:
        while len(self._copy_buttons) > len(self._drawing.code):
            self._copy_buttons.pop().deleteLater()
        while len(self._copy_buttons) < len(self._drawing.code):
            self._copy_buttons.append(self._copy_button())
        for code, button in zip(self._drawing.code, self._copy_buttons, strict=True):
            button.set_text_to_copy(code.text)

    def _copy_button(self) -> CopyButton:
        button = CopyButton(self._icons, "Copy code", parent=self.viewport())
        button.copied.connect(self.copied)
        button.adjustSize()
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def _place_copy_buttons(self) -> None:
        for code, button in zip(self._drawing.code, self._copy_buttons, strict=True):
            area = self._code_area(code)
            button.move(round(area.right()) - button.width() - 4, round(area.top()) + 4)
            button.show()

    def _code_area(self, code: CodeBlock) -> QRectF:
        block = self.document().findBlockByNumber(code.block_number)
        text = self.document().documentLayout().blockBoundingRect(block)
        levels = block.blockFormat().indent()
        if (in_list := block.textList()) is not None:
            levels += in_list.format().indent()
        left = levels * _INDENT
        width = self.viewport().width() - left
        return QRectF(left, text.top() - CODE_PAD, width, text.height() + 2 * CODE_PAD)

    def _quote_bar(self, first: int, last: int) -> QRectF:
        layout = self.document().documentLayout()
        top = layout.blockBoundingRect(self.document().findBlockByNumber(first))
        end = layout.blockBoundingRect(self.document().findBlockByNumber(last))
        indent = self.document().findBlockByNumber(first).blockFormat().indent()
        return QRectF(max(indent - 1, 0) * _INDENT + 2, top.top(), 3, end.bottom() - top.top())

    def _rule_line(self, number: int) -> QRectF:
        block = self.document().findBlockByNumber(number)
        area = self.document().documentLayout().blockBoundingRect(block)
        return QRectF(0, round(area.center().y()), self.viewport().width(), 1)

    def _request_link(self, url: QUrl) -> None:
        self.link_requested.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    def _show_target(self, url: QUrl) -> None:
        target = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        self.setToolTip(plain_tooltip(target))
