"""Words keep to plain text, give way instead of pushing, and wrap whatever they carry."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.palettes import DARK
from desktop.theme.tokens import Tone
from desktop.widgets.labels import ElidedLabel, TextLabel, TextRole, WrapLabel
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.scroll_column import ScrollColumn

PATH = "C:\\" + "x" * 300


def test_markup_in_a_label_stays_text(qtbot: QtBot, icons: Icons) -> None:
    label = TextLabel("<b>not bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_role_and_a_tone_reach_font_and_colour(qtbot: QtBot, icons: Icons) -> None:
    label = TextLabel("Done", TextRole.HEADING, tone=Tone.SUCCESS)
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pixelSize() == icons.theme.metrics.font_heading
    assert label.palette().color(label.foregroundRole()).name() == DARK.success
    label.set_tone(None)
    assert label.palette().color(label.foregroundRole()).name() == DARK.text_heading


def test_an_elided_label_says_the_rest_in_its_tool_tip(qtbot: QtBot, icons: Icons) -> None:
    label = ElidedLabel("Outlook <won't> authenticate after the migration")
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show()
    assert label.shown_text() == label.text()
    assert label.toolTip() == ""
    label.resize(90, 20)
    assert label.shown_text().endswith("…")
    assert "&lt;won" in label.toolTip()
    assert label.minimumSizeHint().width() < 40


def test_an_elided_label_stays_on_one_line(qtbot: QtBot, icons: Icons) -> None:
    label = ElidedLabel("first\nsecond")
    qtbot.addWidget(label)
    assert label.text() == "first second"


def test_a_tool_tip_cannot_carry_markup() -> None:
    assert plain_tooltip("") == ""
    assert plain_tooltip("<img src=x>\nb") == "<qt>&lt;img src=x&gt;<br>b</qt>"


def test_a_narrower_label_gets_taller(qtbot: QtBot, icons: Icons) -> None:
    label = WrapLabel("words " * 40)
    qtbot.addWidget(label)
    assert label.heightForWidth(200) > label.heightForWidth(400) > label.heightForWidth(4000)


def test_a_long_path_does_not_widen_its_panel(qtbot: QtBot, icons: Icons) -> None:
    label = WrapLabel(PATH)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 120
    assert label.heightForWidth(200) > 5 * label.fontMetrics().height()


def test_a_wrapped_label_is_whole_inside_a_scroll_column(qtbot: QtBot, icons: Icons) -> None:
    column = ScrollColumn()
    qtbot.addWidget(column)
    label = WrapLabel("words and more words " * 30)
    column.add(label)
    column.add(TextLabel("after"))
    column.resize(240, 120)
    column.show()
    assert label.width() <= 240
    assert label.height() >= label.heightForWidth(label.width())
    assert column.verticalScrollBar().maximum() > 0


def test_a_wrapped_label_follows_a_change_of_its_font(qtbot: QtBot, icons: Icons) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    label = WrapLabel("words " * 30)
    QVBoxLayout(holder).addWidget(label)
    holder.resize(300, 400)
    holder.show()
    before = label.heightForWidth(280)
    label.set_role(TextRole.HEADING)
    assert label.heightForWidth(280) > before
