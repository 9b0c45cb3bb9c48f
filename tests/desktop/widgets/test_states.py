"""Chips, dots, headers, notices, empty and error states, progress, code."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.chip import Chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.error_panel import ErrorPanel
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.notice import InlineNotice
from desktop.widgets.progress import ProgressStrip, Spinner
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.state_dot import DotMark, DotShape, StateDot
from desktop.widgets.status_chip import StatusChip
from tests.desktop.widgets.hands import click, inside


def words_on(widget: QWidget) -> list[str]:
    """The texts of the visible buttons."""
    return [button.text() for button in inside(widget, QPushButton) if button.isVisibleTo(widget)]


def test_a_chip_says_its_text_and_keeps_room_for_it(qtbot: QtBot, icons: Icons) -> None:
    chip = Chip(icons, "94 %", Tone.WARNING, icon="sparkle")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "94 %"
    assert chip.minimumSizeHint() == chip.sizeHint()
    chip.show_chip("A property that is much longer than a chip should be", Tone.DANGER)
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()
    assert chip.property("tone") == "danger"


def test_every_dot_looks_different_without_colour(qtbot: QtBot, icons: Icons) -> None:
    pictures = []
    for shape in DotShape:
        mark = DotMark(icons.theme, shape, Tone.NEUTRAL)
        qtbot.addWidget(mark)
        pictures.append(bytes(mark.grab().toImage().constBits()))
    assert len(set(pictures)) == len(DotShape)


def test_a_dot_without_words_explains_itself(qtbot: QtBot, icons: Icons) -> None:
    dot = StateDot(icons, DotShape.RING, "Waiting to sync", Tone.WARNING, text_visible=False)
    qtbot.addWidget(dot)
    assert dot.accessibleName() == "Waiting to sync"
    assert "Waiting to sync" in dot.toolTip()


def test_a_header_reads_its_count(qtbot: QtBot, icons: Icons) -> None:
    header = SectionHeader(icons, "Questions", count="2 unanswered")
    qtbot.addWidget(header)
    assert header.accessibleName() == "Questions, 2 unanswered"
    header.set_count("")
    assert header.accessibleName() == "Questions"


def test_a_notice_acts_and_closes(qtbot: QtBot, icons: Icons) -> None:
    notice = InlineNotice(icons, Tone.WARNING, "Changed.", action="Compare", closable=True)
    qtbot.addWidget(notice)
    notice.show()
    with qtbot.waitSignal(notice.action_requested):
        click(inside(notice, QPushButton)[0])
    with qtbot.waitSignal(notice.closed):
        click(inside(notice, QToolButton)[0])
    assert notice.isHidden()


def test_an_empty_state_offers_what_to_do(qtbot: QtBot, icons: Icons) -> None:
    empty = EmptyState(icons, "tray", "Nothing waits", action="New session")
    qtbot.addWidget(empty)
    empty.show()
    with qtbot.waitSignal(empty.action_requested):
        click(inside(empty, QPushButton)[0])
    empty.show_words("Nothing found", "Try other words.")
    assert words_on(empty) == []
    assert empty.accessibleName() == "Nothing found. Try other words."


def test_an_error_offers_only_what_helps(qtbot: QtBot, icons: Icons) -> None:
    panel = ErrorPanel(icons)
    qtbot.addWidget(panel)
    panel.show_problem("It failed", "Your text is kept.")
    assert words_on(panel) == []
    panel.show_problem("It failed", "Kept.", "Wait.", details="HTTP 500", retry="Try again")
    assert words_on(panel) == ["Try again", "Copy details"]
    retry, copy = inside(panel, QPushButton)
    with qtbot.waitSignal(panel.retry_requested):
        click(retry)
    with qtbot.waitSignal(panel.copied):
        click(copy)
    assert QGuiApplication.clipboard().text() == "HTTP 500"
    assert panel.accessibleName() == "It failed Kept. Wait."


def test_a_spinner_turns_only_while_it_is_seen(qtbot: QtBot, icons: Icons) -> None:
    spinner = Spinner(icons)
    qtbot.addWidget(spinner)
    assert not spinner.is_turning()
    spinner.show()
    assert spinner.is_turning()
    spinner.hide()
    assert not spinner.is_turning()
    icons.theme.set_reduce_motion(True)
    spinner.show()
    assert not spinner.is_turning()


def test_progress_is_cancelled_once(qtbot: QtBot, icons: Icons) -> None:
    strip = ProgressStrip(icons, "Exporting")
    qtbot.addWidget(strip)
    strip.show()
    assert inside(strip, QProgressBar)[0].isHidden()
    strip.show_progress("Exporting 3 of 8", 3, 8)
    assert inside(strip, QProgressBar)[0].value() == 3
    cancel = inside(strip, QPushButton)[0]
    with qtbot.waitSignal(strip.cancel_requested):
        click(cancel)
    with qtbot.assertNotEmitted(strip.cancel_requested):
        click(cancel)


def test_code_is_as_tall_as_its_lines(qtbot: QtBot, icons: Icons) -> None:
    block = MonoBlock(icons, "one", name="Command", max_lines=3)
    qtbot.addWidget(block)
    one = block.sizeHint().height()
    block.set_text("1\n2\n3")
    three = block.sizeHint().height()
    block.set_text("\n".join("x" * 40))
    assert one < three == block.sizeHint().height()


def test_code_is_copied_as_it_was_given(qtbot: QtBot, icons: Icons) -> None:
    block = MonoBlock(icons, "ipconfig\t/all\r\n", name="Command")
    qtbot.addWidget(block)
    block.show()
    with qtbot.waitSignal(block.copied) as copied:
        click(inside(block, QToolButton)[0])
    assert copied.args == ["ipconfig\t/all\r\n"]


def test_a_status_says_it_in_words(qtbot: QtBot, icons: Icons) -> None:
    status = StatusChip(icons, "Synced", icon="cloud-check", tone=Tone.SUCCESS)
    qtbot.addWidget(status)
    status.show_status("Offline (3 waiting)", "cloud-slash", Tone.WARNING)
    assert status.text() == "Offline (3 waiting)"
    with qtbot.waitSignal(status.clicked):
        click(status)
