"""The shell around the features: navigation, list, toasts, problems, undo."""

from __future__ import annotations

import asyncio
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.app import Core
from core.events import Aggregate, Changes
from core.search.hits import HitKind, SearchHit
from core.sessions.overview import SessionOverview
from core.sessions.session_service import Intake, Opened
from core.walkthrough import load_walkthrough
from desktop.bridge import Bridge
from desktop.main_window import SESSIONS, MainWindow
from desktop.problem_sheet import ProblemSheet
from desktop.problems import Problem
from desktop.session.feature import SessionFeature
from desktop.session.flow import Undo
from desktop.session_list.panel import SessionListPanel
from desktop.session_list.rows import list_rows
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.undo import UndoStack
from desktop.welcome import WelcomePage
from desktop.widgets.focus import has_focus_inside, in_layout_order


class Shell(QObject):
    """Knows which session is open and who shows what; the features do the rest."""

    def __init__(
        self,
        icons: Icons,
        core: Core,
        bridge: Bridge,
        window: MainWindow,
        session_list: SessionListPanel,
        scope: Scope,
        session_scope: Scope,
    ) -> None:
        super().__init__(window)
        self._icons = icons
        self.core = core
        self.scope = scope
        self.overviews: list[SessionOverview] = []
        self._query = ""
        self.window = window
        self.session_list = session_list
        self.undo = UndoStack(self)
        self.session = SessionFeature(icons, core, session_scope, self)
        self.welcome = WelcomePage(icons)
        for page in (self.welcome, self.session.page):
            window.add_page(SESSIONS, page)
        window.show_work(self.welcome)
        bridge.changed.connect(self._changed)
        bridge.writing.connect(self.session.flow.assistant_writing)
        self._connect()

    def show_overviews(self, overviews: list[SessionOverview]) -> None:
        """Fill the session list."""
        self.overviews = overviews
        self._show_list()

    def refresh(self) -> None:
        """Show again what depends on the time: the list and the open session."""
        self._show_list()
        self.session.flow.reload()

    def open_session(self, session_id: UUID) -> None:
        self.session.open(session_id)
        self.session_list.select(session_id)
        self.window.show_work(self.session.page)

    def open_picked(self, value: object) -> None:
        """Open what a search or the palette picked."""
        if isinstance(value, UUID):
            self.open_session(value)

    def open_hit(self, hit: object) -> None:
        """Open the branch of a search hit and bring what was found into view."""
        if not isinstance(hit, SearchHit):
            return
        if hit.kind is HitKind.TEMPLATE:
            self.session.scripts.template_wanted.emit(hit.ref_id)
        elif hit.session_id is not None:
            self.session.branches.switch(hit.session_id, hit.ref_id)

    def open_sample(self) -> None:
        """Make the sample session and open it."""

        async def make() -> UUID:
            library = await asyncio.to_thread(self.core.playbooks)
            return await self.core.sample.create(load_walkthrough(), library)

        self.scope.latest("sample", make(), done=self.open_session)

    def new_session(self, intake: Intake | None = None, *, send: bool = False) -> None:
        """Create a session and open it; with `send` its text becomes the first message."""
        if self.scope.is_busy("new session"):
            return

        def job() -> Opened:
            opened = self.core.sessions.create(intake or Intake())
            if send and intake is not None:
                self.core.conversation.send(opened.session_id, intake.text)
            return opened

        def done(opened: Opened) -> None:
            self.open_session(opened.session_id)
            if send:
                self.welcome.problem_kept()
                self.session.flow.take_turn(opened.session_id)

        self.scope.run("new session", self.core.database.run(job), done=done)

    def leave_session(self) -> None:
        """Back to the start page."""
        self.close_session()
        self.window.show_work(self.welcome)
        self.welcome.focus_first()

    def close_session(self) -> None:
        """Have no session open, whichever page is shown."""
        self.session.close()
        self.session_list.select(None)
        self.window.set_work(self.welcome)

    def show_page(self, key: str) -> None:
        self.window.show_page(key)

    def toast(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        self.window.toasts.show_toast(text, tone)

    def offer_undo(self, undo: Undo) -> None:
        """A toast with an Undo button; Ctrl+Z does the same."""
        self.undo.push(undo)
        toast = self.window.toasts.show_toast(undo.done, Tone.NEUTRAL, action="Undo")
        toast.action_requested.connect(lambda: self.take_back(undo))

    def take_back(self, undo: Undo | None = None) -> None:
        taken = self.undo.take(undo)
        if taken is not None:
            self.scope.run("undo", self.core.database.run(taken.command))

    def show_problem(self, problem: Problem) -> None:
        """A rule that said no is a toast; anything else a sheet with details."""
        if problem.is_gentle:
            self.toast(problem.in_one_line, Tone.WARNING)
            return
        sheet = ProblemSheet(self._icons, problem, self.window)
        sheet.copied.connect(self.copy)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.toast("Copied.", Tone.SUCCESS)

    def cycle_panes(self) -> None:
        """F6: give the focus to the next pane that has something to focus."""
        panes = [self.session_list, *self.session.page.panes(), self.welcome]
        at = next((index for index, pane in enumerate(panes) if has_focus_inside(pane)), -1)
        for pane in (*panes[at + 1 :], *panes[: at + 1]):
            target = next(
                (one for one in (pane, *in_layout_order(pane)) if _takes_focus(one)), None
            )
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _connect(self) -> None:
        self.session_list.session_chosen.connect(self.open_session)
        self.session_list.new_requested.connect(self.leave_session)
        self.session_list.query_changed.connect(self._filter)
        self.window.rail.page_chosen.connect(self.show_page)
        self.welcome.sample_requested.connect(self.open_sample)
        self.welcome.started.connect(self._start_session)
        self.session.flow.undo_offered.connect(self.offer_undo)
        self.session.documents.copied.connect(self.copy)
        self.session.export.exported.connect(lambda text: self.toast(text, Tone.SUCCESS))
        self.session.sheets.copied.connect(self.copy)
        self.session.scripts.copied.connect(self.copy)
        self.session.scripts.noticed.connect(self.toast)
        self.session.documents.notice.connect(lambda text: self.toast(text, Tone.SUCCESS))
        self.session.branches.branch_opened.connect(self.open_session)
        self.session.session.session_left.connect(self.leave_session)

    def _start_session(self, text: str) -> None:
        self.new_session(Intake(text=text, ticket_id=self.welcome.ticket), send=True)

    def _filter(self, query: str) -> None:
        self._query = query
        self._show_list()

    def _show_list(self) -> None:
        self.session_list.show_rows(list_rows(self.overviews, self.core.clock.now(), self._query))

    def _changed(self, changes: Changes) -> None:
        self.session.flow.changed(changes)
        if Aggregate.SESSION in changes.aggregates:
            load = self.core.database.run(self.core.sessions.overview)
            self.scope.latest("sessions", load, done=self.show_overviews)


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy().value)
