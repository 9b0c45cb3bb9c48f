"""Settings, Data and backup: where the data is, who can read it, and what was put aside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.settings.backup_list import BackupList
from desktop.settings.fields import NumberRow
from desktop.settings.form import FormCard, Section
from desktop.settings.work_line import WorkLine
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice

_IN_KEYRING = "Your data is encrypted. Its key is in the keyring of this computer."


class DataSection(Section):
    """Draws the data folder, the encryption and the backups; emits what is asked for."""

    TITLE = "Data and backup"
    open_folder_requested = Signal()
    move_chosen = Signal(str)  # the new folder
    recovery_key_requested = Signal()
    back_up_requested = Signal()
    keep_count_chosen = Signal(int)

    def __init__(
        self, icons: Icons, keep_limits: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Everything FlowPilot knows is in one folder on this computer.",
            parent,
        )
        self._icons = icons
        self.add_card(self._folder_card())
        self.add_card(self._encryption_card())
        self.add_card(self._backup_card(keep_limits))

    def show_folder(self, path: str) -> None:
        self.path.setText(path)

    def show_encryption(self, weakness: str, saved: str) -> None:
        """weakness  of the place of the key, empty when it is as it should be;
        saved     when and whether the recovery key was saved, in words
        """
        if weakness:
            self.encryption.show_notice(Tone.WARNING, weakness)
        self.encryption.setVisible(bool(weakness))
        self.encrypted.setVisible(not weakness)
        self.saved.setText(saved)

    def set_busy(self, busy: bool) -> None:
        """While one thing is done with the data, nothing else can be started."""
        for widget in (self.move_button, self.back_up, self.backups):
            widget.setEnabled(not busy)

    def reveal(self, line: WorkLine) -> None:
        """Bring into view what became of a request made further down."""
        self.ensureWidgetVisible(line.parentWidget() or line)

    def _folder_card(self) -> FormCard:
        self.path = WrapLabel("", TextRole.MONO)
        self.open_button = Button(self._icons, "Open folder", icon="folder-open")
        self.move_button = Button(self._icons, "Move…", icon="arrow-right")
        self.move_work = WorkLine(self._icons)
        self.open_button.clicked.connect(self.open_folder_requested)
        self.move_button.clicked.connect(self._choose_folder)
        body = QWidget()
        buttons = row(self.open_button, self.move_button, 1)
        body.setLayout(column(self.path, buttons, self.move_work, spacing=10))
        card = FormCard("Data folder")
        card.add_row(body)
        return card

    def _encryption_card(self) -> FormCard:
        self.encrypted = QWidget()
        line = row(spacing=8)
        line.addWidget(
            IconLabel(self._icons, "shield-check", "success"), 0, Qt.AlignmentFlag.AlignTop
        )
        line.addWidget(WrapLabel(_IN_KEYRING), 1)
        self.encrypted.setLayout(line)
        self.encryption = InlineNotice(self._icons, Tone.WARNING, "")
        self.encryption.hide()
        self.saved = WrapLabel("", TextRole.SMALL)
        self.recovery_key = Button(self._icons, "Save recovery key…", icon="key")
        self.recovery_key.clicked.connect(self.recovery_key_requested)
        body = QWidget()
        body.setLayout(
            column(
                self.encrypted,
                self.encryption,
                self.saved,
                row(self.recovery_key, 1),
                spacing=10,
            )
        )
        card = FormCard("Encryption")
        card.add_row(body)
        return card

    def _backup_card(self, keep_limits: tuple[int, int]) -> FormCard:
        self.keep_count = NumberRow(
            "Daily backups to keep",
            "One is made each day you use FlowPilot, and one before each update.",
            keep_limits,
        )
        self.keep_count.changed.connect(self.keep_count_chosen)
        self.back_up = Button(self._icons, "Back up now", icon="archive")
        self.back_up.clicked.connect(self.back_up_requested)
        self.backups = BackupList(self._icons)
        actions = QWidget()
        self.backup_work = WorkLine(self._icons)
        actions.setLayout(column(row(self.back_up, 1), self.backup_work, spacing=10))
        card = FormCard("Backups")
        for line in (self.keep_count, actions, self.backups):
            card.add_row(line)
        return card

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Move the data folder into")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.move_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
