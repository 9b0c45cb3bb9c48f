"""Runs programs for checks and scripts: no input, bounded output, and nothing left behind.

Plain threads with `subprocess.Popen`, awaited through futures: asyncio's own subprocesses need
loop features that qasync offers only in part on Windows.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from core.checks.capture import Capture, size_text
from core.checks.execution import Execution, Finished, Listener
from core.checks.runs import RunEnd, RunOutput

Result = TypeVar("Result")

APP_CLOSED = "Stopped because the app was closed."


class Processes:
    """At most `parallel` programs run at once; others wait their turn.

    Every process of a run ends with it: at its end, its timeout, its cancellation, and when the
    app exits.
    """

    def __init__(self, *, parallel: int, output_limit: int) -> None:
        self._slots = asyncio.Semaphore(parallel)
        self._output_limit = output_limit
        self._running: dict[Execution, asyncio.Future[Finished]] = {}
        self._closed = False
        # Also when nobody came to call aclose(): at interpreter exit, or with the last reference.
        weakref.finalize(self, _end_all, self._running)

    async def run(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        *,
        timeout: timedelta,  # noqa: ASYNC109 - a rule of the run, part of its result
        on_output: Listener | None = None,
        sent: bytes | None = None,
    ) -> RunOutput:
        """Run a program and keep what it printed.

        Cancelling the awaiting task ends every process of the run first. `timeout` counts from
        the start of the program. `on_output` gets every chunk on the reader's thread.
        `sent` goes to the standard input, which stays open until the end; None: it is closed.
        """
        async with self._slots:
            if self._closed:
                return RunOutput(end=RunEnd.CANCELLED, note=APP_CLOSED)
            execution = Execution(argv, environment, self._output_limit, on_output, sent=sent)
            return await self._follow(execution, timeout)

    @property
    def is_busy(self) -> bool:
        """Whether a program runs now."""
        return bool(self._running)

    async def aclose(self) -> None:
        """End everything still running; its `run` returns what was printed as cancelled."""
        self._closed = True
        running = dict(self._running)
        await asyncio.gather(*(in_thread(execution.end) for execution in running))
        if running:
            await asyncio.wait(running.values())

    async def _follow(self, execution: Execution, limit: timedelta) -> RunOutput:
        self._running[execution] = finished = in_thread(execution.run)
        try:
            done, _ = await asyncio.wait({finished}, timeout=limit.total_seconds())
            if not done:
                await in_thread(execution.end)
            result = await asyncio.shield(finished)
        except asyncio.CancelledError:
            await settled(in_thread(execution.end))
            await settled(finished)
            raise
        finally:
            del self._running[execution]
        if self._closed:
            return _output(RunEnd.CANCELLED, result, APP_CLOSED)
        if not done:
            return _output(RunEnd.TIMED_OUT, result, _too_slow(limit))
        if result.exit_code is None:
            return RunOutput(
                end=RunEnd.FAILED_TO_START, note=f"It did not start: {result.failure}."
            )
        return _output(RunEnd.EXITED, result)


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


def in_thread(work: Callable[[], Result]) -> asyncio.Future[Result]:
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


async def settled(future: asyncio.Future[Result]) -> None:
    """Wait whatever happens; the caller is being cancelled already and says so afterwards."""
    while not future.done():
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError:
            continue
