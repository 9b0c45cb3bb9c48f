"""Shows a folder in the system's file manager."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import EnvironmentProblem
from core.paths import APP_NAME, Profile


def is_free(folder: Path) -> bool:
    """Whether a folder is empty or not there yet. One that cannot be read is not."""
    try:
        return not folder.exists() or not any(folder.iterdir())
    except OSError:
        return False


def data_folder_in(chosen: Path) -> Path:
    """The chosen folder if it is free or holds FlowPilot's data, else one of our own inside it."""
    is_ours = Profile(chosen).database.exists() or Profile(chosen).backups.exists()
    return chosen if is_ours or is_free(chosen) else chosen / APP_NAME


async def show_folder(folder: Path) -> None:
    """Open a folder, making it when it is not there.

    Raises:
        EnvironmentProblem: it cannot be made, or no program shows folders here.
    """
    await asyncio.to_thread(_make, folder)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        raise EnvironmentProblem(
            "No program on this computer shows folders.", hint=f"The folder is {folder}."
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            "The folder cannot be opened.", f"{folder}: {error.strerror}."
        ) from error
