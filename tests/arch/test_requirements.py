"""The locks are complete, hashed, free of addresses, and say what the code really imports."""

from __future__ import annotations

import re
import sys

import pytest

from tests.arch.rule import PRODUCT, ROOT, Source, imports, project_sources

LOCKS = ROOT / "build" / "requirements"
NAMES = ("core", "desktop", "package", "test-core", "test")
OURS = {"build", "core", "desktop", "dev", "main", "resources", "sync", "tests"}
# Imported under another name than the package has.
PACKAGES = {
    "PySide6": "pyside6-essentials",
    "shiboken6": "pyside6-essentials",
    "markdown_it": "markdown-it-py",
    "pytestqt": "pytest-qt",
    "tree_sitter": "tree-sitter",
    "tree_sitter_bash": "tree-sitter-bash",
    "tree_sitter_powershell": "tree-sitter-powershell",
    "uuid_utils": "uuid-utils",
    "yaml": "pyyaml",
}


def declared(name: str) -> set[str]:
    """The packages that NAME.in asks for, with those of the files it includes."""
    found: set[str] = set()
    for line in (LOCKS / f"{name}.in").read_text("utf-8").splitlines():
        if line.startswith("-r "):
            found |= declared(line.removeprefix("-r ").removesuffix(".in"))
        elif match := re.match(r"[A-Za-z0-9_.-]+", line):
            found.add(match[0].lower())
    return found


def locked(name: str) -> dict[str, set[str]]:
    """Package → pinned versions; more than one where platforms differ."""
    pins = re.findall(
        r"^([\w.-]+)==(\S+)", (LOCKS / f"{name}.txt").read_text("utf-8"), re.MULTILINE
    )
    return {package: {v for p, v in pins if p == package} for package, _ in pins}


def undeclared(sources: list[Source], allowed: set[str]) -> list[str]:
    known = set(sys.stdlib_module_names) | OURS
    problems = set()
    for source in sources:
        for line, module in imports(source):
            top = module.partition(".")[0]
            if top not in known and PACKAGES.get(top, top).lower() not in allowed:
                problems.add(f"{source.path}:{line}: {top}")
    return sorted(problems)


def product(*prefixes: str) -> list[Source]:
    return [
        source
        for source in project_sources()
        if source.is_any_of(PRODUCT) and source.path.startswith(prefixes)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_everything_asked_for_is_locked(name: str) -> None:
    assert declared(name) <= set(locked(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_has_hashes_and_none_has_an_address(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text("utf-8")
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert [each for each in requirements if "--hash=sha256:" not in each] == []
    assert re.findall(r"^--.*|https?://\S+|file:\S+", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", ["core", "desktop", "package", "test-core"])
def test_all_locks_agree(name: str) -> None:
    """One environment serves several locks, so a package has the same versions in each."""
    everything = locked("package") | locked("test")
    assert {p: v for p, v in locked(name).items() if everything.get(p) != v} == {}


def test_the_locks_without_qt_have_none() -> None:
    assert not {"pyside6-essentials", "shiboken6", "pytest-qt"} & set(locked("test-core"))


def test_core_and_sync_import_only_what_they_declare() -> None:
    assert undeclared(product("core/", "sync/"), declared("core")) == []


def test_the_window_imports_only_what_it_declares() -> None:
    assert undeclared(product("desktop/", "resources/", "main.py"), declared("desktop")) == []


def test_the_tests_import_only_what_is_installed_for_them() -> None:
    ours = [source for source in project_sources() if source.path.startswith(("tests/", "build/"))]
    assert undeclared(ours, set(locked("test")) | set(locked("package"))) == []


def test_an_undeclared_import_would_be_noticed() -> None:
    sources = [
        Source("core/a.py", "import requests, json, yaml"),
        Source("core/b.py", "import anyio"),
    ]
    assert undeclared(sources, {"pyyaml"}) == ["core/a.py:1: requests", "core/b.py:1: anyio"]
