"""Runs the read-only command of a check on this laptop.

Plain threads with `subprocess.Popen`, awaited through futures: asyncio's own subprocesses need
loop features that qasync offers only in part on Windows.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import threading
import weakref
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from core.checks.capture import DEFAULT_LIMIT, Capture, size_text
from core.checks.environment import check_environment
from core.checks.execution import Execution, Finished
from core.checks.line_feed import LineFeed
from core.checks.runs import RunEnd, RunOutput
from core.checks.shell import Shell, available_shells, shell_for
from core.ids import new_id

DEFAULT_TIMEOUT = timedelta(seconds=60)
PARALLEL_RUNS = 4

Result = TypeVar("Result")


class CheckRunner:
    """Runs commands as the engineer saw them: same text, same rights, no input, nothing left.

    At most `parallel` commands run at once; others wait their turn. Every process of a run ends
    with it: at its end, its timeout, its cancellation, and when the app exits.
    """

    def __init__(
        self,
        shells: Sequence[Shell] | None = None,
        *,
        parallel: int = PARALLEL_RUNS,
        output_limit: int = DEFAULT_LIMIT,
    ) -> None:
        self.shells = tuple(available_shells() if shells is None else shells)
        self._slots = asyncio.Semaphore(parallel)
        self._output_limit = output_limit
        self._running: dict[Execution, asyncio.Future[Finished]] = {}
        self._closed = False
        # Also when nobody came to call aclose(): at interpreter exit, or with the last reference.
        weakref.finalize(self, _end_all, self._running)

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
        async with self._slots:
            if self._closed:
                return _stopped_by_exit()
            return await self._run_now(chosen.argv(command), timeout, on_line)

    async def aclose(self) -> None:
        """End everything still running; its `run` returns what was printed as cancelled."""
        self._closed = True
        running = dict(self._running)
        await asyncio.gather(*(_in_thread(execution.end) for execution in running))
        if running:
            await asyncio.wait(running.values())

    async def _run_now(
        self, argv: Sequence[str], limit: timedelta, on_line: Callable[[str], None] | None
    ) -> RunOutput:
        feed = None if on_line is None else LineFeed(on_line)
        environment = check_environment(os.environ, new_id().hex)
        push = None if feed is None else feed.push
        execution = Execution(argv, environment, self._output_limit, push)
        self._running[execution] = finished = _in_thread(execution.run)
        try:
            done, _ = await asyncio.wait({finished}, timeout=limit.total_seconds())
            if not done:
                await _in_thread(execution.end)
            result = await asyncio.shield(finished)
        except asyncio.CancelledError:
            await _settled(_in_thread(execution.end))
            await _settled(finished)
            raise
        finally:
            del self._running[execution]
            if feed is not None:
                feed.close()
        if self._closed:
            return _output(RunEnd.CANCELLED, result, _APP_CLOSED)
        return _read(result) if done else _output(RunEnd.TIMED_OUT, result, _too_slow(limit))


_NAMES = {"powershell": "PowerShell", "posix": "POSIX shell"}
_APP_CLOSED = "Stopped because the app was closed."
_ELSEWHERE = "Run the command on a machine that can, and paste what it prints."


def _read(result: Finished) -> RunOutput:
    if result.exit_code is None:
        return _not_started(f"The command did not start: {result.failure}.")
    return _output(RunEnd.EXITED, result)


def _not_started(reason: str) -> RunOutput:
    return RunOutput(end=RunEnd.FAILED_TO_START, note=f"{reason} {_ELSEWHERE}")


def _stopped_by_exit() -> RunOutput:
    return RunOutput(end=RunEnd.CANCELLED, note=_APP_CLOSED)


def _too_slow(limit: timedelta) -> str:
    return f"Stopped after {limit.total_seconds():g} seconds; what it printed until then is kept."


def _output(end: RunEnd, result: Finished, note: str = "") -> RunOutput:
    notes = [note, _cut("output", result.stdout), _cut("error output", result.stderr)]
    return RunOutput(
        end=end,
        stdout=result.stdout.text(),
        stderr=result.stderr.text(),
        exit_code=result.exit_code if end is RunEnd.EXITED else None,
        duration_ms=round(result.seconds * 1000),
        note=" ".join(filter(None, notes)),
    )


def _cut(stream: str, capture: Capture) -> str:
    if not capture.left_out:
        return ""
    return f"The {stream} was long; {size_text(capture.left_out)} of its middle were left out."


def _end_all(running: dict[Execution, asyncio.Future[Finished]]) -> None:
    for execution in tuple(running):
        execution.end(grace_seconds=0)


def _in_thread(work: Callable[[], Result]) -> asyncio.Future[Result]:
    """Run `work` in a thread that never keeps the app from exiting."""
    outcome: concurrent.futures.Future[Result] = concurrent.futures.Future()
    outcome.set_running_or_notify_cancel()

    def body() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - the thread boundary; raised where it is awaited
            outcome.set_exception(error)

    threading.Thread(target=body, name="check-run", daemon=True).start()
    return asyncio.wrap_future(outcome)


async def _settled(future: asyncio.Future[Result]) -> None:
    """Wait whatever happens; the caller is being cancelled already and says so afterwards."""
    while not future.done():
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError:
            continue
