"""The side that is open: takes over what later starts were asked for."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.handover.messages import LINE_LIMIT, TAKEN, greeting, read_request

_log = logging.getLogger(__name__)
_PATIENCE_MS = 3_000
_MOST_CALLERS = 8


class HandoverServer(QObject):
    """Listens for the same user's processes only, from `listen` to `close`.

    asked    a later start was asked for something
    is_open  whether what is asked can still be done; while it cannot, callers are turned away and
             try to open the data themselves
    """

    asked = Signal(object)  # Asked

    def __init__(self, is_open: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = is_open
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._callers: set[QLocalSocket] = set()

    def listen(self, address: str) -> None:
        """Begin to listen. Only for whoever holds the profile's lock.

        That lock says that nobody else listens there: what is at the address was left by a
        process that was killed.
        """
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            # Later starts then say that FlowPilot is open already; nothing else is lost.
            _log.info("handover.not_listening reason=%s", self._server.serverError().name)

    def close(self) -> None:
        """Listen no more, and end what is being said."""
        self._server.close()
        for caller in tuple(self._callers):
            caller.abort()

    def _greet(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            if not self._is_open() or len(self._callers) >= _MOST_CALLERS:
                caller.abort()
                caller.deleteLater()
                continue
            self._callers.add(caller)
            caller.setReadBufferSize(LINE_LIMIT + 1)
            caller.readyRead.connect(lambda caller=caller: self._read(caller))
            caller.disconnected.connect(lambda caller=caller: self._forget(caller))
            QTimer.singleShot(_PATIENCE_MS, caller, caller.abort)
            caller.write(greeting(os.getpid()))

    def _read(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > LINE_LIMIT:
                self._turn_away(caller)
            return
        asked = read_request(bytes(caller.readLine(LINE_LIMIT).data()))
        if asked is None or not self._is_open():
            self._turn_away(caller)
            return
        caller.write(TAKEN)
        caller.disconnectFromServer()
        self.asked.emit(asked)

    def _turn_away(self, caller: QLocalSocket) -> None:
        _log.info("handover.turned_away")
        caller.abort()

    def _forget(self, caller: QLocalSocket) -> None:
        self._callers.discard(caller)
        caller.deleteLater()
