"""The main window. It only assembles; what the pieces do is theirs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QWidget

from desktop.rail import Rail, RailEntry
from desktop.theme.icons import Icons
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Panel, SurfaceKind
from desktop.widgets.toasts import ToastStack

SESSIONS, SCRIPTS, SETTINGS = "sessions", "scripts", "settings"
LIST_WIDTH = 260
_ENTRIES = (
    RailEntry(SESSIONS, "Sessions", "chat-circle-text"),
    RailEntry(SCRIPTS, "Scripts", "scroll"),
    RailEntry(SETTINGS, "Settings", "gear", at_end=True),
)


class MainWindow(QMainWindow):
    """Rail, session list, the page in the middle, the status bar, and toasts above them."""

    close_requested = Signal()

    def __init__(self, icons: Icons, session_list: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("FlowPilot")
        self.resize(1280, 800)
        self.setMinimumSize(720, 520)
        self.rail = Rail(icons, _ENTRIES)
        self.session_list = session_list
        self._pages = QStackedWidget()
        self._work = QStackedWidget()
        self._may_close = False
        self._build()
        self.toasts = ToastStack(icons, self._pages)

    def add_page(self, key: str, page: QWidget) -> None:
        """Add a page of the rail; one for `SESSIONS` stands beside the session list."""
        if key == SESSIONS:
            self._work.addWidget(page)
        else:
            page.setProperty("page_key", key)
            self._pages.addWidget(page)

    def show_page(self, key: str) -> None:
        self.rail.show_page(key)
        for index in range(self._pages.count()):
            if self._pages.widget(index).property("page_key") == key:
                self._pages.setCurrentIndex(index)

    def show_work(self, page: QWidget) -> None:
        """Show one of the pages beside the session list."""
        self.set_work(page)
        self.show_page(SESSIONS)

    def set_work(self, page: QWidget) -> None:
        """Choose what is beside the session list, without going there."""
        self._work.setCurrentWidget(page)

    @property
    def work(self) -> QWidget | None:
        """The page beside the session list; None while another rail page is shown."""
        on_sessions = self._pages.currentWidget().property("page_key") == SESSIONS
        return self._work.currentWidget() if on_sessions else None

    @property
    def work_page(self) -> QWidget:
        """The page beside the session list, also while another rail page is shown."""
        return self._work.currentWidget()

    def add_bar(self, bar: QWidget) -> None:
        """Put something above every page, beside the rail."""
        self._middle.insertWidget(0, bar)

    def add_status(self, widget: QWidget) -> None:
        self.statusBar().addPermanentWidget(widget)

    def allow_close(self) -> None:
        """The application has ended its work: the next close goes through."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()

    def _build(self) -> None:
        split = QSplitter()
        split.setProperty("page_key", SESSIONS)
        split.addWidget(self.session_list)
        split.addWidget(self._work)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_WIDTH, 1280 - LIST_WIDTH])
        split.setChildrenCollapsible(False)
        self.session_list.setMinimumWidth(200)
        self._pages.addWidget(split)
        body = Panel(SurfaceKind.PAGE)
        self._middle = column(self._pages, spacing=0)
        self._middle.setStretch(0, 1)
        layout = row(self.rail, self._middle, spacing=0)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        self.setCentralWidget(body)
        self.statusBar().setSizeGripEnabled(False)
