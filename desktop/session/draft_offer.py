"""After Resolve: the drafts of the session, offered one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.scripts.model import DraftTemplate
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.sheet_dialog import SheetDialog

_SHOWN_LINES = 12


class DraftOffer(SheetDialog):
    """Asks about one draft. Closing it leaves the draft in the queue.

    accepted (of the dialog)  it is to be made a template: open it to be edited
    """

    rejected_draft = Signal()

    def __init__(self, icons: Icons, draft: DraftTemplate, left: int, parent: QWidget) -> None:
        more = f" {left} more after this one." if left else ""
        super().__init__(
            icons,
            "Keep this script as a template?",
            text=f"It was used for “{draft.name}”.{more}",
            confirm="Review and accept…",
            cancel="Later",
            parent=parent,
        )
        self.setMinimumWidth(620)
        self.body.addWidget(
            MonoBlock(icons, draft.body, name="Script of the draft", max_lines=_SHOWN_LINES)
        )
        keys = ", ".join(parameter.label for parameter in draft.parameters)
        words = f"Parameters: {keys}." if keys else "It has no parameters yet."
        self.body.addWidget(WrapLabel(words, TextRole.SECONDARY))
        self.stop_asking = QCheckBox("Don’t ask again for this team")
        self.body.addWidget(self.stop_asking)
        self.reject_draft = Button(icons, "Reject", ButtonVariant.GHOST)
        self.buttons.insertWidget(0, self.reject_draft)
        self.reject_draft.clicked.connect(self._reject)

    def _reject(self) -> None:
        self.rejected_draft.emit()
        self.reject()
