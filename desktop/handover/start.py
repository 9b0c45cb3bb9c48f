"""Hands over before anything of the window is loaded: most second starts end here."""

from __future__ import annotations

from collections.abc import Sequence

import qasync
from PySide6.QtCore import QTimer

from core.errors import EnvironmentProblem
from desktop.handover.client import HandoverClient, HandoverEnd
from desktop.handover.messages import Asked
from desktop.qt_application import make_qt


def hand_over(address: str, asked: Asked, arguments: Sequence[str]) -> HandoverEnd:
    """Ask whoever has the profile open, and wait for the answer; seconds at most."""
    qt = make_qt(arguments)
    client = HandoverClient(address, asked)
    ends: list[HandoverEnd] = []
    with qasync.QEventLoop(qt) as loop:

        def end(how: HandoverEnd) -> None:
            ends.append(how)
            loop.stop()

        client.ended.connect(end)
        # Not before the loop runs: what ends at once could not stop it.
        QTimer.singleShot(0, client.begin)
        loop.run_forever()
    return ends[0] if ends else HandoverEnd.SILENT


def does_not_answer() -> EnvironmentProblem:
    """What to say about a FlowPilot that is open and does not react."""
    return EnvironmentProblem(
        "FlowPilot is open but does not answer.",
        "It may be busy. Nothing was opened, and what is in it is not touched.",
        hint="Look at its window. Try again, or end it in the task manager and start anew.",
        retryable=True,
    )
