"""The syntax of a script: one small door to tree-sitter, and to `ast` for Python.

What the grammars get wrong, as far as we know:

- PowerShell: a list of bare words in a command (`Get-Item a,b`), `-eq` with a bare word and a few
  newer constructs are errors although PowerShell takes them. A script that ends right after its
  `param` block, or that has nothing but comments, would be one as well; it is read again with an
  empty statement behind it.
- PowerShell: a `#` behind an escape or a `$( )` in a double-quoted string is taken for a comment.
- PowerShell takes U+2018 to U+201B for a single quote, U+201C to U+201E for a double quote and
  U+2013 to U+2015 for a dash; the grammar knows only the ones of ASCII. Who relies on where a
  string ends must not trust it alone.
- Bash: what a command does with its arguments (`eval`, `awk`, `ssh`) is no syntax.
- Python: it is the grammar of the Python that runs FlowPilot, not of the one on the machine.
"""

from __future__ import annotations

import ast
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from core.scripts.model import Language

if TYPE_CHECKING:
    import tree_sitter


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to but without `end`, in characters of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SyntaxTree:
    """What a text parsed to.

    root     the tree of PowerShell or Bash; its offsets are in bytes, see `span_of`
    module   the tree of Python; None when it has an error
    errors   where the text can not be read, in order; a missing piece has an empty span
    """

    text: str
    language: Language
    root: tree_sitter.Node | None
    module: ast.Module | None
    errors: tuple[Span, ...]
    _bytes_before: tuple[int, ...] = field(repr=False, default=())

    @property
    def has_error(self) -> bool:
        return bool(self.errors)

    def span_of(self, node: tree_sitter.Node) -> Span:
        """Where a node of `root` stands."""
        return Span(*(self._character(offset) for offset in (node.start_byte, node.end_byte)))

    def text_of(self, node: tree_sitter.Node) -> str:
        span = self.span_of(node)
        return self.text[span.start : span.end]

    def node_at(self, span: Span) -> tree_sitter.Node | None:
        """The smallest node of `root` that holds all of the span."""
        if self.root is None:
            return None
        start, end = (self._bytes_before[offset] for offset in (span.start, span.end))
        return self.root.descendant_for_byte_range(start, end)

    def _character(self, byte: int) -> int:
        return min(bisect_right(self._bytes_before, byte) - 1, len(self.text))


def parse(text: str, language: Language) -> SyntaxTree:
    """Parse a script. Never raises: what can not be read is in `errors`."""
    if language is Language.PYTHON:
        return _parse_python(text)
    return _parse_shell(text, language)


def line_of(text: str, offset: int) -> int:
    """The line, from 1, of a character."""
    return text.count("\n", 0, offset) + 1


def walk(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def lineage(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The node, what it stands in, and so on to the root."""
    current: tree_sitter.Node | None = node
    while current is not None:
        yield current
        current = current.parent


def _parse_shell(text: str, language: Language) -> SyntaxTree:
    # A lone surrogate has no bytes; any character of one place will do to find the structure.
    readable = text.encode("utf-8", "replace").decode("utf-8")
    root = _root(readable, language)
    if root.has_error and language is Language.POWERSHELL:
        completed = _root(f"{readable}\n$null\n", language)
        root = root if completed.has_error else completed
    before = tuple(accumulate((len(char.encode()) for char in readable), initial=0))
    tree = SyntaxTree(text, language, root, None, (), before)
    wrong = (node for node in walk(root) if node.is_error or node.is_missing)
    errors = tuple(sorted(tree.span_of(node) for node in wrong)) if root.has_error else ()
    return SyntaxTree(text, language, root, None, errors, before)


def _root(text: str, language: Language) -> tree_sitter.Node:
    import tree_sitter

    return tree_sitter.Parser(_grammar(language)).parse(text.encode()).root_node


@cache
def _grammar(language: Language) -> tree_sitter.Language:
    import tree_sitter

    if language is Language.BASH:
        import tree_sitter_bash

        return tree_sitter.Language(tree_sitter_bash.language())
    import tree_sitter_powershell

    return tree_sitter.Language(tree_sitter_powershell.language())


def _parse_python(text: str) -> SyntaxTree:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(text)
    except SyntaxError as error:
        start = _offset(text, error.lineno or 1, error.offset or 1)
        return SyntaxTree(text, Language.PYTHON, None, None, (Span(start, start),))
    except (ValueError, RecursionError, MemoryError):
        # A NUL, a lone surrogate, or nested deeper than Python reads.
        return SyntaxTree(text, Language.PYTHON, None, None, (Span(0, len(text)),))
    return SyntaxTree(text, Language.PYTHON, None, module, ())


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    before = sum(len(each) + 1 for each in lines[: line - 1])
    return min(before + column - 1, len(text))
