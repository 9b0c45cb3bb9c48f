"""What applying a fix by hand means: its steps, how to check them, and how to undo them."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.sessions.fixes import Fix, FixStatus
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.escape import on_escape
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind


class FixStepsPanel(Panel):
    """Shows one fix by hand: "I did this" says that the engineer did it."""

    closed = Signal()
    done_declared = Signal(object)
    script_requested = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._fix_id: UUID | None = None
        self._title = WrapLabel("", TextRole.HEADING)
        self._confidence = Chip(icons, "", Tone.WARNING)
        self.reading = ScrollColumn(spacing=8, margins=(18, 12, 18, 14))
        self._undo_parts: list[QWidget] = []
        self._back = Button(
            icons, "Back to the conversation", ButtonVariant.GHOST, icon="caret-left"
        )
        self.by_script = Button(icons, "By script", ButtonVariant.GHOST, icon="terminal-window")
        self._undo = Button(icons, "Undo steps", ButtonVariant.SECONDARY, icon="arrow-u-up-left")
        self._undo.setCheckable(True)
        self._done = Button(icons, "I did this", ButtonVariant.WARNING, icon="check")
        head = column(
            row(self._back, 1, self.by_script, margins=(-8, 0, 0, 0)),
            row(self._title, self._confidence, 1),
            spacing=4,
            margins=(18, 8, 18, 10),
        )
        foot = row(self._undo, 1, self._done, margins=(18, 10, 18, 10))
        layout = column(head, Divider(), self.reading, Divider(), foot, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._back.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        self._done.clicked.connect(lambda: self.done_declared.emit(self._fix_id))
        self._undo.toggled.connect(self._show_undo)
        self.by_script.clicked.connect(lambda: self.script_requested.emit(self._fix_id))

    def show_fix(self, fix: Fix) -> None:
        self._fix_id = fix.id
        self._title.setText(fix.title)
        self._confidence.show_chip(f"{fix.confidence} %", Tone.WARNING)
        self.reading.clear()
        self._undo_parts = []
        self.reading.verticalScrollBar().setValue(0)
        self.reading.add(WrapLabel(fix.description))
        self._add_list("Steps", fix.steps, numbered=True)
        self._add_list("How to check that it worked", fix.verify)
        self._undo_parts = self._add_list("How to undo it", fix.undo)
        self._undo.setVisible(bool(fix.undo))
        self._undo.setChecked(False)
        self._show_undo(False)
        applicable = fix.status is FixStatus.PROPOSED and fix.applied_at is None
        self._done.setEnabled(applicable)
        self._done.setText("I did this" if applicable else "Already marked as done")

    @property
    def fix_id(self) -> UUID | None:
        return self._fix_id

    def _add_list(
        self, title: str, lines: tuple[str, ...], *, numbered: bool = False
    ) -> list[QWidget]:
        if not lines:
            return []
        parts: list[QWidget] = [SectionHeader(self._icons, title)]
        for index, line in enumerate(lines, start=1):
            mark = f"{index}." if numbered else "•"
            item = QWidget()
            number = WrapLabel(mark, TextRole.SECONDARY)
            number.setFixedWidth(number.fontMetrics().horizontalAdvance("00. "))
            text = WrapLabel(line, TextRole.BODY)
            layout = row(number, text, spacing=4)
            layout.setAlignment(number, Qt.AlignmentFlag.AlignTop)
            layout.setStretch(1, 1)
            item.setLayout(layout)
            parts.append(item)
        for part in parts:
            self.reading.add(part)
        return parts

    def _show_undo(self, on: bool) -> None:
        for part in self._undo_parts:
            part.setVisible(on)
        self._undo.setText("Hide undo steps" if on else "Undo steps")
        if on:
            self.reading.settle()
            self.reading.ensureWidgetVisible(self._undo_parts[-1])
