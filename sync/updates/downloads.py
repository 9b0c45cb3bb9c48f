"""The files that were downloaded and checked, and wait to be installed."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from sync.updates.offer import Offer
from sync.updates.refusal import Refusal, UpdateError

CHECKSUM = "sha256"


def downloads_in(folder: Path) -> Path:
    """`folder` is the profile's place for updates."""
    return folder / "downloads"


def remove_downloads(downloads: Path) -> None:
    """Drop what is not wanted any more. An installer that still runs stays until the next time."""
    if downloads.is_dir():
        for file in downloads.iterdir():
            with contextlib.suppress(OSError):
                file.unlink()


def check_file(file: Path, offer: Offer) -> None:
    """See, right before it is started, that a download is still what was signed.

    Raises:
        UpdateError: it is not; it was removed.
    """
    try:
        with file.open("rb") as content:
            same = hashlib.file_digest(content, CHECKSUM).hexdigest() == offer.sha256
    except OSError:
        same = False
    if not same:
        with contextlib.suppress(OSError):
            file.unlink()
        raise UpdateError(Refusal.CHANGED_ON_DISK)
