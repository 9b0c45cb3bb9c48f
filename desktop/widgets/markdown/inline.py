"""Writes the inside of a paragraph: words, emphasis, code, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCharFormat, QTextCursor

from desktop.widgets.markdown.formats import MarkdownFormats
from desktop.widgets.markdown.links import safe_target, split_links

if TYPE_CHECKING:
    from desktop.widgets.markdown.nodes import Node

LINE_BREAK = "\u2028"


class InlineWriter:
    """Writes inline nodes at a cursor. Pictures become their description, never a request."""

    def __init__(self, cursor: QTextCursor, formats: MarkdownFormats) -> None:
        self._cursor = cursor
        self._formats = formats

    def write_children(self, node: Node, form: QTextCharFormat) -> None:
        """Write everything inside a node in this format."""
        for child in node.children:
            self._write(child, QTextCharFormat(form))

    def write_text(self, text: str, form: QTextCharFormat) -> None:
        """Write text; addresses in it become links unless it already is one."""
        if form.isAnchor():
            self._cursor.insertText(text, form)
            return
        for piece, target in split_links(text):
            linked = QTextCharFormat(form)
            if target is not None:
                self._formats.make_link(linked, target)
            self._cursor.insertText(piece, linked)

    def _write(self, node: Node, form: QTextCharFormat) -> None:
        match node.type:
            case "text" | "text_special" | "html_inline":
                self.write_text(node.content, form)
            case "softbreak" | "hardbreak":
                self._cursor.insertText(LINE_BREAK, form)
            case "code_inline":
                self._formats.make_inline_code(form)
                self._cursor.insertText(node.content, form)
            case "em":
                form.setFontItalic(True)
                self.write_children(node, form)
            case "strong":
                self._formats.make_strong(form)
                self.write_children(node, form)
            case "s":
                form.setFontStrikeOut(True)
                self.write_children(node, form)
            case "link":
                self._write_link(node, form)
            case "image":
                self._write_picture(node, form)
            case _:
                self.write_children(node, form)

    def _write_link(self, node: Node, form: QTextCharFormat) -> None:
        address = str(node.attrs.get("href", ""))
        target = safe_target(address)
        plain = QTextCharFormat(form)
        if target is not None:
            self._formats.make_link(form, target)
        self.write_children(node, form)
        if target is None:
            self._cursor.insertText(f" ({address})", plain)

    def _write_picture(self, node: Node, form: QTextCharFormat) -> None:
        address = str(node.attrs.get("src", ""))
        target = safe_target(address)
        if target is not None:
            self._formats.make_link(form, target)
        self._cursor.insertText(f"[Picture: {node.content or address}]", form)
