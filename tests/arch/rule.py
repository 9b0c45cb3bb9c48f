"""What an architecture rule is: a check of one source file, with samples that prove the check.

A rule without a sample that it catches cannot be written down, so no rule can rot into a no-op.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("main.py", "core/*", "sync/*", "desktop/*", "resources/*")
TESTS = ("tests/*",)


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the project, with forward slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    def is_any_of(self, patterns: Iterable[str]) -> bool:
        """Whether the path matches one of the patterns; a star also matches slashes."""
        return any(fnmatchcase(self.path, pattern) for pattern in patterns)


@dataclass(frozen=True)
class Violation:
    line: int
    problem: str


Check = Callable[[Source], Iterator[Violation]]


@dataclass(frozen=True)
class Rule:
    """`check` looks at the files that `covers` and not `spares`; a spared file has its reason."""

    name: str
    covers: tuple[str, ...]
    check: Check
    caught: tuple[Source, ...]
    allowed: tuple[Source, ...]
    spares: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        assert self.caught, f"nothing proves that {self.name}"
        assert self.allowed, f"nothing proves that {self.name} lets anything pass"

    def violations(self, source: Source) -> list[str]:
        """What is wrong with one file, each as "path:line: problem"; nothing if not covered."""
        if not source.is_any_of(self.covers) or source.is_any_of(self.spares):
            return []
        return [f"{source.path}:{found.line}: {found.problem}" for found in self.check(source)]


def project_sources() -> list[Source]:
    """Every Python file of the project, wherever it lies."""
    folders = ("build", "core", "sync", "desktop", "resources", "tests")
    files = [
        *ROOT.glob("*.py"),
        *(file for name in folders for file in (ROOT / name).rglob("*.py")),
    ]
    return [Source(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files]


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute chain; other receivers become "?"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called."""
    for node in source.nodes:
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, in whichever way.

    `from a import b` gives both "a" and "a.b": which of them is the module cannot be told here.
    """
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
    for call, name in calls(source):
        target = call.args[0] if call.args else None
        if name in ("importlib.import_module", "import_module", "__import__") and isinstance(
            target, ast.Constant
        ):
            yield call.lineno, str(target.value)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
