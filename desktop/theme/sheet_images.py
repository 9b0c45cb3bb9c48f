"""Pictures for style sheets, which can only show files: our icons, coloured and written out."""

import logging
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

import resources
from desktop.theme.tokens import Tokens

_log = logging.getLogger(__name__)

# Placeholder, icon, colour token.
_PICTURES: tuple[tuple[str, str, str], ...] = (
    ("image_caret", "caret-down-bold", "text_secondary"),
    ("image_caret_up", "caret-up-bold", "text_secondary"),
    ("image_check", "check-bold", "on_accent"),
    ("image_dash", "minus-bold", "on_accent"),
)


class SheetImages:
    """Keeps the pictures in a folder of its own that goes away with it."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def style_values(self, tokens: Tokens) -> dict[str, str]:
        """Return every style sheet placeholder for pictures, as ``url(...)`` or ``none``."""
        return {
            placeholder: self._url(icon, tokens.colour(colour))
            for placeholder, icon, colour in _PICTURES
        }

    def _url(self, icon: str, ink: str) -> str:
        # Qt remembers pictures by file name, so the colour has to be part of it.
        path = Path(self._folder.filePath(f"{icon}-{ink[1:]}.svg"))
        source = resources.read_text("icons", f"{icon}.svg").replace("currentColor", ink)
        try:
            path.write_text(source, encoding="utf-8")
        except OSError as refused:
            _log.info("No picture for the style sheet at %s: %s", path, refused)
            return "none"
        return f'url("{path.as_posix()}")'
