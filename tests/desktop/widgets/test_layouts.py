"""Rows, columns, wrapping and scrolling."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextLabel
from desktop.widgets.layouts import FlowLayout, clear, column, row
from desktop.widgets.scroll_column import ScrollColumn


def flow_of(qtbot: QtBot, icons: Icons, count: int) -> tuple[QWidget, FlowLayout, list[Button]]:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=6)
    buttons = [Button(icons, f"Button {index}") for index in range(count)]
    for button in buttons:
        flow.addWidget(button)
    return holder, flow, buttons


def test_a_flow_wraps_when_its_width_is_used_up(qtbot: QtBot, icons: Icons) -> None:
    holder, flow, buttons = flow_of(qtbot, icons, 4)
    one_line = flow.heightForWidth(2000)
    two = flow.heightForWidth(2 * buttons[0].sizeHint().width() + 6)
    assert two == 2 * one_line + 6
    holder.resize(2 * buttons[0].sizeHint().width() + 6, two)
    holder.show()
    assert buttons[2].x() == buttons[0].x()
    assert buttons[2].y() > buttons[0].y()


def test_a_flow_leaves_no_gap_for_what_is_hidden(qtbot: QtBot, icons: Icons) -> None:
    holder, flow, buttons = flow_of(qtbot, icons, 3)
    holder.show()
    buttons[0].hide()
    assert flow.sizeHint().width() == sum(b.sizeHint().width() for b in buttons[1:]) + 6


def test_rows_and_columns_take_widgets_layouts_and_stretches(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    first, second = TextLabel("a"), TextLabel("b")
    holder.setLayout(column(row(first, 1, second), 1))
    holder.resize(300, 200)
    holder.show()
    assert second.x() + second.width() == 300
    assert first.x() == 0


def test_clearing_deletes_what_was_inside(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    inside = TextLabel("a")
    layout = column(row(inside, 1))
    holder.setLayout(layout)
    with qtbot.waitSignal(inside.destroyed):
        clear(layout)
    assert layout.count() == 0


def test_a_scroll_column_keeps_order_and_deletes_what_leaves(qtbot: QtBot) -> None:
    scroll = ScrollColumn()
    qtbot.addWidget(scroll)
    first, second, third = TextLabel("1"), TextLabel("2"), TextLabel("3")
    scroll.add(first)
    scroll.add(third)
    scroll.insert(1, second)
    assert scroll.widgets() == [first, second, third]
    with qtbot.waitSignal(second.destroyed):
        scroll.remove(second)
    assert scroll.widgets() == [first, third]
    scroll.clear()
    assert scroll.widgets() == []


def test_a_scroll_column_knows_its_end(qtbot: QtBot) -> None:
    scroll = ScrollColumn()
    qtbot.addWidget(scroll)
    for number in range(60):
        scroll.add(TextLabel(str(number)))
    scroll.resize(200, 100)
    scroll.show()
    assert not scroll.is_at_end()
    scroll.scroll_to_end()
    assert scroll.is_at_end()


def test_a_scroll_column_can_be_measured_at_once(qtbot: QtBot) -> None:
    scroll = ScrollColumn()
    qtbot.addWidget(scroll)
    scroll.resize(200, 100)
    scroll.show()
    hidden = TextLabel("hidden")
    hidden.hide()
    labels = [TextLabel(str(number)) for number in range(40)]
    for label in (hidden, *labels):
        scroll.add(label)
    scroll.settle()
    assert labels[39].y() > labels[38].y() > 100
    assert scroll.verticalScrollBar().maximum() > 0
    assert hidden.isHidden()


def test_a_flow_box_replaces_what_it_shows(qtbot: QtBot, icons: Icons) -> None:
    old = Button(icons, "Old")
    box = FlowBox([old])
    qtbot.addWidget(box)
    box.show()
    with qtbot.waitSignal(old.destroyed):
        box.show_widgets([Button(icons, "New"), Button(icons, "Newer")])
    assert box.isVisible()
    box.show_widgets([])
    assert box.isHidden()
