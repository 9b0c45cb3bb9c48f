"""The real window on a profile, driven by mouse and keys within its own event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import qasync
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.app import DesktopApp
from desktop.qt_application import make_qt
from desktop.start import spare_what_is_loaded
from desktop.theme.theme import Theme
from desktop.widgets.entry_list.model import ROW_ROLE
from desktop.widgets.entry_list.rows import EntryRow
from tests.bench.profiles import open_profile

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
_TICK = 0.01


def in_window(profile: Path, measure: Callable[[Window], Coroutine[Any, Any, T]]) -> T:
    """Open the window, let `measure` do its work in it, and end the application."""
    qt = make_qt([])
    loop = qasync.QEventLoop(qt)
    asyncio.set_event_loop(loop)
    with loop:
        app = DesktopApp(qt, open_profile(profile), Theme(), "benchmark")
        app.window.resize(1280, 800)  # on a screen that is smaller, too
        measured: T = loop.run_until_complete(_measured(app, measure))
        return measured


async def _measured(app: DesktopApp, measure: Callable[[Window], Coroutine[Any, Any, T]]) -> T:
    app.show()
    spare_what_is_loaded()
    window = Window(app)
    await window.rest()
    try:
        return await measure(window)
    finally:
        await app.aclose()


class Window:
    """What a benchmark does in the window, and when it is done."""

    def __init__(self, app: DesktopApp) -> None:
        self.app = app
        self.flow = app.shell.session.flow
        self._list = app.shell.session_list.view

    async def rest(self) -> None:
        """Wait until nothing is under way."""
        scopes = (self.flow.scope, self.app.shell.scope)
        await self.until(
            lambda: not self.flow.is_thinking and not any(scope.pending() for scope in scopes)
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110 - widgets have no event for everything
            await asyncio.sleep(_TICK)

    async def open_session(self, session_id: UUID) -> float:
        """Click a session in the list; milliseconds until its conversation is on the screen."""
        index = self._index_of(session_id)
        self._list.scrollTo(index)
        place = self._list.visualRect(index).center()
        conversation = self.app.shell.session.page.conversation
        shown = _Painted(children(conversation, QAbstractScrollArea)[0].viewport())
        conversation.messages_added.connect(shown.arm)
        began = time.perf_counter()
        QTest.mouseClick(self._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        ended = await shown.at
        conversation.messages_added.disconnect(shown.arm)
        await self.rest()
        return (ended - began) * 1000

    def _index_of(self, session_id: UUID) -> QModelIndex:
        model = self._list.model()
        for number in range(model.rowCount()):
            row = model.index(number, 0).data(ROW_ROLE)
            if isinstance(row, EntryRow) and row.id == session_id:
                return model.index(number, 0)
        raise LookupError(session_id)


def children(parent: QWidget, kind: type[W]) -> list[W]:
    """Every widget of a kind inside of another, outer ones first."""
    inside: list[QWidget] = list(parent.findChildren(QWidget))
    return [widget for widget in inside if isinstance(widget, kind)]


class _Painted(QObject):
    """Tells when a widget was painted after `arm`, and that painting has reached the screen."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._widget = widget
        self._is_armed = False
        widget.installEventFilter(self)

    def arm(self) -> None:
        self._is_armed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_armed and event.type() is QEvent.Type.Paint:
            self._is_armed = False
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.at.set_result(time.perf_counter())
        self._widget.removeEventFilter(self)
        self.deleteLater()
