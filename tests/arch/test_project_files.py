"""What is in the repository: nothing generated, nothing secret, nothing of one machine only."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from fnmatch import fnmatchcase

import pytest

from tests.arch.rule import ROOT

FORBIDDEN_NAMES = (
    "*.db", "*.db-shm", "*.db-wal", "*.egg-info/*", "*.key", "*.log", "*.pem", "*.pyc", "*.sqlite",
    "*/__pycache__/*", ".env", "*/.env", ".flowpilot-demo/*", ".mypy_cache/*", ".venv*/*", "dist/*",
)  # fmt: skip
NEEDED_FIXTURES = ("tests/fixtures/db/*.db",)

FORBIDDEN_TEXT = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n"),
    "the address of a package registry": re.compile(
        r"pythonhosted\.org|\bpypi\.org|registry\.npmjs|deb\.debian\.org|index-url\s*=",
        re.IGNORECASE,
    ),
    "a folder of one machine": re.compile(
        r"(?<![\w.$~}):-])/(?:work/[a-z]|root/\.|tmp/fp\b|opt/pypi)"
    ),
    "a left-over of a merge": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}
THIS_FILE = "tests/arch/test_project_files.py"


def tracked_files() -> list[str]:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).exists()]


def misplaced(paths: Iterable[str]) -> list[str]:
    return [
        path
        for path in paths
        if any(fnmatchcase(path, pattern) for pattern in FORBIDDEN_NAMES)
        and not any(fnmatchcase(path, pattern) for pattern in NEEDED_FIXTURES)
    ]


def forbidden_in(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN_TEXT.items() if pattern.search(text)]


def test_nothing_generated_or_secret_is_tracked() -> None:
    assert misplaced(tracked_files()) == []


def test_no_file_holds_what_belongs_to_one_place_or_person() -> None:
    problems = []
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if path != THIS_FILE and b"\0" not in content:
            found = forbidden_in(content.decode("utf-8"))
            problems += [f"{path}: {what}" for what in found]
    assert problems == []


@pytest.mark.parametrize(
    "path",
    ["notes.db", "core/__pycache__/a.pyc", ".env", "keys/a.pem", ".venv-core/bin/python", "dist/a"],
)
def test_a_misplaced_file_would_be_noticed(path: str) -> None:
    assert misplaced([path]) == [path]


def test_fixtures_and_sources_are_in_place() -> None:
    assert (
        misplaced(["tests/fixtures/db/0001.db", "core/db/engine.py", "build/environment.py"]) == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----\nMII",
        "pip install --index-url=x a",
        "see https://pypi.org/simple",
        "cd /work/main && ls",
        "<<<<<<< HEAD\n",
    ],
)
def test_a_forbidden_text_would_be_noticed(text: str) -> None:
    assert len(forbidden_in(text)) == 1


def test_ordinary_text_is_fine() -> None:
    assert forbidden_in("Filesystem /dev/sda1 on /root and C:/work/x, network/work/a") == []
