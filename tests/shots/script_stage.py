"""What the plays with scripts have in common."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from core.events import Aggregate
from core.ids import new_id
from core.scripts.model import Language
from core.sessions.fixes import Fix
from core.sessions.session_service import Intake
from desktop.main_window import SESSIONS
from desktop.scripts.scripts_page import ScriptsPage
from desktop.widgets.entry_list.view import EntryList
from tests.desktop.widgets.hands import inside
from tests.shots.stage import Stage

W = TypeVar("W", bound=QWidget)

DRAFTED = """\
#!/usr/bin/env bash
set -euo pipefail
queue='srv-print-07'
server='10.20.0.15'
echo "Clearing $queue on $server"
rm -rf "/tmp/flowpilot-example/$queue"
sleep 1
echo 'done: 3 jobs removed'
"""


class ScriptStage:
    """Finds what is visible by its words, and waits for it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def page(self) -> ScriptsPage:
        return self.stage.app.scripts.feature.page

    async def given_fix(self) -> Fix:
        """A new session with a fix by a drafted script; the session is open."""
        stage = self.stage
        core = stage.app.core
        stage.app.shell.show_page(SESSIONS)
        intake = Intake(text="The queue is stuck", title="Queue is stuck on srv-print-07")
        session_id = await stage.begin(intake)

        def add() -> Fix:
            with core.database.work() as work:
                work.changed(session_id, Aggregate.FIX)
                return work.fixes.add(
                    Fix(
                        id=new_id(),
                        account_id=work.account_id,
                        session_id=session_id,
                        title="Clear the stuck queue",
                        description="A damaged job blocks it. Clear it and start the service.",
                        confidence=84,
                        drafted_script=DRAFTED,
                        script_language=Language.BASH,
                        drafted_parameters={"queue": "srv-print-07", "server": "10.20.0.15"},
                        created_at=core.clock.now(),
                    )
                )

        return await stage.keep(add)

    async def choose(self, title: str, entries: EntryList) -> None:
        """Open an entry of a list."""
        model = entries.model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        entries.clicked.emit(next(row for row in rows if model.data(row) == title))
        await self.stage.rest()

    def line(self, name: str) -> QLineEdit:
        """The visible line editor with this accessible name."""
        lines = inside(self.stage.app.window, QLineEdit)
        return next(one for one in lines if one.isVisible() and one.accessibleName() == name)

    async def until_seen(self, words: str) -> None:
        await self.stage.hands.wait(
            f"“{words}”", lambda: any(words in label.text() for label in _shown(QLabel))
        )

    async def until_there(self, words: str) -> None:
        """Wait for a button that can be pressed."""
        await self.stage.hands.wait(
            f"the button “{words}”",
            lambda: any(one.text() == words and one.isEnabled() for one in _shown(QAbstractButton)),
        )


def _shown(kind: type[W]) -> list[W]:
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return [widget for window in windows for widget in inside(window, kind) if widget.isVisible()]
