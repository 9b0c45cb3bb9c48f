"""Letters for pictures on Windows, where Qt's offscreen platform knows no font of the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication

# The faces that the theme may choose; a system's whole folder would take seconds.
_FILES = ("segoeui*", "seguisb*", "consola*", "cascadiamono*", "inter-*", "jetbrainsmono-*")


def load_offscreen_fonts() -> None:
    """Load them where they are needed; call it once there is a QApplication."""
    if sys.platform == "win32" and QGuiApplication.platformName() == "offscreen":
        for file in font_files(Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"):
            QFontDatabase.addApplicationFont(str(file))


def font_files(folder: Path) -> Iterator[Path]:
    """The files in a folder of fonts that the theme may choose from."""
    for file in sorted(folder.glob("*")):
        if any(Path(file.name.lower()).match(wanted) for wanted in _FILES):
            yield file
