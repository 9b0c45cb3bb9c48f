"""What became of a run."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.scripts.result_face import ResultFace
from desktop.scripts.script_text import OutputText
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice
from desktop.widgets.section_header import SectionHeader


class RunResultView(QWidget):
    """Draws a ResultFace."""

    copied = Signal(str)
    save_requested = Signal()
    back_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.end = InlineNotice(icons, Tone.NEUTRAL, "")
        self.note = WrapLabel("", TextRole.STRONG)
        self._fine_print = WrapLabel("", TextRole.SECONDARY)
        self._errors_head = SectionHeader(icons, "Error output", tone=Tone.DANGER)
        self.errors = OutputText("Error output")
        self._transcript_head = SectionHeader(icons, "Transcript", tone=Tone.NEUTRAL)
        self.transcript = OutputText("Transcript")
        self.back = Button(icons, "Back to the script", icon="caret-left")
        self.copy = Button(icons, "Copy transcript", icon="copy")
        self.save = Button(icons, "Save transcript…", icon="floppy-disk")
        layout = column(
            self.end,
            self.note,
            self._fine_print,
            self._errors_head,
            self.errors,
            self._transcript_head,
            self.transcript,
            FlowBox([self.back, self.copy, self.save]),
            spacing=8,
            margins=(18, 14, 18, 14),
        )
        layout.setStretchFactor(self.transcript, 2)
        layout.setStretchFactor(self.errors, 1)
        self.setLayout(layout)
        self.back.clicked.connect(self.back_requested)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self.save_requested)

    def show_result(self, face: ResultFace) -> None:
        self.end.show_notice(face.tone, face.words)
        self.note.setText(face.note)
        self.note.setVisible(bool(face.note))
        self._fine_print.setText(face.fine_print)
        self.errors.setPlainText(face.errors)
        for part in (self._errors_head, self.errors):
            part.setVisible(bool(face.errors))
        self.transcript.setPlainText(face.transcript)
        for widget in (self._transcript_head, self.transcript, self.copy, self.save):
            widget.setVisible(bool(face.transcript))
        announce(self, face.words)

    def _copy(self) -> None:
        text = self.transcript.toPlainText()
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)
