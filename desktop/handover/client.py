"""The side that was started later: asks the FlowPilot that is open, if there is one."""

from __future__ import annotations

import sys
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from desktop.handover.address import is_ours
from desktop.handover.messages import LINE_LIMIT, TAKEN, Asked, read_greeting, request

_PATIENCE_MS = 4_000


class HandoverEnd(StrEnum):
    """How an attempt to hand over ended."""

    TAKEN = "taken"
    NOBODY = "nobody"
    """Nobody listens there, or it is just ending: whoever asked can open the data itself."""
    SILENT = "silent"
    """Somebody is there and does not answer as FlowPilot does, or not in time."""


class HandoverClient(QObject):
    """One attempt; `ended` comes once."""

    ended = Signal(object)  # HandoverEnd

    def __init__(
        self,
        address: str,
        asked: Asked,
        parent: QObject | None = None,
        *,
        patience_ms: int = _PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._address = address
        self._asked = asked
        self._is_greeted = False
        self._has_ended = False
        self._socket = QLocalSocket(self)
        self._socket.readyRead.connect(self._read)
        self._socket.errorOccurred.connect(self._failed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(lambda: self._end(HandoverEnd.SILENT))

    def begin(self) -> None:
        """Call whoever is there. What another user has put there is not called."""
        if not is_ours(self._address):
            self._end(HandoverEnd.NOBODY)
            return
        self._patience.start()
        self._socket.connectToServer(self._address)

    def _read(self) -> None:
        while not self._has_ended and self._socket.canReadLine():
            line = bytes(self._socket.readLine(LINE_LIMIT).data())
            if self._is_greeted:
                self._end(HandoverEnd.TAKEN if line == TAKEN else HandoverEnd.SILENT)
            else:
                self._ask(read_greeting(line))
        if not self._has_ended and self._socket.bytesAvailable() > LINE_LIMIT:
            self._end(HandoverEnd.SILENT)

    def _ask(self, process_id: int | None) -> None:
        if process_id is None:
            self._end(HandoverEnd.SILENT)
            return
        self._is_greeted = True
        allow_foreground(process_id)
        self._socket.write(request(self._asked))

    def _failed(self) -> None:
        self._end(HandoverEnd.SILENT if self._is_greeted else HandoverEnd.NOBODY)

    def _end(self, end: HandoverEnd) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._patience.stop()
            self._socket.abort()
            self.ended.emit(end)


def allow_foreground(process_id: int) -> None:
    """Let another process bring its window to the front, where the system wants to be told.

    Windows gives that right to the program that was started last and to whom it names. Elsewhere
    nothing is needed. Not covered by a test: there is no stand-in for who is in front.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.WinDLL("user32").AllowSetForegroundWindow(ctypes.c_uint32(process_id))
