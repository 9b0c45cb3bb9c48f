"""Where a placeholder stands in Python."""

from __future__ import annotations

import ast
import io
import tokenize

from core.scripts.contexts.context import (
    IN_CODE,
    IN_COMMENT,
    IN_WORD,
    IS_TARGET,
    UNREADABLE,
    Context,
    Place,
    refused,
)
from core.scripts.syntax import Span, SyntaxTree, line_of

IN_STRING = refused("It stands in a string. Leave the quotes away, or put it in a variable first.")
_TAKES_CODE = {"exec", "eval", "compile"}


def python_place(tree: SyntaxTree, span: Span) -> Place:
    """Where the name that stands in for a placeholder stands."""
    names = [] if tree.module is None else _names(tree.module, tree.text[span.start : span.end])
    if len(names) == 1:
        return _place_of(*names[0])
    match _token_at(tree.text, span):
        case tokenize.COMMENT:
            return IN_COMMENT
        case tokenize.STRING:
            return IN_STRING
        case _:
            return UNREADABLE if tree.module is None else IS_TARGET


def _token_at(text: str, span: Span) -> int | None:
    line = line_of(text, span.start)
    place = (line, span.start - (text.rfind("\n", 0, span.start) + 1))
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.start <= place < token.end:
                return token.type
    except (tokenize.TokenError, SyntaxError):
        pass  # `parse` tells what is wrong with the text
    return None


def _names(module: ast.Module, probe: str) -> list[tuple[ast.Name, ast.AST]]:
    """Every use of the name, with what it stands in."""
    return [
        (child, node)
        for node in ast.walk(module)
        for child in ast.iter_child_nodes(node)
        if isinstance(child, ast.Name) and child.id == probe
    ]


def _place_of(name: ast.Name, parent: ast.AST) -> Place:
    if not isinstance(name.ctx, ast.Load):
        return IS_TARGET
    if isinstance(parent, ast.FormattedValue):
        return IN_STRING
    if isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is name):
        return IN_WORD
    if isinstance(parent, ast.Call) and _name_of(parent.func) in _TAKES_CODE:
        return IN_CODE
    return Place(Context.VALUE, takes_list=True)


def _name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""
