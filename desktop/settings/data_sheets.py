"""The questions before the data is moved or replaced, and the recovery key to take along."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.settings.backup_list import BackupLine
from desktop.settings.recovery_key_panel import RecoveryKeyPanel
from desktop.theme.icons import Icons
from desktop.widgets.buttons import ButtonVariant
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.sheet_dialog import SheetDialog

_WIDTH = 560
_WHILE_RESTORING = (
    "The present data is backed up first: it is then in this list, and you can come back to it.",
    "The open session is closed. Settings and your own playbooks stay as they are.",
)


def move_sheet(icons: Icons, source: str, target: str, parent: QWidget) -> SheetDialog:
    """Ask before the data folder moves."""
    sheet = SheetDialog(
        icons,
        "Move the data folder?",
        text="The database, backups, exports and your own playbooks are copied and checked. "
        "Only then they are removed from the old folder. FlowPilot waits meanwhile.",
        confirm="Move",
        parent=parent,
    )
    sheet.setMinimumWidth(_WIDTH)
    for label, path in (("From", source), ("To", target)):
        sheet.body.addWidget(WrapLabel(label, TextRole.SMALL))
        sheet.body.addWidget(WrapLabel(path, TextRole.MONO))
    return sheet


def restore_sheet(icons: Icons, line: BackupLine, parent: QWidget) -> SheetDialog:
    """Say what restoring a backup does, before it is done."""
    sheet = SheetDialog(
        icons,
        f"Restore the backup of {line.made}?",
        text=line.details,
        confirm="Restore",
        variant=ButtonVariant.WARNING,
        parent=parent,
    )
    sheet.setMinimumWidth(_WIDTH)
    then = f"Sessions, facts, notes and scripts become what they were on {line.made}."
    for text in (f"{then} What was written since is no longer shown.", *_WHILE_RESTORING):
        sheet.body.addWidget(WrapLabel(text))
    return sheet


def recovery_key_sheet(icons: Icons, parent: QWidget) -> tuple[SheetDialog, RecoveryKeyPanel]:
    """The recovery key, to copy or to save."""
    sheet = SheetDialog(icons, "Recovery key", confirm="Close", cancel="", parent=parent)
    sheet.setMinimumWidth(_WIDTH)
    panel = RecoveryKeyPanel(icons)
    sheet.body.addWidget(panel)
    return sheet, panel
