"""The file an interpreter reads: in a folder for the owner only, and gone after the run."""

from __future__ import annotations

import codecs
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from core.errors import EnvironmentProblem
from core.scripts.model import Language
from core.scripts.rendering import Runnable

_PREFIX = "flowpilot-run-"
_NAMES = {
    Language.POWERSHELL: "script.ps1",
    Language.BASH: "script.sh",
    Language.PYTHON: "script.py",
}
_CLOCK_SECONDS = 2.0  # how far the start of a process and the time of its files may be apart


def fingerprint(runnable: Runnable) -> str:
    """Names script and values together: the same text with another value is another run."""
    named = "\0".join(f"{key}={value}" for key, value in sorted(runnable.environment.items()))
    return sha256(f"{runnable.script}\0{named}".encode("utf-8", "surrogatepass")).hexdigest()


def encoded(script: str, language: Language) -> bytes:
    """The script as its interpreter wants it.

    Windows PowerShell 5.1 takes a file without a byte order mark for the legacy code page.

    Raises:
        UnicodeEncodeError: the text holds half a character.
    """
    plain = script.replace("\r\n", "\n")
    if language is Language.POWERSHELL:
        return codecs.BOM_UTF8 + plain.replace("\n", "\r\n").encode()
    return plain.encode()


@contextmanager
def script_file(script: str, language: Language, parent: Path | None = None) -> Iterator[Path]:
    """The script as a file while the block runs. Leftovers of runs that crashed go first.

    Raises:
        EnvironmentProblem: the file cannot be written, or does not hold what was written.
    """
    place = Path(tempfile.gettempdir()) if parent is None else parent
    remove_leftovers(place)
    folder = None
    try:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
            file = folder / _NAMES[language]
            _write(file, encoded(script, language))
        except OSError as error:
            raise EnvironmentProblem(
                "The script could not be written to a temporary folder.",
                f"{place}: {error.strerror or error}.",
                hint="Free some space on the disk or check your rights there, and try again.",
                retryable=True,
            ) from error
        yield file
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def check_file(file: Path, script: str, language: Language) -> None:
    """Make sure, right before the start, that the file is still the script that was shown.

    Raises:
        EnvironmentProblem: it is not, or it is gone.
    """
    try:
        same = file.read_bytes() == encoded(script, language)
    except OSError as error:
        raise EnvironmentProblem(
            "The script's temporary file is gone.", hint="Try again."
        ) from error
    if not same:
        raise EnvironmentProblem(
            "Another program changed the script's temporary file; it was not run.",
            hint="Check this laptop for malware before you try again.",
        )


def remove_leftovers(parent: Path) -> int:
    """Remove folders of runs whose FlowPilot is gone; returns how many."""
    removed = 0
    try:
        folders = [each for each in parent.glob(f"{_PREFIX}*") if not each.is_symlink()]
    except OSError:
        return 0
    for folder in folders:
        if _is_left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)
            removed += not folder.exists()
    return removed


def _is_left_over(folder: Path) -> bool:
    import psutil

    number = folder.name.removeprefix(_PREFIX).partition("-")[0]
    if not number.isdigit():
        return False
    try:
        started = psutil.Process(int(number)).create_time()
        return started > folder.stat().st_mtime + _CLOCK_SECONDS  # the number was given out again
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, OSError, OverflowError):
        return False


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


_BINARY = getattr(os, "O_BINARY", 0)
