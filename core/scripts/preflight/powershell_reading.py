"""Reads the commands out of a PowerShell script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import tree_sitter

from core.scripts.preflight.ancestry import Ancestry
from core.scripts.preflight.commands import Command, Word, base_name
from core.scripts.preflight.known_names import aliases
from core.scripts.preflight.powershell_grammar import parse_powershell
from core.scripts.preflight.powershell_values import Values, variable_name
from core.scripts.syntax import SyntaxTree, walk

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
    ancestry: Ancestry

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(called.command for called in self.calls)


def read(text: str) -> PowerShell:
    tree = parse_powershell(text)
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
        elif node.type == "invokation_expression":
            calls += [(node, called) for called in _method_calls(node, tree, values)]
    ancestry = Ancestry(tree.root)
    around = _Around(commands, values, ancestry)
    linked = tuple(
        Called(around.linked(node, called.command), called.expression) for node, called in calls
    )
    functions = (node for node in nodes if node.type == "function_name")
    defined = frozenset(tree.text_of(node).strip().lower() for node in functions)
    own_names = defined | (names.keys() - known.keys())
    return PowerShell(tree, values, linked, own_names, ancestry)


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


def _method_calls(node: tree_sitter.Node, tree: SyntaxTree, values: Values) -> Iterator[Called]:
    """`[System.IO.File]::Delete('…')` is a command by the name `[io.file]::delete`, and
    `$shell.Run('…')` one by the name `.run`.
    """
    kind = node.named_children[0]
    method = next((n for n in node.named_children if n.type == "member_name"), None)
    if method is None:
        return
    is_static = kind.type == "type_literal"
    written = f"{tree.text_of(kind)}::" if is_static else "."
    written += tree.text_of(method)
    listed = next((n for n in node.named_children if n.type == "argument_list"), None)
    inner = [] if listed is None else listed.named_children
    if len(inner) == 1 and inner[0].type == "argument_expression_list":
        inner = inner[0].named_children
    words = tuple(_word(child, tree, values) for child in inner if child.type != "comment")
    name = written.lower().replace("[system.", "[").replace(" ", "")
    span = tree.span_of(node)
    yield Called(Command(name, written, span, span, words), None)


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


@dataclass(frozen=True, slots=True)
class _Around:
    """What is piped into a command, and what it is repeated for. `commands` by their start."""

    commands: Mapping[int, Command]
    values: Values
    ancestry: Ancestry

    def linked(self, node: tree_sitter.Node, command: Command) -> Command:
        upstream: list[Command] = []
        around: list[Command] = []
        inner = node
        if node.type == "command":
            around += self._in_arguments(node)
        for outer in self.ancestry.of(node):
            before = [child for child in outer.named_children if child.end_byte <= inner.start_byte]
            if outer.type == "pipeline_chain" and before:
                is_own = inner.start_byte == node.start_byte and not upstream
                (upstream if is_own else around).extend(self._sources(before))
            elif outer.type == "foreach_statement" and inner.type == "statement_block":
                around.extend(self._sources(before))
            elif outer.type == "if_statement" and inner.type == "statement_block":
                around.extend(self._condition(outer, command))
            inner = outer
        return replace(command, upstream=tuple(upstream), around=tuple(around))

    def _in_arguments(self, node: tree_sitter.Node) -> Iterator[Command]:
        """`Stop-Computer -ComputerName (Get-ADComputer -Filter *).Name`, blocks left out."""
        for elements in node.named_children:
            if elements.type == "command_elements":
                plain = [
                    child
                    for child in elements.named_children
                    if all(one.type != "script_block_expression" for one in walk(child))
                ]
                yield from self._sources(plain)

    def _condition(self, node: tree_sitter.Node, command: Command) -> Iterator[Command]:
        """An `if` around a command chooses, as `Where-Object` does; asking whether to go on not."""
        condition = self.values.text_of(node).split("{", 1)[0]
        if "shouldprocess" not in condition.lower():
            word = Word(condition, None, command.span)
            yield Command("where-object", "if", command.name_span, command.span, (word,))

    def _sources(self, nodes: Sequence[tree_sitter.Node]) -> Iterator[Command]:
        """The commands in the nodes, and those whose output is in the variables there."""
        for top in nodes:
            if top.type == "command":
                yield from self._commands(top)
                continue
            for node in walk(top):
                yield from self._commands(node)
                if node.type == "variable":
                    name = variable_name(self.values.text_of(node))
                    source = self.values.assigned_by.get(name)
                    for inside in () if source is None else walk(source):
                        yield from self._commands(inside)

    def _commands(self, node: tree_sitter.Node) -> Iterator[Command]:
        if node.type == "command" and node.start_byte in self.commands:
            yield self.commands[node.start_byte]
