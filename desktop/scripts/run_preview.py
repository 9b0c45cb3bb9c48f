"""The last look before a script runs on this laptop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QWidget

from desktop.scripts.preflight_face import PreflightFace
from desktop.scripts.preflight_view import PreflightView
from desktop.scripts.script_text import ScriptText
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind

_MINUTES = 10
_MOST_MINUTES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewFace:
    """What would run. `values` are by label, passwords hidden; `needs_admin` is the template's."""

    title: str
    text: str
    sha256: str
    values: Mapping[str, str]
    interpreter: str
    executable: str
    needs_admin: bool
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """What was looked at and asked for."""

    sha256: str
    elevated: bool
    timeout: timedelta


class RunPreview(QWidget):
    """Draws a PreviewFace; `run_requested` only after the word was typed where one is asked for."""

    run_requested = Signal(object)  # RunOrder
    back_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sha256 = ""
        self._word = ""
        self._is_checked = False
        self._needs_admin = False
        self._title = WrapLabel("", TextRole.HEADING)
        self._facts = WrapLabel("", TextRole.SECONDARY)
        self._script_head = SectionHeader(icons, "Exactly this runs")
        self.script = ScriptText(icons, name="Script that runs")
        self._values_head = SectionHeader(icons, "Values it reads as data")
        self.values = WrapLabel("", TextRole.MONO)
        self.preflight = PreflightView(icons)
        self.elevated = QCheckBox("Run with administrator rights")
        self._elevated_words = WrapLabel("", TextRole.SMALL)
        self.minutes = QSpinBox()
        self.minutes.setRange(1, _MOST_MINUTES)
        self.minutes.setSuffix(" min")
        for part in (self.minutes, self.minutes.lineEdit()):
            part.setAccessibleName("Time limit in minutes")
        self._ask = WrapLabel("", TextRole.STRONG)
        self.word = QLineEdit()
        self.back = Button(icons, "Back", icon="caret-left")
        self.run = Button(icons, "Run now", ButtonVariant.PRIMARY, icon="play")
        self._build()
        self._connect()

    def show_preview(self, face: PreviewFace) -> None:
        """Show what would run. Nothing that was typed or ticked before counts any more."""
        self._sha256 = face.sha256
        self._needs_admin = face.needs_admin
        self._title.setText(f"Run “{face.title}” on this laptop")
        self._facts.setText(f"{face.interpreter}, {face.executable} · SHA-256 {face.sha256[:12]}")
        self.script.show_script(face.text, face.language)
        lines = [f"{label}: {value}" for label, value in face.values.items()]
        self.values.setText("\n".join(lines))
        for part in (self._values_head, self.values):
            part.setVisible(bool(lines))
        self.elevated.setChecked(face.needs_admin)
        self.minutes.setValue(_MINUTES)
        self.word.clear()
        self._show_rights()
        self._allow()

    def show_face(self, face: PreflightFace) -> None:
        """Show what the check says; a graver result asks for the word again."""
        self.preflight.show_face(face)
        self.script.show_marks(face.marks)
        if face.confirm != self._word:
            self.word.clear()
        self._word = face.confirm
        self._is_checked = face.is_settled
        self._ask.setText(f"To run it all the same, type {face.confirm}.")
        self.word.setAccessibleName(f"Type {face.confirm} to confirm")
        for part in (self._ask, self.word):
            part.setVisible(bool(face.confirm))
        self._allow()

    def _build(self) -> None:
        body = ScrollColumn(spacing=10, margins=(18, 14, 18, 14))
        limit = QWidget()
        limit.setLayout(row(TextLabel("Time limit"), self.minutes, 1))
        for part in (
            self._title,
            self._facts,
            self.preflight,
            self._script_head,
            self.script,
            self._values_head,
            self.values,
            self.elevated,
            self._elevated_words,
            limit,
            self._ask,
            self.word,
        ):
            body.add(part)
        bar = Panel(SurfaceKind.PAGE)
        bar.setLayout(column(FlowBox([self.run, self.back]), margins=(18, 8, 18, 10)))
        layout = column(body, Divider(), bar, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.preflight.line_requested.connect(self.script.go_to_line)
        self.word.textEdited.connect(lambda _: self._allow())
        self.word.returnPressed.connect(self._confirm)
        self.elevated.toggled.connect(lambda _: self._show_rights())
        self.back.clicked.connect(self.back_requested)
        self.run.clicked.connect(self._confirm)

    def _show_rights(self) -> None:
        if self.elevated.isChecked():
            words = "The system asks you for permission itself. FlowPilot never sees a password."
        elif self._needs_admin:
            words = "This script says that it needs administrator rights. Without them it may fail."
        else:
            words = "It runs with your own rights."
        self._elevated_words.setText(words)

    def _allow(self) -> None:
        typed = self.word.text().strip() == self._word
        self.run.setEnabled(self._is_checked and typed and bool(self._sha256))
        self.run.set_variant(ButtonVariant.DANGER if self._word else ButtonVariant.PRIMARY)

    def _confirm(self) -> None:
        if self.run.isEnabled():
            self.run_requested.emit(
                RunOrder(
                    sha256=self._sha256,
                    elevated=self.elevated.isChecked(),
                    timeout=timedelta(minutes=self.minutes.value()),
                )
            )
