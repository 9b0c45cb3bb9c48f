"""Reads the commands out of a Bash script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import tree_sitter

from core.scripts.model import Language
from core.scripts.preflight.ancestry import Ancestry
from core.scripts.preflight.commands import Command, Word, base_name
from core.scripts.syntax import SyntaxTree, parse, walk

# What stands before another command and runs it; the ones with an argument of their own.
_PREFIXES = {
    "sudo": ("-u", "-g", "-p", "-h", "-C", "-D", "-R", "-T"),
    "doas": ("-u",),
    "env": ("-u", "-C", "-S"),
    "nohup": (),
    "nice": ("-n",),
    "ionice": ("-c", "-n"),
    "time": (),
    "command": (),
    "builtin": (),
    "exec": ("-a",),
    "setsid": (),
    "stdbuf": ("-i", "-o", "-e"),
    "timeout": ("-k", "-s"),
    "xargs": ("-I", "-n", "-P", "-d", "-L", "-a", "-E", "-s"),
    "busybox": (),
    "chroot": (),
    "watch": ("-n",),
}
_COMMANDS = ("command", "unset_command", "declaration_command")
_OWN_ARGUMENT = ("timeout", "chroot")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ANSI = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|u[0-9a-fA-F]{1,4}|.)")


@dataclass(frozen=True, slots=True)
class Bash:
    """A script as it was read.

    checked  variables that the script looks at before it uses them, or gives a value itself
    sources  what stands behind the `=` of each variable
    """

    tree: SyntaxTree
    commands: tuple[Command, ...]
    values: Mapping[str, str | None]
    checked: frozenset[str]
    sources: Mapping[str, str]
    ancestry: Ancestry


def read(text: str) -> Bash:
    tree = parse(text, Language.BASH)
    nodes = [] if tree.root is None else list(walk(tree.root))
    ancestry = Ancestry(tree.root)
    values = _assigned(nodes, tree)
    sources = _sources(nodes, tree)
    commands = {
        node.start_byte: _command(node, tree, values) for node in nodes if node.type in _COMMANDS
    }
    linked = tuple(
        _linked(node, commands[node.start_byte], commands, ancestry)
        for node in nodes
        if node.type in _COMMANDS
    )
    return Bash(tree, linked, values, _given(values, sources) | _checked(text), sources, ancestry)


def _assigned(nodes: list[tree_sitter.Node], tree: SyntaxTree) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for node in nodes:
        if node.type == "variable_assignment" and len(node.named_children) >= 1:
            name = tree.text_of(node.named_children[0])
            has_value = len(node.named_children) > 1
            values[name] = value_of(node.named_children[1], tree, values) if has_value else ""
        elif node.type == "for_statement" and node.named_children:
            values[tree.text_of(node.named_children[0])] = None
    return values


def _sources(nodes: list[tree_sitter.Node], tree: SyntaxTree) -> dict[str, str]:
    found = {}
    for node in nodes:
        if node.type == "variable_assignment" and len(node.named_children) > 1:
            name, value = node.named_children[0], node.named_children[1]
            found[tree.text_of(name)] = tree.text_of(value)
        elif node.type == "for_statement" and node.named_children:
            name, *listed = (child for child in node.named_children if child.type != "do_group")
            found[tree.text_of(name)] = " ".join(["for", *map(tree.text_of, listed)])
    return found


def _given(values: Mapping[str, str | None], sources: Mapping[str, str]) -> frozenset[str]:
    """Variables that hold something for sure: a text, a new folder, or the turn of a loop."""
    made = {
        name for name, source in sources.items() if "mktemp" in source or source.startswith("for")
    }
    guarded = {name for name, source in sources.items() if re.search(r":[-=?]\w|:[-=?]/", source)}
    return frozenset({name for name, value in values.items() if value} | made | guarded)


def _checked(text: str) -> frozenset[str]:
    """Variables with a guard: `${X:?}`, `[ -n "$X" ]`, `[[ -d $X ]]`; all of them with `set -u`."""
    guards = re.findall(r"\$\{(\w+):?[?]", text)
    guards += re.findall(r"-[nzdef]\s+\"?\$\{?(\w+)", text)
    guards += re.findall(r"(?:read|mapfile|readarray|getopts)\b[^\n;]*?\b(\w+)\s*(?:;|\n|$)", text)
    return frozenset(guards)


def value_of(
    node: tree_sitter.Node, tree: SyntaxTree, values: Mapping[str, str | None]
) -> str | None:
    """What a word is when it runs, where the text alone tells."""
    text = tree.text_of(node)
    match node.type:
        case "word" | "number" | "extglob_pattern" | "regex":
            return _ESCAPED.sub(r"\1", text)
        case "raw_string":
            return text[1:-1]
        case "ansi_c_string":
            return _ANSI.sub(_ansi, text[2:-1])
        case "string_content":
            return re.sub(r"\\([\"$`\\])", r"\1", text)
        case "simple_expansion" | "expansion":
            name = text.strip("${}")
            return values.get(name)
        case "string" | "concatenation" | "command_name" | "translated_string":
            return _together(node, tree, values)
    return None


def _together(
    node: tree_sitter.Node, tree: SyntaxTree, values: Mapping[str, str | None]
) -> str | None:
    """The parts of a quoted or glued word; the grammar leaves blanks between parts out."""
    start, end = node.start_byte, node.end_byte
    raw = tree.text.encode("utf-8", "replace")
    if node.type == "string":
        start, end = start + 1, end - 1
    parts: list[str] = []
    for child in node.named_children:
        value = value_of(child, tree, values)
        if value is None:
            return None
        parts += [raw[start : child.start_byte].decode("utf-8", "replace"), value]
        start = child.end_byte
    return "".join([*parts, raw[start:end].decode("utf-8", "replace")])


def _ansi(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "xu":
        return chr(int(code[1:], 16))
    if code[0].isdigit():
        return chr(int(code, 8))
    return {"n": "\n", "t": "\t", "r": "\r"}.get(code, code)


def _command(node: tree_sitter.Node, tree: SyntaxTree, values: Mapping[str, str | None]) -> Command:
    words: list[Word] = []
    if node.type != "command":
        text, span = tree.text_of(node.children[0]), tree.span_of(node.children[0])
        words.append(Word(text, text, span))
    for child in node.named_children:
        if node.type == "command" and child.type in (
            "variable_assignment",
            "file_redirect",
            "herestring_redirect",
        ):
            continue
        words.append(Word(tree.text_of(child), value_of(child, tree, values), tree.span_of(child)))
    words = _split_unquoted(words)
    words = _without_prefixes(words)
    if not words:
        span = tree.span_of(node)
        return Command("", tree.text_of(node), span, span)
    name = words[0]
    known = "" if name.value is None else base_name(name.value)
    return Command(known, name.text, name.span, tree.span_of(node), tuple(words[1:]))


def _split_unquoted(words: list[Word]) -> list[Word]:
    """`$CMD` with `rm -rf /` in it is three words."""
    if not words or words[0].value is None or not words[0].text.startswith("$"):
        return words
    parts = words[0].value.split()
    return [*(Word(part, part, words[0].span) for part in parts), *words[1:]]


def _without_prefixes(words: list[Word]) -> list[Word]:
    while len(words) > 1 and words[0].value is not None:
        prefix = base_name(words[0].value)
        if prefix not in _PREFIXES:
            break
        rest = words[1:]
        while rest and (rest[0].text.startswith("-") or re.match(r"^\w+=", rest[0].text)):
            takes_one = rest[0].text in _PREFIXES[prefix]
            rest = rest[2:] if takes_one else rest[1:]
        if prefix in _OWN_ARGUMENT:
            rest = rest[1:]
        if not rest:
            break
        words = rest
    return words


def _linked(
    node: tree_sitter.Node, command: Command, commands: Mapping[int, Command], ancestry: Ancestry
) -> Command:
    upstream: list[Command] = []
    around: list[Command] = []
    inner = node
    for outer in ancestry.of(node):
        if outer.type == "pipeline":
            for child in outer.named_children:
                if child.end_byte <= inner.start_byte:
                    upstream += [
                        commands[one.start_byte] for one in walk(child) if one.type in _COMMANDS
                    ]
        if outer.type in ("for_statement", "while_statement") and inner.type == "do_group":
            for child in outer.named_children:
                if child.end_byte <= inner.start_byte:
                    around += [
                        commands[one.start_byte] for one in walk(child) if one.type in _COMMANDS
                    ]
        inner = outer
    return replace(command, upstream=tuple(upstream), around=tuple(around))
