"""The settings on a real data folder, in a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.app import Core
from desktop.settings.background_actions import Surroundings
from desktop.settings.feature import SettingsFeature
from desktop.settings.form import Section
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.updates.desk import UpdateDesk
from sync.updates.installation import NOT_UPDATED
from tests.desktop.widgets.hands import click, inside
from tests.e2e.patience import until

S = TypeVar("S", bound=Section)
D = TypeVar("D", bound=QDialog)


class Room:
    """Finds what is visible by its words and clicks it.

    failures  what reached the presenter
    """

    def __init__(
        self, bot: QtBot, icons: Icons, core: Core, surroundings: Surroundings | None = None
    ) -> None:
        self.bot = bot
        self.core = core
        self.failures: list[Exception] = []
        self.scope = Scope("settings", lambda error, _: self.failures.append(error))
        self.updates = UpdateDesk(core, NOT_UPDATED, "1.2.3", self.scope)
        self.feature = SettingsFeature(
            icons, core, self.updates, self.scope, surroundings=surroundings
        )
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.feature.page)
        layout.addWidget(self.feature.chip)
        self.window.resize(1280, 800)
        self.window.show()

    def close(self) -> None:
        """End what runs and take the window away."""
        self.scope.cancel()
        until(self.bot, lambda: not self.scope.pending(), lambda: f"busy: {self.scope.pending()}")
        self.window.hide()
        for leftover in (self.feature, self.updates, self.window):
            leftover.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def open(self, kind: type[S]) -> S:
        """Go to a section and wait until it is filled."""
        self.feature.page.show_section(kind.TITLE)
        self.settle()
        section = self.feature.page.section()
        assert isinstance(section, kind)
        return section

    def settle(self) -> None:
        """Wait until nothing is under way; a watch on the network never ends by itself."""
        until(self.bot, lambda: not self._busy(), lambda: f"busy: {self._busy()}")

    def until(self, condition: Callable[[], bool], problem: str | Callable[[], str]) -> None:
        until(self.bot, condition, problem)

    def texts(self, within: QWidget | None = None) -> list[str]:
        """Every visible label."""
        root = within or self.window
        return [label.text() for label in inside(root, QLabel) if label.isVisible()]

    def sees(self, words: str, within: QWidget | None = None) -> bool:
        return any(words in text for text in self.texts(within))

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

    def dialog(self, kind: type[D]) -> D:
        """The dialog that is open."""
        self.until(lambda: bool(QApplication.activeModalWidget()), "no dialog opened")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        return dialog

    def _busy(self) -> list[str]:
        names = [task.get_name() for task in self.scope.pending()]
        return [name for name in names if not name.startswith("settings.watch ")]

    @staticmethod
    def _buttons(root: QWidget) -> Iterator[QAbstractButton]:
        return (button for button in inside(root, QAbstractButton) if button.isVisible())
