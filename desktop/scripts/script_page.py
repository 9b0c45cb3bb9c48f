"""A script to fill in, read and use: its values, its text, what was found, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.scripts.parameter_form import ParameterForm
from desktop.scripts.preflight_face import PreflightFace
from desktop.scripts.preflight_view import PreflightView
from desktop.scripts.script_text import ScriptText
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind


class ScriptPage(QWidget):
    """The first stage of the panel."""

    copy_requested = Signal()
    save_requested = Signal()
    preview_requested = Signal()
    elsewhere_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = ParameterForm(icons)
        self._values_head = SectionHeader(icons, "Values")
        self.script = ScriptText(icons, name="Script")
        self.preflight = PreflightView(icons)
        self.nothing_runs_it = InlineNotice(icons, Tone.INFO, "")
        self.refused = InlineNotice(icons, Tone.WARNING, "")
        self.copy = Button(icons, "Copy", icon="copy")
        self.save = Button(icons, "Save as…", icon="floppy-disk")
        self.elsewhere = Button(icons, "I ran this elsewhere…", icon="arrow-square-out")
        self.run = Button(icons, "Run on this laptop…", ButtonVariant.PRIMARY, icon="play")
        self._body = ScrollColumn(spacing=10, margins=(18, 14, 18, 14))
        for part in (
            self._values_head,
            self.form,
            SectionHeader(icons, "Script"),
            self.script,
            self.preflight,
        ):
            self._body.add(part)
        bar = Panel(SurfaceKind.PAGE)
        bar.setLayout(
            column(
                self.refused,
                self.nothing_runs_it,
                row(FlowBox([self.run, self.copy, self.save, self.elsewhere])),
                margins=(18, 8, 18, 10),
            )
        )
        layout = column(self._body, Divider(), bar, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.refused.hide()
        self.nothing_runs_it.hide()
        self.copy.clicked.connect(self.copy_requested)
        self.save.clicked.connect(self.save_requested)
        self.run.clicked.connect(self.preview_requested)
        self.elsewhere.clicked.connect(self.elsewhere_requested)
        self.preflight.line_requested.connect(self.script.go_to_line)

    def show_has_values(self, on: bool) -> None:
        self._values_head.setVisible(on)
        self.form.setVisible(on)

    def show_face(self, face: PreflightFace) -> None:
        self.preflight.show_face(face)
        self.script.show_marks(face.marks)

    def show_interpreter(self, language: str, *, is_there: bool) -> None:
        """Say so when this laptop cannot run it."""
        self.run.setEnabled(is_there)
        self.nothing_runs_it.show_notice(
            Tone.INFO,
            f"{language} is not on this laptop, so it cannot run here. Copy or save the script"
            " and run it where it belongs. FlowPilot installs nothing.",
        )
        self.nothing_runs_it.setVisible(not is_there)

    def show_refusal(self, text: str) -> None:
        self.refused.show_notice(Tone.WARNING, text)
        self.refused.setVisible(bool(text))
