"""What Qt has to say goes to the log, and its last words to where the process leaves its own."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_messages(last_words: Callable[[str], None]) -> None:
    """Send Qt's messages to the loggers "qt" and "qt.<category>" from now on.

    `last_words` takes a fatal message: Qt ends the process right after it.
    """

    def to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        category = getattr(context, "category", None)  # the type stub leaves it out
        name = "qt" if category in (None, "default") else f"qt.{category.removeprefix('qt.')}"
        if kind is QtMsgType.QtFatalMsg:
            last_words(f"Qt: {message}")
        logging.getLogger(name).log(_LEVELS[kind], "%s", message)

    qInstallMessageHandler(to_log)


def leave_messages() -> None:
    """Let Qt print its messages again, before there is no Python left to hear them."""
    qInstallMessageHandler(None)
