"""A problem in the place where it matters: what happened, what it means, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import TintPanel


class ErrorPanel(TintPanel):
    """Shows one problem; details can be copied for whoever is asked for help."""

    retry_requested = Signal()
    copied = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(Tone.DANGER, parent)
        self._details = ""
        self._title = WrapLabel(role=TextRole.STRONG)
        self._meaning = WrapLabel()
        self._advice = WrapLabel(role=TextRole.SECONDARY)
        self._retry = Button(icons, "Try again", icon="arrow-clockwise")
        self._copy = Button(icons, "Copy details", ButtonVariant.GHOST, icon="copy")
        self._retry.clicked.connect(self.retry_requested)
        self._copy.clicked.connect(self._copy_details)
        self._actions = QWidget()
        self._actions.setLayout(row(self._retry, self._copy, 1, margins=(0, 6, 0, 0)))
        mark = IconLabel(icons, "warning-circle", "danger", 20)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(self._title, self._meaning, self._advice, self._actions, spacing=4)
        layout.addLayout(words, 1)

    def show_problem(
        self, title: str, meaning: str, advice: str = "", *, details: str = "", retry: str = ""
    ) -> None:
        """Show a problem. Without details nothing can be copied, without retry nothing retried."""
        self._details = details
        for label, text in ((self._title, title), (self._meaning, meaning), (self._advice, advice)):
            label.setText(text)
            label.setVisible(bool(text))
        self._retry.setText(retry)
        self._retry.setVisible(bool(retry))
        self._copy.setVisible(bool(details))
        self._actions.setVisible(bool(retry or details))
        spoken = " ".join(part for part in (title, meaning, advice) if part)
        self.setAccessibleName(spoken)
        announce(self, spoken)

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.copied.emit(self._details)
