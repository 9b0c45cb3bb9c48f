"""What can be said about this installation without saying anything about a client."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import Path

import PySide6
from PySide6.QtCore import qVersion

from core.app import Core
from core.db.upgrade import REVISIONS
from core.db.versions import library_versions
from core.network.words import way_words
from core.sessions.messages import Rung
from desktop.settings.wording import file_size

_STANDARD_ABOVE, _FAST_BELOW = 0.10, 0.05


def diagnostics(version: str, core: Core) -> dict[str, str]:
    """Names and values for the section. Reads files: not on the window's thread.

    No path is in it: paths name people.
    """
    storage = core.storage
    way = core.clients.routes.taken(core.connections.setup(Rung.CLOUD).address)
    return {
        "FlowPilot": version,
        "System": platform.platform(),
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "PySide": PySide6.__version__,
        **library_versions(),
        "Schema": REVISIONS[-1],
        "Database": f"{file_size(_size(storage.profile.database))}, encrypted",
        "Key": "in a file in the data folder" if core.secrets.weakness else "in the keyring",
        "Backups": str(len(storage.backups())),
        "Way to the cloud model": way_words(way) if way else "not used since the start",
    }


def _size(database: Path) -> int:
    """Bytes, with what is still in the write-ahead log."""
    parts = (database, database.with_name(f"{database.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def report(details: Mapping[str, str], last_check: str, disputed: str) -> str:
    """The diagnostics as text to copy."""
    lines = [f"{name}: {value}" for name, value in details.items()]
    return "\n".join((*lines, f"Database check: {last_check}", f"Disputed facts: {disputed}"))


def disputed_words(rate: float | None) -> tuple[str, str]:
    """The share of disputed facts in words, and what follows from it."""
    if rate is None:
        return ("The assistant has made no facts yet, so there is nothing to recommend.", "")
    said = (
        f"{rate:.0%} of the facts the assistant made were edited or deleted, over the last 500 "
        "sessions."
    )
    if rate > _STANDARD_ABOVE:
        advice = "let the standard model do the quick tasks as well, under Copilot."
        return (said, f"More than 10 %: {advice}")
    if rate < _FAST_BELOW:
        return (said, "Less than 5 %: a fast model for quick tasks is fine.")
    return (said, "Between 5 % and 10 %: keep what you use.")
