"""Writes markdown into a text document, node by node: there is no HTML on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextList,
    QTextListFormat,
    QTextTableCell,
)

from desktop.widgets.markdown.formats import CODE_EDGE, MarkdownFormats
from desktop.widgets.markdown.inline import LINE_BREAK, InlineWriter

if TYPE_CHECKING:
    from desktop.widgets.markdown.nodes import Node

_TIGHT = 3.0
_LOOSE = 8.0


@dataclass(frozen=True)
class CodeBlock:
    """One block of code in the document."""

    block_number: int
    text: str
    language: str


@dataclass(frozen=True)
class Drawing:
    """What the view draws around the text of a document."""

    code: tuple[CodeBlock, ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    """First and last block number of each quotation."""
    rules: tuple[int, ...] = ()
    """Block numbers of lines across."""


@dataclass(frozen=True)
class Mark:
    """A place in the document to write on from."""

    position: int
    is_free: bool
    code: int
    quotes: int
    rules: int


class _OpenList:
    """A list that is being written; its marker goes to the first block of each item."""

    def __init__(self, form: QTextListFormat) -> None:
        self._form = form
        self._list: QTextList | None = None

    def claim(self, cursor: QTextCursor) -> None:
        """Make the block at the cursor an item."""
        if self._list is None:
            self._list = cursor.createList(self._form)
        else:
            self._list.add(cursor.block())


class BlockWriter:
    """Writes block nodes one after the other at the end of the document."""

    def __init__(self, cursor: QTextCursor, formats: MarkdownFormats) -> None:
        self._code: list[CodeBlock] = []
        self._quotes: list[tuple[int, int]] = []
        self._rules: list[int] = []
        self._cursor = cursor
        self._formats = formats
        self._block_is_free = True
        self._indent = 0
        self._colour = "text"
        self._item_of: _OpenList | None = None

    @property
    def drawing(self) -> Drawing:
        """What is to be drawn around the text so far."""
        return Drawing(tuple(self._code), tuple(self._quotes), tuple(self._rules))

    def begin_edit(self) -> None:
        self._cursor.beginEditBlock()

    def end_edit(self) -> None:
        self._cursor.endEditBlock()

    @property
    def can_go_back_to_here(self) -> bool:
        """Whether the end can be found again: an empty paragraph takes on what followed it."""
        return self._block_is_free or self._cursor.block().length() > 1

    def mark(self) -> Mark:
        """Remember the end of what is written."""
        return Mark(
            self._cursor.position(),
            self._block_is_free,
            len(self._code),
            len(self._quotes),
            len(self._rules),
        )

    def back_to(self, mark: Mark) -> None:
        """Take away what was written since."""
        self._cursor.setPosition(mark.position)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._block_is_free = mark.is_free
        del self._code[mark.code :], self._quotes[mark.quotes :], self._rules[mark.rules :]

    def write_blocks(self, nodes: Sequence[Node]) -> None:
        """Write block nodes."""
        for node in nodes:
            self._write(node)

    def write_plain(self, text: str) -> None:
        """Write text as it is, on the line it is on; a line end begins a paragraph."""
        self._cursor.insertText(text, self._formats.text())

    def start_plain(self) -> None:
        """Begin a paragraph for text as it is."""
        self._start(self._formats.block())

    def trim_end(self) -> None:
        """Take away the room below the last paragraph; the view has its own."""
        is_code = bool(self._code) and self._code[-1].block_number == self._cursor.blockNumber()
        self._set_room_below(CODE_EDGE if is_code else 0)

    def _write(self, node: Node) -> None:
        match node.type:
            case "heading":
                self._write_heading(node)
            case "paragraph":
                self._start(self._formats.block(bottom=_TIGHT if node.is_tight else _LOOSE))
                self._write_inline(node, self._formats.text(self._colour))
            case "fence" | "code_block":
                self._write_code(node)
            case "bullet_list" | "ordered_list":
                self._write_list(node)
            case "blockquote":
                self._write_quote(node)
            case "table":
                self._write_table(node)
            case "hr":
                self._write_rule()
            case _:
                self._start(self._formats.block(bottom=_LOOSE))
                self._cursor.insertText(node.content, self._formats.text(self._colour))

    def _write_heading(self, node: Node) -> None:
        top = 0 if self._block_is_free else 6
        self._start(self._formats.block(top=top, bottom=6))
        self._write_inline(node, self._formats.heading(int(node.tag[1:])))

    def _write_inline(self, node: Node, form: QTextCharFormat) -> None:
        writer = InlineWriter(self._cursor, self._formats)
        for child in node.children:
            writer.write_children(child, form)

    def _write_code(self, node: Node) -> None:
        text = node.content.rstrip("\n")
        self._start(self._formats.code_block())
        self._code.append(CodeBlock(self._cursor.blockNumber(), text, node.language))
        shown = text.expandtabs(4).replace("\n", LINE_BREAK)
        self._cursor.insertText(shown, self._formats.code())

    def _write_rule(self) -> None:
        self._start(self._formats.rule())
        # Qt gives an empty block after a table no height; a space makes it a real line.
        self._cursor.insertText(" ", self._formats.text())
        self._rules.append(self._cursor.blockNumber())

    def _write_list(self, node: Node) -> None:
        open_list = _OpenList(_list_format(node, self._indent))
        self._indent += 1
        for item in node.children:
            self._item_of = open_list
            self.write_blocks(item.children)
            if self._item_of is open_list:  # an item with nothing in it still has its marker
                self._start(self._formats.block(bottom=_TIGHT))
        self._indent -= 1
        self._item_of = None
        if self._indent == 0:
            self._set_room_below(max(self._cursor.blockFormat().bottomMargin(), _LOOSE))

    def _write_quote(self, node: Node) -> None:
        before, self._colour = self._colour, "text_secondary"
        first = self._cursor.blockNumber() + (0 if self._block_is_free else 1)
        self._indent += 1
        self.write_blocks(node.children)
        self._indent -= 1
        self._colour = before
        self._quotes.append((first, self._cursor.blockNumber()))

    def _write_table(self, node: Node) -> None:
        rows = [row for part in node.children for row in part.children]
        if not rows or not rows[0].children:
            return
        table = self._cursor.insertTable(len(rows), len(rows[0].children), self._formats.table())
        for row_number, row in enumerate(rows):
            for column_number, cell in enumerate(row.children[: table.columns()]):
                self._write_cell(cell, table.cellAt(row_number, column_number))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._block_is_free = True

    def _write_cell(self, node: Node, cell: QTextTableCell) -> None:
        cell.setFormat(self._formats.cell())
        form = self._formats.text(self._colour)
        if node.type == "th":
            self._formats.make_strong(form)
        writer = InlineWriter(cell.firstCursorPosition(), self._formats)
        for child in node.children:
            writer.write_children(child, form)

    def _start(self, form: QTextBlockFormat) -> None:
        """Begin a paragraph, in the block that is still free if there is one."""
        # A list brings its own indentation.
        form.setIndent(0 if self._item_of else self._indent)
        marker = self._formats.text(self._colour)
        if self._block_is_free:
            self._block_is_free = False
            if self._cursor.blockNumber() == 0 and form.topMargin() > CODE_EDGE:
                form.setTopMargin(CODE_EDGE)
            self._cursor.setBlockFormat(form)
            self._cursor.setBlockCharFormat(marker)
        else:
            self._cursor.insertBlock(form, marker)
        if self._item_of is not None:
            self._item_of.claim(self._cursor)
            self._item_of = None

    def _set_room_below(self, pixels: float) -> None:
        form = QTextBlockFormat()
        form.setBottomMargin(pixels)
        self._cursor.mergeBlockFormat(form)


def _list_format(node: Node, outer_indent: int) -> QTextListFormat:
    form = QTextListFormat()
    form.setIndent(outer_indent + 1)
    if node.type == "ordered_list":
        form.setStyle(QTextListFormat.Style.ListDecimal)
        form.setStart(int(node.attrs.get("start", 1)))
    elif outer_indent:
        form.setStyle(QTextListFormat.Style.ListCircle)
    else:
        form.setStyle(QTextListFormat.Style.ListDisc)
    return form
