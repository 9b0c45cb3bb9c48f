"""Whom updates are trusted from: the root metadata that everything else is checked against.

A release ships one in `resources/updates/`. A team with its own update server chooses a file
instead; it is kept in the profile and comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import resources
from core.errors import EnvironmentProblem
from core.files import write_atomically
from core.paths import Profile
from sync.updates.refusal import Refusal, UpdateError

ROOT_LIMIT = 512_000
"""Bytes; the limit that the update framework has itself."""
_GROUP = 8


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """`is_own`: chosen here, and not shipped with the program."""

    content: bytes
    is_own: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file in groups, for two people to compare."""
        digits = sha256(self.content).hexdigest()
        return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))

    @property
    def key(self) -> str:
        """Names what is remembered of the repository this root stands for."""
        return sha256(self.content).hexdigest()[:16]


def trusted_root(profile: Profile) -> TrustedRoot | None:
    """The root in force; None when there is none, and so no updates."""
    try:
        return TrustedRoot(own_root_file(profile).read_bytes(), is_own=True)
    except OSError:
        pass
    try:
        shipped = resources.folder("updates").joinpath("root.json").read_bytes()
    except OSError:
        return None
    return TrustedRoot(shipped, is_own=False)


def own_root_file(profile: Profile) -> Path:
    return profile.updates / "root.json"


def keep_own_root(profile: Profile, chosen: Path) -> TrustedRoot:
    """Trust the root file that somebody chose. Not on the window's thread.

    Raises:
        UpdateError: it is no root metadata signed by its own keys.
        EnvironmentProblem: it cannot be read, or not be kept.
    """
    try:
        with chosen.open("rb") as file:
            content = file.read(ROOT_LIMIT + 1)
        if len(content) > ROOT_LIMIT:
            raise UpdateError(Refusal.BAD_ROOT, f"longer than {ROOT_LIMIT} bytes")
        check_root(content)
        profile.updates.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(own_root_file(profile), content)
    except OSError as error:
        raise EnvironmentProblem(
            "The root file cannot be used.", f"{error.filename or chosen}: {error.strerror}."
        ) from error
    return TrustedRoot(content, is_own=True)


def forget_own_root(profile: Profile) -> None:
    """Go back to the root that was shipped, if one was."""
    try:
        own_root_file(profile).unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            "The root file cannot be removed.", f"{error.filename}: {error.strerror}."
        ) from error


def check_root(content: bytes) -> None:
    """See that this is root metadata, signed by enough of its own keys.

    Raises:
        UpdateError: it is not.
    """
    # Loaded here: settings are opened far more often than a root is chosen.
    from tuf.api.exceptions import RepositoryError

    # Public, but exported by an __all__ that is computed.
    from tuf.api.metadata import Metadata, Root  # type: ignore[attr-defined]

    try:
        metadata = Metadata[Root].from_bytes(content)
        if metadata.signed.type != Root.type:
            raise UpdateError(Refusal.BAD_ROOT, f"it is {metadata.signed.type} metadata")
        metadata.verify_delegate(Root.type, metadata)
    except RepositoryError as error:
        raise UpdateError(Refusal.BAD_ROOT, str(error)) from error
