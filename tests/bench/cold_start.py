"""From starting the process to a painted, usable window with the session list."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median

from tests.bench.measurement import Measurement
from tests.bench.profiles import add_session, open_profile

SESSIONS = 50
_HERE = Path(__file__).parent


def cold_start(folder: Path, *, quick: bool) -> list[Measurement]:
    """Real processes with a warm file cache and compiled modules, the bare window in between."""
    profile = folder / "profile"
    if not profile.exists():
        _make(profile)
    bare = ["bare_window.py"]
    whole = ["whole_app.py", "--profile", str(profile)]
    for command in (bare, whole):  # fill the caches
        _start(command, folder)
    pairs = [(_start(bare, folder), _start(whole, folder)) for _ in range(4 if quick else 12)]
    floors, starts = zip(*pairs, strict=True)
    return [
        Measurement(
            what=f"cold start to the painted list of {SESSIONS} sessions / a bare window",
            floor=median(wall for wall, _ in floors),
            measured=median(wall for wall, _ in starts),
            unit="ms",
            target=3.0,
        ),
        Measurement(
            what="… the same in processor time",
            floor=median(cpu for _, cpu in floors),
            measured=median(cpu for _, cpu in starts),
            unit="ms",
        ),
    ]


def _make(profile: Path) -> None:
    core, random = open_profile(profile), Random(1)
    for _ in range(SESSIONS):
        add_session(core, random, 4)
    asyncio.run(core.aclose())


def _start(command: list[str], folder: Path) -> tuple[float, float]:
    """Milliseconds from the start of the process to its report: on the wall, and of processor."""
    environment = dict(os.environ, PYTHONPYCACHEPREFIX=str(folder / "pycache"))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    script, *arguments = command
    began = time.monotonic_ns()
    ended = subprocess.run(
        [sys.executable, str(_HERE / script), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    painted, processor = (int(word) for word in ended.stdout.split())
    return (painted - began) / 1e6, processor / 1e6
