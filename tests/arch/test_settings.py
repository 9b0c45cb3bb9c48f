"""The tools stay as strict as they were on the first day, without exemptions."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from tests.arch.rule import ROOT, project_sources

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOOLS = PYPROJECT["tool"]

# Switches a tool off for a whole file, or without naming what for.
BLANKET = re.compile(
    r"#\s*(?:ruff|flake8):\s*noqa(?!:\s*[A-Z])|#\s*noqa(?!:\s*[A-Z])|#\s*type:\s*ignore(?!\[)"
    r"|#\s*mypy:\s*(?:ignore-errors|disable|allow)"
)


def test_mypy_is_strict_everywhere() -> None:
    mypy = TOOLS["mypy"]
    assert mypy["strict"] is True
    assert mypy["files"] == ["."]
    loosened = {
        key: value
        for key, value in mypy.items()
        if key.startswith(("allow_", "ignore_", "disable_")) or value is False
    }
    assert loosened == {}


def test_only_packages_without_types_are_exempt() -> None:
    for override in TOOLS["mypy"]["overrides"]:
        assert set(override) == {"module", "ignore_missing_imports"}
        assert set(override["module"]) <= {"anthropic.*", "qasync.*", "sqlcipher3.*"}


def test_ruff_watches_what_the_architecture_relies_on() -> None:
    assert TOOLS["ruff"]["line-length"] == 100
    needed = {"ANN", "BLE", "E", "ERA", "F", "I", "PGH", "S", "T20", "W"}
    assert needed <= set(TOOLS["ruff"]["lint"]["select"])


def test_pytest_is_strict() -> None:
    pytest_settings = TOOLS["pytest"]["ini_options"]
    assert pytest_settings["filterwarnings"] == ["error"]
    assert {"--strict-markers", "--strict-config"} <= set(pytest_settings["addopts"])


def test_no_file_switches_a_tool_off() -> None:
    problems = [
        f"{source.path}:{number}"
        for source in project_sources()
        for number, line in enumerate(source.text.splitlines(), 1)
        if BLANKET.search(line) and source.path != "tests/arch/test_settings.py"
    ]
    assert problems == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "# ruff: noqa",
        "y()  # type: ignore",
        "# mypy: ignore-errors",
        "# noqa: all",
    ],
)
def test_a_blanket_exemption_would_be_noticed(line: str) -> None:
    assert BLANKET.search(line)


@pytest.mark.parametrize("line", ["x = 1  # noqa: S101 - why", "y()  # type: ignore[arg-type]"])
def test_a_named_exemption_is_fine(line: str) -> None:
    assert not BLANKET.search(line)
