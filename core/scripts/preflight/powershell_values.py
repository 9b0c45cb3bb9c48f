"""What a PowerShell expression is worth, as far as the text alone tells."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

import tree_sitter

from core.scripts.syntax import SyntaxTree, walk

Constant = str | tuple[str, ...] | None

# Where the usual folders are: enough to tell a system folder from another.
_ENVIRONMENT = {
    "env:systemdrive": "C:",
    "env:homedrive": "C:",
    "env:systemroot": r"C:\Windows",
    "env:windir": r"C:\Windows",
    "env:programfiles": r"C:\Program Files",
    "env:programdata": r"C:\ProgramData",
    "env:allusersprofile": r"C:\ProgramData",
    "env:public": r"C:\Users\Public",
    "env:userprofile": r"C:\Users\(user)",
    "home": r"C:\Users\(user)",
    "env:temp": r"C:\Users\(user)\AppData\Local\Temp",
    "env:tmp": r"C:\Users\(user)\AppData\Local\Temp",
    "env:appdata": r"C:\Users\(user)\AppData\Roaming",
    "env:localappdata": r"C:\Users\(user)\AppData\Local",
    "env:comspec": r"C:\Windows\System32\cmd.exe",
}
_SCOPE = re.compile(r"^(?:script|global|local|private|variable):")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "a": "", "b": "", "f": "", "v": ""}
_ESCAPED = re.compile(r"`(.)", re.DOTALL)
_PLACE = re.compile(r"\{(\d+)\}")
_LONGEST = 200_000
_DEEPEST = 60


class Values:
    """The constants of one script. A variable counts with what was last assigned above."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._known: dict[str, Constant] = dict(_ENVIRONMENT)
        self.assigned_by: dict[str, tree_sitter.Node] = {}
        if tree.root is not None:
            for node in walk(tree.root):
                if node.type == "assignment_expression":
                    self._assign(node)

    def text_of(self, node: tree_sitter.Node) -> str:
        return self._tree.text_of(node)

    def variable(self, written: str) -> Constant:
        return self._known.get(variable_name(written))

    def text(self, node: tree_sitter.Node) -> str | None:
        """The value where it is one text."""
        value = self.of(node)
        return value if isinstance(value, str) else None

    def of(self, node: tree_sitter.Node, depth: int = 0) -> Constant:
        if depth > _DEEPEST:
            return None
        named = [child for child in node.named_children if child.type != "comment"]
        match node.type:
            case "verbatim_string_characters":
                return self.text_of(node)[1:-1].replace("''", "'")
            case "verbatim_here_string_characters":
                return "\n".join(self.text_of(node).split("\n")[1:-1])
            case "expandable_string_literal" | "expandable_here_string_literal":
                return self._expanded(node, depth)
            case "decimal_integer_literal":
                return self.text_of(node)
            case "hexadecimal_integer_literal":
                return _hexadecimal(self.text_of(node))
            case "variable" | "braced_variable":
                return self.variable(self.text_of(node))
            case "generic_token" | "command_name" | "command_name_expr" if not named:
                return self.bare(self.text_of(node))
            case "array_literal_expression" if len(named) > 1:
                return _flat([self.of(child, depth + 1) for child in named])
            case "additive_expression" if len(named) == 2:
                return self._sum(node, named, depth)
            case "format_expression" if len(named) == 3:
                return _formatted(self.of(named[0], depth + 1), self.of(named[2], depth + 1))
            case "comparison_expression" if len(named) == 3:
                return self._compared(named, depth)
            case "expression_with_unary_operator" if named:
                joined = self.text_of(node).lower().startswith("-join")
                return _joined(self.of(named[-1], depth + 1), "") if joined else None
            case "cast_expression" if len(named) == 2:
                return _cast(self.text_of(named[0]).lower(), self.of(named[1], depth + 1))
            case "invokation_expression":
                return self._invoked(node, depth)
        return self.of(named[0], depth + 1) if len(named) == 1 else None

    def bare(self, written: str) -> str | None:
        """A bare word: escapes and quotes inside it are gone when it runs."""
        if "$" in written:
            known = self.variable(written)
            return known if isinstance(known, str) else self._with_variables(written)
        return _unescaped(written.replace("''", "").replace('""', "")).strip("\"'")

    def _with_variables(self, written: str) -> str | None:
        def value(match: re.Match[str]) -> str:
            known = self.variable(match[0])
            return known if isinstance(known, str) else "$"

        replaced = re.sub(r"\$\{?[\w:]+\}?", value, written)
        return None if "$" in replaced else _unescaped(replaced)

    def _assign(self, node: tree_sitter.Node) -> None:
        named = node.named_children
        if len(named) != 3:
            return
        name = variable_name(self.text_of(named[0]).rsplit("]", 1)[-1].strip())
        value, operator = self.of(named[2]), self.text_of(named[1])
        if operator == "+=":
            before = self._known.get(name)
            value = before + value if isinstance(before, str) and isinstance(value, str) else None
        elif operator != "=":
            value = None
        self._known[name] = value
        self.assigned_by[name] = named[2]

    def _expanded(self, node: tree_sitter.Node, depth: int) -> str | None:
        text, start = self.text_of(node), node.start_byte
        raw = text.encode()
        parts: list[str] = []
        at = 0
        for child in node.named_children:
            value = self.of(child, depth + 1)
            if not isinstance(value, str):
                return None
            parts += [_unescaped(raw[at : child.start_byte - start].decode()), value]
            at = child.end_byte - start
        whole = "".join([*parts, _unescaped(raw[at:].decode())])
        if node.type == "expandable_here_string_literal":
            return "\n".join(whole.split("\n")[1:-1])
        return whole[1:-1].replace('""', '"')

    def _sum(
        self, node: tree_sitter.Node, named: Sequence[tree_sitter.Node], depth: int
    ) -> Constant:
        left, right = (self.of(child, depth + 1) for child in named)
        is_plus = any(child.type == "+" for child in node.children)
        if not is_plus or left is None or right is None:
            return None
        if isinstance(left, tuple):
            return (*left, *_many(right))
        return left + "".join(_many(right)) if len(left) < _LONGEST else None

    def _compared(self, named: Sequence[tree_sitter.Node], depth: int) -> Constant:
        operator = self.text_of(named[1]).lower()
        left, right = self.of(named[0], depth + 1), self.of(named[2], depth + 1)
        if operator == "-join" and isinstance(right, str):
            return _joined(left, right)
        if operator in ("-replace", "-creplace", "-ireplace") and isinstance(left, str):
            old, new = (*_many(right), "", "")[:2]
            return left.replace(old, new) if old and re.escape(old) == old else None
        return None

    def _invoked(self, node: tree_sitter.Node, depth: int) -> Constant:
        named = node.named_children
        method = next((self.text_of(n) for n in named if n.type == "member_name"), "").lower()
        listed = next((n for n in named if n.type == "argument_list"), None)
        arguments = [] if listed is None else self._arguments(listed, depth)
        if method == "getstring" and listed is not None:
            return _decoded(self.text_of(node), arguments)
        if method == "frombase64string":
            return arguments[0] if arguments else None
        target = self.text_of(named[0]).lower()
        if method == "join" and target in ("[string]", "[system.string]") and len(arguments) > 1:
            return _joined(arguments[1:] if len(arguments) > 2 else arguments[1], arguments[0])
        subject = self.of(named[0], depth + 1)
        if not isinstance(subject, str) or any(one is None for one in arguments):
            return None
        if method == "replace" and len(arguments) == 2 and arguments[0]:
            return subject.replace(str(arguments[0]), str(arguments[1]))
        return subject if method in ("tostring", "trim", "tolower", "toupper") else None

    def _arguments(self, listed: tree_sitter.Node, depth: int) -> list[Constant]:
        inner = [child for child in listed.named_children if child.type != "comment"]
        if len(inner) == 1 and inner[0].type == "argument_expression_list":
            inner = inner[0].named_children
        return [self.of(child, depth + 1) for child in inner]


def variable_name(written: str) -> str:
    """`${Script:Name}`, `$Name` and `$name` are one."""
    return _SCOPE.sub("", written.lstrip("$@").strip("{}").lower())


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)


def _hexadecimal(written: str) -> str | None:
    try:
        return str(int(written, 16))
    except ValueError:
        return None


def _many(value: Constant) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _flat(values: Sequence[Constant]) -> Constant:
    if any(value is None for value in values):
        return None
    return tuple(one for value in values for one in _many(value))


def _joined(values: Constant | Sequence[Constant], between: Constant) -> Constant:
    if values is None or not isinstance(between, str):
        return None
    if isinstance(values, str):
        return values
    texts = [value for value in values if isinstance(value, str)]
    return between.join(texts) if len(texts) == len(values) else None


def _formatted(pattern: Constant, values: Constant) -> Constant:
    if not isinstance(pattern, str) or values is None:
        return None
    given = _many(values)

    def value(match: re.Match[str]) -> str:
        place = int(match[1])
        return given[place] if place < len(given) else ""

    return _PLACE.sub(value, pattern)


def _cast(kind: str, value: Constant) -> Constant:
    kind = kind.replace(" ", "").removeprefix("[system.").removeprefix("[").removesuffix("]")
    if kind in ("string", "string[]", "scriptblock"):
        return value
    if kind == "char[]" and isinstance(value, str):
        return tuple(value)
    if kind in ("char", "char[]"):
        letters = [_letter(one) for one in _many(value)]
        if not letters or any(letter is None for letter in letters):
            return None
        found = tuple(letter for letter in letters if letter is not None)
        return found[0] if isinstance(value, str) else found
    return value if kind in ("int", "int[]") else None


def _letter(number: str) -> str | None:
    if len(number) == 1 and not number.isdigit():
        return number
    try:
        return chr(int(number, 0))
    except (ValueError, OverflowError):
        return None


def _decoded(written: str, arguments: Sequence[Constant]) -> str | None:
    """`[Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('…'))`."""
    if not arguments or "frombase64string" not in written.lower():
        return None
    encoding = "utf-16-le" if "unicode" in written.lower() else "utf-8"
    return from_base64(arguments[0], encoding)


def from_base64(value: Constant, encoding: str) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4)).decode(encoding)
    except (binascii.Error, ValueError):
        return None
