"""Shows a folder in the system's file manager."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import EnvironmentProblem


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
