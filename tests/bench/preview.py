"""Previewing an unchanged session a second time composes nothing."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random
from statistics import median

from core.artifacts import composer
from core.artifacts.bundle import Bundle
from core.artifacts.documents import DocumentKind
from core.artifacts.resolution_note import resolution_note
from tests.bench.measurement import Measurement
from tests.bench.profiles import add_session, open_profile


def preview(folder: Path, *, quick: bool) -> list[Measurement]:
    """Counts the texts that are composed, and times both previews."""
    core, random = open_profile(folder / "profile"), Random(5)
    composed: list[Bundle] = []

    def counted(bundle: Bundle) -> str:
        composed.append(bundle)
        return resolution_note(bundle)

    composer._COMPOSERS = {DocumentKind.RESOLUTION_NOTE: counted}
    times: tuple[list[float], list[float]] = ([], [])
    counts = [0, 0]
    for _ in range(10 if quick else 40):
        session_id = add_session(core, random, 10)
        for turn, taken in enumerate(times):
            composed.clear()
            began = time.perf_counter()
            core.documents.preview(session_id, DocumentKind.RESOLUTION_NOTE)
            taken.append((time.perf_counter() - began) * 1000)
            counts[turn] += len(composed)
    asyncio.run(core.aclose())
    return [
        Measurement(
            what="texts composed by a second preview / by the first",
            floor=counts[0],
            measured=counts[1],
            unit="texts",
            target=0,
        ),
        Measurement(
            what="… the time it takes",
            floor=median(times[0]),
            measured=median(times[1]),
            unit="ms",
        ),
    ]
