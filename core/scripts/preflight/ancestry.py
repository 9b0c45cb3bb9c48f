"""What stands around a node. The parser's own `parent` searches from the root every time."""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter


class Ancestry:
    def __init__(self, root: tree_sitter.Node | None) -> None:
        self._parents: dict[int, tree_sitter.Node] = {}
        waiting = [] if root is None else [root]
        while waiting:
            node = waiting.pop()
            for child in node.children:
                self._parents[child.id] = node
                waiting.append(child)

    def of(self, node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
        """The node, what it stands in, and so on to the root."""
        current: tree_sitter.Node | None = node
        while current is not None:
            yield current
            current = self._parents.get(current.id)
