"""The session page: conversation, banner and composer in the middle, the task lane on the right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.sessions.workspace import Workspace
from desktop.session.banner import FixBanner
from desktop.session.banner_view import banner_content
from desktop.session.branch_view import branch_marks
from desktop.session.composer import Composer
from desktop.session.conversation import Conversation
from desktop.session.fix_steps import FixStepsPanel
from desktop.session.header import SessionHeader, header_view
from desktop.session.lane_place import LanePlace, ReadingArea
from desktop.session.lane_view import lane_view
from desktop.session.message_bubble import message_views
from desktop.session.preview import PreviewPanel
from desktop.session.task_lane import TaskLane
from desktop.theme.icons import Icons
from desktop.widgets.focus import FocusOrder
from desktop.widgets.layouts import column
from desktop.widgets.surfaces import Divider
from desktop.widgets.tab_strip import TabStrip


class Center(IntEnum):
    """What the middle of the page shows."""

    CONVERSATION = 0
    STEPS = 1
    PREVIEW = 2
    SCRIPT = 3
    """The fix by script."""
    BUILDER = 4
    TEMPLATE = 5
    """A template that is made of the fix's script."""


class WorkTab(StrEnum):
    """The two sides of a session whose fix has no script yet."""

    CHAT = "chat"
    BUILDER = "builder"


class SessionPage(QWidget):
    """Lays the pieces out and hands each its part of a workspace."""

    opened = Signal()

    def __init__(
        self, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.header = SessionHeader(icons)
        self.conversation = Conversation(icons)
        self.banner = FixBanner(icons)
        self.composer = Composer(icons)
        self.steps = FixStepsPanel(icons)
        self.preview = PreviewPanel(icons)
        self.lane = TaskLane(icons)
        self.work_tabs = TabStrip("Conversation or script builder")
        self._center = QStackedWidget()
        self._centers: dict[Center, tuple[QWidget, QWidget]] = {}
        middle = QWidget()
        areas = (self.conversation, self.steps.reading, self.preview.reading)
        self._lane_place = LanePlace(icons, self, middle, self.lane, areas)
        self._shown: Workspace | None = None
        self._builder_offered = False
        self._focus_order = FocusOrder(self)
        self._build(middle)
        self._lane_place.float_over(self.conversation)
        self.banner.reason_closed.connect(self.composer.editor.setFocus)
        self.lane.tasks_done.connect(self._leave_lane)
        self.conversation.messages_added.connect(self._focus_order.start)

    def start(self, workspace: Workspace) -> None:
        """Show a session that was not shown before."""
        self.conversation.start()
        self.composer.start(workspace.view.composer_draft)
        self.show_center(Center.CONVERSATION)
        self.show_workspace(workspace, frozenset())
        self.conversation.jump_to_latest()
        self.composer.editor.setFocus()

    def show_workspace(self, workspace: Workspace, running: Collection[UUID]) -> None:
        self._shown = workspace
        self.header.show_view(header_view(workspace))
        self.conversation.show_messages(
            message_views(workspace.messages, workspace.attachments),
            has_earlier=workspace.has_earlier,
        )
        self.conversation.forks.show_marks(branch_marks(workspace))
        view = lane_view(workspace, running)
        self.lane.show_view(view)
        self._lane_place.show_count(view.open_count)
        self.banner.show_content(banner_content(workspace, self._now()))
        self._focus_order.start()

    def add_center(self, center: Center, widget: QWidget, reading: QWidget) -> None:
        """Add what the middle can show; the floating button keeps clear of `reading`."""
        self._centers[center] = (widget, reading)
        self._center.addWidget(widget)
        if isinstance(reading, ReadingArea):
            self._lane_place.add_area(reading)

    def show_center(self, center: Center) -> None:
        widget, reading = self._centers[center]
        self._center.setCurrentWidget(widget)
        if center is not Center.CONVERSATION:
            self._lane_place.close_lane()
        self._lane_place.float_over(reading)
        self._fit_work_tabs()

    @property
    def center(self) -> Center:
        shown = self._center.currentWidget()
        return next(center for center, (widget, _) in self._centers.items() if widget is shown)

    def offer_builder(self, offered: bool, *, has_unsent: bool) -> None:
        """Offer the script builder beside the conversation; a dot says that it holds something."""
        self._builder_offered = offered
        self.work_tabs.set_count(WorkTab.BUILDER, "●" if has_unsent else "")
        self._fit_work_tabs()
        if not offered and self.center is Center.BUILDER:
            self.show_center(Center.CONVERSATION)

    def _fit_work_tabs(self) -> None:
        """The tabs stand over the two sides they switch between, and over nothing else."""
        center = self.center
        sides = {Center.CONVERSATION: WorkTab.CHAT, Center.BUILDER: WorkTab.BUILDER}
        self._work_strip.setVisible(self._builder_offered and center in sides)
        if center in sides:
            self.work_tabs.set_current(sides[center])

    def panes(self) -> tuple[QWidget, ...]:
        """The panes F6 walks through; which of them are shown is for the shell to see."""
        others = (widget for center, (widget, _) in self._centers.items() if center.value)
        return (self.conversation, self.banner, self.composer, *others, self.lane)

    def start_note(self) -> None:
        """Open the editor for a note, wherever the lane is."""
        self._lane_place.open_lane()
        self.lane.start_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lane_place.fit(self.window().width())

    def _leave_lane(self) -> None:
        self._lane_place.close_lane()
        self.composer.editor.setFocus()

    def _build(self, middle: QWidget) -> None:
        talk = QWidget()
        talk_layout = column(self.conversation, self.banner, Divider(), self.composer, spacing=0)
        talk_layout.setStretch(0, 1)
        talk.setLayout(talk_layout)
        self.add_center(Center.CONVERSATION, talk, self.conversation)
        self.add_center(Center.STEPS, self.steps, self.steps.reading)
        self.add_center(Center.PREVIEW, self.preview, self.preview.reading)
        self.work_tabs.add_tab(WorkTab.CHAT, "Chat")
        self.work_tabs.add_tab(WorkTab.BUILDER, "Script Builder")
        self._work_strip = QWidget()
        self._work_strip.setLayout(column(self.work_tabs, margins=(14, 6, 14, 0)))
        self._work_strip.hide()
        stacked = column(self._work_strip, self._center, spacing=0)
        stacked.setStretch(1, 1)
        middle.setLayout(stacked)
        layout = column(self.header, Divider(), self._lane_place.split, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ScreenChangeInternal:
            self._lane_place.fit(self.window().width())
