"""The scripts page on a real data folder, in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.app import Core
from desktop.bridge import Bridge
from desktop.scripts.feature import ScriptsFeature
from desktop.session.flow import Undo
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.widgets.entry_list.view import EntryList
from tests.desktop.widgets.hands import click, inside
from tests.e2e.patience import until

Result = TypeVar("Result")


class Room:
    """Finds what is visible by its words and clicks it.

    failures  what reached the presenter
    noticed   the toasts' words
    undos     what was offered to be taken back
    """

    def __init__(self, bot: QtBot, icons: Icons, core: Core) -> None:
        self.bot = bot
        self.core = core
        self.failures: list[Exception] = []
        self.noticed: list[str] = []
        self.undos: list[Undo] = []
        self.scope = Scope("scripts", lambda error, _: self.failures.append(error))
        self.window = QWidget()
        self.feature = ScriptsFeature(icons, core, self.scope, self.window)
        self.page = self.feature.page
        self.feature.noticed.connect(self.noticed.append)
        self.feature.undo_offered.connect(self.undos.append)
        self._bridge = Bridge(core.bus, self.window)
        self._bridge.changed.connect(self.feature.tell)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.window.resize(1280, 800)
        self.window.show()

    def close(self) -> None:
        """End what runs and take the window away."""
        self._bridge.close()
        self.scope.cancel()
        until(self.bot, lambda: not self.scope.pending(), lambda: f"busy: {self.scope.pending()}")
        self.window.hide()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def begin(self) -> None:
        """Look at the page."""
        self.feature.refresh()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self.scope.pending(), lambda: f"busy: {self.scope.pending()}")

    def until(self, condition: Callable[[], bool], problem: str | Callable[[], str]) -> None:
        until(self.bot, condition, problem)

    def given(self, job: Callable[[], Result]) -> Result:
        """Have something happen in the background, and wait for what comes of it."""
        results: list[Result] = []
        self.scope.run("given", self.core.database.run(job), done=results.append)
        self.until(lambda: bool(results or self.failures), "the preparation did not end")
        assert results, self.failures
        self.settle()
        return results[0]

    def shows(self, part: QWidget) -> bool:
        """Whether this part of the page is open at the right."""
        return self.page.right is part

    def sees(self, words: str, within: QWidget | None = None) -> bool:
        labels = inside(within or self.window, QLabel)
        return any(words in label.text() for label in labels if label.isVisible())

    def button(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """The visible button with these words or this accessible name."""
        found = [
            button
            for button in self._buttons(within or self.window)
            if text in (button.text(), button.accessibleName())
        ]
        assert found, f"no button “{text}”"
        return found[0]

    def click(self, text: str, within: QWidget | None = None) -> None:
        """Click a button and wait until what it began has ended."""
        button = self.button(text, within)
        assert button.isEnabled(), f"“{text}” cannot be clicked"
        click(button)
        self.settle()

    def menu(self, words: str, within: QWidget) -> None:
        """Choose from a menu of a visible widget."""
        actions = [action for menu in inside(within, QMenu) for action in menu.actions()]
        next(action for action in actions if action.text() == words).trigger()
        self.settle()

    def titles(self, entries: EntryList) -> list[str]:
        """What a list shows, headings too."""
        model = entries.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return [str(model.data(row)) for row in rows]

    def choose(self, title: str, entries: EntryList) -> None:
        """Click an entry of a list."""
        row = self.titles(entries).index(title)
        index = entries.model().index(row, 0)
        entries.scrollTo(index, QListView.ScrollHint.EnsureVisible)
        QTest.mouseClick(
            entries.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            entries.visualRect(index).center(),
        )
        self.settle()

    @staticmethod
    def _buttons(root: QWidget) -> Iterator[QAbstractButton]:
        return (button for button in inside(root, QAbstractButton) if button.isVisible())
