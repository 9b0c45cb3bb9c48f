"""What the process keeps in memory after many sessions. Minutes, not the eight hours of a day."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from ctypes import wintypes
from pathlib import Path
from random import Random

from tests.bench.measurement import Measurement
from tests.bench.profiles import add_session, open_profile
from tests.bench.window import Window, in_window

if sys.platform != "win32":
    import resource

MESSAGES = 40
STATISTICS = Path("/proc/self/statm")  # Linux


class _Counters(ctypes.Structure):
    """Windows' PROCESS_MEMORY_COUNTERS."""

    _fields_ = (
        ("cb", wintypes.DWORD),
        ("PageFaultCount", wintypes.DWORD),
        ("PeakWorkingSetSize", ctypes.c_size_t),
        ("WorkingSetSize", ctypes.c_size_t),
        ("others", ctypes.c_size_t * 6),
    )


def memory(folder: Path, *, quick: bool) -> list[Measurement]:
    """Resident memory after opening every session of a profile in turn, and after the first."""
    profile, count = folder / "profile", 40 if quick else 200
    if not profile.exists():
        core, random = open_profile(profile), Random(6)
        for _ in range(count):
            add_session(core, random, MESSAGES)
        asyncio.run(core.aclose())

    async def measure(window: Window) -> tuple[float, float]:
        sessions = window.app.core.sessions.overview()
        await window.open_session(sessions[0].id)
        first = resident()
        for session in sessions[1:]:
            await window.open_session(session.id)
        return first, resident()

    first, last = in_window(profile, measure)
    return [
        Measurement(
            what=f"memory after opening {count} sessions in turn / after the first",
            floor=first,
            measured=last,
            unit="MB",
            target=1.3,
            limit=250,
        )
    ]


def resident() -> float:
    """The memory of this process that is really in use, in MB."""
    gc.collect()
    if STATISTICS.exists():
        pages = int(STATISTICS.read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    if sys.platform == "win32":
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        process = ctypes.windll.kernel32.GetCurrentProcess()
        ctypes.windll.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
        return int(counters.WorkingSetSize) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # the highest so far
