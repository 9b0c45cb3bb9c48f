from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import pytest

from core.checks.runner import CheckRunner

collect_ignore = ["test_runner.py", "test_ending.py"] if sys.platform == "win32" else []


@pytest.fixture
async def runner() -> AsyncIterator[CheckRunner]:
    runner = CheckRunner()
    yield runner
    await runner.aclose()
