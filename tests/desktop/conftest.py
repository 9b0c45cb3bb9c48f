"""Widgets are tested as they are shown: dressed, on the real application object."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A dark theme that is applied to the application; the application is bare again after."""
    theme = Theme(ThemeChoice.DARK)
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def icons(theme: Theme) -> Icons:
    """Icons in that theme."""
    return Icons(theme)


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[QtBot]:
    """The usual bot, but it also keeps the widgets it was given until the test has ended.

    Otherwise a window that only its test knew is garbage while its last events are handled, and
    a collection that runs while it paints takes the paint engine away under the painter.
    """
    kept: list[QWidget] = []
    add_widget = qtbot.addWidget

    def keep(widget: QWidget) -> None:
        kept.append(widget)
        add_widget(widget)

    monkeypatch.setattr(qtbot, "addWidget", keep)
    yield qtbot
    kept.clear()
