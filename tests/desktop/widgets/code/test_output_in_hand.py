"""Output can be copied and read in peace while more comes; a diff tints the right lines."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.theme.tokens import Tone
from desktop.widgets.code.differences import DiffLine, diff_lines
from desktop.widgets.code.live_output import LiveOutput
from desktop.widgets.copy_button import CopyButton
from tests.desktop.widgets.clipping import nameless_controls
from tests.desktop.widgets.hands import click, inside


@pytest.fixture
def output(qtbot: QtBot, icons: Icons) -> LiveOutput:
    output = LiveOutput(icons, name="Output")
    qtbot.addWidget(output)
    output.resize(400, 200)
    output.show()
    return output


def _colour(output: LiveOutput, line: int) -> str:
    block = output.document().findBlockByNumber(line)
    return block.begin().fragment().charFormat().foreground().color().name()


def test_copying_takes_everything_with_what_is_not_drawn_yet(output: LiveOutput) -> None:
    output.add_line("one")
    output.flush()
    output.add_line("two")
    (button,) = inside(output, CopyButton)
    click(button)
    assert QApplication.clipboard().text() == "one\ntwo"
    assert nameless_controls(output) == []


def test_the_copy_button_covers_no_text(output: LiveOutput) -> None:
    (button,) = inside(output, CopyButton)
    assert not button.geometry().intersects(output.viewport().geometry())


def test_a_reader_keeps_the_same_lines_while_older_ones_go(output: LiveOutput) -> None:
    for number in range(5_000):
        output.add_line(f"line {number}")
    output.flush()
    output.verticalScrollBar().setValue(2_000)
    assert output.firstVisibleBlock().text() == "line 2000"
    for number in range(50):
        output.add_line(f"more {number}")
    output.flush()
    assert output.firstVisibleBlock().text() == "line 2000"


def test_an_endless_line_is_cut(output: LiveOutput) -> None:
    output.add_line("x" * 5_000_000)
    assert len(output.text()) < 10_000
    assert output.text().endswith("…")


def test_a_line_stays_one_line(output: LiveOutput) -> None:
    output.add_line("a\u2029b\rc")
    output.add_line("d")
    output.flush()
    assert output.blockCount() == 2


def test_tones_follow_the_theme(output: LiveOutput, theme: Theme) -> None:
    output.add_line("plain")
    output.add_line("wrong", Tone.DANGER)
    output.flush()
    assert _colour(output, 1) == theme.tokens.danger
    theme.set_choice(ThemeChoice.LIGHT)
    assert _colour(output, 1) == theme.tokens.danger
    assert output.toPlainText() == "plain\nwrong"


def test_every_end_of_a_line_counts_as_one() -> None:
    assert list(diff_lines("a\r\nb", "a\nb")) == []
    lines = list(diff_lines("a\u2029b\nc", "a\u2029b\nd"))
    assert lines[2:] == [DiffLine("-", "c", 3, None), DiffLine("+", "d", None, 3)]


def test_what_is_left_out_at_the_end_is_said_too() -> None:
    before = "\n".join(str(number) for number in range(20))
    lines = list(diff_lines(before, before.replace("0\n1\n", "0\nx\n", 1)))
    assert [line.sign for line in lines] == [" ", "-", "+", " ", " ", " ", "…"]
