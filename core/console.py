"""What a run without a window tells whoever started it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path


def say(text: str) -> None:
    """Print it; a program for Windows may have no console, and then nobody would read it."""
    if sys.stdout is not None:
        sys.stdout.write(text)


def say_report(report: Mapping[str, object], file: Path | None) -> None:
    """Print a report as JSON, and write it to `file` if there is one."""
    text = json.dumps(report, indent=2) + "\n"
    say(text)
    if file is not None:
        file.write_text(text, encoding="utf-8")
