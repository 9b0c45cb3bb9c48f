"""Reads the calls out of a Python script."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.scripts.model import Language
from core.scripts.preflight.commands import Command, Word
from core.scripts.syntax import Span, SyntaxTree, parse

IMPORTS = ("__import__", "builtins.__import__", "importlib.import_module")
_DEEPEST = 60
_LONGEST = 200_000


@dataclass(slots=True)
class Python:
    """A script as it was read."""

    tree: SyntaxTree
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, str | None] = field(default_factory=dict)
    calls: list[tuple[ast.Call, Command]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _lines: list[bytes] = field(default_factory=list)

    @property
    def commands(self) -> list[Command]:
        return [command for _, command in self.calls]

    def span_of(self, node: ast.expr | ast.stmt) -> Span:
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset or node.col_offset
        return Span(self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column))

    def _offset(self, line: int, column: int) -> int:
        """`ast` counts columns in bytes."""
        raw = self._lines[line - 1] if line <= len(self._lines) else b""
        return self._starts[line - 1] + len(raw[:column].decode("utf-8", "ignore"))

    def value(self, node: ast.expr | None, depth: int = 0) -> str | None:
        """What an expression is when it runs, where the text alone tells."""
        if node is None or depth > _DEEPEST:
            return None
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Constant(value=bytes(raw)):
                return raw.decode("utf-8", "replace")
            case ast.Constant(value=bool() | int() as number):
                return str(number)
            case ast.Name(id=name):
                return self.values.get(name)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                first, second = self.value(left, depth + 1), self.value(right, depth + 1)
                return None if first is None or second is None else (first + second)[:_LONGEST]
            case ast.JoinedStr(values=parts):
                return self._joined(self._values(parts, depth), "")
            case ast.FormattedValue(value=inner):
                return self.value(inner, depth + 1)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return self._joined(self._values(items, depth), " ")
            case ast.Call(func=ast.Attribute(value=between, attr="join"), args=[listed]):
                glue = self.value(between, depth + 1)
                return None if glue is None else self._joined(self._items(listed, depth), glue)
            case ast.Call(func=ast.Attribute(attr="expanduser"), args=[inner]):
                return self.value(inner, depth + 1)
            case ast.Call(func=ast.Attribute(value=ast.expr() as kind, attr="home"), args=[]):
                return "~" if self.full_name(kind).endswith("Path") else None
            case ast.Call(func=ast.Name() | ast.Attribute() as kind, args=[inner]) if (
                self.full_name(kind) == "pathlib.Path"
            ):
                return self.value(inner, depth + 1)
            case ast.Call(func=ast.Name(id="chr"), args=[ast.Constant(value=int(code))]):
                return chr(code) if 0 <= code < 0x110000 else None
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="shlex"), attr="split"), args=[inner]
            ):
                return self.value(inner, depth + 1)
            case ast.Call(
                func=ast.Attribute(value=inner, attr="encode" | "decode" | "strip" | "split")
            ):
                return self.value(inner, depth + 1)
            case ast.Subscript(value=inner, slice=ast.Slice(step=ast.UnaryOp(operand=step))):
                turned = self.value(inner, depth + 1)
                is_turned = isinstance(step, ast.Constant) and step.value == 1
                return turned[::-1] if turned is not None and is_turned else None
        return None

    def _items(self, node: ast.expr, depth: int) -> list[str | None]:
        return self._values(node.elts, depth) if isinstance(node, ast.List | ast.Tuple) else [None]

    def _values(self, nodes: Sequence[ast.expr], depth: int) -> list[str | None]:
        return [self.value(node, depth + 1) for node in nodes]

    @staticmethod
    def _joined(parts: list[str | None], between: str) -> str | None:
        known = [part for part in parts if part is not None]
        return between.join(known) if len(known) == len(parts) else None

    def full_name(self, node: ast.expr) -> str:
        """`s.rmtree` after `import shutil as s` is `shutil.rmtree`; "" when it is calculated."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name, name)
            case ast.Attribute(value=inner, attr=attribute):
                before = self.full_name(inner)
                return f"{before}.{attribute}"
            case ast.Call(func=ast.Name() | ast.Attribute() as kind, args=[module, *_]) if (
                self.full_name(kind) in IMPORTS
            ):
                return self.value(module) or ""
            case ast.Call(func=ast.Name(id="getattr"), args=[subject, attribute, *_]):
                known = self.value(attribute)
                return "" if known is None else f"{self.full_name(subject)}.{known}"
        return ""


def read(text: str) -> Python:
    tree = parse(text, Language.PYTHON)
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    script = Python(
        tree, _starts=starts, _lines=[line.encode("utf-8", "replace") for line in lines]
    )
    if tree.module is None:
        return script
    nodes = list(ast.walk(tree.module))
    for node in nodes:
        _learn(node, script)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        script.calls.append((call, _command(call, script)))
    return script


def _learn(node: ast.AST, script: Python) -> None:
    match node:
        case ast.Import(names=names):
            for alias in names:
                if alias.asname:
                    script.names[alias.asname] = alias.name
        case ast.ImportFrom(module=str(module), names=names):
            for alias in names:
                script.names[alias.asname or alias.name] = f"{module}.{alias.name}"
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            _learn_value(name, value, script)


def _learn_value(name: str, value: ast.expr, script: Python) -> None:
    known = script.value(value)
    script.values[name] = known if name not in script.values else None
    meant = (
        script.full_name(value) if isinstance(value, ast.Name | ast.Attribute | ast.Call) else ""
    )
    if meant and name not in script.names:
        script.names[name] = meant


def _command(call: ast.Call, script: Python) -> Command:
    name = script.full_name(call.func)
    words = list(_words(call, script))
    span = script.span_of(call.func)
    known = name.lower()
    if "." in known and known.split(".", 1)[0] not in _ROOTS:
        known = f".{known.rsplit('.', 1)[-1]}"
    return Command(known, name or ast.unparse(call.func), span, script.span_of(call), tuple(words))


# Calls of other objects are known by their method alone: `path.unlink()` is `.unlink`.
_ROOT_NAMES = (
    "os shutil subprocess builtins importlib imp marshal pickle dill shelve yaml jsonpickle base64 "
    "codecs bytes binascii zlib lzma bz2 types runpy code asyncio pty socket socketserver http "
    "urllib urllib2 requests httpx ftplib smtplib paramiko ctypes mmap winreg psutil pynput "
    "keyboard pyhook imagegrab pyautogui pip ssl commands"
)
_ROOTS = frozenset(_ROOT_NAMES.split())


def _words(call: ast.Call, script: Python) -> Iterator[Word]:
    for argument in call.args:
        yield Word(ast.unparse(argument), script.value(argument), script.span_of(argument))
    for keyword in call.keywords:
        text = f"{keyword.arg or '**'}={ast.unparse(keyword.value)}"
        yield Word(text, text, script.span_of(keyword.value))
