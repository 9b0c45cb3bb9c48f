"""Builds a text document from markdown, node by node: there is no HTML on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextList,
    QTextListFormat,
    QTextTableCell,
)

from desktop.widgets.markdown.formats import CODE_EDGE, MarkdownFormats
from desktop.widgets.markdown.inline import LINE_BREAK, InlineWriter

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

# Beyond this a text is shown as it is: nobody reads it, and laying it out would block the screen.
FORMATTED_UP_TO: Final = 100_000
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


@cache
def _parser() -> MarkdownIt:
    """Return the parser: CommonMark with tables and strike-through; HTML stays plain text."""
    from markdown_it import MarkdownIt  # the window is painted before there is a text to read

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _tree(text: str) -> SyntaxTreeNode:
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(_parser().parse(text))


def write_markdown(document: QTextDocument, text: str, formats: MarkdownFormats) -> Drawing:
    """Replace the document's content by the text."""
    document.clear()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    writer = _BlockWriter(cursor, formats)
    if len(text) > FORMATTED_UP_TO:
        cursor.insertText(text, formats.text())
    else:
        writer.write_children(_tree(text))
    writer.trim_end()
    cursor.endEditBlock()
    return Drawing(tuple(writer.code), tuple(writer.quotes), tuple(writer.rules))


class GrowingMarkdown:
    """Writes a text that grows at its end: what is complete stays, only the end is written anew.

    The end begins at the last blank line outside of code after which a new block starts. What
    depends on later text, such as a loose list, is right when the finished text is written.
    """

    def __init__(self, document: QTextDocument, formats: MarkdownFormats) -> None:
        document.clear()
        self._writer = _BlockWriter(QTextCursor(document), formats)
        self._complete = 0
        self._mark = self._writer.mark()

    def write(self, text: str) -> Drawing:
        """Show the text so far; it begins with what was shown before."""
        writer = self._writer
        writer.begin_edit()
        writer.back_to(self._mark)
        end = _end_of_complete(text, self._complete)
        if end > self._complete:
            writer.write_children(_tree(text[self._complete : end]))
            self._complete, self._mark = end, writer.mark()
        writer.write_children(_tree(text[end:]))
        writer.end_edit()
        return Drawing(tuple(writer.code), tuple(writer.quotes), tuple(writer.rules))


_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_NEW_BLOCK = re.compile(r"\n[ \t]*\n(?=[^\s])")


def _end_of_complete(text: str, start: int) -> int:
    """Where the last block begins that may still change; `start` is such a place."""
    fences = [match.start() for match in _FENCE.finditer(text, start)]
    is_open = len(fences) % 2 == 1
    limit = fences[-1] if is_open else len(text)
    ends = [match.end() for match in _NEW_BLOCK.finditer(text, start, limit)]
    outside = (end for end in reversed(ends) if sum(one < end for one in fences) % 2 == 0)
    return next(outside, start)


@dataclass(frozen=True)
class _Mark:
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


class _BlockWriter:
    """Writes block nodes one after the other at the end of the document."""

    def __init__(self, cursor: QTextCursor, formats: MarkdownFormats) -> None:
        self.code: list[CodeBlock] = []
        self.quotes: list[tuple[int, int]] = []
        self.rules: list[int] = []
        self._cursor = cursor
        self._formats = formats
        self._block_is_free = True
        self._indent = 0
        self._colour = "text"
        self._item_of: _OpenList | None = None

    def begin_edit(self) -> None:
        self._cursor.beginEditBlock()

    def end_edit(self) -> None:
        self._cursor.endEditBlock()

    def mark(self) -> _Mark:
        """Remember the end of what is written."""
        return _Mark(
            self._cursor.position(),
            self._block_is_free,
            len(self.code),
            len(self.quotes),
            len(self.rules),
        )

    def back_to(self, mark: _Mark) -> None:
        """Take away what was written since."""
        self._cursor.setPosition(mark.position)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._block_is_free = mark.is_free
        del self.code[mark.code :], self.quotes[mark.quotes :], self.rules[mark.rules :]

    def write_children(self, node: SyntaxTreeNode) -> None:
        """Write everything inside a node."""
        for child in node.children:
            self._write(child)

    def trim_end(self) -> None:
        """Take away the room below the last paragraph; the view has its own."""
        is_code = bool(self.code) and self.code[-1].block_number == self._cursor.blockNumber()
        self._set_room_below(CODE_EDGE if is_code else 0)

    def _write(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self._write_heading(node)
            case "paragraph":
                self._start(self._formats.block(bottom=_TIGHT if node.hidden else _LOOSE))
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

    def _write_heading(self, node: SyntaxTreeNode) -> None:
        top = 0 if self._block_is_free else 6
        self._start(self._formats.block(top=top, bottom=6))
        self._write_inline(node, self._formats.heading(int(node.tag[1:])))

    def _write_inline(self, node: SyntaxTreeNode, form: QTextCharFormat) -> None:
        writer = InlineWriter(self._cursor, self._formats)
        for child in node.children:
            writer.write_children(child, form)

    def _write_code(self, node: SyntaxTreeNode) -> None:
        text = node.content.rstrip("\n")
        language = node.info.split()[0] if node.info.strip() else ""
        self._start(self._formats.code_block())
        self.code.append(CodeBlock(self._cursor.blockNumber(), text, language))
        shown = text.expandtabs(4).replace("\n", LINE_BREAK)
        self._cursor.insertText(shown, self._formats.code())

    def _write_rule(self) -> None:
        self._start(self._formats.rule())
        # Qt gives an empty block after a table no height; a space makes it a real line.
        self._cursor.insertText(" ", self._formats.text())
        self.rules.append(self._cursor.blockNumber())

    def _write_list(self, node: SyntaxTreeNode) -> None:
        open_list = _OpenList(_list_format(node, self._indent))
        self._indent += 1
        for item in node.children:
            self._item_of = open_list
            self.write_children(item)
            if self._item_of is open_list:  # an item with nothing in it still has its marker
                self._start(self._formats.block(bottom=_TIGHT))
        self._indent -= 1
        self._item_of = None
        if self._indent == 0:
            self._set_room_below(max(self._cursor.blockFormat().bottomMargin(), _LOOSE))

    def _write_quote(self, node: SyntaxTreeNode) -> None:
        before, self._colour = self._colour, "text_secondary"
        first = self._cursor.blockNumber() + (0 if self._block_is_free else 1)
        self._indent += 1
        self.write_children(node)
        self._indent -= 1
        self._colour = before
        self.quotes.append((first, self._cursor.blockNumber()))

    def _write_table(self, node: SyntaxTreeNode) -> None:
        rows = [row for part in node.children for row in part.children]
        if not rows or not rows[0].children:
            return
        table = self._cursor.insertTable(len(rows), len(rows[0].children), self._formats.table())
        for row_number, row in enumerate(rows):
            for column_number, cell in enumerate(row.children[: table.columns()]):
                self._write_cell(cell, table.cellAt(row_number, column_number))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._block_is_free = True

    def _write_cell(self, node: SyntaxTreeNode, cell: QTextTableCell) -> None:
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


def _list_format(node: SyntaxTreeNode, outer_indent: int) -> QTextListFormat:
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
