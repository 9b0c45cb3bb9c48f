"""What the installer wrote about the last update, to be said once at the next start."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.files import write_atomically

_LIMIT = 64 * 1024
_DETAIL_LIMIT = 300
_log = logging.getLogger(__name__)


class Ended(StrEnum):
    """How an update ended, as the installer spells it."""

    INSTALLED = "installed"
    ROLLED_BACK = "rolled back"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`detail` is the installer's own words."""

    version: str
    ended: Ended
    detail: str = ""

    @property
    def words(self) -> str:
        """What happened, and what it means."""
        why = f" The installer says: {self.detail}" if self.detail else ""
        if self.ended is Ended.INSTALLED:
            return f"FlowPilot was updated to version {self.version}."
        if self.ended is Ended.ROLLED_BACK:
            return (
                f"Version {self.version} did not pass its own test on this computer, so the "
                f"version you had was put back. Your data is as it was.{why}"
            )
        return f"Version {self.version} was not installed. FlowPilot is as it was.{why}"


def take_outcome(file: Path) -> Outcome | None:
    """Read the file and remove it. What cannot be read is removed as well and says nothing."""
    try:
        with file.open("rb") as content:
            text = content.read(_LIMIT).decode("utf-8-sig", errors="replace")
        file.unlink()
    except OSError:
        return None
    try:
        said = json.loads(text)
        return Outcome(
            version=_line(said["version"]),
            ended=Ended(said["outcome"]),
            detail=_line(said.get("detail", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        _log.info("updates.outcome_unreadable")
        return None


def write_outcome(file: Path, outcome: Outcome) -> None:
    """Say at the next start what could not be said any more. A disk that refuses is not told."""
    said = {"version": outcome.version, "outcome": outcome.ended, "detail": outcome.detail}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, json.dumps(said).encode())
    except OSError:
        _log.info("updates.outcome_not_written")


def _line(value: object) -> str:
    text = " ".join(str(value).split())
    return "".join(c for c in text if c.isprintable())[:_DETAIL_LIMIT]
