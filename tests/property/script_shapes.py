"""The shape of a script: its syntax tree, with every literal the same."""

from __future__ import annotations

import ast

import tree_sitter

from core.scripts.model import Language
from core.scripts.syntax import SyntaxTree, parse

LITERAL = ("literal",)
_WORDS = {
    "raw_string",
    "word",
    "number",
    "string_content",
    "generic_token",
    "verbatim_string_characters",
    "decimal_integer_literal",
    "real_literal",
}
_AROUND_ONE = {"array_literal_expression", "unary_expression", "string_literal", "integer_literal"}
_TEXTS = {"string", "expandable_string_literal", "concatenation"}


def shape(script: str, language: Language) -> object:
    """A nested tuple. The script must be readable.

    A literal is a literal however it is quoted; everything else keeps its kind, and its text where
    it has no parts.
    """
    tree = parse(script, language)
    assert not tree.has_error, script[tree.errors[0].start :][:200]
    if tree.module is not None:
        return _python(tree.module)
    assert tree.root is not None
    return _shell(tree, tree.root)


def _shell(tree: SyntaxTree, node: tree_sitter.Node) -> object:
    if node.type in _WORDS:
        return LITERAL
    parts = [_shell(tree, child) for child in node.named_children]
    if node.type in _TEXTS and all(part == LITERAL for part in parts):
        return LITERAL
    if node.type in _AROUND_ONE and parts == [LITERAL]:
        return LITERAL
    if node.type in {"expandable_string_literal", "string"}:
        return (node.type, *(part for part in parts if part != LITERAL))
    signs = [child.type for child in node.children if not child.is_named and child.type.strip()]
    return (node.type, *signs, *parts) if parts else (node.type, tree.text_of(node))


def _python(node: ast.AST) -> object:
    if isinstance(node, ast.Constant):
        return LITERAL
    children = tuple(_python(child) for child in ast.iter_child_nodes(node))
    return (type(node).__name__, getattr(node, "id", ""), *children)
