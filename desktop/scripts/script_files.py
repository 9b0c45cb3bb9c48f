"""Writing scripts and transcripts where the engineer wants them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import EnvironmentProblem
from core.scripts.model import Language
from core.scripts.run.script_file import encoded

_ENDINGS = {Language.POWERSHELL: "ps1", Language.BASH: "sh", Language.PYTHON: "py"}


def script_name(title: str, language: Language) -> str:
    """A file name for a script."""
    return f"{_stem(title)}.{_ENDINGS[language]}"


def transcript_name(title: str) -> str:
    return f"{_stem(title)}-transcript.txt"


def write_script(path: Path, text: str, language: Language) -> None:
    """Write it with the encoding and line ends its interpreter wants.

    Raises:
        EnvironmentProblem: the file cannot be written.
    """
    _write(path, encoded(text, language))


def write_text(path: Path, text: str) -> None:
    """Write it as UTF-8.

    Raises:
        EnvironmentProblem: the file cannot be written.
    """
    _write(path, text.encode("utf-8", "replace"))


def ask_where(
    parent: QWidget, title: str, folder: Path, name: str, chosen: Callable[[Path], None]
) -> None:
    """Let the engineer choose a file to write; `chosen` is not called when that is left."""
    dialog = QFileDialog(parent.window(), title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(str(folder))
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _stem(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "script"


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise EnvironmentProblem(
            f"“{path.name}” could not be written.", hint="Choose another folder."
        ) from error
