"""The conversation about a script."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.scripts.model import BuilderMessage, BuilderRole
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.notice import InlineNotice
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind, TintPanel

_SHOWN_LINES = 14


class BuilderChat(Panel):
    """Draws the messages and takes the next one."""

    sent = Signal(str)
    typed = Signal(str)
    stop_requested = Signal()
    script_taken = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self._shown: tuple[BuilderMessage, ...] = ()
        self.reading = ScrollColumn(spacing=10, margins=(18, 12, 18, 12))
        self._empty = EmptyState(
            icons,
            "sparkle",
            "Describe the script",
            "Say what it should do, on which machine, and what it must not touch.",
        )
        self._growing = MarkdownView(icons, name="Answer that is being written")
        self._growing.hide()
        self._notice = InlineNotice(icons, Tone.INFO, "")
        self._notice.hide()
        self._standing = WrapLabel("", TextRole.SMALL)
        self.composer = AutoGrowEdit(
            "Message to the copilot about the script",
            placeholder="What should the script do?",
            min_lines=2,
            max_lines=6,
        )
        self.send = Button(icons, "Send", ButtonVariant.PRIMARY, icon="paper-plane-tilt")
        self.stop = Button(icons, "Stop", ButtonVariant.SECONDARY, icon="stop")
        self.stop.hide()
        self._build()
        self.send.clicked.connect(self._send)
        self.stop.clicked.connect(self.stop_requested)
        self.composer.submitted.connect(self._send)
        self.composer.text_edited.connect(self.typed)

    def show_messages(self, messages: Sequence[BuilderMessage]) -> None:
        """Show the conversation; nothing is drawn again that is there already."""
        if tuple(messages) == self._shown:
            return
        known = len(self._shown)
        if tuple(messages[:known]) != self._shown:
            self.reading.clear()
            known = 0
        self._shown = tuple(messages)
        for message in messages[known:]:
            self.reading.add(self._bubble(message))
        self.show_growing("")
        self._empty.setVisible(not messages)
        self.reading.setVisible(bool(messages))
        self.reading.scroll_to_end()

    def show_growing(self, text: str) -> None:
        """Show an answer while it comes; empty hides it."""
        self._growing.set_markdown(text)
        self._growing.setVisible(bool(text))
        if text:
            self._empty.hide()

    def show_standing(self, line: str, *, is_answered: bool) -> None:
        """Say who answers and what leaves; without a model nothing can be sent."""
        self._standing.setText(line)
        self.send.setEnabled(is_answered)
        if is_answered:
            self._notice.hide()
        else:
            self._notice.show_notice(
                Tone.INFO,
                "No model answers here. Write the script yourself: pieces to insert and the"
                " nearest templates are there. What you type here is kept.",
            )
            self._notice.show()

    def show_working(self, working: bool) -> None:
        self.stop.setVisible(working)
        self.send.setVisible(not working)

    def message_kept(self) -> None:
        self.composer.set_text("")

    def _build(self) -> None:
        frame = Panel(SurfaceKind.INPUT)
        buttons = row(self._standing, 1, self.stop, self.send)
        buttons.setStretch(0, 1)
        frame.setLayout(column(self.composer, buttons, spacing=6, margins=(10, 8, 10, 8)))
        self.composer.setProperty("bare", True)
        growing = QWidget()
        growing.setLayout(column(self._growing, margins=(18, 0, 18, 8)))
        foot = QWidget()
        foot.setLayout(column(self._notice, frame, spacing=8, margins=(18, 8, 18, 10)))
        layout = column(self.reading, self._empty, growing, Divider(), foot, spacing=0)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.reading.hide()

    def _bubble(self, message: BuilderMessage) -> QWidget:
        if message.role is BuilderRole.ENGINEER:
            panel = TintPanel(Tone.ACCENT)
            panel.setLayout(column(WrapLabel(message.text), margins=(12, 8, 12, 8)))
            return panel
        parts: list[QWidget] = []
        if message.text:
            parts.append(MarkdownView(self._icons, message.text, name="Answer"))
        if message.script:
            parts += self._script_parts(message.script)
        if message.failure:
            parts.append(InlineNotice(self._icons, Tone.WARNING, message.failure))
        box = QWidget()
        box.setLayout(column(*parts, spacing=8))
        return box

    def _script_parts(self, script: str) -> list[QWidget]:
        take = Button(
            self._icons, "Put it into the editor", ButtonVariant.SECONDARY, icon="note-pencil"
        )
        take.clicked.connect(lambda: self.script_taken.emit(script))
        line = QWidget()
        line.setLayout(row(take, 1))
        block = MonoBlock(self._icons, script, name="Script of the answer", max_lines=_SHOWN_LINES)
        return [block, line]

    def _send(self) -> None:
        if self.send.isEnabled() and self.send.isVisible() and not self.composer.is_blank():
            self.sent.emit(self.composer.text())
