"""`dev.py test` runs every test there is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from dev import STEPS
from tests.arch.rule import ROOT

FOLDERS = [word for step in STEPS if step.is_pytest for word in step.command.split()[1:]]


def never_run(paths: Iterable[str]) -> list[str]:
    return [
        path
        for path in paths
        if not any(PurePosixPath(path).is_relative_to(folder) for folder in FOLDERS)
    ]


def test_every_test_file_belongs_to_a_step() -> None:
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*.py")]
    assert never_run(files) == []


def test_a_forgotten_folder_would_be_noticed() -> None:
    assert never_run(["tests/unit/test_a.py", "tests/extra/test_b.py"]) == ["tests/extra/test_b.py"]
