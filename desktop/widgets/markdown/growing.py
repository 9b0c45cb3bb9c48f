"""Markdown whose end is still to come: what cannot change any more is written once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.widgets.markdown.document import BlockWriter, Drawing
from desktop.widgets.markdown.formats import MarkdownFormats
from desktop.widgets.markdown.nodes import Node, nest

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

FORMATTED_UP_TO: Final = 100_000
"""Beyond so many characters a text goes on as it is: nobody reads it, and it would take long."""
_LONGEST_BLOCK = 20_000
"""A paragraph, list or block of code beyond this, too: Qt lays out paragraphs as a whole."""
_LONGEST_LINE = 5_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_DEFINITION = re.compile(r"^[ >]*\[[^\]\n]+\]:", re.MULTILINE)

References = Mapping[str, Any]
"""Addresses that links name elsewhere in the text, as the parser keeps them."""


@cache
def _parser() -> MarkdownIt:
    """Return the parser: CommonMark with tables and strike-through; HTML stays plain text."""
    from markdown_it import MarkdownIt  # the window is painted before there is a text to read

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def references_of(text: str) -> References:
    """The addresses that a whole text defines; links may come before them."""
    env: dict[str, Any] = {}
    if _DEFINITION.search(text):
        _parser().parse(text[:FORMATTED_UP_TO], env)
    found: References = env.get("references", {})
    return found


class GrowingMarkdown:
    """Writes a text piece by piece.

    All but the last block of the lines that are complete stays as it is, whatever follows. The
    exception is a link whose address is defined further down; `references` are known before.
    """

    def __init__(
        self, document: QTextDocument, formats: MarkdownFormats, references: References
    ) -> None:
        document.clear()
        self._writer = BlockWriter(QTextCursor(document), formats)
        self._mark = self._writer.mark()
        self._references = dict(references)
        self._complete = 0
        self._looked_at = 0
        self._is_plain = False
        self._line = 0
        self.written = 0
        """How many characters of the text are shown."""
        self.is_finished = False

    @property
    def drawing(self) -> Drawing:
        return self._writer.drawing

    def write(self, text: str) -> None:
        """Show the text so far; it begins with what was shown before."""
        self._writer.begin_edit()
        if not self._is_plain:
            self._complete_blocks(text)
            self._writer.back_to(self._mark)
            rest = len(text) - self._complete
            self._is_plain = rest > _LONGEST_BLOCK or len(text) > FORMATTED_UP_TO
            if self._is_plain:
                self.written = self._complete
                self._writer.start_plain()
            else:
                self._writer.write_blocks(self._blocks(text[self._complete :]))
        if self._is_plain:
            self._write_plain(text[self.written :])
        self.written = len(text)
        self._writer.end_edit()

    def finish(self) -> None:
        """Nothing more comes."""
        self._writer.trim_end()
        self.is_finished = True

    def _complete_blocks(self, text: str) -> None:
        """Write what ends before the last block of the lines whose end is there."""
        end = text.rfind("\n", self._looked_at) + 1
        if not end:
            return
        self._looked_at = end
        lines = text[self._complete : end]
        blocks = self._blocks(lines, learn=True)
        if len(blocks) > 1:
            self._writer.back_to(self._mark)
            self._writer.write_blocks(blocks[:-1])
            if self._writer.can_go_back_to_here:
                self._mark = self._writer.mark()
                self._complete += _start_of_line(lines, blocks[-1].first_line)

    def _blocks(self, text: str, *, learn: bool = False) -> list[Node]:
        """Parse a text that begins with a block of its own."""
        references = self._references if learn else dict(self._references)
        return nest(_parser().parse(text, {"references": references}))

    def _write_plain(self, text: str) -> None:
        self._writer.write_plain(text)
        line_end = text.rfind("\n")
        self._line = self._line + len(text) if line_end < 0 else len(text) - line_end
        if self._line > _LONGEST_LINE:
            self._writer.start_plain()  # or each piece would lay out the whole line again
            self._line = 0


def _start_of_line(text: str, number: int) -> int:
    ends = islice(_LINE_END.finditer(text), number)
    return max((end.end() for end in ends), default=0)
