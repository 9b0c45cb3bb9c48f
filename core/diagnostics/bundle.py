"""A file for the developers: what is known about an installation, and nothing about its work.

What is in it is made here, once; the preview shows these very texts and the file holds them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.crashes.privacy import ReportPrivacy
from core.crashes.reports import CrashReports
from core.diagnostics.settings_file import settings_text
from core.errors import EnvironmentProblem
from core.files import write_atomically
from core.settings.store import SettingsStore

_LOG_FILES = "flowpilot.log*"


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the bundle; `name` is its path inside."""

    name: str
    text: str

    @property
    def content(self) -> bytes:
        return self.text.encode("utf-8", "backslashreplace")


def gather_bundle(
    report: str,
    settings: SettingsStore,
    logs: Path,
    reports: CrashReports,
    privacy: ReportPrivacy,
) -> tuple[BundleFile, ...]:
    """Everything that goes in, cleaned. Reads files: not on the window's thread.

    report  the diagnostics as text
    """
    found = [
        BundleFile("diagnostics.txt", f"{report}\n"),
        BundleFile("settings.json", settings_text(settings)),
        *_read("logs", sorted(logs.glob(_LOG_FILES))),
        *_read("crashes", [one.path for one in reports.found()]),
    ]
    return tuple(BundleFile(file.name, privacy.clean(file.text)) for file in found)


def save_bundle(files: Iterable[BundleFile], path: Path, made_at: datetime) -> None:
    """Write the bundle whole or not at all.

    Raises:
        EnvironmentProblem: the folder cannot be written, or the disk is full.
    """
    try:
        write_atomically(path, zipped(files, made_at))
    except OSError as error:
        raise EnvironmentProblem(
            "The bundle was not saved.",
            f"{path}: {error.strerror or error}.",
            hint="Choose another folder, or make room on the disk.",
            retryable=True,
        ) from error


def zipped(files: Iterable[BundleFile], made_at: datetime) -> bytes:
    """The files as a zip archive."""
    stamp = made_at.timetuple()[:6]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for file in files:
            entry = zipfile.ZipInfo(file.name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(entry, file.content)
    return archive.getvalue()


def _read(folder: str, paths: Iterable[Path]) -> list[BundleFile]:
    files = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:  # turned over or dropped meanwhile, or held by another program
            text = f"Could not be read: {type(error).__name__}.\n"
        files.append(BundleFile(f"{folder}/{path.name}", text))
    return files
