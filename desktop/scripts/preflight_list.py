"""The findings of a check and what the script touches, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.scripts.preflight_face import FindingRow, TouchRow
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.surfaces import Card


class FindingCard(Card):
    """One finding; its line can be gone to."""

    line_requested = Signal(int)

    def __init__(self, icons: Icons, finding: FindingRow) -> None:
        super().__init__(tone=finding.tone)
        go = Button(icons, f"Line {finding.line}", ButtonVariant.GHOST)
        go.setAccessibleName(f"Go to line {finding.line}")
        go.clicked.connect(lambda: self.line_requested.emit(finding.line))
        head = row(Chip(icons, finding.severity, finding.tone), go, 1)
        advice = WrapLabel(finding.advice, TextRole.SECONDARY)
        if not finding.advice:
            advice.hide()
        words = WrapLabel(finding.message, TextRole.STRONG)
        self.setLayout(column(head, words, advice, spacing=4, margins=(12, 6, 12, 10)))


class FindingList(QWidget):
    line_requested = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)

    def show_findings(self, findings: Sequence[FindingRow]) -> None:
        clear(self._rows)
        for finding in findings:
            card = FindingCard(self._icons, finding)
            card.line_requested.connect(self.line_requested)
            self._rows.addWidget(card)


class TouchList(QWidget):
    """What the script touches; what it changes says so."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def show_touches(self, touches: Sequence[TouchRow]) -> None:
        clear(self._rows)
        for touch in touches:
            word, tone = ("changes", Tone.WARNING) if touch.changes else ("reads", Tone.NEUTRAL)
            where = "line" if "," not in touch.lines else "lines"
            words = WrapLabel(f"{touch.kind}: {touch.what} ({where} {touch.lines})")
            line = row(Chip(self._icons, word, tone), words)
            line.setStretch(1, 1)
            self._rows.addLayout(line)
