"""What importing costs: core and sync need no Qt, and the start path loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.arch.rule import ROOT

# Packages that a window with the session list does not need before its first paint.
HEAVY = (
    "alembic",
    "anthropic",
    "httpx2",
    "markdown_it",
    "pydantic",
    "securesystemslib",
    "sqlalchemy.orm",
    "tree_sitter",
    "tuf",
    "urllib3",
    "yaml",
    "core.copilot.asking",
    "core.network.environment",
    "core.redaction.rules",
    "core.scripts.rendering",
    "desktop.scripts.feature",
    "desktop.session.fix_scripts",
)

IMPORT_ALL_WITHOUT = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused!r}:
            raise ImportError(f"{{name}} must not be needed here")

sys.meta_path.insert(0, Refuse())
for package in {packages!r}:
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, package + "."):
        here = sys.platform == {only_on!r}.get(module.name, sys.platform)
        if here and ".migrations." not in module.name:
            importlib.import_module(module.name)
"""
# Modules about one operating system, imported only there.
ONLY_ON = {"core.checks.job_tree": "win32", "core.network.winhttp": "win32"}


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def import_all_without(packages: list[str], refused: list[str]) -> str:
    """The error of importing every module of the packages while others are refused; "" if none."""
    code = IMPORT_ALL_WITHOUT.format(packages=packages, refused=refused, only_on=ONLY_ON)
    return python(code).stderr


def loaded_by(module: str, among: Iterable[str]) -> list[str]:
    """Which modules importing `module` in a fresh process also loads."""
    done = python(f"import sys, {module}; print([m for m in {tuple(among)!r} if m in sys.modules])")
    assert done.returncode == 0, done.stderr
    return [name for name in among if repr(name) in done.stdout]


QT = ["PySide6", "shiboken6", "qasync"]


def test_core_needs_neither_qt_nor_the_layers_above() -> None:
    assert import_all_without(["core"], [*QT, "sync", "desktop"]) == ""


def test_sync_needs_no_qt_and_no_window() -> None:
    assert import_all_without(["sync"], [*QT, "desktop"]) == ""


def test_a_needed_package_would_be_noticed() -> None:
    assert "dataclasses must not be needed here" in import_all_without(["core"], ["dataclasses"])


def test_the_start_path_stays_light() -> None:
    pytest.importorskip("PySide6", reason="the window needs PySide6")
    assert loaded_by("desktop.app", HEAVY) == []


def test_a_heavy_import_would_be_noticed() -> None:
    assert loaded_by("yaml, httpx2", HEAVY) == ["httpx2", "yaml"]
