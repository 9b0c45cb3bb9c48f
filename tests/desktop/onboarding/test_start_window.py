"""When the data cannot be opened: what is said, what is offered, and that no typing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.db.backup import Backup, BackupReason
from core.db.failures import damaged, disk_full, read_only, wrong_key
from core.errors import EnvironmentProblem
from desktop.onboarding.start_window import StartProblemWindow
from desktop.onboarding.start_words import StartAction, StartProblem, start_problem
from desktop.problems import describe
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import click, inside, type_text

NOW = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)
DATABASE = Path("/data/flowpilot.db")
BACKUP = Backup(Path("/data/backups/1.db"), NOW, BackupReason.DAILY, 1000)
IN_USE = EnvironmentProblem("FlowPilot is already open with this data.", retryable=True)

TRY, RESTORE, KEY = StartAction.TRY_AGAIN, StartAction.RESTORE, StartAction.ENTER_KEY
CHOOSE, USUAL = StartAction.CHOOSE_FOLDER, StartAction.USUAL_FOLDER


def problem(error: Exception, *, backups: int = 1, own: bool = False) -> StartProblem:
    described = describe(error, "start", NOW, "1.2.3")
    return start_problem(error, described, [BACKUP] * backups, has_own_folder=own)


@pytest.fixture
def window(qtbot: QtBot, icons: Icons) -> StartProblemWindow:
    window = StartProblemWindow(icons)
    qtbot.addWidget(window)
    window.show()
    return window


def visible_texts(window: StartProblemWindow) -> list[str]:
    return [label.text() for label in inside(window, QLabel) if label.isVisible()]


def button(window: StartProblemWindow, text: str) -> Button:
    return next(b for b in inside(window, Button) if b.text() == text and b.isVisible())


def show(qtbot: QtBot, window: StartProblemWindow, shown: StartProblem) -> None:
    """Show a problem and wait until its buttons are there."""
    window.show_problem(shown)
    offered = [action for action in shown.actions if action is not KEY]
    qtbot.waitUntil(
        lambda: len([b for b in inside(window.offers, Button) if b.isVisible()]) == len(offered)
    )


@pytest.mark.parametrize(
    ("error", "backups", "own", "actions"),
    [
        (wrong_key(DATABASE), 1, False, (KEY, RESTORE, TRY, CHOOSE)),
        (wrong_key(DATABASE), 0, False, (KEY, TRY, CHOOSE)),
        (damaged(DATABASE), 1, False, (RESTORE, TRY, CHOOSE)),
        (damaged(DATABASE), 0, False, (TRY, CHOOSE)),
        (read_only(DATABASE), 1, False, (TRY, CHOOSE)),
        (disk_full(DATABASE), 1, True, (TRY, USUAL, CHOOSE)),
        (IN_USE, 1, False, (TRY, CHOOSE)),
        (ValueError("odd"), 1, False, (TRY, RESTORE, CHOOSE)),
    ],
)
def test_what_is_offered_follows_from_the_error(
    error: Exception, backups: int, own: bool, actions: tuple[StartAction, ...]
) -> None:
    assert problem(error, backups=backups, own=own).actions == actions


def test_it_says_what_happened_what_it_means_and_what_to_do(
    qtbot: QtBot, window: StartProblemWindow
) -> None:
    show(qtbot, window, problem(damaged(DATABASE)))
    texts = visible_texts(window)
    assert "The database is damaged." in texts
    assert any("It was left as it is." in text for text in texts)
    assert "Restore a backup." in texts
    assert any("nothing is deleted" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Try again", "retry_requested"),
        ("Restore the newest backup", "restore_requested"),
        ("Use the usual folder", "usual_folder_requested"),
        ("Quit", "quit_requested"),
    ],
)
def test_every_button_says_what_was_decided(
    qtbot: QtBot, window: StartProblemWindow, text: str, signal: str
) -> None:
    show(qtbot, window, problem(damaged(DATABASE), own=True))
    with qtbot.waitSignal(getattr(window, signal)):
        click(button(window, text))


def test_a_refused_key_stays_as_it_was_typed(qtbot: QtBot, window: StartProblemWindow) -> None:
    show(qtbot, window, problem(wrong_key(DATABASE)))
    type_text(window.key.editor, "Q3F9K2M")
    with qtbot.waitSignal(window.recovery_key_entered) as entered:
        click(window.key.unlock)
    assert entered.args == ["Q3F9K2M"]
    window.show_work("Trying the key…")
    assert not window.key.isEnabled()
    window.show_key_refusal("It has 7 characters; a recovery key has 56.")
    assert window.key.editor.text() == "Q3F9K2M"
    assert window.key.isEnabled()
    assert "It has 7 characters; a recovery key has 56." in visible_texts(window)
    type_text(window.key.editor, "X")
    assert not window.key.refusal.isVisible()


def test_the_cursor_is_where_the_next_step_is(qtbot: QtBot, window: StartProblemWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    show(qtbot, window, problem(wrong_key(DATABASE)))
    qtbot.waitUntil(window.key.editor.hasFocus)
    show(qtbot, window, problem(damaged(DATABASE)))
    qtbot.waitUntil(button(window, "Restore the newest backup").hasFocus)


def test_nothing_else_can_be_begun_while_something_is_tried(
    qtbot: QtBot, window: StartProblemWindow
) -> None:
    show(qtbot, window, problem(damaged(DATABASE)))
    window.show_work("Restoring the newest backup…")
    assert "Restoring the newest backup…" in visible_texts(window)
    assert not button(window, "Try again").isEnabled()
    assert button(window, "Quit").isEnabled()
    show(qtbot, window, problem(read_only(DATABASE)))
    assert button(window, "Try again").isEnabled()


def test_closing_the_window_is_quitting(qtbot: QtBot, window: StartProblemWindow) -> None:
    with qtbot.waitSignal(window.quit_requested):
        window.close()
    assert window.isVisible()
    window.leave()
    assert not window.isVisible()


def test_details_of_a_bug_can_be_copied(qtbot: QtBot, window: StartProblemWindow) -> None:
    show(qtbot, window, problem(ValueError("odd")))
    click(button(window, "Copy details"))
    assert "ValueError: odd" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("error", [wrong_key(DATABASE), damaged(DATABASE), IN_USE])
def test_nothing_is_cut_off_in_the_smallest_window(
    qtbot: QtBot, window: StartProblemWindow, error: Exception
) -> None:
    window.resize(window.minimumSize())
    show(qtbot, window, problem(error, own=True))
    qtbot.waitUntil(lambda: not clipped_texts(window))
    assert nameless_controls(window) == []
