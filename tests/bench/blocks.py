"""How long the window cannot react while sessions are opened, searched and worked on."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.search import SearchSheet
from desktop.widgets.option_button import OptionButton
from tests.bench.measurement import Measurement, percentile
from tests.bench.profiles import add_session, open_profile
from tests.bench.window import Window, children, in_window

FRAME = 16.0
BEAT = 4
PAUSE = 0.4
"""Seconds between words: the search field waits for the end of a word before it asks."""
SESSIONS, MESSAGES = 20, 200
PROBLEM = "Outlook keeps asking for a password since this morning"


def blocks(folder: Path, *, quick: bool) -> list[Measurement]:
    """A timer beats every 4 ms; a beat that comes late was held up."""
    profile = folder / "profile"
    if not profile.exists():
        core, random = open_profile(profile), Random(3)
        for _ in range(SESSIONS):
            add_session(core, random, MESSAGES)
        asyncio.run(core.aclose())

    async def measure(window: Window) -> tuple[dict[str, list[float]], list[float]]:
        heart = Heart(window.app)
        await _open_sessions(window, 2)  # what is loaded once is not what this is about
        await search_in(window, "forwarder")
        found: dict[str, list[float]] = {}
        heart.late()
        await _open_sessions(window, 4 if quick else SESSIONS)
        found["opening"] = heart.late()
        await search_in(window, "gateway lease")
        found["searching"] = heart.late()
        await _answer(window, 2 if quick else 6)
        found["answering"] = heart.late()
        await asyncio.sleep(4 * PAUSE)
        return found, heart.late()

    found, idle = in_window(profile, measure)
    rows = []
    for name, late in found.items():
        rows += [
            Measurement(
                what=f"block of the window while {name}, p99 / a frame",
                floor=FRAME,
                measured=percentile(late, 99),
                unit="ms",
                target=2.0,
            ),
            Measurement(
                what=f"… the longest one while {name}",
                floor=FRAME,
                measured=max(late),
                unit="ms",
                limit=100,
            ),
        ]
    return [
        *rows,
        Measurement(
            what="… the longest one while nothing happens (this machine’s noise)",
            floor=FRAME,
            measured=max(idle),
            unit="ms",
        ),
    ]


class Heart(QObject):
    """Beats every 4 ms and notes how long each beat was held up."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def late(self) -> list[float]:
        """Milliseconds that each beat since the last call was held up."""
        late, self._late = self._late, []
        return late

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, (now - self._last) * 1000 - BEAT))
        self._last = now


async def _open_sessions(window: Window, count: int) -> None:
    for session in window.app.core.sessions.overview()[:count]:
        await window.open_session(session.id)


async def search_in(window: Window, words: str) -> None:
    """Type into the sheet that Ctrl+Shift+F opens, and wait for the hits of each word."""
    window.app.actions.trigger("go.search")
    await window.until(lambda: bool(children(window.app.window, SearchSheet)))
    sheet = children(window.app.window, SearchSheet)[0]
    field = children(sheet, QLineEdit)[0]
    for word in words.split():
        QTest.keyClicks(field, f"{word} ")
        await asyncio.sleep(PAUSE)
        await window.until(lambda: not window.app.shell.scope.pending())
    assert sheet.entries(), f"nothing was found for {words}"
    sheet.reject()
    await window.until(lambda: not children(window.app.window, SearchSheet))


async def _answer(window: Window, count: int) -> None:
    """Describe a problem on the start page and click what the assistant asks."""
    window.app.shell.leave_session()
    welcome = window.app.shell.welcome
    welcome.editor.set_text(PROBLEM)
    QTest.mouseClick(welcome.start, Qt.MouseButton.LeftButton)
    await window.until(lambda: window.flow.workspace is not None)
    await window.rest()
    for _ in range(count):
        lane = window.app.shell.session.page.lane
        options = [one for one in children(lane, OptionButton) if one.isVisible()]
        if not options:
            return
        QTest.mouseClick(options[0], Qt.MouseButton.LeftButton)
        await asyncio.sleep(PAUSE)
        await window.rest()
