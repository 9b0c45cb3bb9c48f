from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.paths import Profile
from core.scripts.run.runner import ScriptRunner

collect_ignore = (
    ["test_runner.py", "test_faults.py", "test_pkexec.py"] if sys.platform == "win32" else []
)


@pytest.fixture
async def runner(tmp_path: Path) -> AsyncIterator[ScriptRunner]:
    runner = ScriptRunner(lambda: Profile(tmp_path), output_limit=64 * 1024)
    yield runner
    await runner.aclose()
