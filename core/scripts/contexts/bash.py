"""Where a placeholder stands in Bash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.scripts.contexts.context import (
    IN_CODE,
    IN_COMMAND_PLACE,
    IN_COMMENT,
    IN_HERE_TEXT,
    IN_WORD,
    IS_TARGET,
    UNREADABLE,
    Context,
    Place,
    refused,
)
from core.scripts.syntax import Span, SyntaxTree, lineage

if TYPE_CHECKING:
    import tree_sitter

IN_ARITHMETIC = refused("Bash would calculate with it here. Put it in a variable first.")
IN_EXPANSION = refused("It stands inside ${…}. Put it in a variable first and use that.")
IN_BACKTICKS = refused("It stands between back-ticks. Use $( ) instead.")
IN_ANSI_TEXT = refused("It stands in $'…'. Use double quotes instead.")

_BY_KIND = {
    "ERROR": UNREADABLE,
    "comment": IN_COMMENT,
    "heredoc_body": IN_HERE_TEXT,
    "heredoc_start": IN_HERE_TEXT,
    "ansi_c_string": IN_ANSI_TEXT,
    "translated_string": IN_ANSI_TEXT,
    "arithmetic_expansion": IN_ARITHMETIC,
    "c_style_for_statement": IN_ARITHMETIC,
    "subscript": IN_ARITHMETIC,
    "expansion": IN_EXPANSION,
}
_CALCULATES = re.compile(r"\s-(?:eq|ne|lt|le|gt|ge|v)\s")
_ASKS_FOR_NAME = re.compile(r"\s-v\s")
_TAKES_CODE = {"eval", "let", "trap", "unset", "read", "mapfile", "readarray", "getopts"}
_RUNS_TEXT = re.compile(r"(?:^|[\s/])(?:(?:ba|da|k|z)?sh|su)\s(?:.*\s)?-[A-Za-z]*c[\s'\"]")
_NAMES = re.compile(r"\s[-+][A-Za-z]*[in]")

_TAKES_COMMAND = {"time", "coproc"}
_BEFORE_WORD = re.compile(r"[$\\{\[`!~]\Z")
_AFTER_WORD = re.compile(r"[<>(\[`]")
_OPEN_IN_STRING = re.compile(r"(?:\\|\$\w*[-@*#?!$]?|`)\Z")


def bash_place(tree: SyntaxTree, span: Span) -> Place:
    """Where the expansion that stands in for a placeholder stands."""
    node = tree.node_at(span)
    if node is None:
        return UNREADABLE
    exact = tree.span_of(node) == span
    if exact and node.type != "expansion" and node.type in _BY_KIND:
        return _BY_KIND[node.type]
    above = list(lineage(node))[1:] if exact else list(lineage(node))
    for each in above:
        place = _BY_KIND.get(each.type) or _refused_by(tree, each)
        if place is not None:
            return place
    if not exact:
        return _inside_text(tree, node)
    return _exact_place(tree, span, above[0])


def _refused_by(tree: SyntaxTree, node: tree_sitter.Node) -> Place | None:
    text = tree.text_of(node)
    match node.type:
        case "command_substitution" if text.startswith("`"):
            return IN_BACKTICKS
        case "compound_statement" if text.startswith("(("):
            return IN_ARITHMETIC
        case "test_command" if _calculates(text):
            return IN_ARITHMETIC
        case "declaration_command" if _NAMES.search(text):
            return IN_ARITHMETIC
        case "command":
            return _refused_by_command(tree, node)
    return None


def _calculates(test: str) -> bool:
    if test.startswith("[["):
        return bool(_CALCULATES.search(test))
    return test.startswith("((") or bool(_ASKS_FOR_NAME.search(test))


def _refused_by_command(tree: SyntaxTree, command: tree_sitter.Node) -> Place | None:
    name_node = command.child_by_field_name("name")
    name = "" if name_node is None else tree.text_of(name_node)
    text = tree.text_of(command)
    if name in _TAKES_CODE or _RUNS_TEXT.search(text):
        return IN_CODE
    if name in {"printf", "test"} and _ASKS_FOR_NAME.search(text):
        return IN_CODE
    return IN_COMMAND_PLACE if name in _TAKES_COMMAND else None


def _is_for_another_machine(tree: SyntaxTree, node: tree_sitter.Node) -> bool:
    names = (each.child_by_field_name("name") for each in lineage(node) if each.type == "command")
    return any(name is not None and tree.text_of(name) == "ssh" for name in names)


def _inside_text(tree: SyntaxTree, node: tree_sitter.Node) -> Place:
    if node.type != "raw_string":
        return UNREADABLE
    if _is_for_another_machine(tree, node):
        return IN_CODE
    return Place(Context.IN_SINGLE_QUOTES)


def _exact_place(tree: SyntaxTree, span: Span, outer: tree_sitter.Node) -> Place:
    before, after = tree.text[: span.start], tree.text[span.end :]
    if outer.type == "string":
        if _is_for_another_machine(tree, outer):
            return IN_CODE
        opened = _OPEN_IN_STRING.search(before)
        return IN_WORD if opened else Place(Context.IN_DOUBLE_QUOTES)
    if outer.type == "command_name":
        return IN_COMMAND_PLACE
    if _BEFORE_WORD.search(before) or _AFTER_WORD.match(after):
        return IN_WORD
    return _word_place(tree, outer)


def _word_place(tree: SyntaxTree, outer: tree_sitter.Node) -> Place:
    match outer.type:
        case "concatenation":
            whole = outer.parent
            if whole is None or whole.type == "command_name":
                return IN_COMMAND_PLACE
            if whole.type == "declaration_command":
                return IS_TARGET
            if "{" in tree.text_of(outer).replace("${", ""):
                return IN_WORD
            bare = whole.type in {"command", "variable_assignment", "array", "for_statement"}
            return Place(Context.ARGUMENT if bare else Context.VALUE)
        case "command" | "array" | "for_statement":
            return Place(Context.ARGUMENT, takes_list=True)
        case "variable_assignment":
            return Place(Context.ARGUMENT)
        case "declaration_command":
            return IS_TARGET
        case _:
            return Place(Context.VALUE)
