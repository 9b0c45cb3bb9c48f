"""Taking a message up differently: its buttons, its editor, and all messages' of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.sessions.messages import Role
from desktop.session.branch_view import BranchMarks, ForkMark
from desktop.session.message_actions import MessageActions
from desktop.session.message_editor import MessageEditor
from desktop.theme.icons import Icons

if TYPE_CHECKING:
    from desktop.session.message_bubble import MessageBubble


class MessageFork(QObject):
    """The buttons below a message, and the editor that takes the place of its text.

    The bubble lays out `actions`; the editor comes into `stack` above everything else in it.
    """

    edit_saved = Signal(str)

    def __init__(
        self, icons: Icons, role: Role, text: str, body: QWidget, stack: QBoxLayout
    ) -> None:
        super().__init__(body)
        self._icons = icons
        self._text = text
        self._body = body
        self._stack = stack
        self._editor: MessageEditor | None = None
        self.actions = MessageActions(icons, role)
        self.actions.edit_requested.connect(self.begin_edit)

    def begin_edit(self) -> None:
        """Put the editor in the place of the text, and the focus into it."""
        self._open(None).start()

    def take_up(self, begun: str) -> None:
        """Show the editor as it was left, with the focus where it is."""
        self._open(begun)

    def begun(self) -> str | None:
        """What is written in the editor and not saved; None when it is closed."""
        return None if self._editor is None else self._editor.text()

    def _open(self, begun: str | None) -> MessageEditor:
        if self._editor is None:
            self._editor = MessageEditor(self._icons, self._text, begun)
            self._editor.saved.connect(self.edit_saved)
            self._editor.left.connect(self._leave)
            self._stack.insertWidget(0, self._editor)
            self._body.hide()
            self.actions.hide()
        return self._editor

    def refuse_edit(self, reason: str) -> None:
        """Say in the editor why its text was not taken."""
        if self._editor is not None:
            self._editor.show_refusal(reason)

    def end_edit(self) -> None:
        """Show the text again."""
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
        self._body.show()
        self.actions.show()

    def _leave(self) -> None:
        self.end_edit()
        self.actions.focus_fork()


class ConversationForks(QObject):
    """Every message of a conversation that can be taken up differently."""

    edit_saved = Signal(int, str)
    regenerate_requested = Signal(int)
    version_chosen = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._marks = BranchMarks()
        self._begun: dict[UUID, str] = {}
        self._bubbles: dict[UUID, MessageBubble] = {}

    def watch(self, bubble: MessageBubble) -> None:
        """Take part in what is done with a message that was just drawn."""
        fork, position = bubble.fork, bubble.view.position
        if fork is None:
            return
        self._bubbles[bubble.view.id] = bubble
        fork.edit_saved.connect(lambda text: self.edit_saved.emit(position, text))
        actions = fork.actions
        actions.regenerate_requested.connect(lambda: self.regenerate_requested.emit(position))
        actions.version_chosen.connect(self.version_chosen)
        self._show(fork, self._marks.marks.get(position))
        if (begun := self._begun.pop(bubble.view.id, None)) is not None:
            fork.take_up(begun)

    def forget(self) -> None:
        """The messages of this session are shown no more; what is half edited is taken up later."""
        for message_id, bubble in self._bubbles.items():
            if bubble.fork is not None and (begun := bubble.fork.begun()) is not None:
                self._begun[message_id] = begun
        self._bubbles.clear()

    def show_marks(self, marks: BranchMarks) -> None:
        """Say where other branches go another way, and whether new ones can begin."""
        if marks == self._marks:
            return
        self._marks = marks
        for bubble in self._bubbles.values():
            if bubble.fork is not None:
                self._show(bubble.fork, marks.marks.get(bubble.view.position))

    def begin_edit(self, message_id: UUID) -> None:
        """Open the editor of a message that is shown."""
        bubble = self._bubbles.get(message_id)
        if bubble is not None and bubble.fork is not None:
            bubble.fork.begin_edit()

    def refuse_edit(self, position: int, reason: str) -> None:
        """Say in a message's editor why its text was not taken."""
        for fork in self._at(position):
            fork.refuse_edit(reason)

    def end_edit(self, position: int) -> None:
        """The text of a message's editor is saved."""
        for fork in self._at(position):
            fork.end_edit()

    def _at(self, position: int) -> list[MessageFork]:
        forks = (one.fork for one in self._bubbles.values() if one.view.position == position)
        return [fork for fork in forks if fork is not None]

    def _show(self, fork: MessageFork, mark: ForkMark | None) -> None:
        fork.actions.show_mark(mark, can_fork=self._marks.can_fork)
