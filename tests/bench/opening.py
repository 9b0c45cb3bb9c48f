"""From the click in the list to the shown session, by the length of its conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random
from statistics import median

from tests.bench.measurement import Measurement
from tests.bench.profiles import add_session, open_profile
from tests.bench.window import Window, in_window

SHORT, LONG = 50, 1_000


def opening(folder: Path, *, quick: bool) -> list[Measurement]:
    """Both sessions in turn, in one window."""
    profile = folder / "profile"
    if not profile.exists():
        core, random = open_profile(profile), Random(2)
        for messages in (SHORT, LONG):
            session_id = add_session(core, random, messages)
            core.sessions.describe(
                session_id, title=str(messages), ticket_id="", client_name="", contact_name=""
            )
        asyncio.run(core.aclose())

    async def measure(window: Window) -> tuple[list[float], list[float]]:
        found = {one.title: one for one in window.app.core.sessions.overview()}
        short, long = found[str(SHORT)], found[str(LONG)]
        for session in (short, long):
            await window.open_session(session.id)
        pairs = [
            (await window.open_session(short.id), await window.open_session(long.id))
            for _ in range(5 if quick else 20)
        ]
        return [first for first, _ in pairs], [second for _, second in pairs]

    floors, times = in_window(profile, measure)
    return [
        Measurement(
            what=f"open a session of {LONG:,} messages / of {SHORT}",
            floor=median(floors),
            measured=median(times),
            unit="ms",
            target=1.5,
        )
    ]
