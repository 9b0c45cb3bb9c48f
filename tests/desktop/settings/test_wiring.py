"""The settings in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.app import Core
from core.sessions.session_service import Intake
from desktop.app import DesktopApp
from desktop.main_window import SETTINGS
from desktop.settings.data_section import DataSection
from desktop.settings.key_warning import KeyWarning
from desktop.theme.theme import Theme
from desktop.widgets.sheet_dialog import SheetDialog
from tests.desktop.widgets.hands import inside, press, type_text
from tests.e2e.patience import until
from tests.fakes.secrets import MemorySecretStore


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication, theme: Theme, core: Core) -> Iterator[DesktopApp]:
    theme.set_reduce_motion(True)
    app = DesktopApp(qapp, core, theme, "1.2.3")
    app.show()
    app.window.activateWindow()
    until(qtbot, app.window.isActiveWindow, "the window never became active")
    yield app
    ended: list[bool] = []
    app.closed.connect(lambda: ended.append(True))
    app.window.close()
    until(qtbot, lambda: bool(ended), "the application did not end")
    for leftover in (app.window, app):
        leftover.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def warning_of(app: DesktopApp) -> KeyWarning:
    return inside(app.window, KeyWarning)[0]


def test_enter_starts_a_new_line_when_it_may_not_send(app: DesktopApp, qtbot: QtBot) -> None:
    editor = app.shell.welcome.editor
    app.settings.look._set_enter_sends(False)
    type_text(editor, "one")
    press(editor, Qt.Key.Key_Return)
    type_text(editor, "two")
    assert editor.text() == "one\ntwo"
    press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: bool(app.core.sessions.overview()), "Ctrl+Enter did not send")
    until(qtbot, lambda: not app.shell.session.flow.is_thinking, "no answer came")
    composer = app.shell.session.page.composer.editor
    type_text(composer, "a")
    press(composer, Qt.Key.Key_Return)
    assert composer.text() == "a\n"


def test_the_page_opens_from_the_rail(app: DesktopApp) -> None:
    app.shell.show_page(SETTINGS)
    assert app.settings.page.isVisible()
    assert app.window.work is None


def test_no_warning_while_the_keyring_has_the_key(app: DesktopApp) -> None:
    assert not warning_of(app).isVisible()


class TestWithoutKeyring:
    @pytest.fixture
    def secrets(self) -> MemorySecretStore:
        return MemorySecretStore(weakness="The key is in a file.")

    def test_the_warning_leads_to_the_encryption_and_can_be_closed(self, app: DesktopApp) -> None:
        warning = warning_of(app)
        assert warning.isVisible()
        warning.action_requested.emit()
        assert isinstance(app.settings.page.section(), DataSection)
        assert app.settings.page.isVisible()
        warning.notice.closed.emit()
        assert not warning.isVisible()


def test_restoring_closes_the_session_and_shows_the_old_list(app: DesktopApp, qtbot: QtBot) -> None:
    core = app.core
    core.sessions.create(Intake(text="Kept"))
    backup = core.storage.back_up()
    opened = core.sessions.create(Intake(text="Written later"))
    app.shell.open_session(opened.session_id)
    until(qtbot, lambda: app.shell.session.flow.workspace is not None, "the session did not open")
    app.settings.open(DataSection.TITLE)
    section = app.settings.page.section()
    assert isinstance(section, DataSection)
    until(qtbot, lambda: len(section.backups.lines()) > 0, "no backup is listed")
    line = next(line for line in section.backups.lines() if line.backup == backup)
    section.backups.restore_requested.emit(line)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SheetDialog)
    dialog.confirm_button.click()
    until(qtbot, lambda: len(app.shell.overviews) == 1, "the list shows the later data")
    assert app.shell.session.flow.session_id is None
    assert app.settings.page.isVisible()


def test_a_theme_from_the_palette_survives(app: DesktopApp, qtbot: QtBot, tmp_path: Path) -> None:
    app.actions.trigger("view.theme")
    file = tmp_path / "profile" / "settings.json"
    until(qtbot, lambda: file.exists() and '"light"' in file.read_text(), "it was not stored")


class TestWithAWrongValue:
    @pytest.fixture
    def secrets(self, tmp_path: Path) -> MemorySecretStore:
        file = tmp_path / "profile" / "settings.json"
        file.parent.mkdir()
        file.write_text('{"theme": "pink", "version": 1}', encoding="utf-8")
        return MemorySecretStore()

    def test_it_is_said_once_the_window_is_up(self, app: DesktopApp) -> None:
        assert any("theme has to be" in toast.text() for toast in app.window.toasts.toasts())


def test_the_chip_is_in_the_status_bar(app: DesktopApp) -> None:
    assert app.settings.chip.isVisible()
    assert app.window.statusBar().isAncestorOf(app.settings.chip)
