"""The recovery key: hidden until asked for, then to copy, to save and to tick off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.notice import InlineNotice

FILE_NAME = "FlowPilot recovery key.txt"
EXPLANATION = (
    "Your data is encrypted. If this computer loses its key, for example after a new installation "
    "of the system, only the recovery key opens your data and its backups. Keep it away from this "
    "laptop: printed, or in your password manager."
)


class RecoveryKeyPanel(QWidget):
    """Asks for the key only when the engineer wants to see it; forgets it when it is hidden."""

    reveal_requested = Signal()
    save_requested = Signal(str)  # where to
    saved_confirmed = Signal(bool)
    """Somebody ticked it off, or took that back."""
    confirmed_changed = Signal(bool)
    copied = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.block = MonoBlock(icons, name="Recovery key")
        self.block.copied.connect(self.copied)
        self.reveal = Button(icons, "Show the recovery key", icon="eye")
        self.save = Button(icons, "Save to a file…", icon="floppy-disk")
        self.confirmed = QCheckBox("I have saved it")
        self.notice = InlineNotice(icons, Tone.NEUTRAL, "")
        self.setLayout(
            column(
                WrapLabel(EXPLANATION, TextRole.SECONDARY),
                self.block,
                row(self.reveal, self.save, 1),
                self.notice,
                self.confirmed,
                spacing=10,
            )
        )
        self.reveal.clicked.connect(self._toggle)
        self.save.clicked.connect(self._choose_file)
        self.confirmed.clicked.connect(self.saved_confirmed)
        self.confirmed.toggled.connect(self.confirmed_changed)
        self.hide_key()
        self.notice.hide()

    def show_key(self, key: str) -> None:
        self.block.set_text(key)
        self.block.show()
        self.reveal.setText("Hide it")
        self.reveal.set_icon_name("eye-slash")

    def hide_key(self) -> None:
        self.block.set_text("")
        self.block.hide()
        self.reveal.setText("Show the recovery key")
        self.reveal.set_icon_name("eye")

    def show_confirmed(self, confirmed: bool) -> None:
        """Tick the key off as saved, or not."""
        self.confirmed.setChecked(confirmed)

    def is_confirmed(self) -> bool:
        return self.confirmed.isChecked()

    def show_notice(self, tone: Tone, text: str) -> None:
        """Say what came of saving or showing the key."""
        self.notice.show_notice(tone, text)
        self.notice.show()

    def _toggle(self) -> None:
        if self.block.text():
            self.hide_key()
        else:
            self.reveal_requested.emit()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Save the recovery key")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(self.save_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
