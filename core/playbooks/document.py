"""Reads the YAML of a playbook into plain values, and says where each of them stands.

Stricter than YAML: a key may not appear twice, and anchors are refused, since a few lines of them
can stand for more memory than there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.playbooks.problem import Location, PlaybookProblem, dotted

if TYPE_CHECKING:
    import yaml

DEPTH_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Document:
    """`lines` has the line of every element, counted from 1."""

    content: object
    lines: dict[Location, int]


def read_document(text: str, file: str) -> Document | tuple[PlaybookProblem, ...]:
    """The content of a YAML text, or everything that makes it unreadable."""
    import yaml

    try:
        if problem := _unwanted_event(text, file):
            return (problem,)
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return (PlaybookProblem(file, "document", "the file is empty", 1),)
            if twice := tuple(_duplicates(node, (), file)):
                return twice
            lines = {place: item.start_mark.line + 1 for place, item in _walk(node, ())}
            return Document(loader.construct_document(node), lines)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return (_syntax_problem(error, file),)
    except yaml.YAMLError as error:
        return (PlaybookProblem(file, "document", f"is not valid YAML: {_one_line(error)}"),)
    except ValueError as error:  # a date such as 2024-13-45
        return (PlaybookProblem(file, "document", f"has an impossible value: {error}"),)


def _unwanted_event(text: str, file: str) -> PlaybookProblem | None:
    """Anchors, custom tags and deep nesting, seen before anything is built from them."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            return PlaybookProblem(file, "document", "is nested too deeply", line)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            return PlaybookProblem(
                file, "document", "anchors and aliases (& and *) are not allowed", line
            )
    return None


def _walk(node: yaml.Node, place: Location) -> Iterator[tuple[Location, yaml.Node]]:
    import yaml

    yield place, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*place, key.value if _is_text(key) else "?"))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*place, index))


def _duplicates(node: yaml.Node, place: Location, file: str) -> Iterator[PlaybookProblem]:
    import yaml

    for where, item in _walk(node, place):
        if isinstance(item, yaml.MappingNode):
            seen: set[str] = set()
            for key, _ in item.value:
                name = key.value if _is_text(key) else "?"
                if name in seen:
                    line = key.start_mark.line + 1
                    yield PlaybookProblem(file, dotted(where), f"'{name}' appears twice", line)
                seen.add(name)


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node.value, str)


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> PlaybookProblem:
    mark = error.problem_mark or error.context_mark
    reason = _one_line(error.problem or error.context or error)
    if mark is None:
        return PlaybookProblem(file, "document", f"is not valid YAML: {reason}")
    where = f"line {mark.line + 1}, column {mark.column + 1}"
    return PlaybookProblem(file, where, f"is not valid YAML: {reason}", mark.line + 1)


def _one_line(reason: object) -> str:
    return " ".join(str(reason).split())
