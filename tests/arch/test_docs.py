"""The documents for people name what really exists."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from tests.arch.rule import ROOT
from tests.arch.test_requirements import declared

# `core/bus.py`, `resources/playbooks/`, `tests/arch`: in code style, from a folder of the project.
PATH = re.compile(r"`((?:build|core|desktop|resources|sync|tests)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")


def lost_paths(text: str) -> list[str]:
    named: Iterable[str] = {*PATH.findall(text), *LINK.findall(text)}
    return sorted(path for path in named if not (ROOT / path).exists())


def unexplained(text: str, packages: Iterable[str]) -> list[str]:
    return sorted(name for name in packages if name.lower() not in text.lower())


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_every_path_leads_somewhere(name: str) -> None:
    assert lost_paths((ROOT / name).read_text("utf-8")) == []


def test_every_dependency_is_explained() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert unexplained(text, declared("desktop")) == []


def test_a_lost_path_would_be_noticed() -> None:
    text = "see `core/gone.py`, `core/bus.py`, ![it](docs/gone.png), [site](https://example.org)"
    assert lost_paths(text) == ["core/gone.py", "docs/gone.png"]


def test_an_unexplained_dependency_would_be_noticed() -> None:
    assert unexplained("PyYAML reads playbooks.", {"pyyaml", "httpx"}) == ["httpx"]
