"""Widgets are tested as they are shown: dressed, on the real application object."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from tests.desktop.bot import qtbot

__all__ = ["icons", "qtbot", "theme"]


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
