"""What changed is said by signs and numbers, with a little around it."""

from __future__ import annotations

from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.widgets.code.diff import DiffView
from desktop.widgets.code.differences import DiffLine, diff_lines
from tests.desktop.widgets.clipping import clipped_texts

LONG = [f"line {number}" for number in range(1, 21)]


def _view(qtbot: QtBot, icons: Icons) -> DiffView:
    view = DiffView(icons)
    qtbot.addWidget(view)
    view.resize(480, 320)
    view.show()
    return view


def test_a_changed_line_stands_as_removed_and_added() -> None:
    assert list(diff_lines("one\ntwo\nthree", "one\n2\nthree")) == [
        DiffLine(" ", "one", 1, 1),
        DiffLine("-", "two", 2, None),
        DiffLine("+", "2", None, 2),
        DiffLine(" ", "three", 3, 3),
    ]


def test_what_is_far_from_a_change_is_left_out() -> None:
    changed = [*LONG[:9], "other", *LONG[10:]]
    lines = list(diff_lines("\n".join(LONG), "\n".join(changed)))
    assert lines[0] == DiffLine("…", "")
    assert [line.old for line in lines if line.sign == " "] == [7, 8, 9, 11, 12, 13]


def test_the_same_texts_have_no_lines() -> None:
    assert list(diff_lines("one\ntwo", "one\ntwo")) == []


def test_everything_is_new_beside_nothing() -> None:
    signs = [line.sign for line in diff_lines("", "one\ntwo")]
    assert "+" in signs
    assert " " not in signs


def test_signs_are_written_so_that_colour_is_not_needed(qtbot: QtBot, icons: Icons) -> None:
    view = _view(qtbot, icons)
    view.show_texts("one\ntwo", "one\n2")
    assert view.view.toPlainText().split("\n") == ["1 1   one", "2   - two", "  2 + 2"]
    assert len(view.view.extraSelections()) == 2


def test_that_nothing_changed_is_said(qtbot: QtBot, icons: Icons) -> None:
    view = _view(qtbot, icons)
    view.show_texts("one", "one")
    assert not view.view.isVisible()
    assert clipped_texts(view) == []
    view.show_texts("one", "two")
    assert view.view.isVisible()


def test_the_colours_follow_the_theme(qtbot: QtBot, icons: Icons, theme: Theme) -> None:
    view = _view(qtbot, icons)
    view.show_texts("one", "two")
    dark = _tints(view)
    theme.set_choice(ThemeChoice.LIGHT)
    assert len(dark) == len(_tints(view)) == 2
    assert dark.isdisjoint(_tints(view))


def _tints(view: DiffView) -> set[str]:
    return {_tint(one) for one in view.view.extraSelections()}


def _tint(part: QTextEdit.ExtraSelection) -> str:
    # The type stubs do not know the format.
    return str(part.format.background().color().name())  # type: ignore[attr-defined]
