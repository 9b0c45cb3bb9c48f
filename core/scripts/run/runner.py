"""Runs a script on this laptop: exactly what was shown, with its values as data beside it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from core.checks.capture import DEFAULT_LIMIT
from core.checks.environment import check_environment, own_settings
from core.checks.execution import Stream
from core.checks.processes import Processes, in_thread, settled
from core.checks.runs import RunEnd, RunOutput
from core.clock import Clock, SystemClock
from core.errors import EnvironmentProblem, UserError
from core.ids import new_id
from core.paths import Profile
from core.redaction.hiding import Hiding
from core.scripts.model import Language
from core.scripts.rendering import Runnable
from core.scripts.run.elevation import REFUSED, Elevation, StartMark, elevation_for
from core.scripts.run.interpreters import Interpreter, interpreter_for, interpreters
from core.scripts.run.printed import Printed
from core.scripts.run.result import RunCancelled, RunResult, end_text, input_note, signal_note
from core.scripts.run.script_file import check_file, fingerprint, remove_leftovers, script_file
from core.scripts.run.transcript import header, transcript

DEFAULT_TIMEOUT = timedelta(minutes=10)
_PARALLEL = 2


class ScriptRunner:
    """Runs scripts without input, with the rights of the app unless elevation is asked for.

    Every process of a run ends with it: at its end, its timeout, its cancellation, and when the
    app exits.
    """

    def __init__(
        self,
        profile: Callable[[], Profile] | None = None,
        *,
        found: Sequence[Interpreter] | None = None,
        clock: Clock | None = None,
        output_limit: int = DEFAULT_LIMIT,
    ) -> None:
        """`found` is what may run scripts; None: what this laptop has.

        Scripts are written to private folders inside the profile; None: the system's own place.
        """
        self._found = None if found is None else tuple(found)
        self._profile = profile
        self._clock = clock or SystemClock()
        self._output_limit = output_limit
        self._processes = Processes(parallel=_PARALLEL, output_limit=output_limit)

    def interpreter_for(self, language: Language) -> Interpreter | None:
        """What would run it; None: this laptop cannot."""
        if self._found is None:
            self._found = interpreters()
        return interpreter_for(language, self._found)

    async def run(
        self,
        runnable: Runnable,
        language: Language,
        *,
        confirmed: str,
        timeout: timedelta = DEFAULT_TIMEOUT,  # noqa: ASYNC109 - a rule of the run, part of its result
        elevated: bool = False,
        on_line: Callable[[str], None] | None = None,
    ) -> RunResult:
        """Run the script and keep what it printed.

        confirmed  `fingerprint` of what the engineer was shown
        on_line    gets lines of both streams on the event loop, as a glimpse: fast output loses
                   lines there

        Never raises for what the script or the machine does; the result says it.

        Raises:
            UserError: this is not what was shown; nothing ran.
            RunCancelled: the awaiting task was cancelled; every process of the run has ended.
        """
        if fingerprint(runnable) != confirmed:
            raise UserError("The script changed since you looked at it. Look at it again.")
        interpreter = self.interpreter_for(language)
        if interpreter is None:
            return _not_run(runnable, f"There is no {language.label} on this laptop.")
        elevation = elevation_for() if elevated else None
        if elevated and elevation is None:
            return _not_run(runnable, "This laptop has no way to ask for administrator rights.")
        printed = Printed(Hiding(runnable.secrets), on_line, self._output_limit)
        attempt = _Attempt(runnable, interpreter, elevation, printed, self._clock.now())
        try:
            return await attempt.run(self._processes, timeout, self._place())
        except (EnvironmentProblem, OSError, UnicodeEncodeError) as problem:
            output = RunOutput(end=RunEnd.FAILED_TO_START, note=str(problem))
            return await attempt.result(output)

    def remove_leftovers(self) -> int:
        """Remove the files of runs whose FlowPilot crashed. Every run does that first as well."""
        place = self._place()
        return 0 if place is None else remove_leftovers(place)

    @property
    def is_running(self) -> bool:
        """Whether a script runs now."""
        return self._processes.is_busy

    async def aclose(self) -> None:
        """End everything that runs; its `run` returns what was printed as cancelled."""
        await self._processes.aclose()

    def _place(self) -> Path | None:
        return None if self._profile is None else self._profile().root / "runs"


class _Attempt:
    """One run and what is gathered of it."""

    def __init__(
        self,
        runnable: Runnable,
        interpreter: Interpreter,
        elevation: Elevation | None,
        printed: Printed,
        started_at: datetime,
    ) -> None:
        self._runnable = runnable
        self._interpreter = interpreter
        self._elevation = elevation
        self._printed = printed
        self._script_sha256 = sha256_of(runnable.script)
        self._started_at = started_at
        self._began = time.monotonic()

    async def run(self, processes: Processes, limit: timedelta, place: Path | None) -> RunResult:
        language = self._interpreter.language
        with script_file(self._runnable.script, language, place) as file:
            check_file(file, self._runnable.script, language)
            try:
                output = await self._start(processes, file, limit)
            except asyncio.CancelledError as cancelled:
                stopped = RunOutput(end=RunEnd.CANCELLED, duration_ms=self._milliseconds())
                raise RunCancelled(await self.result(stopped)) from cancelled
        return await self.result(output)

    async def _start(self, processes: Processes, file: Path, limit: timedelta) -> RunOutput:
        own = dict(self._runnable.environment)
        run_id = new_id().hex
        environment = check_environment(os.environ, run_id)
        if self._elevation is None:
            command = self._interpreter.command(file)
            return await processes.run(
                command, environment | own, timeout=limit, on_output=self._printed.push
            )
        start = self._elevation.start(self._interpreter, file, own_settings(run_id) | own)
        mark = StartMark(start.mark)

        def push(stream: Stream, chunk: bytes) -> None:
            self._printed.push(stream, mark.take(chunk) if stream is Stream.ERRORS else chunk)

        output = await processes.run(
            start.argv, environment, timeout=limit, on_output=push, sent=start.sent
        )
        self._printed.push(Stream.ERRORS, mark.rest())
        if output.end is not RunEnd.EXITED or mark.seen:
            return output
        if self._elevation.was_refused(output.exit_code, output.stderr):
            return RunOutput(end=RunEnd.CANCELLED, note=REFUSED)
        return RunOutput(end=RunEnd.FAILED_TO_START, note=_NOT_BEGUN)

    async def result(self, output: RunOutput) -> RunResult:
        """What is kept. Also for a run that never started.

        Raises:
            RunCancelled: the task was cancelled meanwhile; its result says how the run ended.
        """
        self._printed.close()
        kept = in_thread(lambda: self._kept(output))
        try:
            return await asyncio.shield(kept)
        except asyncio.CancelledError as cancelled:
            await settled(kept)
            raise RunCancelled(kept.result()) from cancelled

    def _kept(self, output: RunOutput) -> RunResult:
        stdout, stderr, log = self._printed.texts()
        head = header(
            self._runnable,
            self._interpreter,
            script_sha256=self._script_sha256,
            elevated=self._elevation is not None,
            started_at=self._started_at,
        )
        note = self._note(output, f"{stdout}\n{stderr}")
        end = "\n".join(filter(None, [end_text(output.end, output.exit_code), note]))
        record = transcript(head, log, end)
        return RunResult(
            end=output.end,
            exit_code=output.exit_code,
            stdout=stdout,
            stderr=stderr,
            transcript=record,
            transcript_sha256=sha256_of(record),
            script_sha256=self._script_sha256,
            duration_ms=output.duration_ms or self._milliseconds(),
            note=note,
        )

    def _note(self, output: RunOutput, printed: str) -> str:
        asked = input_note(self._interpreter.language, self._runnable.script, printed)
        return " ".join(filter(None, [output.note, signal_note(output.exit_code), asked]))

    def _milliseconds(self) -> int:
        return round((time.monotonic() - self._began) * 1000)


_NOT_BEGUN = "The script did not start with administrator rights; the error output says why."


def _not_run(runnable: Runnable, reason: str) -> RunResult:
    return RunResult(
        end=RunEnd.FAILED_TO_START,
        script_sha256=sha256_of(runnable.script),
        note=f"{reason} Copy or save the script and run it where it belongs.",
    )


def sha256_of(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
