"""The conversation: messages from old to new, and what the assistant is doing now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.sessions.messages import Role
from desktop.session.message_bubble import MessageBubble, MessageView
from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.progress import Spinner
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Panel, SurfaceKind


class Conversation(Panel):
    """Shows message bubbles; keeps the reader's place unless they are at the end."""

    earlier_requested = Signal(int)
    link_requested = Signal(str)
    attachment_opened = Signal(object)
    messages_added = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._bubbles: dict[UUID, MessageBubble] = {}
        self._follow = True
        self._has_earlier = False
        self._scroll = ScrollColumn(spacing=14, margins=(18, 14, 18, 14))
        self._scroll.setAccessibleName("Conversation")
        self._earlier = Button(icons, "Show earlier messages", ButtonVariant.GHOST)
        self._earlier.clicked.connect(self.ask_earlier)
        self._thinking = self._thinking_line(icons)
        self._jump = Button(icons, "Jump to latest", ButtonVariant.SECONDARY, icon="arrow-down")
        self._jump.clicked.connect(self.jump_to_latest)
        self._jump.hide()
        self._scroll.add(self._earlier)
        self._scroll.add(self._thinking)
        self.setLayout(column(self._scroll, row(1, self._jump, 1), spacing=0))
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)

    def start(self) -> None:
        """Forget the messages of another session."""
        for bubble in self._bubbles.values():
            self._scroll.remove(bubble)
        self._bubbles.clear()
        self._follow = True

    def show_messages(self, views: Sequence[MessageView], *, has_earlier: bool) -> None:
        """Show the newest messages; those already shown stay as they are."""
        fresh = [view for view in views if view.id not in self._bubbles]
        if not self._bubbles:
            self._has_earlier = has_earlier
        elif answers := [view.text for view in fresh if view.role is Role.ASSISTANT]:
            announce(self, f"The assistant answered: {answers[-1]}")
        self._add(fresh)
        self._earlier.setVisible(self._has_earlier)

    def show_earlier(self, views: Sequence[MessageView], *, has_earlier: bool) -> None:
        """Put older messages on top without moving what is being read."""
        bar = self._scroll.verticalScrollBar()
        from_end = bar.maximum() - bar.value()
        self._follow = False
        self._has_earlier = has_earlier
        self._add([view for view in views if view.id not in self._bubbles])
        self._earlier.setVisible(has_earlier)
        self._scroll.settle()
        QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum() - from_end))

    def show_thinking(self, on: bool) -> None:
        self._thinking.setVisible(on)

    def jump_to_latest(self) -> None:
        self._follow = True
        self._scroll.scroll_to_end()
        self._jump.hide()

    def bring_into_view(self, message_id: UUID) -> bool:
        """Scroll to a message that is loaded; say whether it was."""
        bubble = self._bubbles.get(message_id)
        if bubble is not None:
            self._follow = False
            self._scroll.ensureWidgetVisible(bubble, 0, 80)
        return bubble is not None

    def texts(self) -> list[str]:
        """What is shown, oldest first."""
        return [bubble.plain_text() for bubble in self._in_order()]

    def _in_order(self) -> list[MessageBubble]:
        return sorted(self._bubbles.values(), key=lambda bubble: bubble.view.position)

    def _add(self, views: Sequence[MessageView]) -> None:
        for view in views:
            bubble = MessageBubble(self._icons, view)
            bubble.link_requested.connect(self.link_requested)
            bubble.attachment_opened.connect(self.attachment_opened)
            self._bubbles[view.id] = bubble
            place = sum(known.view.position < view.position for known in self._bubbles.values())
            self._scroll.insert(1 + place, bubble)
        if views:
            self.messages_added.emit()

    def _thinking_line(self, icons: Icons) -> QWidget:
        line = QWidget()
        words = TextLabel("Working out the next step…", TextRole.SECONDARY)
        line.setLayout(row(Spinner(icons), words, 1, spacing=10))
        line.hide()
        return line

    def ask_earlier(self) -> bool:
        """Ask for the messages before the first one shown; False when there are none."""
        ordered = self._in_order()
        if not ordered or not self._has_earlier:
            return False
        self.earlier_requested.emit(ordered[0].view.position)
        return True

    def _scrolled(self) -> None:
        self._follow = self._scroll.is_at_end()
        self._jump.setVisible(not self._follow and bool(self._bubbles))

    def _grown(self) -> None:
        if self._follow:
            self._scroll.scroll_to_end()
