"""The backups there are, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.db.backup import Backup, BackupReason
from desktop.settings.wording import file_size, moment
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.surfaces import Divider

_REASONS = {
    BackupReason.DAILY: "Daily",
    BackupReason.UPGRADE: "Before an update",
    BackupReason.RESTORE: "Before an older backup was restored",
    BackupReason.MANUAL: "Made by you",
}


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup in words."""

    backup: Backup
    made: str
    details: str


def backup_lines(backups: Sequence[Backup]) -> list[BackupLine]:
    """The lines of a list, in the order given."""
    return [
        BackupLine(
            backup,
            moment(backup.made_at),
            f"{_REASONS[backup.reason]} · {file_size(backup.size)}",
        )
        for backup in backups
    ]


class BackupList(QWidget):
    """Emits which backup is to be restored."""

    restore_requested = Signal(object)  # BackupLine

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._shown: tuple[BackupLine, ...] = ()
        self._lines = column(spacing=8)
        self._nothing = WrapLabel("There is no backup yet.", TextRole.SECONDARY)
        self.setLayout(column(self._nothing, self._lines, spacing=0))

    def lines(self) -> tuple[BackupLine, ...]:
        """What is listed."""
        return self._shown

    def show_lines(self, lines: Sequence[BackupLine]) -> None:
        self._shown = tuple(lines)
        clear(self._lines)
        self._nothing.setVisible(not lines)
        for index, line in enumerate(lines):
            if index:
                self._lines.addWidget(Divider())
            self._lines.addWidget(self._line(line))

    def _line(self, line: BackupLine) -> QWidget:
        restore = Button(self._icons, "Restore…", ButtonVariant.GHOST)
        restore.setAccessibleName(f"Restore the backup of {line.made}")
        restore.clicked.connect(lambda: self.restore_requested.emit(line))
        texts = column(TextLabel(line.made), WrapLabel(line.details, TextRole.SMALL), spacing=2)
        layout = row(texts, spacing=12)
        layout.setStretch(0, 1)
        layout.addWidget(restore, 0, Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget()
        holder.setLayout(layout)
        return holder
