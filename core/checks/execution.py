"""One run of one program, from start to end. Blocking; a worker thread owns it."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import IO

from core.checks.capture import Capture
from core.checks.process_tree import ProcessTree, start_tree


class Stream(Enum):
    """Which of its two streams a program wrote to."""

    OUTPUT = "output"
    ERRORS = "errors"


Listener = Callable[[Stream, bytes], None]
"""Gets every chunk, on the thread that reads the stream."""

_CHUNK = 64 * 1024
_GRACE_SECONDS = 1.0
_INPUT_SECONDS = 2.0  # what the end of the input takes to end everything, besides the grace
_DRAIN_SECONDS = 0.5  # for a pipe that a process left in the background still holds open


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run left behind. `exit_code` is None when it never started; `failure` says why."""

    exit_code: int | None
    stdout: Capture
    stderr: Capture
    seconds: float
    failure: str = ""


class Execution:
    """`run` in one thread, `end` from any other."""

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        limit: int,
        on_output: Listener | None = None,
        *,
        sent: bytes | None = None,
    ) -> None:
        """`sent` is written to the standard input, which then stays open until the run ends.

        So whoever reads it knows by its end that the run is to stop, or that the app is gone.
        Without it the input is closed.
        """
        self._argv = argv
        self._environment = environment
        self._stdout, self._stderr = Capture(limit), Capture(limit)
        self._on_output = on_output
        self._sent = sent
        self._tree: ProcessTree | None = None
        self._unwanted = False
        self._starting = threading.Lock()

    def run(self) -> Finished:
        """Start, read everything, and return when no process of the run is left."""
        started = time.monotonic()
        failure, exit_code = "", None
        try:
            with self._starting:
                if not self._unwanted:
                    self._tree = start_tree(
                        self._argv, self._environment, with_input=self._sent is not None
                    )
        except (OSError, ValueError) as error:
            failure = str(error)
        if self._tree is not None:
            exit_code = self._follow(self._tree)
        seconds = time.monotonic() - started
        return Finished(exit_code, self._stdout, self._stderr, seconds, failure)

    def end(self, grace_seconds: float = _GRACE_SECONDS) -> None:
        """End every process of the run, or keep it from starting."""
        with self._starting:
            self._unwanted = True
        if self._tree is not None:
            if self._sent is not None:
                _stop_by_input(self._tree, grace_seconds)
            self._tree.end(grace_seconds)

    def _follow(self, tree: ProcessTree) -> int:
        process = tree.process
        readers = [
            self._reader(process.stdout, self._stdout, Stream.OUTPUT),
            self._reader(process.stderr, self._stderr, Stream.ERRORS),
        ]
        self._send(tree)
        exit_code = process.wait()
        _close_input(tree)
        _join(readers, _DRAIN_SECONDS)
        tree.end(_GRACE_SECONDS)
        _join(readers, _DRAIN_SECONDS)
        return exit_code

    def _send(self, tree: ProcessTree) -> None:
        pipe, sent = tree.process.stdin, self._sent
        if pipe is None or sent is None:
            return

        def write() -> None:
            left = memoryview(sent)
            with contextlib.suppress(OSError, ValueError):  # it ended before it had read all
                while left:
                    left = left[pipe.write(left) :]

        threading.Thread(target=write, name="run-input", daemon=True).start()

    def _reader(self, pipe: IO[bytes] | None, capture: Capture, stream: Stream) -> threading.Thread:
        def read() -> None:
            if pipe is None:
                return
            with pipe:
                while chunk := pipe.read(_CHUNK):
                    capture.add(chunk)
                    if self._on_output is not None:
                        self._on_output(stream, chunk)

        reader = threading.Thread(target=read, name="check-output", daemon=True)
        reader.start()
        return reader


def _stop_by_input(tree: ProcessTree, grace_seconds: float) -> None:
    """Whoever reads the input may have rights we lack, and must end what we cannot."""
    _close_input(tree)
    if grace_seconds > 0:
        with contextlib.suppress(subprocess.TimeoutExpired):
            tree.process.wait(grace_seconds + _INPUT_SECONDS)


def _close_input(tree: ProcessTree) -> None:
    if tree.process.stdin is not None:
        with contextlib.suppress(OSError):
            tree.process.stdin.close()


def _join(threads: Sequence[threading.Thread], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
