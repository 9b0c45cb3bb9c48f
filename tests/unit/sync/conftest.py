"""A published update repository, and the profile of somebody who trusts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.paths import Profile
from sync.updates.trust import keep_own_root
from tests.fakes.updates import UpdateServer


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
