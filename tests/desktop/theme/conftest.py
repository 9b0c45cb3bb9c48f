"""What Qt says while a theme is tested."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler


@pytest.fixture
def qt_messages() -> Iterator[list[str]]:
    """Everything Qt says while the test runs."""
    said: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        said.append(message or "")

    before = qInstallMessageHandler(note)
    yield said
    qInstallMessageHandler(before)
