"""Every test here gets the real theme on the real application object."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

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
def qt_messages() -> Iterator[list[str]]:
    """Everything Qt says while the test runs."""
    said: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        said.append(message or "")

    before = qInstallMessageHandler(note)
    yield said
    qInstallMessageHandler(before)
