"""The bot of pytest-qt, made safe for windows with reference cycles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


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
