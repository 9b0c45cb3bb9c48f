"""What a click in the conversation opens: an attachment, or a link after it was shown."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea

from core.sessions.attachment_rules import decode_text
from core.sessions.messages import Attachment, AttachmentKind
from desktop.session.flow import SessionFlow
from desktop.session.page import SessionPage
from desktop.theme.icons import Icons
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.sheet_dialog import SheetDialog

_PICTURE_WIDTH, _PICTURE_HEIGHT = 900, 560


class OpeningActions(QObject):
    """Attachments are shown inside FlowPilot: nothing decrypted is written to the disk."""

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        page.conversation.attachment_opened.connect(self._open_attachment)
        page.conversation.link_requested.connect(self._confirm_link)

    def _open_attachment(self, attachment_id: UUID) -> None:
        conversation = self._flow.core.conversation
        self._flow.scope.latest(
            "attachment",
            self._flow.call(lambda: conversation.attachment(attachment_id)),
            done=lambda found: self._show_attachment(*found),
        )

    def _show_attachment(self, attachment: Attachment, content: bytes) -> None:
        sheet = self._sheet(attachment.name, confirm="Close", cancel="")
        if attachment.kind is AttachmentKind.IMAGE:
            sheet.body.addWidget(_picture(content, attachment.name))
        else:
            text = decode_text(content) or ""
            sheet.body.addWidget(MonoBlock(self._icons, text, name=attachment.name, max_lines=30))
        sheet.setMinimumWidth(640)
        sheet.open()

    def _confirm_link(self, address: str) -> None:
        sheet = self._sheet("Open this link in the browser?", confirm="Open", cancel="Cancel")
        sheet.body.addWidget(MonoBlock(self._icons, address, name="Address"))
        sheet.accepted.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
        sheet.open()

    def _sheet(self, title: str, *, confirm: str, cancel: str) -> SheetDialog:
        sheet = SheetDialog(
            self._icons, title, confirm=confirm, cancel=cancel, parent=self._page.window()
        )
        sheet.finished.connect(sheet.deleteLater)
        return sheet


def _picture(content: bytes, name: str) -> QScrollArea:
    image = QImage.fromData(content)
    label = QLabel()
    label.setAccessibleName(name)
    if image.isNull():
        label.setText("This picture is damaged and cannot be shown.")
    else:
        fits = image.width() <= _PICTURE_WIDTH and image.height() <= _PICTURE_HEIGHT
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown = image if fits else image.scaled(_PICTURE_WIDTH, _PICTURE_HEIGHT, keep, smooth)
        label.setPixmap(QPixmap.fromImage(shown))
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(label)
    area.setMinimumSize(label.sizeHint())
    return area
