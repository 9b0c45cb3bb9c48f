"""What a program prints is shown as it comes, in bounds, and never moves under the reader."""

from __future__ import annotations

from time import perf_counter

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.widgets.code.live_output import LiveOutput

MOST_LINES = 5_000


@pytest.fixture
def output(qtbot: QtBot, icons: Icons) -> LiveOutput:
    output = LiveOutput(icons, name="Output")
    qtbot.addWidget(output)
    output.resize(400, 200)
    output.show()
    return output


def test_lines_appear_without_being_asked_for(output: LiveOutput, qtbot: QtBot) -> None:
    output.add_line("one")
    output.add_line("")
    output.add_line("three")
    qtbot.waitUntil(lambda: output.toPlainText() == "one\n\nthree")
    output.add_line("four")
    qtbot.waitUntil(lambda: output.toPlainText() == "one\n\nthree\nfour")


def test_only_the_last_lines_are_kept(output: LiveOutput) -> None:
    begun = perf_counter()
    for number in range(40_000):
        output.add_line(f"line {number}")
        if number % 7_000 == 0:
            output.flush()
    output.flush()
    assert perf_counter() - begun < 3
    assert output.blockCount() == MOST_LINES
    assert output.toPlainText().endswith("line 39999")
    assert output.toPlainText().startswith(f"line {40_000 - MOST_LINES}\n")


def test_an_empty_first_line_stays(output: LiveOutput) -> None:
    output.add_line("")
    output.flush()
    output.add_line("two")
    output.flush()
    assert output.toPlainText() == "\ntwo"


def test_it_follows_the_end_until_somebody_scrolls_up(output: LiveOutput) -> None:
    bar = output.verticalScrollBar()
    for number in range(100):
        output.add_line(f"line {number}")
    output.flush()
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    output.add_line("more")
    output.flush()
    assert bar.value() == 10
    bar.setValue(bar.maximum())
    output.add_line("again")
    output.flush()
    assert bar.value() == bar.maximum()


def test_a_new_run_begins_with_nothing(output: LiveOutput, qtbot: QtBot) -> None:
    output.add_line("old")
    output.flush()
    output.add_line("waiting")
    output.start()
    output.add_line("new")
    qtbot.waitUntil(lambda: output.toPlainText() == "new")


def test_what_is_printed_is_never_read_as_html(output: LiveOutput) -> None:
    output.add_line("<b>bold</b>&amp;")
    output.flush()
    assert output.toPlainText() == "<b>bold</b>&amp;"
