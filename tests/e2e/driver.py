"""Drives the real application the way an engineer does: by what is visible in its window.

Mouse and keyboard go to the window, as the operating system would deliver them: a button that is
covered, clipped away or behind a dialog cannot be clicked, and keys go where the focus is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from core.sessions.workspace import Workspace
from desktop.app import DesktopApp
from desktop.session.page import SessionPage
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.option_button import OptionButton
from desktop.widgets.toasts import Toast
from tests.desktop.widgets.hands import inside
from tests.e2e.laptop import Laptop
from tests.e2e.patience import until

Editor = QPlainTextEdit | QLineEdit
W = TypeVar("W", bound=QWidget)
_MOST_TABS = 150
_LONG_MS = 90_000
_TYPED_AT_MOST = 40  # longer texts are pasted, as people do


class Driver:
    """Finds visible widgets by their words, clicks and types. Waits for what must appear."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.bot = laptop.bot

    @property
    def app(self) -> DesktopApp:
        return self.laptop.app

    @property
    def window(self) -> QWidget:
        return self.app.window

    @property
    def page(self) -> SessionPage:
        return self.app.shell.session.page

    @property
    def lane(self) -> QWidget:
        return self.page.lane

    def restart(self) -> None:
        """Quit FlowPilot and start it again on the same profile."""
        self.laptop.quit()
        self.laptop.start()

    # What is on screen -------------------------------------------------------------------------

    def windows(self) -> list[QWidget]:
        """The main window and whatever dialog is above it."""
        return [window for window in QApplication.topLevelWidgets() if window.isVisible()]

    def visible(self, kind: type[W], within: QWidget | None = None) -> Iterator[W]:
        for window in [within] if within is not None else self.windows():
            yield from (widget for widget in inside(window, kind) if widget.isVisible())

    def buttons(self, text: str, within: QWidget | None = None) -> list[QAbstractButton]:
        """The enabled, visible buttons with these words or this accessible name."""
        return [
            button
            for button in self.visible(QAbstractButton, within)
            if button.isEnabled() and text in (_words(button), button.accessibleName())
        ]

    def offers(self, text: str, within: QWidget | None = None) -> bool:
        """Say whether there is such a button to press."""
        return bool(self.buttons(text, within))

    def editor(self, name: str, within: QWidget | None = None) -> Editor:
        """The visible editor with this accessible name, once it is there."""

        def found() -> list[Editor]:
            editors: list[Editor] = [*self.visible(QPlainTextEdit, within)]
            editors.extend(self.visible(QLineEdit, within))
            return [one for one in editors if one.accessibleName() == name]

        self.until(lambda: bool(found()), f"no editor “{name}” appeared")
        return found()[0]

    def reason_editor(self) -> QPlainTextEdit:
        """The banner's editor, whatever it asks for."""
        banner = self.page.banner
        self.until(lambda: any(self.visible(QPlainTextEdit, banner)), "the banner asks nothing")
        return next(self.visible(QPlainTextEdit, banner))

    def text_in(self, name: str, within: QWidget | None = None) -> str:
        """What stands in an editor."""
        return _text(self.editor(name, within))

    def texts(self, within: QWidget | None = None) -> list[str]:
        """The words of every visible label and message."""
        labels = [label.text() for label in self.visible(QLabel, within)]
        messages = [view.plain_text() for view in self.visible(MarkdownView, within)]
        return [*labels, *messages]

    def sees(self, words: str, within: QWidget | None = None) -> bool:
        return any(words in text for text in self.texts(within))

    def printed(self) -> list[str]:
        """What stands in every visible read-only text, such as the output of a script."""
        return [one.toPlainText() for one in self.visible(QPlainTextEdit) if one.isReadOnly()]

    def shows_code(self, words: str) -> bool:
        """Say whether a block of code with these words is visible."""
        return any(words in block.text() for block in self.visible(MonoBlock))

    def text_of_document(self) -> str:
        """The Markdown behind the open preview, as it is shown."""
        preview = self.page.preview
        assert preview.isVisible(), "no preview is open"
        shown = [*self.visible(MarkdownView, preview)]
        return shown[0].markdown() if shown else self.text_in("Document text in Markdown")

    def is_open(self, words: str) -> bool:
        """Say whether the page shows a session whose title has these words."""
        return self.page.isVisible() and self.sees(words, self.page.header)

    def toasts(self) -> list[str]:
        """The messages in the corner."""
        return [toast.text() for toast in self.visible(Toast)]

    # Hands -------------------------------------------------------------------------------------

    def click(self, text: str, within: QWidget | None = None) -> None:
        """Click a button once it is there."""
        self.until(lambda: self.offers(text, within), f"no button “{text}” appeared")
        self.click_on(self.buttons(text, within)[0])

    def click_on(self, widget: QWidget) -> None:
        """Scroll to a widget and click in its middle; whatever is there gets the click."""
        self._bring_into_view(widget)
        self.click_at(widget, widget.rect().center())

    def click_at(self, widget: QWidget, point: QPoint) -> None:
        """Click at a point of a widget, once nothing covers it."""
        window = widget.window()

        def hit() -> QWidget | None:
            return window.childAt(widget.mapTo(window, point))

        def is_free() -> bool:
            found = hit()
            return found is not None and (found is widget or widget.isAncestorOf(found))

        until(self.bot, is_free, lambda: f"{_named(widget)} is covered by {_named(hit())}")
        at = widget.mapTo(window, point)
        QTest.mouseClick(_handle(window), Qt.MouseButton.LeftButton, _PLAIN, at)

    def choose(self, button: str, entry: str, within: QWidget | None = None) -> None:
        """Open a button's menu and choose an entry."""
        chosen: list[str] = []
        waiting = QTimer()
        waiting.setInterval(5)

        def choose_when_open() -> None:
            menu = QApplication.activePopupWidget()
            if isinstance(menu, QMenu):
                waiting.stop()
                self._choose_in(menu, entry)
                chosen.append(entry)

        waiting.timeout.connect(choose_when_open)
        waiting.start()
        self.click(button, within)
        self.until(lambda: bool(chosen), f"no menu opened below “{button}”")
        self._activate()

    def _choose_in(self, menu: QMenu, entry: str) -> None:
        found = [action for action in menu.actions() if action.text() == entry]
        offered = [action.text() for action in menu.actions() if not action.isSeparator()]
        if not found or not found[0].isEnabled():
            menu.close()
            raise AssertionError(f"“{entry}” is not among {offered}")
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, _PLAIN, _middle(menu, found[0]))

    def choose_in(self, name: str, entry: str) -> None:
        """Choose an entry of the combo box with this accessible name, by its keys."""

        def found() -> list[QComboBox]:
            return [one for one in self.visible(QComboBox) if one.accessibleName() == name]

        self.until(lambda: bool(found()), f"no choice “{name}” appeared")
        box = found()[0]
        assert box.findText(entry) >= 0, f"“{entry}” is no choice of “{name}”"
        box.setFocus()
        while box.currentText() != entry:
            before = box.currentIndex()
            self.press("Down" if before < box.findText(entry) else "Up")
            assert box.currentIndex() != before, f"the keys do not move “{name}”"

    def rows(self, name: str) -> list[str]:
        """The titles of a list."""
        views = (view for view in self.visible(QListView) if view.accessibleName() == name)
        models = (view.model() for view in views)
        return [str(one.index(at, 0).data()) for one in models for at in range(one.rowCount())]

    def choose_row(self, name: str, title: str) -> None:
        """Click the row with this title in a list."""

        def found() -> tuple[QListView, QRect] | None:
            for view in self.visible(QListView):
                model = view.model()
                for number in range(model.rowCount() if view.accessibleName() == name else 0):
                    index = model.index(number, 0)
                    if index.data() == title:
                        view.scrollTo(index)
                        return view, view.visualRect(index)
            return None

        self.until(lambda: found() is not None, f"“{title}” is not in “{name}”")
        row = found()
        assert row is not None
        self.click_at(row[0].viewport(), row[1].center())

    def click_tab(self, title: str) -> None:
        """Click the tab that begins with these words."""

        def found() -> tuple[QTabBar, int] | None:
            bars = ((bar, at) for bar in self.visible(QTabBar) for at in range(bar.count()))
            return next(((b, at) for b, at in bars if b.tabText(at).startswith(title)), None)

        self.until(lambda: found() is not None, f"no tab “{title}” appeared")
        tab = found()
        assert tab is not None
        self.click_at(tab[0], tab[0].tabRect(tab[1]).center())

    def tab_title(self, title: str) -> str:
        """All the words of the tab that begins with these."""
        bars = (bar.tabText(at) for bar in self.visible(QTabBar) for at in range(bar.count()))
        return next((text for text in bars if text.startswith(title)), "")

    def write(self, name: str, text: str, within: QWidget | None = None) -> None:
        """Click into an editor and replace what is there."""
        editor = self.editor(name, within)
        self.click_on(editor)
        self.press("Ctrl+A")
        self.press("Delete")
        self.type(text)

    def has_cursor(self, name: str) -> bool:
        """Say whether what has the focus bears this name or these words."""
        focused = QApplication.focusWidget()
        return focused is not None and name in _names(focused)

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on the control with this name or these words."""
        passed: list[str] = []
        while not self.has_cursor(name):
            focused = QApplication.focusWidget()
            passed.append(_named(focused))
            assert len(passed) < _MOST_TABS, f"Tab does not lead to “{name}”, only to {passed}"
            self.press("Tab")

    def paste_into(self, name: str, text: str) -> None:
        """Paste into the editor that has the cursor already."""
        self.until(lambda: self.has_cursor(name), f"the cursor never was in “{name}”")
        self.paste(text)

    def type_into(self, name: str, text: str) -> None:
        """Type into the editor that has the cursor already."""
        self.until(lambda: self.has_cursor(name), f"the cursor never was in “{name}”")
        self.press("Ctrl+A")
        self.type(text)

    def type(self, text: str) -> None:
        """Type, or paste what nobody would type, where the cursor is."""
        if len(text) > _TYPED_AT_MOST or "\n" in text or not text.isascii():
            self.paste(text)
            return
        handle = self._active_handle()
        for letter in text:
            QTest.keyClick(handle, ord(letter))

    def paste(self, text: str) -> None:
        """Copy a text elsewhere and paste it where the cursor is."""
        QGuiApplication.clipboard().setText(text)
        self.press("Ctrl+V")

    def paste_files(self, *paths: Path) -> None:
        """Copy files in a file browser and paste them where the cursor is."""
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QGuiApplication.clipboard().setMimeData(copied)
        self.press("Ctrl+V")

    def press(self, keys: str) -> None:
        """Press a key or a combination, such as "Ctrl+K", in the active window."""
        QTest.keySequence(self._active_handle(), QKeySequence(keys))

    @contextmanager
    def slow_database(self) -> Iterator[None]:
        """Hold up the database until the block ends: whatever is clicked meanwhile comes first."""
        go_on = threading.Event()
        held_up = self.app.core.database.submit(go_on.wait)
        try:
            yield
        finally:
            go_on.set()
            held_up.result()

    def clipboard(self) -> str:
        """What was copied last."""
        return QGuiApplication.clipboard().text()

    # Patience ----------------------------------------------------------------------------------

    def wait_for(self, words: str, within: QWidget | None = None) -> None:
        self.until(lambda: self.sees(words, within), f"“{words}” did not appear")

    def wait_long_for(self, words: str) -> None:
        """Wait for what takes its time, such as a script that prints a hundred megabytes."""
        self.bot.waitUntil(lambda: self.sees(words), timeout=_LONG_MS)

    def wait_for_toast(self, words: str) -> None:
        self.until(lambda: any(words in text for text in self.toasts()), f"no toast “{words}”")

    def wait_for_no(self, words: str, within: QWidget | None = None) -> None:
        self.until(lambda: not self.sees(words, within), f"“{words}” did not go away")

    def until(self, condition: Callable[[], bool], problem: str) -> None:
        until(self.bot, condition, lambda: f"{problem}; on screen: {self._overview()}")

    def settled(self) -> None:
        """Wait until the assistant and every command have come to rest."""
        scopes = (self.app.shell.session.flow.scope, self.app.shell.scope)
        rests = 0

        def at_rest() -> bool:
            nonlocal rests
            rests = rests + 1 if not any(scope.pending() for scope in scopes) else 0
            return rests > 2  # what a command published may still be on its way to the window

        self.until(at_rest, "FlowPilot never came to rest")

    # What is stored ----------------------------------------------------------------------------

    def stored(self) -> Workspace:
        """The open session as the database has it."""
        session_id = self.app.shell.session.flow.session_id
        assert session_id is not None, "no session is open"
        return self.app.core.workspace.load(session_id)

    def _overview(self) -> Sequence[str]:
        buttons = [
            _words(button) or button.accessibleName() for button in self.visible(QAbstractButton)
        ]
        return [*self.texts(), "buttons:", *buttons]

    def _bring_into_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, 8)
            parent = parent.parentWidget()

    def _active_handle(self) -> QWindow:
        """The window that gets the keys."""
        self._activate()
        active = QApplication.activeWindow()
        assert active is not None
        return _handle(active)

    def _activate(self) -> None:
        """When a dialog or menu has closed, activate what was below it, as a window system does."""

        def is_active() -> bool:
            active = QApplication.activeWindow()
            return active is not None and active.isVisible()

        if not is_active():
            (QApplication.activeModalWidget() or self.window).activateWindow()
            self.until(is_active, "no window is active")


_PLAIN = Qt.KeyboardModifier.NoModifier


def _handle(window: QWidget) -> QWindow:
    handle = window.windowHandle()
    assert handle is not None, f"{_named(window)} is not on screen"
    return handle


def _words(button: QAbstractButton) -> str:
    return button.words() if isinstance(button, OptionButton) else button.text()


def _text(editor: Editor) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def _names(widget: QWidget) -> set[str]:
    words = _words(widget) if isinstance(widget, QAbstractButton) else ""
    return {words, widget.accessibleName()} - {""}


def _named(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    words = _words(widget) if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} “{words or widget.accessibleName()}”"


def _middle(menu: QMenu, action: QAction) -> QPoint:
    return menu.actionGeometry(action).center()
