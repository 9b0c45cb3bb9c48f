"""The incident header: which ticket, for whom, and what can be done with the session."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.sessions.session import SessionStatus
from core.sessions.workspace import Workspace
from desktop.session.branch_view import BRANCH, branch_label, ended_elsewhere
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.labels import ElidedLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.surfaces import Panel, SurfaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderView:
    title: str
    ticket: str
    details: str
    status: str
    status_tone: Tone
    can_pause: bool
    can_resume: bool
    can_resolve: bool
    can_escalate: bool
    can_abandon: bool
    branch: str = ""
    why_not_end: str = ""


_ROOM_FOR_WORDS = 800  # device-independent pixels
_STATUS_TONES = {
    SessionStatus.ACTIVE: Tone.ACCENT,
    SessionStatus.PAUSED: Tone.NEUTRAL,
    SessionStatus.RESOLVED: Tone.SUCCESS,
    SessionStatus.ESCALATED: Tone.WARNING,
    SessionStatus.ABANDONED: Tone.NEUTRAL,
}


def header_view(workspace: Workspace) -> HeaderView:
    """Describe a session for the header."""
    session, status = workspace.session, workspace.session.status
    why_not_end = ended_elsewhere(workspace)
    details = (session.client_name, session.contact_name, session.priority)
    return HeaderView(
        title=session.title,
        ticket=f"#{session.psa_ticket_id}" if session.psa_ticket_id else "",
        details=" · ".join(part for part in details if part),
        status=status.label.capitalize(),
        status_tone=_STATUS_TONES[status],
        can_pause=status is SessionStatus.ACTIVE,
        can_resume=status is SessionStatus.PAUSED,
        can_resolve=not why_not_end and status.value in ("active", "paused", "escalated"),
        can_escalate=not why_not_end and status.value in ("active", "paused", "resolved"),
        can_abandon=status.is_open,
        branch=branch_label(workspace),
        why_not_end=why_not_end,
    )


class SessionHeader(Panel):
    """Draws a `HeaderView`."""

    pause_requested = Signal()
    resume_requested = Signal()
    branches_requested = Signal()
    resolve_requested = Signal()
    escalate_requested = Signal()
    share_requested = Signal()
    edit_requested = Signal()
    export_requested = Signal(str)
    preview_requested = Signal()
    log_requested = Signal()
    runs_requested = Signal()
    abandon_requested = Signal()
    delete_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._ticket = Chip(icons, "", Tone.ACCENT, mono=True)
        self._status = Chip(icons, "", Tone.NEUTRAL)
        self._branch = Button(icons, "", ButtonVariant.GHOST, icon="git-fork")
        self._details = ElidedLabel("", TextRole.SECONDARY)
        self._title = ElidedLabel("", TextRole.HEADING)
        self._pause = IconButton(icons, "pause", "Pause this session")
        self._resume = IconButton(icons, "play", "Resume this session")
        self._share = IconButton(icons, "export", "Share update")
        self._escalate = Button(
            icons, "Escalate", ButtonVariant.WARNING_QUIET, icon="arrow-fat-line-up"
        )
        self._resolve = Button(icons, "Resolve", ButtonVariant.SUCCESS_QUIET, icon="check")
        self._more = IconButton(icons, "dots-three", "More for this session")
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._build()
        self._connect()

    def show_view(self, view: HeaderView) -> None:
        self._title.setText(view.title)
        self._ticket.show_chip(view.ticket, Tone.ACCENT)
        self._ticket.setVisible(bool(view.ticket))
        self._status.show_chip(view.status, view.status_tone)
        self._details.setText(view.details)
        self._branch.setAccessibleName(view.branch)
        self._branch.setToolTip(plain_tooltip(view.branch))
        self._branch.setVisible(bool(view.branch))
        self._fit_branch()
        self._pause.setVisible(view.can_pause)
        self._resume.setVisible(view.can_resume)
        self._resolve.setEnabled(view.can_resolve)
        self._escalate.setEnabled(view.can_escalate)
        self._abandon.setEnabled(view.can_abandon)
        for button in (self._resolve, self._escalate):
            button.setToolTip(plain_tooltip(view.why_not_end))
        self.setAccessibleName(f"Session: {view.title}, {view.status}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_branch()

    def _fit_branch(self) -> None:
        """In a narrow window the title needs the room more than the word does."""
        words = self._branch.accessibleName()
        is_wide = self.width() >= _ROOM_FOR_WORDS
        self._branch.setText(words if is_wide else words.removeprefix(BRANCH).lstrip())

    def _build(self) -> None:
        meta = row(self._ticket, self._status, self._details, 1, spacing=8)
        texts = column(meta, self._title, spacing=3)
        buttons = row(
            self._branch,
            self._pause,
            self._resume,
            self._share,
            self._escalate,
            self._resolve,
            self._more,
            spacing=6,
        )
        layout = row(texts, buttons, spacing=12, margins=(18, 10, 12, 10))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._menu.addAction("Edit title and ticket…", self.edit_requested.emit)
        self._menu.addSeparator()
        for kind, title in (("md", "Markdown"), ("html", "web page"), ("pdf", "PDF")):
            self._menu.addAction(
                f"Export as {title}…", lambda chosen=kind: self.export_requested.emit(chosen)
            )
        self._menu.addSeparator()
        self._menu.addAction("Show what is sent…", self.preview_requested.emit)
        self._menu.addAction("What was sent…", self.log_requested.emit)
        self._menu.addAction("Script runs…", self.runs_requested.emit)
        self._menu.addSeparator()
        self._abandon = self._menu.addAction(
            "Give up on this session…", self.abandon_requested.emit
        )
        self._menu.addAction("Delete session", self.delete_requested.emit)

    def _connect(self) -> None:
        self._pause.clicked.connect(self.pause_requested)
        self._resume.clicked.connect(self.resume_requested)
        self._branch.clicked.connect(self.branches_requested)
        self._share.clicked.connect(self.share_requested)
        self._escalate.clicked.connect(self.escalate_requested)
        self._resolve.clicked.connect(self.resolve_requested)
