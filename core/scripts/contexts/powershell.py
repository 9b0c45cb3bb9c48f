"""Where a placeholder stands in PowerShell."""

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

IN_SINGLE = refused("It stands in single quotes. Use double quotes, or leave the quotes away.")
IN_ATTRIBUTE = refused("It stands in an attribute, which takes only what is fixed.")
IN_RAW = refused("It stands behind “--%”, where nothing can be quoted.")

_BEFORE = re.compile(r"(?:^|[\s(,=\[{;|:])\Z")
_AFTER = re.compile(r"\Z|[\s),;\]}|]")
_OPEN_IN_STRING = re.compile(r"(?:`|\$[\w:?^$]*)\Z")
_STOP_PARSING = re.compile(r"[-–—―]{2}%[^\n]*\Z")
_TAKES_CODE = re.compile(r"(?i)(?:[\w.]+\\)?(?:invoke-expression|iex|add-type)\Z")

_BY_KIND = {
    "comment": IN_COMMENT,
    "verbatim_string_characters": IN_SINGLE,
    "verbatim_here_string_characters": IN_HERE_TEXT,
    "expandable_here_string_literal": IN_HERE_TEXT,
    "stop_parsing": IN_RAW,
}
_TARGETS = {
    "left_assignment_expression",
    "member_name",
    "function_parameter_declaration",
    "pre_increment_expression",
    "pre_decrement_expression",
    "post_increment_expression",
    "post_decrement_expression",
}


def powershell_place(tree: SyntaxTree, span: Span) -> Place:
    """Where the variable that stands in for a placeholder stands."""
    node = tree.node_at(span)
    if node is None:
        return UNREADABLE
    above = list(lineage(node))
    for each in above:
        if each.type == "sub_expression":
            break
        if each.type in _BY_KIND:
            return _BY_KIND[each.type]
    return _refused_above(tree, above) or _exact_place(tree, span, above)


def _refused_above(tree: SyntaxTree, above: list[tree_sitter.Node]) -> Place | None:
    kinds = {each.type for each in above}
    if "ERROR" in kinds:
        return UNREADABLE
    if kinds & {"attribute_arguments", "attribute_argument"}:
        return IN_ATTRIBUTE
    if any(_runs_code(tree, each) for each in above if each.type == "command"):
        return IN_CODE
    return IN_HERE_TEXT if "expandable_here_string_literal" in kinds else None


def _runs_code(tree: SyntaxTree, command: tree_sitter.Node) -> bool:
    name = command.child_by_field_name("command_name")
    return name is not None and bool(_TAKES_CODE.match(tree.text_of(name)))


def _exact_place(tree: SyntaxTree, span: Span, above: list[tree_sitter.Node]) -> Place:
    node = above[0]
    if tree.span_of(node) != span:
        return UNREADABLE
    same = [each for each in above if tree.span_of(each) == span]
    outer = above[len(same)]
    kinds = {each.type for each in same} | {outer.type}
    before, after = tree.text[: span.start], tree.text[span.end :]
    if outer.type == "expandable_string_literal":
        opened = _OPEN_IN_STRING.search(before)
        return IN_WORD if opened else Place(Context.IN_DOUBLE_QUOTES)
    if kinds & {"command_name", "command_name_expr", "path_command_name"}:
        return IN_COMMAND_PLACE
    if same[-1].type == "statement_list" and outer.type == "program":
        return IN_COMMAND_PLACE
    if kinds & _TARGETS or _is_loop_variable(same, outer):
        return IS_TARGET
    if _STOP_PARSING.search(before):
        return IN_RAW
    if not (_BEFORE.search(before) and _AFTER.match(after)):
        return IN_WORD
    bare = outer.type in {"command_elements", "redirected_file_name"}
    return Place(Context.ARGUMENT if bare else Context.VALUE, takes_list=True)


def _is_loop_variable(same: list[tree_sitter.Node], outer: tree_sitter.Node) -> bool:
    return outer.type == "foreach_statement" and same[-1].type == "variable"
