"""Commands run on the event loop of the window as on any other."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import timedelta

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from core.checks.runner import CheckRunner
from core.checks.runs import RunEnd
from tests.unit.checks.processes import Lines


@pytest.mark.skipif(sys.platform == "win32", reason="runs a POSIX shell")
def test_output_and_time_limit(qapp: QApplication) -> None:
    async def job() -> tuple[str, RunEnd, list[str]]:
        runner, lines = CheckRunner(), Lines()
        printed = await runner.run("echo shown", "posix", on_line=lines)
        slow = await runner.run("sleep 60", "posix", timeout=timedelta(seconds=0.2))
        await runner.aclose()
        return printed.stdout, slow.end, lines.all()

    with closing(qasync.QEventLoop(qapp)) as loop:
        assert loop.run_until_complete(job()) == ("shown\n", RunEnd.TIMED_OUT, ["shown"])
