"""Runs the read-only command of a check on this laptop."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from core.checks.capture import DEFAULT_LIMIT
from core.checks.environment import check_environment
from core.checks.execution import Stream
from core.checks.line_feed import LineFeed
from core.checks.processes import Processes
from core.checks.runs import RunEnd, RunOutput
from core.checks.shell import Shell, available_shells, shell_for
from core.ids import new_id

DEFAULT_TIMEOUT = timedelta(seconds=60)
PARALLEL_RUNS = 4


class CheckRunner:
    """Runs commands as the engineer saw them: same text, same rights, no input, nothing left."""

    def __init__(
        self,
        shells: Sequence[Shell] | None = None,
        *,
        parallel: int = PARALLEL_RUNS,
        output_limit: int = DEFAULT_LIMIT,
    ) -> None:
        self.shells = tuple(available_shells() if shells is None else shells)
        self._processes = Processes(parallel=parallel, output_limit=output_limit)

    def shell_for(self, language: str) -> Shell | None:
        """What would run a check in `language`, `powershell` or `posix`; None: it cannot run."""
        return shell_for(language, self.shells)

    async def run(
        self,
        command: str,
        shell: str,
        *,
        timeout: timedelta = DEFAULT_TIMEOUT,  # noqa: ASYNC109 - a rule of the run, part of its result
        on_line: Callable[[str], None] | None = None,
    ) -> RunOutput:
        """Run `command` in a shell that speaks `shell` and keep what it printed.

        Cancelling the awaiting task ends every process of the run first. `timeout` counts from
        the start of the command. `on_line` gets lines of stdout on the event loop, as a glimpse:
        fast output loses lines there, never in the result.

        Never raises for what the command or the machine does; `RunOutput.end` and `note` say it.
        """
        chosen = self.shell_for(shell)
        if chosen is None:
            return _not_started(f"There is no {_NAMES.get(shell, shell)} on this laptop.")
        if chosen.longest_command is not None and len(command) > chosen.longest_command:
            return _not_started("The command is too long for this system.")
        feed = None if on_line is None else LineFeed(on_line)

        def glimpse(stream: Stream, chunk: bytes) -> None:
            if feed is not None and stream is Stream.OUTPUT:
                feed.push(chunk)

        environment = check_environment(os.environ, new_id().hex)
        try:
            output = await self._processes.run(
                chosen.argv(command), environment, timeout=timeout, on_output=glimpse
            )
        finally:
            if feed is not None:
                feed.close()
        if output.end is RunEnd.FAILED_TO_START:
            return replace(output, note=f"{output.note} {_ELSEWHERE}")
        return output

    @property
    def is_running(self) -> bool:
        """Whether a check runs now."""
        return self._processes.is_busy

    async def aclose(self) -> None:
        """End everything still running; its `run` returns what was printed as cancelled."""
        await self._processes.aclose()


_NAMES = {"powershell": "PowerShell", "posix": "POSIX shell"}
_ELSEWHERE = "Run the command on a machine that can, and paste what it prints."


def _not_started(reason: str) -> RunOutput:
    return RunOutput(end=RunEnd.FAILED_TO_START, note=f"{reason} {_ELSEWHERE}")
