"""One message of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.sessions.messages import Attachment, AttachmentKind, Message, MessageStatus, Role, Rung
from desktop.session.lane_view import local_time
from desktop.session.message_fork import MessageFork
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import FlowLayout, column, row
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.surfaces import AsidePanel, Card, TintPanel

_RUNG_WORDS = {Rung.CLOUD: "cloud model", Rung.LOCAL: "local model", Rung.PLAYBOOK: "playbook"}
NAME_LETTERS = 40
_ENDINGS = {
    MessageStatus.INTERRUPTED: "interrupted",
    MessageStatus.STOPPED: "stopped by you",
    MessageStatus.STREAMING: "writing…",
}
_PARTS = (MessageStatus.INTERRUPTED, MessageStatus.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    id: UUID
    name: str
    is_image: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message in words.

    caption       the small line below it
    is_writing    it is still growing
    can_continue  the last message, and only a part of what it was to be
    """

    id: UUID
    position: int
    role: Role
    text: str
    caption: str
    is_writing: bool = False
    can_continue: bool = False
    attachments: tuple[AttachmentView, ...] = ()


def message_views(
    messages: Sequence[Message], attachments: Sequence[Attachment]
) -> tuple[MessageView, ...]:
    """Describe messages with the files that belong to each."""
    last = next((one for one in reversed(messages) if one.role is not Role.FOOTNOTE), None)
    return tuple(
        MessageView(
            id=message.id,
            position=message.position,
            role=message.role,
            text=message.text,
            caption=_caption(message),
            is_writing=message.status is MessageStatus.STREAMING,
            can_continue=message is last and message.status in _PARTS,
            attachments=tuple(
                AttachmentView(id=a.id, name=a.name, is_image=a.kind is AttachmentKind.IMAGE)
                for a in attachments
                if a.message_id == message.id
            ),
        )
        for message in messages
    )


def _caption(message: Message) -> str:
    parts = [local_time(message.created_at)]
    if message.rung is not None:
        parts.append(_RUNG_WORDS[message.rung])
    if message.is_late:
        parts.append("late answer")
    if message.status is MessageStatus.INTERRUPTED and message.failure is None:
        parts.append("cut off at its longest")
    elif message.status in _ENDINGS:
        parts.append(_ENDINGS[message.status])
    return " · ".join(parts)


def _shortened(name: str) -> str:
    """A file's name that cannot widen the conversation: its beginning and its end."""
    if len(name) <= NAME_LETTERS:
        return name
    half = (NAME_LETTERS - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


class MessageBubble(QWidget):
    """Draws one message: the engineer's on the right, the assistant's on the left."""

    link_requested = Signal(str)
    attachment_opened = Signal(object)
    continue_requested = Signal()

    def __init__(self, icons: Icons, view: MessageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.fork: MessageFork | None = None
        self._answer: _Answer | None = None
        self._icons = icons
        draw: dict[Role, Callable[[], None]] = {
            Role.ENGINEER: self._draw_engineer,
            Role.ASSISTANT: self._draw_assistant,
            Role.FOOTNOTE: self._draw_footnote,
        }
        draw[view.role]()

    def plain_text(self) -> str:
        return self.view.text

    def show_view(self, view: MessageView) -> None:
        """Show what became of an answer that was being written."""
        self.view = view
        if self._answer is not None:
            self._answer.show_view(view)
            self.setAccessibleName(f"Assistant, {view.caption}: {view.text}")

    def grow(self, prose: str) -> None:
        """Show more of an answer that is being written."""
        if self._answer is not None and self.view.is_writing:
            self._answer.text.grow(prose)

    def _draw_engineer(self) -> None:
        bubble = TintPanel(Tone.ACCENT)
        content: list[QWidget] = []
        if self.view.text:
            content.append(WrapLabel(self.view.text))
        if self.view.attachments:
            content.append(self._files())
        bubble.setLayout(column(*content, spacing=6, margins=(12, 8, 12, 8)))
        bubble.setAccessibleName(f"You, {self.view.caption}: {self.view.text}")
        caption = TextLabel(self.view.caption, TextRole.MONO_SMALL)
        stack = column(bubble, spacing=3)
        self.fork = MessageFork(self._icons, Role.ENGINEER, self.view.text, bubble, stack)
        stack.addLayout(row(1, self.fork.actions, caption, spacing=4))
        # One sixth of the width stays free, so that both sides of a conversation can be told apart.
        layout = row(1, spacing=0)
        layout.addLayout(stack, 5)
        self.setLayout(layout)

    def _draw_assistant(self) -> None:
        mark = IconLabel(self._icons, "sparkle", "warning", 18)
        answer = self._answer = _Answer(self._icons)
        answer.text.link_requested.connect(self.link_requested)
        answer.go_on.clicked.connect(self.continue_requested)
        layout = row(spacing=10)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        stack = column(answer.card, spacing=3)
        self.fork = MessageFork(self._icons, Role.ASSISTANT, self.view.text, answer.card, stack)
        stack.addLayout(row(answer.caption, answer.go_on, self.fork.actions, 1, spacing=4))
        layout.addLayout(stack, 7)
        layout.addStretch(1)
        self.setLayout(layout)
        answer.show_view(self.view)  # once it has its place: a button is no window
        self.setAccessibleName(f"Assistant, {self.view.caption}: {self.view.text}")

    def _draw_footnote(self) -> None:
        box = AsidePanel()
        note = row(WrapLabel(self.view.text, TextRole.MONO_SMALL), margins=(12, 6, 12, 6))
        box.setLayout(note)
        self.setLayout(row(box, margins=(28, 0, 0, 0)))
        self.setAccessibleName(f"Note: {self.view.text}")

    def _files(self) -> QWidget:
        files = QWidget()
        layout = FlowLayout(files)
        for file in self.view.attachments:
            icon = "image" if file.is_image else "file-text"
            button = Button(self._icons, _shortened(file.name), ButtonVariant.SECONDARY, icon=icon)
            button.setAccessibleName(f"Open {file.name}")
            button.setToolTip(plain_tooltip(file.name))
            button.clicked.connect(
                lambda _=False, file_id=file.id: self.attachment_opened.emit(file_id)
            )
            layout.addWidget(button)
        return files


class _Answer:
    """The parts of an assistant's message that change while it is written."""

    def __init__(self, icons: Icons) -> None:
        self.card = Card()
        self.text = MarkdownView(icons, name="Assistant’s message")
        self.card.setLayout(column(self.text, margins=(12, 8, 12, 8)))
        self.caption = TextLabel("", TextRole.MONO_SMALL)
        self.go_on = Button(icons, "Continue", ButtonVariant.GHOST, icon="arrow-right")
        self.go_on.setAccessibleName("Let the model continue this answer")

    def show_view(self, view: MessageView) -> None:
        if view.is_writing:
            self.text.grow(view.text)
        else:
            self.text.set_markdown(view.text)
        self.caption.setText(view.caption)
        self.go_on.setVisible(view.can_continue)
