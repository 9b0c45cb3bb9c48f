"""What was found in a script before it is used."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.scripts.preflight_face import WAITING, PreflightFace
from desktop.scripts.preflight_list import FindingList, TouchList
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice
from desktop.widgets.section_header import SectionHeader


class PreflightView(QWidget):
    """Draws a PreflightFace. An incomplete check is said first and loudest."""

    line_requested = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.incomplete = InlineNotice(icons, Tone.DANGER, "")
        self.headline = InlineNotice(icons, Tone.NEUTRAL, "")
        self.findings = FindingList(icons)
        self._touch_head = SectionHeader(icons, "What it touches", tone=Tone.NEUTRAL)
        self.touches = TouchList(icons)
        self.setLayout(
            column(
                self.incomplete,
                self.headline,
                self.findings,
                self._touch_head,
                self.touches,
                spacing=8,
            )
        )
        self.findings.line_requested.connect(self.line_requested)
        self.face = WAITING
        self.show_face(WAITING)

    def show_face(self, face: PreflightFace) -> None:
        self.face = face
        self.incomplete.show_notice(Tone.DANGER, f"Not fully checked. {face.incomplete}")
        self.incomplete.setVisible(bool(face.incomplete))
        self.headline.show_notice(face.tone, face.headline)
        self.findings.show_findings(face.findings)
        self.findings.setVisible(bool(face.findings))
        self.touches.show_touches(face.touches)
        for part in (self._touch_head, self.touches):
            part.setVisible(bool(face.touches))
        if face.is_settled:
            announce(self, face.headline)
