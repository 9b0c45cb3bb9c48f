"""From a data folder that cannot be opened back to the window, by what the page offers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.bus import Bus
from core.clock import SystemClock
from core.db.profile_lock import ProfileLock
from core.db.storage import open_storage
from core.opening import begin_opening
from core.paths import Places, Profile, find_places
from core.secrets import open_secret_store
from core.settings.definitions import DATA_FOLDER, ONBOARDING_DONE
from core.settings.store import SettingsStore
from desktop.app import DesktopApp
from desktop.onboarding.start_window import StartProblemWindow
from desktop.picture_scaling import shrink
from desktop.settings.data_section import DataSection
from desktop.startup import StartUp
from desktop.theme.theme import Theme
from desktop.widgets.buttons import Button
from desktop.widgets.sheet_dialog import SheetDialog
from tests.desktop.widgets.hands import click, inside
from tests.e2e.patience import until


class Start:
    """One profile that was used before, and the start of the program on it."""

    def __init__(self, bot: QtBot, qt: QApplication, theme: Theme, folder: Path) -> None:
        self._bot = bot
        self.places: Places = find_places(folder)
        self.profile = Profile(self.places.default_data_folder)
        self.settings = SettingsStore(self.places.settings_file)
        self.settings.write(ONBOARDING_DONE, True)
        self.profile.prepare()
        storage = open_storage(
            self.profile,
            open_secret_store(self.profile.secrets_file),
            bus=Bus(),
            clock=SystemClock(),
        )
        storage.back_up()
        self.recovery_key = storage.recovery_key()
        storage.close()
        self.startup = StartUp(qt, theme, self.places, self.settings)
        self.ended: list[bool] = []
        self.startup.ended.connect(lambda: self.ended.append(True))

    def launch(self) -> None:
        self.launch_as(self.startup)

    def launch_as(self, startup: StartUp) -> None:
        """Launch another start on the same profile."""
        startup.launch(begin_opening(self.places, self.settings, shrink))

    def page(self) -> StartProblemWindow:
        """The page that says why there is no window."""
        page = self.startup._window
        assert page is not None
        assert page.isVisible()
        return page

    def press(self, text: str) -> None:
        until(self._bot, lambda: bool(self._buttons(text)), f"no button “{text}”")
        click(self._buttons(text)[0])

    def app(self) -> DesktopApp:
        """The application, once its window is there."""
        until(self._bot, lambda: self.startup.app is not None, "the data did not open")
        app = self.startup.app
        assert app is not None
        assert app.window.isVisible()
        return app

    def close(self) -> None:
        app, page = self.startup.app, self.startup._window
        if app is not None:
            app.window.close()
        elif page is not None:
            page.quit_requested.emit()
        until(self._bot, lambda: bool(self.ended), "the program did not end")
        for leftover in (app and app.window, app, page, self.startup):
            if leftover is not None:
                leftover.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _buttons(self, text: str) -> list[Button]:
        found = inside(self.page(), Button)
        return [b for b in found if b.text() == text and b.isVisible() and b.isEnabled()]


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, qt_loop: qasync.QEventLoop, theme: Theme, tmp_path: Path
) -> Iterator[Start]:
    start = Start(qtbot, qapp, theme, tmp_path / "profile")
    yield start
    start.close()


def test_nothing_in_the_way(start: Start) -> None:
    start.launch()
    assert start.app().core.sessions.overview() == []
    assert start.startup._window is None


def test_the_recovery_key_opens_what_lost_its_key(start: Start, qtbot: QtBot) -> None:
    start.profile.secrets_file.unlink()
    start.launch()
    page = start.page()
    page.key.editor.set_text(start.recovery_key.replace("-", " ")[:-1])
    click(page.key.unlock)
    until(qtbot, lambda: bool(page.key.refusal.text()), "a wrong key was not refused")
    assert "55 characters" in page.key.refusal.text()
    page.key.editor.set_text(start.recovery_key.lower())
    click(page.key.unlock)
    start.app()
    assert not page.isVisible()


def test_a_damaged_database_is_replaced_by_the_newest_backup(start: Start) -> None:
    start.profile.database.write_bytes(b"no database at all " * 500)
    start.launch()
    start.press("Restore the newest backup")
    start.app()
    assert (start.profile.root / "damaged-flowpilot.db").exists()


def test_a_folder_in_use_opens_when_it_is_free_again(start: Start, qtbot: QtBot) -> None:
    lock = ProfileLock(start.profile.lock_file)
    start.launch()
    # Its owner may be just starting or ending: nobody is told before that had its time.
    until(qtbot, lambda: start.startup._window is not None, "nobody was told")
    assert "already open" in start.page().title.text()
    start.press("Try again")
    until(qtbot, lambda: bool(start._buttons("Try again")), "it did not say no again")
    assert start.startup.app is None
    lock.release()
    start.press("Try again")
    start.app()


def test_a_folder_that_is_gone_leads_back_to_the_usual_one(start: Start, tmp_path: Path) -> None:
    start.settings.write(DATA_FOLDER, str(tmp_path / "unplugged"))
    start.launch()
    assert "not there" in start.page().title.text()
    start.press("Use the usual folder")
    start.app()
    assert start.settings.read(DATA_FOLDER) == ""
    assert not (tmp_path / "unplugged").exists()


def test_another_folder_can_be_chosen(start: Start, tmp_path: Path) -> None:
    start.profile.database.write_bytes(b"no database at all " * 500)
    busy = tmp_path / "documents"
    busy.mkdir()
    (busy / "letter.txt").write_text("dear", encoding="utf-8")
    start.launch()
    start.page().folder_chosen.emit(str(busy))
    app = start.app()
    assert app.core.storage.profile.root == busy / "FlowPilot"
    assert sorted(entry.name for entry in busy.iterdir()) == ["FlowPilot", "letter.txt"]


def test_the_log_goes_where_the_data_goes(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    start.launch()
    app = start.app()
    moved: list[bool] = []
    start.startup.moved.connect(lambda _: moved.append(True))
    section = next(
        entry.make() for entry in app.settings.page._entries if entry.title == DataSection.TITLE
    )
    section.setParent(app.window)
    assert isinstance(section, DataSection)
    section.move_chosen.emit(str(tmp_path / "elsewhere"))
    sheet = next(one for one in inside(app.window, SheetDialog) if one.isVisible())
    click(sheet.confirm_button)
    until(qtbot, lambda: bool(moved), "the data did not move")
    logging.getLogger("core.test").info("after the move")
    log = tmp_path / "elsewhere" / "logs" / "flowpilot.log"
    assert "after the move" in log.read_text(encoding="utf-8")


def test_signing_out_is_no_unexpected_end(start: Start) -> None:
    start.launch()
    start.app()
    assert start.profile.lock_file.read_text(encoding="ascii")
    start.startup.expect_end()
    assert start.profile.lock_file.read_text(encoding="ascii") == ""


def test_quitting_is_always_possible(start: Start) -> None:
    start.profile.secrets_file.unlink()
    start.launch()
    start.press("Quit")
    assert start.ended == [True]
