"""A widget for markdown nobody vouches for: model answers, ticket text, pasted output."""

import math

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.copy_button import CopyButton
from desktop.widgets.markdown.document import (
    FORMATTED_UP_TO,
    CodeBlock,
    Drawing,
    GrowingMarkdown,
    write_markdown,
)
from desktop.widgets.markdown.formats import CODE_PAD, MarkdownFormats
from desktop.widgets.plain_text import plain_tooltip

_INDENT = 20
_RADIUS = 6


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
        self._growing: GrowingMarkdown | None = None
        self._copy_buttons: list[CopyButton] = []
        self._heights: dict[int, int] = {}
        self.setAccessibleName(name)
        self._make_quiet()
        self.anchorClicked.connect(self._request_link)
        self.highlighted.connect(self._show_target)
        icons.theme.changed.connect(self._rewrite)
        self.set_markdown(text)

    def set_markdown(self, text: str) -> None:
        """Show another text; the same text again costs nothing."""
        if text != self._text or self._growing is not None:
            self._text = text
            self._rewrite()

    def grow(self, text: str) -> None:
        """Show more of a text that is being written; `set_markdown` shows it once it is done."""
        if len(text) > FORMATTED_UP_TO or text == self._text:
            return
        if self._growing is None or not text.startswith(self._text):
            self._growing = GrowingMarkdown(self.document(), MarkdownFormats(self._icons.theme))
        self._text = text
        self._show(self._growing.write(text))

    def markdown(self) -> str:
        """Return the text as it was given."""
        return self._text

    def plain_text(self) -> str:
        """Return the text as it is read."""
        return self.toPlainText()

    def copy_buttons(self) -> list[CopyButton]:
        """Return the buttons of the code blocks, from top to bottom."""
        return list(self._copy_buttons)

    def loadResource(self, kind: int, name: QUrl | str) -> None:
        """Refuse every resource: a message must not reach the network or the disk."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
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

    def _rewrite(self) -> None:
        self._growing = None
        formats = MarkdownFormats(self._icons.theme)
        self._show(write_markdown(self.document(), self._text, formats))

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
