"""An update repository as its client sees it: signed metadata first, then the one file.

The Update Framework's own client does the checking; here are the folders, the offer and the words.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuf.api import exceptions

# Public, but exported by an __all__ that is computed.
from tuf.api.metadata import Metadata, TargetFile, Targets  # type: ignore[attr-defined]
from tuf.ngclient.updater import Updater

from core.files import sync_file
from sync.updates.downloads import CHECKSUM, downloads_in, remove_downloads
from sync.updates.fetcher import FILE_SECONDS, HttpFetcher
from sync.updates.offer import Listed, Offer, Standing, newest_offer
from sync.updates.refusal import Refusal, UpdateError
from sync.updates.trust import TrustedRoot


class UpdateSource:
    """Asks one repository. Every method blocks: not on the window's thread."""

    def __init__(self, address: str, root: TrustedRoot, folder: Path, fetcher: HttpFetcher) -> None:
        """`folder` is the profile's place for updates."""
        self._address = address.rstrip("/")
        self._root = root
        self._metadata = folder / root.key
        self._downloads = downloads_in(folder)
        self._fetcher = fetcher

    def check(self, standing: Standing) -> Offer | None:
        """Fetch and check the metadata; the newest version that is offered to us, if any.

        Raises:
            UpdateError: says why nothing of it is believed.
            UpdateCancelledError: somebody stopped it.
        """
        with refusals():
            updater = self._refreshed()
            offer = newest_offer(self._listed(), standing)
            if offer is not None:
                self._target_of(updater, offer)
            return offer

    def download(self, offer: Offer) -> Path:
        """Fetch the file of an offer; it gets its name once it is whole and what was signed.

        The metadata is asked for anew: an offer that was withdrawn is no longer taken.

        Raises:
            UpdateError: says why not; nothing is left of it.
            UpdateCancelledError: somebody stopped it; nothing is left of it.
        """
        with refusals():
            updater = self._refreshed()
            target = self._target_of(updater, offer)
            file = self._downloads / offer.file_name
            part = file.with_name(f"{file.name}.part")
            if updater.find_cached_target(target, str(file)) is None:
                remove_downloads(self._downloads)
                self._fetcher.seconds = FILE_SECONDS
                try:
                    updater.download_target(target, str(part))
                    sync_file(part)
                    part.replace(file)
                finally:
                    part.unlink(missing_ok=True)
            return file

    def _refreshed(self) -> Updater:
        self._metadata.mkdir(mode=0o700, parents=True, exist_ok=True)
        updater = _Updater(
            str(self._metadata),
            f"{self._address}/metadata/",
            target_base_url=f"{self._address}/targets/",
            fetcher=self._fetcher,
            bootstrap=self._root.content,
        )
        updater.refresh()
        return updater

    def _listed(self) -> list[Listed]:
        """What the metadata lists that was checked and written a moment ago."""
        targets = Metadata[Targets].from_file(str(self._metadata / "targets.json")).signed.targets
        return [
            Listed(
                target=name,
                length=target.length,
                sha256=target.hashes.get(CHECKSUM, ""),
                custom=target.custom or {},
            )
            for name, target in targets.items()
        ]

    @staticmethod
    def _target_of(updater: Updater, offer: Offer) -> TargetFile:
        """The target as the checked metadata in memory has it; the file on disk is not enough."""
        target = updater.get_targetinfo(offer.target)
        if target is None:
            raise UpdateError(Refusal.NOT_THERE, "the offer was withdrawn")
        if (target.length, target.hashes.get(CHECKSUM)) != (offer.length, offer.sha256):
            raise UpdateError(Refusal.ALTERED, "the offer was changed")
        return target


class _Updater(Updater):
    """Does without the link named root.json: the root is always given, and a data folder may be
    on a disk that has no links.
    """

    def _update_root_symlink(self) -> None:
        """Nothing reads it."""


_REFUSALS: tuple[tuple[type[Exception], Refusal], ...] = (
    (exceptions.UnsignedMetadataError, Refusal.NOT_SIGNED),
    (exceptions.ExpiredMetadataError, Refusal.EXPIRED),
    (exceptions.BadVersionNumberError, Refusal.ROLLED_BACK),
    (exceptions.LengthOrHashMismatchError, Refusal.ALTERED),
    (exceptions.RepositoryError, Refusal.UNREADABLE),
    (exceptions.DownloadLengthMismatchError, Refusal.ENDLESS),
    (exceptions.SlowRetrievalError, Refusal.TOO_SLOW),
    (exceptions.DownloadHTTPError, Refusal.NOT_THERE),
    (exceptions.DownloadError, Refusal.NOT_REACHED),
)
"""The first that fits: the more exact kinds stand before what they are kinds of."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the framework and the disk say into refusals."""
    try:
        yield
    except (exceptions.RepositoryError, exceptions.DownloadError) as error:
        fitting = (refusal for kind, refusal in _REFUSALS if isinstance(error, kind))
        raise UpdateError(next(fitting), str(error)) from error
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        refusal = Refusal.DISK_FULL if is_full else Refusal.NOT_WRITABLE
        raise UpdateError(refusal, type(error).__name__) from error
