"""Reads the commands out of a PowerShell script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import tree_sitter

from core.scripts.model import Language
from core.scripts.preflight.commands import Command, Word, base_name
from core.scripts.preflight.known_names import aliases
from core.scripts.preflight.powershell_values import Values, variable_name
from core.scripts.syntax import SyntaxTree, lineage, parse, walk

# PowerShell takes these for plain quotes and dashes; one character each, so places stay the same.
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("–—―", "-")}  # noqa: RUF001
)
_PARAMETERS = (
    "recurse", "force", "filter", "identity", "path", "literalpath", "confirm", "whatif", "name",
    "computername", "credential", "resultsize", "searchbase", "uri", "outfile", "filepath",
    "argumentlist", "windowstyle", "verb", "value", "propertytype", "scope", "executionpolicy",
    "startuptype", "status", "member", "enabled", "all", "encodedcommand",
)  # fmt: skip
_SHORT = {"iss": "inputobject", "ea": "erroraction"}


@dataclass(frozen=True, slots=True)
class Called:
    """A command, and the node of its name when it is an expression behind `&` or `.`."""

    command: Command
    expression: tree_sitter.Node | None


@dataclass(frozen=True, slots=True)
class PowerShell:
    """A script as it was read."""

    tree: SyntaxTree
    values: Values
    calls: tuple[Called, ...]
    defined: frozenset[str]

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(called.command for called in self.calls)


def read(text: str) -> PowerShell:
    tree = parse(text.translate(_TYPOGRAPHY), Language.POWERSHELL)
    values = Values(tree)
    nodes = [] if tree.root is None else list(walk(tree.root))
    known = aliases()
    names = dict(known)
    calls = []
    commands: dict[int, Command] = {}
    for node in nodes:
        if node.type == "command":
            called = _called(node, tree, values, names)
            commands[node.start_byte] = called.command
            calls.append((node, called))
            _learn_alias(called.command, names)
    linked = tuple(
        Called(_linked(node, called.command, commands, values), called.expression)
        for node, called in calls
    )
    functions = (node for node in nodes if node.type == "function_name")
    defined = frozenset(tree.text_of(node).strip().lower() for node in functions)
    return PowerShell(tree, values, linked, defined | (names.keys() - known.keys()))


def _called(
    node: tree_sitter.Node, tree: SyntaxTree, values: Values, aliases: Mapping[str, str]
) -> Called:
    name_node = next(
        (n for n in node.named_children if n.type in ("command_name", "command_name_expr")), None
    )
    if name_node is None:
        # The grammar knows some other forms behind `&`, such as `& $a[0]`.
        name_node = next(
            (n for n in node.named_children if n.type != "command_invokation_operator"), node
        )
    written = tree.text_of(name_node)
    value = values.text(name_node)
    if name_node.type == "command_name" and value is None:
        value = values.bare(written)
    name = "" if value is None else base_name(value)
    name = base_name(aliases.get(name, name))
    words = tuple(_words(node, tree, values))
    command = Command(name, written, tree.span_of(name_node), tree.span_of(node), words)
    by_operator = any(n.type == "command_invokation_operator" for n in node.named_children)
    return Called(command, name_node if by_operator else None)


def _words(node: tree_sitter.Node, tree: SyntaxTree, values: Values) -> list[Word]:
    words = []
    for elements in node.named_children:
        if elements.type != "command_elements":
            continue
        for child in elements.named_children:
            if child.type == "command_parameter":
                text = _parameter(tree.text_of(child))
                words.append(Word(text, text, tree.span_of(child)))
            elif child.type not in ("command_argument_sep", "comment"):
                words.append(_word(child, tree, values))
    return words


def _word(node: tree_sitter.Node, tree: SyntaxTree, values: Values) -> Word:
    text, value = tree.text_of(node), values.of(node)
    if isinstance(value, tuple):
        value = ",".join(value)
    return Word(text, value, tree.span_of(node))


def _parameter(written: str) -> str:
    """`-rec` is `-Recurse`, in any case and with escapes in it."""
    name = written.replace("`", "").lstrip("-").rstrip(":").lower()
    if name in _PARAMETERS or not name:
        return f"-{name}"
    meant = [full for full in _PARAMETERS if full.startswith(name)]
    return f"-{meant[0]}" if len(meant) == 1 else f"-{_SHORT.get(name, name)}"


def _learn_alias(command: Command, aliases: dict[str, str]) -> None:
    if command.name not in ("set-alias", "new-alias"):
        return
    named = [command.value_of("name"), command.value_of("value")]
    plain = [word for word in command.positional() if word not in named]
    name, value = (word or (plain.pop(0) if plain else None) for word in named)
    if name is not None and value is not None and name.value and value.value:
        aliases[name.value.lower()] = value.value.lower()


def _linked(
    node: tree_sitter.Node, command: Command, commands: Mapping[int, Command], values: Values
) -> Command:
    upstream: tuple[Command, ...] = ()
    around: list[Command] = []
    inner = node
    for outer in lineage(node):
        if outer.type == "pipeline_chain":
            before = [child for child in outer.named_children if child.end_byte <= inner.start_byte]
            found = _sources(before, commands, values)
            if inner is node or inner.start_byte == node.start_byte:
                upstream = upstream or tuple(found)
            else:
                around.extend(found)
        if outer.type == "foreach_statement" and inner.type == "statement_block":
            head = [child for child in outer.named_children if child.end_byte <= inner.start_byte]
            around.extend(_sources(head, commands, values))
        inner = outer
    return replace(command, upstream=upstream, around=tuple(around))


def _sources(
    nodes: Sequence[tree_sitter.Node], commands: Mapping[int, Command], values: Values
) -> list[Command]:
    """The commands in the nodes, and those whose output is in the variables there."""
    found: list[Command] = []
    for top in nodes:
        if top.type == "command" and top.start_byte in commands:
            found.append(commands[top.start_byte])
            continue
        for node in walk(top):
            if node.type == "command" and node.start_byte in commands:
                found.append(commands[node.start_byte])
            elif node.type == "variable":
                source = values.assigned_by.get(variable_name(values.text_of(node)))
                inside = () if source is None else walk(source)
                found += [
                    commands[n.start_byte]
                    for n in inside
                    if n.start_byte in commands and n.type == "command"
                ]
    return found
