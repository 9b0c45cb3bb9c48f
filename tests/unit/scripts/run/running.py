"""Shortcuts of the tests that really run scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from core.scripts.model import Language
from core.scripts.rendering import Runnable
from core.scripts.run.result import RunResult
from core.scripts.run.runner import ScriptRunner
from core.scripts.run.script_file import fingerprint

MINUTE = timedelta(minutes=1)


def bash(script: str, *, secrets: tuple[str, ...] = (), **values: str) -> Runnable:
    named = {f"FLOWPILOT_{key.upper()}": value for key, value in values.items()}
    return Runnable(script, named, secrets)


async def run(
    runner: ScriptRunner,
    runnable: Runnable,
    language: Language = Language.BASH,
    *,
    timeout: timedelta = MINUTE,  # noqa: ASYNC109 - passed on to the run
    elevated: bool = False,
    on_line: Callable[[str], None] | None = None,
) -> RunResult:
    return await runner.run(
        runnable,
        language,
        confirmed=fingerprint(runnable),
        timeout=timeout,
        elevated=elevated,
        on_line=on_line,
    )
