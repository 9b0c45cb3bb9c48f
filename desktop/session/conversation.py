"""The conversation: messages from old to new, and what the assistant is doing now."""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.sessions.messages import Role
from desktop.session.message_bubble import MessageBubble, MessageView
from desktop.session.message_fork import ConversationForks
from desktop.session.waiting_notice import WaitingNotice
from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.progress import Spinner
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Panel, SurfaceKind

AT_ONCE = 10
PORTION = 4
DRAW_EVERY_MS = 50
REST = 2.5
"""How much longer than a drawing the pause after it is, so that a long answer never blocks."""


class Conversation(Panel):
    """Shows message bubbles; keeps the reader's place unless they are at the end."""

    earlier_requested = Signal(int)
    link_requested = Signal(str)
    attachment_opened = Signal(object)
    messages_added = Signal()
    continue_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._bubbles: dict[UUID, MessageBubble] = {}
        self.forks = ConversationForks(self)
        self._follow = True
        self._is_thinking = False
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
        self.waiting = WaitingNotice(icons)
        self._scroll.add(self.waiting)
        self._empty = EmptyState(
            icons,
            "chat-circle-text",
            "Nothing was said yet",
            "Describe below what fails, for whom and since when.",
        )
        layout = column(self._empty, self._scroll, row(1, self._jump, 1), spacing=0)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)
        self._rest: list[MessageView] = []
        self._written: tuple[UUID, str] | None = None
        self._draw_writing = QTimer(self)
        self._draw_writing.setSingleShot(True)
        self._draw_writing.timeout.connect(self._draw_written)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._add_some_of_the_rest)

    def start(self) -> None:
        """Forget the messages of another session."""
        for bubble in self._bubbles.values():
            self._scroll.remove(bubble)
        self._bubbles.clear()
        self.forks.forget()
        self._rest.clear()
        self._later.stop()
        self._follow = True

    def show_messages(self, views: Sequence[MessageView], *, has_earlier: bool) -> None:
        """Show the newest messages; those already shown stay as they are.

        A session that is opened gets what fits the screen at once and the rest in small portions,
        so that the window never stands still.
        """
        waiting = {view.id for view in self._rest}
        fresh = [view for view in views if view.id not in self._bubbles.keys() | waiting]
        if not self._bubbles:
            self._has_earlier = has_earlier
            self._rest, fresh = fresh[:-AT_ONCE], fresh[-AT_ONCE:]
            self._later.start()
        else:
            self._tell_answers(views)
        self._renew(views)
        self._add(fresh)
        self._show_thinking()
        self._empty.setVisible(not self._bubbles)
        self._scroll.setVisible(bool(self._bubbles))
        self._earlier.setVisible(self._has_earlier)

    def show_writing(self, message_id: UUID, prose: str) -> None:
        """Show more of the answer that is being written; the newest text is what counts."""
        self._written = message_id, prose
        if not self._draw_writing.isActive():
            self._draw_written()

    def show_earlier(self, views: Sequence[MessageView], *, has_earlier: bool) -> None:
        """Put older messages on top without moving what is being read."""
        self._follow = False
        self._has_earlier = has_earlier
        self._earlier.setVisible(has_earlier)
        self._add_on_top([view for view in views if view.id not in self._bubbles])

    def set_room_below(self, pixels: int) -> None:
        """Keep the newest message clear of what floats above the conversation."""
        self._scroll.set_room_below(pixels)

    def show_thinking(self, on: bool) -> None:
        """Say that the assistant works, until its answer can be seen growing."""
        self._is_thinking = on
        self._show_thinking()

    def _show_thinking(self) -> None:
        is_written = any(bubble.view.is_writing for bubble in self._bubbles.values())
        self._thinking.setVisible(self._is_thinking and not is_written)

    def jump_to_latest(self) -> None:
        self._follow = True
        self._scroll.scroll_to_end()
        self._jump.hide()

    def bring_into_view(self, message_id: UUID) -> bool:
        """Scroll to a message that is loaded; say whether it was."""
        self._add_all_of_the_rest()
        bubble = self._bubbles.get(message_id)
        if bubble is not None:
            self._follow = False
            self._scroll.ensureWidgetVisible(bubble, 0, 80)
        return bubble is not None

    def texts(self) -> list[str]:
        """What is shown, oldest first."""
        return [bubble.plain_text() for bubble in self._in_order()]

    def _tell_answers(self, views: Sequence[MessageView]) -> None:
        """Let a screen reader hear of an answer once it is whole."""
        for view in views:
            known = self._bubbles.get(view.id)
            is_new = known is None or known.view.is_writing
            if view.role is Role.ASSISTANT and is_new and not view.is_writing:
                announce(self, f"The assistant answered: {view.text}")

    def _renew(self, views: Sequence[MessageView]) -> None:
        """Bring messages up to date that have changed since they were drawn."""
        for view in views:
            bubble = self._bubbles.get(view.id)
            if bubble is not None and bubble.view != view:
                bubble.show_view(view)

    def _draw_written(self) -> None:
        """Draw the newest text, and rest at least twice as long as that took."""
        if self._written is None:
            return
        (message_id, prose), self._written = self._written, None
        began = time.perf_counter()
        bubble = self._bubbles.get(message_id)
        if bubble is not None:
            bubble.grow(prose)
        took = 1000 * (time.perf_counter() - began)
        self._draw_writing.start(max(DRAW_EVERY_MS, round(REST * took)))

    def _in_order(self) -> list[MessageBubble]:
        return sorted(self._bubbles.values(), key=lambda bubble: bubble.view.position)

    def _add(self, views: Sequence[MessageView]) -> None:
        for view in views:
            bubble = MessageBubble(self._icons, view)
            bubble.link_requested.connect(self.link_requested)
            bubble.attachment_opened.connect(self.attachment_opened)
            bubble.continue_requested.connect(self.continue_requested)
            self._bubbles[view.id] = bubble
            self.forks.watch(bubble)
            place = sum(known.view.position < view.position for known in self._bubbles.values())
            self._scroll.insert(1 + place, bubble)
        if views:
            self.messages_added.emit()

    def _add_on_top(self, views: Sequence[MessageView]) -> None:
        bar = self._scroll.verticalScrollBar()
        from_end = bar.maximum() - bar.value()
        self._add(views)
        self._scroll.settle()
        if not self._follow:
            QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum() - from_end))

    def _add_some_of_the_rest(self) -> None:
        self._rest, some = self._rest[:-PORTION], self._rest[-PORTION:]
        if some:
            self._add_on_top(some)
            self._later.start()

    def _add_all_of_the_rest(self) -> None:
        self._rest, all_ = [], self._rest
        if all_:
            self._add_on_top(all_)

    def _thinking_line(self, icons: Icons) -> QWidget:
        line = QWidget()
        words = TextLabel("Working out the next step…", TextRole.SECONDARY)
        line.setLayout(row(Spinner(icons), words, 1, spacing=10))
        line.hide()
        return line

    def ask_earlier(self) -> bool:
        """Ask for the messages before the first one shown; False when there are none."""
        self._add_all_of_the_rest()
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
