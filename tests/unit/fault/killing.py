"""Ways to die: at a moment, inside a commit, in the middle of writing a page."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median

from tests.unit.fault.journal import Confirmed, Word
from tests.unit.fault.victim import Orders, live

PATIENCE = 60.0
"""Seconds after which a victim that should have died long ago is given up."""

_FIRST_COMMIT = 0.01

if sys.platform == "win32":
    _context = multiprocessing.get_context("spawn")
else:
    # Forked from a process that has imported everything and runs nothing else.
    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload(["tests.unit.fault.warm"])


@dataclass(frozen=True, slots=True)
class AtMoment:
    """So many seconds after its start: while it opens, works, or waits."""

    seconds: float


@dataclass(frozen=True, slots=True)
class InCommit:
    """After announcing a commit, when this share of a usual commit's time has passed."""

    number: int
    share: float


@dataclass(frozen=True, slots=True)
class WhileWriting:
    """In the system call that makes a file, most often the log, larger than so many bytes."""

    size: int


Death = AtMoment | InCommit | WhileWriting


def some_death(random: Random) -> Death:
    """A death at random; every one of them is a real end of a real process."""
    kinds = 2 if sys.platform == "win32" else 3
    match random.randrange(kinds):
        case 0:
            return AtMoment(random.uniform(0, 1))
        case 1:
            return InCommit(random.randrange(1, 40), random.uniform(0, 1.3))
        case _:
            return WhileWriting(random.randrange(1, 2_000_000))


def work_and_die(profile: Path, seed: int, death: Death) -> list[Word]:
    """Let a victim work in the profile until its death; returns what it said."""
    limit = death.size if isinstance(death, WhileWriting) else None
    mine, its = _context.Pipe(duplex=False)
    process = _context.Process(target=live, args=(Orders(profile, seed, limit), its))
    process.start()
    its.close()
    try:
        if isinstance(death, InCommit):
            words = _heard_to_commit(mine, death)
        else:
            seconds = death.seconds if isinstance(death, AtMoment) else PATIENCE
            words = list(_heard(mine, time.monotonic() + seconds))
        process.kill()
        words += _heard(mine, time.monotonic() + PATIENCE)
    finally:
        process.kill()
        process.join()
        mine.close()
    _expect(process.exitcode, death)
    process.close()
    return words


def _heard(pipe: Connection, until: float) -> Iterator[Word]:
    """Every word up to a moment, or to the death of who speaks."""
    while pipe.poll(max(0.0, until - time.monotonic())):
        try:
            yield pipe.recv()
        except (EOFError, OSError):  # nothing more, or cut off in the middle of a word
            return


def _heard_to_commit(pipe: Connection, death: InCommit) -> list[Word]:
    """Every word up to the commit meant; returns when the victim is to die."""
    words: list[Word] = []
    taken: list[float] = []
    announced_at, to_go = 0.0, death.number
    for word in _heard(pipe, time.monotonic() + PATIENCE):
        words.append(word)
        if isinstance(word, Confirmed):
            taken.append(time.perf_counter() - announced_at)
            continue
        announced_at = time.perf_counter()
        to_go -= 1
        if to_go == 0:
            usual = median(taken) if taken else _FIRST_COMMIT
            while time.perf_counter() < announced_at + death.share * usual:
                pass  # too short for the scheduler
            break
    return words


def _expect(exit_code: int | None, death: Death) -> None:
    """Only the death that was meant counts: a victim that ends by an error has found a bug."""
    if sys.platform == "win32":
        assert exit_code == -signal.SIGTERM, f"{death} ended with {exit_code}"
    else:
        meant = signal.SIGXFSZ if isinstance(death, WhileWriting) else signal.SIGKILL
        assert exit_code == -meant, f"{death} ended with {exit_code}"
