from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.scripts.bench import ScriptBench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[ScriptBench]:
    bench = ScriptBench(tmp_path)
    yield bench
    bench.close()
