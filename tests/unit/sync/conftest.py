"""A published update repository, and the profile of somebody who trusts it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.paths import Profile
from sync.updates.trust import keep_own_root
from tests.fakes.updates import UpdateServer

# The stand-in for the installer, and the disk that is always full, are programs of POSIX systems.
_POSIX_ONLY = ["test_update_source.py", "test_update_trust.py", "test_updates.py"]
collect_ignore = _POSIX_ONLY if sys.platform == "win32" else []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[UpdateServer]:
    server = UpdateServer(tmp_path)
    yield server
    server.close()


@pytest.fixture
def profile(tmp_path: Path, server: UpdateServer) -> Profile:
    profile = Profile(tmp_path / "profile")
    profile.prepare()
    keep_own_root(profile, server.root_file)
    return profile
