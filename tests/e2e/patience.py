"""Waiting for what must come, with words for when it does not."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.exceptions import TimeoutError as WaitedInVain
from pytestqt.qtbot import QtBot

WAIT_MS = 8_000


def until(bot: QtBot, condition: Callable[[], bool], problem: str | Callable[[], str]) -> None:
    """Let the application run until something is so.

    `problem` says what is wrong when it never is; a function is asked only then.
    """
    if condition():
        return
    try:
        bot.waitUntil(condition, timeout=WAIT_MS)
    except WaitedInVain:
        words = problem if isinstance(problem, str) else problem()
        raise AssertionError(words) from None
