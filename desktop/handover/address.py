"""Where the FlowPilot that has a profile open can be reached."""

from __future__ import annotations

import getpass
import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from core.paths import Places, Profile


def address_of(places: Places, profile: Profile) -> str:
    """A pipe's name on Windows, elsewhere the path of a socket; another one for every profile.

    The id of the profile, which only its owner can read, makes the name one that nobody else on
    the computer can guess and take.
    """
    known = "\n".join((_user(), str(places.settings_file.resolve()), _profile_id(profile)))
    name = f"flowpilot-{sha256(known.encode('utf-8', 'replace')).hexdigest()[:24]}"
    return name if sys.platform == "win32" else str(_folder() / name)


def is_ours(address: str) -> bool:
    """Whether nobody else has made the socket there. A pipe on Windows is not asked."""
    if sys.platform == "win32":
        return True
    try:
        return Path(address).stat().st_uid == os.getuid()
    except OSError:
        return False


def _folder() -> Path:
    """The folder for such things that the system gives to each user, or that for temporary files.

    A socket's path may have about a hundred bytes, so the data folder is no place for it.
    """
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = bool(given) and os.access(given, os.W_OK)
    return Path(given if usable else tempfile.gettempdir())


def _profile_id(profile: Profile) -> str:
    try:
        return profile.id_file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
