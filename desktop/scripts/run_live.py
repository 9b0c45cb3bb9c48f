"""A script while it runs."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.scripts.result_face import elapsed_words
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.code.live_output import LiveOutput
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.progress import Spinner


class RunLive(QWidget):
    """What it prints, for how long, and a way to end it."""

    cancel_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = 0.0
        self._title = WrapLabel("", TextRole.HEADING)
        self.elapsed = TextLabel("", TextRole.SECONDARY)
        self.output = LiveOutput(icons, name="Output of the script")
        self.cancel = Button(icons, "Cancel", ButtonVariant.DANGER, icon="stop")
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self._tick)
        self.cancel.clicked.connect(self._cancel)
        head = row(Spinner(icons, name="The script runs"), self._title, self.elapsed)
        head.setStretch(1, 1)
        layout = column(
            head, self.output, row(1, self.cancel), spacing=10, margins=(18, 14, 18, 14)
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_run(self, title: str, since: float, lines: Sequence[str]) -> None:
        """Show a run. `since` is the time.monotonic() of its start."""
        self._since = since
        self._title.setText(f"“{title}” runs")
        self.cancel.setEnabled(True)
        self.cancel.setText("Cancel")
        self.output.start()
        for line in lines:
            self.output.add_line(line)
        self._tick()
        self._clock.start()

    def stop(self) -> None:
        self._clock.stop()

    def _tick(self) -> None:
        self.elapsed.setText(elapsed_words(int(time.monotonic() - self._since)))

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.setText("Ending…")
        self.cancel_requested.emit()
