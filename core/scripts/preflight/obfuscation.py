"""Signs that a script hides what it does. A script for a client has no reason to."""

from __future__ import annotations

import re

import tree_sitter

from core.scripts.preflight.findings import Severity
from core.scripts.preflight.powershell_reading import Called, PowerShell
from core.scripts.preflight.powershell_values import Values, variable_name
from core.scripts.preflight.report import Report
from core.scripts.syntax import Span, walk

_ADVICE = "Write the command out, so that everyone can see what runs."
_PATH_END = re.compile(r"\.(?:exe|com|cmd|bat|ps1|msi)['\"]?\s*\)?$", re.IGNORECASE)
_FINDS_PROGRAM = re.compile(
    r"^\(?\s*(?:Join-Path|Resolve-Path|Get-Command\s+-?\w*\s*['\"]?[\w.-]+['\"]?\s*[\s)]"
    r"|Get-ChildItem|Get-Item)\b",
    re.IGNORECASE,
)
_PLAIN_MEMBER = re.compile(r"\$[\w:]+(?:\.\w+)+$|\(Get-Command ['\"\w.-]+\)\.\w+$", re.IGNORECASE)
_LETTERS_NEEDED = 4

_TOGETHER = ("expression_with_unary_operator", "additive_expression",
             "multiplicative_expression", "format_expression",
             "range_expression", "array_literal_expression", "unary_expression",
             "parenthesized_expression", "pipeline", "pipeline_chain", "logical_expression",
             "bitwise_expression", "comparison_expression")  # fmt: skip
_IN_MEMORY = ("base64", "unpacks", "xor")


def check_powershell(script: PowerShell, report: Report) -> None:
    for called in script.calls:
        _check_name(called, script, report)
    root = script.tree.root
    for node in () if root is None else walk(root):
        _check_expression(node, script, report)
    _check_decoded(script, report)


def _check_name(called: Called, script: PowerShell, report: Report) -> None:
    command, node = called.command, called.expression
    if _is_escaped(command.written):
        report.add(
            "escaped-name", Severity.HIGH, command.name_span,
            "The name of a command is broken up with escapes or quotes to hide it.", _ADVICE,
        )  # fmt: skip
    if node is None:
        return
    match _how_calculated(node, script.values):
        case "calculated":
            report.add(
                "calculated-command", Severity.HIGH, command.span,
                "The command itself is calculated: what runs is not to be seen before it runs.",
                _ADVICE,
            )  # fmt: skip
        case "variable" if not command.name:
            report.add(
                "variable-command", Severity.MEDIUM, command.span,
                f"It runs whatever is in {command.written}.",
                "Check where that comes from, or write the command out.",
            )  # fmt: skip


def _is_escaped(written: str) -> bool:
    """`I`E`X` or `i''ex`; a path in quotes is nothing special."""
    inner = written.strip("\"'")
    return bool(re.search(r"\w`\w|\w(?:''|\"\")\w|^`\w", inner))


def _how_calculated(node: tree_sitter.Node, values: Values) -> str:
    """ "plain", "variable" or "calculated"."""
    inner = node
    while (
        inner.type in ("command_name_expr", "path_command_name") and len(inner.named_children) == 1
    ):
        inner = inner.named_children[0]
    written = values.text_of(inner)
    match inner.type:
        case "command_name" | "script_block_expression" | "string_literal" | "path_command_name":
            is_open = "$(" in written or ("$" in written and not _is_path(written))
            return "calculated" if is_open else "plain"
        case "variable" if written.lower() in ("$_", "$psitem"):
            return "calculated"
        case "variable":
            source = values.assigned_by.get(variable_name(written))
            return "variable" if source is None else _how_assigned(source, values)
        case "parenthesized_expression":
            return "variable" if _FINDS_PROGRAM.match(written) else "calculated"
    if inner.type == "member_access" and _PLAIN_MEMBER.match(written):
        return "variable"
    return "calculated"


def _how_assigned(source: tree_sitter.Node, values: Values) -> str:
    written = values.text_of(source).strip()
    if written.startswith("{"):
        return "plain"
    if _is_path(written) or _FINDS_PROGRAM.match(written):
        return "plain"
    literal = values.text(source) is not None
    sums = any(
        node.type in ("additive_expression", "format_expression", "cast_expression")
        and len(node.named_children) > 1
        for node in walk(source)
    )
    if sums or "-join" in written.lower() or "::" in written:
        return "calculated"
    return "plain" if literal else "variable"


def _is_path(written: str) -> bool:
    return _PATH_END.search(written) is not None and "+" not in written


def _check_expression(node: tree_sitter.Node, script: PowerShell, report: Report) -> None:
    match node.type:
        case "invokation_expression" | "member_access":
            _check_member(node, script, report)
        case "cast_expression":
            _check_letters(node, script, report)
        case "format_expression" if len(node.named_children) == 3:
            _check_shuffled(node, script, report)


def _check_member(node: tree_sitter.Node, script: PowerShell, report: Report) -> None:
    name = next((n for n in node.named_children if n.type == "member_name"), None)
    written = "" if name is None else script.tree.text_of(name).strip()
    is_call = node.type == "invokation_expression"
    is_sum = re.search(r"[+(\[]|-f\b", written) is not None
    if not re.fullmatch(r"\w*", written) and (is_call or is_sum):
        report.add(
            "hidden-member", Severity.HIGH, script.tree.span_of(node),
            "The name of a method or property is calculated, to hide it.", _ADVICE,
        )  # fmt: skip


def _check_letters(node: tree_sitter.Node, script: PowerShell, report: Report) -> None:
    around = node
    for outer in script.ancestry.of(node):
        if outer is not node and outer.type not in _TOGETHER:
            break
        around = outer
    casts = re.findall(r"\[char\]", script.tree.text_of(around), re.IGNORECASE)
    if len(casts) >= _LETTERS_NEEDED or _is_letter_array(node, script):
        report.add(
            "letters", Severity.HIGH, script.tree.span_of(around),
            "It puts a text together from the numbers of its letters, to hide it.", _ADVICE,
        )  # fmt: skip


def _check_shuffled(node: tree_sitter.Node, script: PowerShell, report: Report) -> None:
    pattern = script.values.text(node.named_children[0]) or ""
    places = [int(place) for place in re.findall(r"\{(\d+)\}", pattern)]
    is_only_places = not re.sub(r"\{\d+\}", "", pattern)
    if len(places) > 1 and is_only_places and places != sorted(places):
        report.add(
            "shuffled", Severity.HIGH, script.tree.span_of(node),
            "It puts a text together from shuffled pieces, to hide it.", _ADVICE,
        )  # fmt: skip


def _is_letter_array(node: tree_sitter.Node, script: PowerShell) -> bool:
    text = script.tree.text_of(node)
    return (
        bool(re.match(r"\[char\[\]\]\s*[(@$\d]", text, re.IGNORECASE))
        and len(re.findall(r"\d+", text)) > 3
    )


def _check_decoded(script: PowerShell, report: Report) -> None:
    """Decoded or decrypted data that is then run or written as a program."""
    runs = [c for c in script.commands if c.name in ("invoke-expression", "start-process")]
    decoded = [one for one in report.lines().values() if one.rule in _IN_MEMORY]
    if decoded and (
        runs
        or re.search(r"writeallbytes|\.invoke\(|\|\s*\.?\s*\(", script.tree.text, re.IGNORECASE)
    ):
        first = min(decoded, key=lambda one: one.line)
        at = Span(0, 0) if script.tree.root is None else _line_span(script.tree.text, first.line)
        report.add(
            "decoded-and-run", Severity.HIGH, at,
            "It decodes something and runs or saves it as a program.", _ADVICE,
        )  # fmt: skip


def _line_span(text: str, line: int) -> Span:
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1])
    return Span(start, start + len(lines[line - 1]))
