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
IN_REMOTE = refused(
    "It is filled in on the other machine. Put it in a variable first and use $using: there."
)
HAS_CURLY_QUOTES = refused(
    "The script has typographic quotes, which PowerShell takes for real ones. Make them straight."
)

_BEFORE = re.compile(r"(?:^|[\s(,=\[{;|:])\Z")
_AFTER = re.compile(r"\Z|[\s),;\]}|]")
_OPEN_IN_STRING = re.compile(r"(?:`|\$[\w:?^$]*)\Z")
_STOP_PARSING = re.compile(r"[-–—―]{2}%[^\n]*\Z")
_TAKES_CODE = re.compile(r"(?i)(?:[\w.]+\\)?(?:invoke-expression|iex|add-type)\Z")
_TAKES_REMOTE_CODE = re.compile(r"(?i)(?:[\w.]+\\)?(?:invoke-command|icm)\Z")
_CURLY_QUOTE = re.compile("([\u2018-\u201b])|[\u201c-\u201e]")

_VERBATIM = "verbatim_string_characters"
_BY_KIND = {
    "comment": IN_COMMENT,
    _VERBATIM: IN_SINGLE,
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
    for each in above:
        name = each.child_by_field_name("command_name") if each.type == "command" else None
        if name is not None and _TAKES_CODE.match(tree.text_of(name)):
            return IN_CODE
        if (
            name is not None
            and "script_block_expression" in kinds
            and _TAKES_REMOTE_CODE.match(tree.text_of(name))
        ):
            return IN_REMOTE
    if _has_curly_quotes(tree):
        return HAS_CURLY_QUOTES
    return IN_HERE_TEXT if "expandable_here_string_literal" in kinds else None


def _has_curly_quotes(tree: SyntaxTree) -> bool:
    """Whether a quote the grammar takes for a letter may begin or end a string."""
    for match in _CURLY_QUOTE.finditer(tree.text):
        node = tree.node_at(Span(*match.span()))
        kinds = {each.type for each in lineage(node)} if node is not None else set()
        harmless = {"comment", "expandable_string_literal" if match[1] else _VERBATIM}
        if not kinds & harmless:
            return True
    return False


def _exact_place(tree: SyntaxTree, span: Span, above: list[tree_sitter.Node]) -> Place:
    node = above[0]
    if tree.span_of(node) != span:
        return UNREADABLE
    same = [each for each in above if tree.span_of(each) == span]
    if len(same) == len(above):  # the placeholder is the whole script
        return IN_COMMAND_PLACE
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
