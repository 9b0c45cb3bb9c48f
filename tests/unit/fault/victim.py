"""The process that is killed: it opens the profile like the app does, and works."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from core.bus import Bus
from core.clock import SystemClock
from core.db.storage import open_storage
from core.paths import Profile
from core.playbooks.library import PlaybookLibrary
from core.playbooks.loading import read_shipped, shipped_synonyms
from core.secrets import FileSecretStore
from tests.unit.fault.journal import Journal, tell_of_every_table
from tests.unit.fault.working_day import WorkingDay

PLAYBOOKS = ("general-isolation", "no-internet-one-pc", "outlook-prompts", "printer-spooler")


@dataclass(frozen=True, slots=True)
class Orders:
    """Where to work, and what to do there.

    largest_file  the system ends the process in the middle of the write that makes a file larger
                  than this many bytes; None: no limit
    """

    profile: Path
    seed: int
    largest_file: int | None = None


def live(orders: Orders, pipe: Connection) -> None:
    """Work until somebody ends it."""
    if orders.largest_file is not None:
        _die_at(orders.largest_file)
    tell_of_every_table()
    journal, clock = Journal(pipe), SystemClock()
    profile = Profile(orders.profile)
    storage = open_storage(
        profile,
        FileSecretStore(profile.secrets_file),
        bus=Bus(),
        clock=clock,
        before_commit=[journal.announce],
    )
    day = WorkingDay(storage.database, clock, library, Random(orders.seed), journal.confirm)
    asyncio.run(day.work())


@cache
def library() -> PlaybookLibrary:
    """Enough playbooks for a day: reading all of them would take longer than the day."""
    read = [read_shipped(f"{name}.yaml") for name in PLAYBOOKS]
    return PlaybookLibrary(
        [one for one in read if not isinstance(one, tuple)], (), shipped_synonyms()
    )


def _die_at(size: int) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no limit on the size of files.")
    import resource
    import signal

    # Python ignores the signal; its own way is to end the process inside the system call.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
