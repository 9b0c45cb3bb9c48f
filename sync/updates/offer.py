"""What a channel offers, read from signed metadata.

A target is named `channel/platform/file`, for example
`stable/windows-x64/FlowPilot-Setup-1.2.0.exe`, and has custom metadata:

version         of the program
channel         the same as in the name
platform        the same as in the name
notes           what is new, as plain text; optional
minimum_schema  the oldest database revision the new version can upgrade; optional
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sync.updates.refusal import Refusal, UpdateError
from sync.updates.version import Version, read_version

NOTES_LIMIT = 4_000
ENDINGS = {"windows-x64": ".exe", "windows-arm64": ".exe"}
"""What a platform's target is; every other platform gets a bundle."""
BUNDLE = ".tar.gz"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One target as it stands in the metadata. `custom` was written by the publisher."""

    target: str
    length: int
    sha256: str
    custom: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A version that could be taken. `notes` is foreign text and shown as plain text only."""

    target: str
    length: int
    sha256: str
    version: Version
    channel: str
    platform: str
    notes: str = ""
    minimum_schema: int = 0

    @property
    def file_name(self) -> str:
        return self.target.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who asks: the version that runs, its platform and channel, and its database revision."""

    version: Version
    platform: str
    channel: str
    schema: int


def newest_offer(listed: Iterable[Listed], standing: Standing) -> Offer | None:
    """The newest version above ours in our channel that can take over our data.

    A target that says nothing sensible about itself is passed over.

    Raises:
        UpdateError: the newest one says it is for another platform or channel than its place.
    """
    place = f"{standing.channel}/{standing.platform}/"
    here = [_read(one) for one in listed if one.target.startswith(place)]
    fitting = [
        offer
        for offer in here
        if offer is not None
        and offer.version > standing.version
        and offer.minimum_schema <= standing.schema
    ]
    newest = max(fitting, key=lambda offer: offer.version, default=None)
    if newest is not None and not _is_at_home(newest, standing):
        raise UpdateError(Refusal.WRONG_PLATFORM, newest.target)
    return newest


def _is_at_home(offer: Offer, standing: Standing) -> bool:
    return (
        offer.platform == standing.platform
        and offer.channel == standing.channel
        and offer.target == f"{offer.channel}/{offer.platform}/{offer.file_name}"
        and _FILE_NAME.fullmatch(offer.file_name) is not None
        and offer.file_name.endswith(ENDINGS.get(standing.platform, BUNDLE))
    )


def _read(listed: Listed) -> Offer | None:
    custom = listed.custom
    version = read_version(str(custom.get("version", "")))
    schema = custom.get("minimum_schema", 0)
    if version is None or not isinstance(schema, int):
        return None
    return Offer(
        target=listed.target,
        length=listed.length,
        sha256=listed.sha256,
        version=version,
        channel=str(custom.get("channel", "")),
        platform=str(custom.get("platform", "")),
        notes=_plain(str(custom.get("notes", ""))),
        minimum_schema=schema,
    )


def _plain(notes: str) -> str:
    """Foreign text without what is no letter, and not longer than anybody reads."""
    lines = ("".join(c for c in line if c.isprintable()) for line in notes.splitlines())
    text = "\n".join(lines).strip()
    return text if len(text) <= NOTES_LIMIT else f"{text[: NOTES_LIMIT - 1]}…"
