"""The connection test: a button, what it finds while it runs, and what it found last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.notice import TONE_ICON
from desktop.widgets.progress import ProgressStrip


@dataclass(frozen=True, slots=True)
class ConnectionTestLine:
    """One thing the test found out."""

    tone: Tone
    text: str


class ConnectionTestPanel(QWidget):
    """Draws the steps of a test; emits that one is wanted or enough."""

    test_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, icons: Icons, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._shown: tuple[ConnectionTestLine, ...] = ()
        self.button = Button(icons, "Test connection", icon="plugs-connected")
        self.button.setAccessibleName(f"Test connection: {name}")
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._when = WrapLabel("", TextRole.SMALL)
        self.progress = ProgressStrip(icons, "")
        self.progress.hide()
        self._lines = column(spacing=6)
        head = row(self.button, self._when, 1, spacing=12)
        # The words get all the room there is; without words it stays free.
        head.setStretch(1, 100)
        self.setLayout(column(head, self.progress, self._lines, spacing=10))
        self.button.clicked.connect(self.test_requested)
        self.progress.cancel_requested.connect(self.cancel_requested)
        self.show_outcome("", ())

    def show_ready(self, ready: bool, why: str = "") -> None:
        """Say whether there is anything to test, and what is missing."""
        self.button.setEnabled(ready)
        if not ready:
            self._show_when(why)

    def show_running(self, step: str) -> None:
        """A test has begun: what it does now."""
        self.button.setEnabled(False)
        self._show_when("")
        self.progress.start(step)
        self.progress.show()
        self._show_lines(())

    def show_step(self, step: str, lines: Sequence[ConnectionTestLine]) -> None:
        """What it does now, and what it has found so far."""
        self.progress.show_progress(step)
        self._show_lines(lines)

    def show_outcome(self, when: str, lines: Sequence[ConnectionTestLine]) -> None:
        """The test has ended, now or earlier; without lines there was none."""
        was_running = self.progress.isVisible()
        self.progress.hide()
        self.button.setEnabled(True)
        self._show_when(when)
        self._show_lines(lines)
        if was_running:
            announce(self, " ".join(line.text for line in lines))

    def lines(self) -> tuple[ConnectionTestLine, ...]:
        return self._shown

    def _show_when(self, text: str) -> None:
        self._when.setText(text)
        self._when.setVisible(bool(text))

    def _show_lines(self, lines: Sequence[ConnectionTestLine]) -> None:
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        clear(self._lines)
        for line in lines:
            self._lines.addWidget(self._line(line))

    def _line(self, line: ConnectionTestLine) -> QWidget:
        mark = IconLabel(self._icons, TONE_ICON[line.tone], TONE_TOKEN[line.tone])
        layout = row(spacing=8)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(WrapLabel(line.text), 1)
        holder = QWidget()
        holder.setLayout(layout)
        return holder
