"""Which FlowPilot this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = "flowpilot-desktop"
_PROJECT_FILE = Path(__file__).parent.parent / "pyproject.toml"


def program_version() -> str:
    """The version in pyproject.toml: from the package's metadata, or from the checkout's file."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        project = tomllib.loads(_PROJECT_FILE.read_text(encoding="utf-8"))
        return str(project["project"]["version"])
