"""The composer: text, files, and who will answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from core.outcome import Refused
from core.sessions.attachment_rules import NewFile, check_files, read_file
from core.sessions.messages import AttachmentKind
from desktop.session.picture_consent import PictureConsent
from desktop.session.rung_menu import RungLine
from desktop.session.standing_words import StandingView
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice
from desktop.widgets.surfaces import Panel, SurfaceKind

DRAFT_PAUSE_MS = 400


class Composer(Panel):
    """Collects a message; nothing is emptied before `message_kept` says it is stored."""

    send_requested = Signal(str, list, object)  # bool | None: may the pictures go to a model
    files_offered = Signal(list)
    draft_changed = Signal(str)
    stop_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._files: list[NewFile] = []
        self._sending: tuple[str, list[NewFile]] | None = None
        self.editor = AutoGrowEdit(
            "Message",
            placeholder="Describe the problem, paste an error, drop a screenshot…",
            max_lines=8,
            enter_submits=True,
        )
        self._attach = IconButton(icons, "paperclip", "Attach images or text files")
        self._send = Button(icons, "Send", ButtonVariant.PRIMARY, icon="paper-plane-tilt")
        self._stop = IconButton(icons, "stop", "Stop the answer")
        self._stop.hide()
        self._chips = FlowBox()
        self._notice = InlineNotice(icons, Tone.WARNING, "", closable=True)
        self._notice.closed.connect(self._notice.hide)
        self._notice.hide()
        self.rung_line = RungLine(icons)
        self._consent = PictureConsent(icons)
        self._standing: StandingView | None = None
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_PAUSE_MS)
        self._draft_timer.timeout.connect(self.keep_draft)
        self._build(icons)
        self._connect()

    def start(self, draft: str, files: Sequence[NewFile] = ()) -> None:
        """Begin with what is kept of a session: its draft, and files that are not sent yet."""
        self._draft_timer.stop()
        self._sending = None
        self._files = list(files)
        self._show_files()
        self._notice.hide()
        self.editor.set_text(draft)

    def show_standing(self, view: StandingView) -> None:
        """Say who answers next, and what leaves the laptop."""
        before, self._standing = self._standing, view
        self.rung_line.show_view(view)
        if before is not None and before.pictures_to != view.pictures_to:
            self._consent.cancel()  # what was asked is no longer so

    def show_answering(self, on: bool) -> None:
        """Offer to stop the answer that is being written."""
        if self._stop.hasFocus() and not on:
            self.editor.setFocus()
        self._stop.setVisible(on)

    def show_refusal(self, text: str) -> None:
        """Say why the message was not taken; text and files stay."""
        self._notice.show_notice(Tone.WARNING, text)
        self._notice.show()

    def sending_ended(self) -> None:
        """The message was stored or it was not: another one can be given."""
        self._sending = None

    def message_kept(self, text: str, files: Sequence[NewFile]) -> None:
        """The message is stored: take it out. What was typed meanwhile stays."""
        rest = self._without(text)
        self.start(rest, [file for file in self._files if file not in files])
        if rest:
            self._draft_timer.start()

    def unsent(self) -> tuple[str, list[NewFile]]:
        """What is written and attached, without what is on its way to be stored."""
        if self._sending is None:
            return self.editor.text(), list(self._files)
        text, files = self._sending
        return self._without(text), [file for file in self._files if file not in files]

    def take_file(self, file: NewFile | Refused) -> None:
        """Attach a file that was read; one that cannot be used is named, the others stay."""
        refused = file if isinstance(file, Refused) else check_files([*self._files, file])
        if isinstance(refused, Refused):
            self.show_refusal(refused.reason)
        elif not isinstance(file, Refused):
            self._files.append(file)
            self._show_files()

    def add_image(self, image: QImage) -> None:
        """Attach a pasted picture as PNG."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt a str
        name = f"pasted-{len(self._files) + 1}.png"
        self.take_file(read_file(name, bytes(buffer.data().data())))

    def keep_draft(self) -> None:
        self._draft_timer.stop()
        self.draft_changed.emit(self.unsent()[0])

    def submit(self) -> None:
        """Give the message away, unless one is on its way already."""
        if self._sending is not None or not self._consent.isHidden():
            return
        pictures = sum(file.kind is AttachmentKind.IMAGE for file in self._files)
        if pictures and self._standing is not None and self._standing.pictures_to:
            self._consent.ask(pictures, self._standing.pictures_to)
            return
        self._give(None)  # a model on this laptop may see them; another must not, unasked

    def _give(self, pictures_may_go: bool | None) -> None:
        self._sending = self.editor.text(), list(self._files)
        self.send_requested.emit(*self._sending, pictures_may_go)

    def _without(self, sent: str) -> str:
        """The text without the message that begins it."""
        return self.editor.text().removeprefix(sent)

    def _build(self, icons: Icons) -> None:
        line = row(self._attach, self.editor, self._stop, self._send, spacing=8)
        line.setStretch(1, 1)
        for button in (self._attach, self._stop, self._send):
            line.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        parts = (self._notice, self._consent, self._chips, line, row(self.rung_line, 1))
        self.setLayout(column(*parts, spacing=6, margins=(14, 10, 14, 6)))

    def _connect(self) -> None:
        self._send.clicked.connect(self.submit)
        self._consent.answered.connect(self._send_asked)
        self._consent.cancelled.connect(self.editor.setFocus)
        self._stop.clicked.connect(self.stop_requested)
        self.editor.submitted.connect(self.submit)
        self.editor.text_edited.connect(lambda _text: self._draft_timer.start())
        self.editor.files_offered.connect(self.files_offered)
        self.editor.image_offered.connect(self.add_image)
        self._attach.clicked.connect(self._choose_files)

    def _send_asked(self, pictures_may_go: bool) -> None:
        self.editor.setFocus()
        self._give(pictures_may_go)

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, "Attach images or text files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda names: self.files_offered.emit([Path(n) for n in names])
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_files(self) -> None:
        self._consent.hide()  # it asked about other files
        self._chips.show_widgets(self._file_chip(file) for file in self._files)

    def _file_chip(self, file: NewFile) -> QWidget:
        chip = QWidget()
        icon = "image" if file.media_type.startswith("image/") else "file-text"
        remove = IconButton(self._icons, "x", f"Remove {file.name}", size=12)
        remove.clicked.connect(lambda: self._remove(file))
        chip.setLayout(
            row(Chip(self._icons, file.name, Tone.NEUTRAL, icon=icon), remove, spacing=0)
        )
        return chip

    def _remove(self, file: NewFile) -> None:
        self._files.remove(file)
        self._show_files()
