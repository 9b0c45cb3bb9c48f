"""The tree of a parsed text: what the parser's own tree is, without links upwards.

Those would leave a cycle for each text that is drawn, and an answer is drawn twenty times a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(slots=True)
class Node:
    """A block or a part of one; `type` is the parser's, without `_open`."""

    type: str
    token: Token
    children: list[Node] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return self.token.tag

    @property
    def content(self) -> str:
        return self.token.content

    @property
    def language(self) -> str:
        """What a fence says about its code."""
        words = self.token.info.split()
        return words[0] if words else ""

    @property
    def attrs(self) -> Mapping[str, str | int | float]:
        return self.token.attrs

    @property
    def is_tight(self) -> bool:
        """A paragraph in a list whose items have no room between them."""
        return self.token.hidden

    @property
    def first_line(self) -> int:
        """Where it begins in the text that was parsed."""
        return self.token.map[0] if self.token.map else 0


def nest(tokens: Iterable[Token]) -> list[Node]:
    """Build the nodes of a sequence of tokens."""
    top: list[Node] = []
    levels = [top]
    for token in tokens:
        if token.nesting < 0:
            levels.pop()
            continue
        node = Node(token.type.removesuffix("_open"), token)
        levels[-1].append(node)
        if token.nesting > 0:
            levels.append(node.children)
        elif token.children:
            node.children = nest(token.children)
    return top
