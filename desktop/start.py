"""Starts the window: Qt, the event loop, the application object."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence

import qasync
from PySide6.QtCore import QTimer

from core.app import Core
from core.clock import SystemClock
from core.crashes.process import ProcessCrashes
from core.errors import AppError
from core.opening import Opening
from core.paths import Places
from core.settings.store import SettingsStore
from core.version import program_version
from desktop.handover.messages import Asked
from desktop.onboarding.start_window import StartProblemWindow
from desktop.onboarding.start_words import StartAction, StartProblem
from desktop.problems import describe
from desktop.qt_application import make_qt
from desktop.qt_messages import leave_messages, log_messages
from desktop.settings.look_actions import dress
from desktop.startup import StartUp
from desktop.theme.icons import Icons
from desktop.theme.theme import Theme
from desktop.window.frame import paint_title_bar
from desktop.window.title_bars import TitleBars

_STARTED_MS = 3_000


def run_window(
    opening: Opening,
    places: Places,
    settings: SettingsStore,
    crashes: ProcessCrashes,
    asked: Asked,
    arguments: Sequence[str],
) -> int:
    """Show the window and run until it is closed; returns the exit code."""
    log_messages(crashes.native.note)
    qt = make_qt(arguments)
    loop = qasync.QEventLoop(qt)
    loop.set_exception_handler(crashes.reporter.loop_failed)
    # The first tasks are made before the loop runs; they must be this loop's.
    asyncio.set_event_loop(loop)
    theme = Theme()
    dress(theme, settings)
    with loop:
        TitleBars(theme, qt, paint_title_bar, qt)
        start = StartUp(qt, theme, places, settings, asked)
        start.opened.connect(lambda core: _watch_on(crashes, core))
        start.moved.connect(lambda core: crashes.follow(core.storage.profile))
        qt.commitDataRequest.connect(start.expect_end)
        start.ended.connect(loop.stop)
        start.launch(opening)
        spare_what_is_loaded()
        loop.run_forever()
    leave_messages()
    crashes.end()
    return 0


def _watch_on(crashes: ProcessCrashes, core: Core) -> None:
    """The data is open: reports go there, and the window is told of what it was asked to do."""
    crashes.follow(core.storage.profile)
    crashes.watch.tell(core.bus.publish)


def spare_what_is_loaded() -> None:
    """Keep the collector away from what was made to start: it lives until the end.

    To look through it takes a tenth of a second, and no thread goes on meanwhile. Call it with an
    event loop about to run; it waits until the window is up.
    """
    QTimer.singleShot(_STARTED_MS, gc.freeze)


def ask_to_try_again(problem: AppError, arguments: Sequence[str]) -> bool:
    """Show what stands in the way before anything is open; False when the engineer quits."""
    qt = make_qt(arguments)
    theme = Theme()
    theme.apply(qt)
    window = StartProblemWindow(Icons(theme))
    described = describe(problem, "start", SystemClock().now(), program_version())
    window.show_problem(
        StartProblem(
            described.title,
            described.meaning,
            described.advice,
            described.details,
            (StartAction.TRY_AGAIN,),
        )
    )
    wishes: list[bool] = []
    with qasync.QEventLoop(qt) as loop:

        def decide(wants_again: bool) -> None:
            wishes.append(wants_again)
            loop.stop()

        window.retry_requested.connect(lambda: decide(True))
        window.quit_requested.connect(lambda: decide(False))
        window.show()
        loop.run_forever()
    window.leave()
    return wishes[-1:] == [True]
