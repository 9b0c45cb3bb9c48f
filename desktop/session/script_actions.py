"""What Apply opens, and the builder's tab; the panels behind are made when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.scripts.routes import has_builder
from core.sessions.workspace import Workspace
from desktop.session.flow import SessionFlow
from desktop.session.page import Center, SessionPage, WorkTab
from desktop.theme.icons import Icons

if TYPE_CHECKING:
    from desktop.session.fix_scripts import FixScripts


class ScriptActions(QObject):
    """Starts without the script panels: a session that needs none does not pay for them."""

    steps_wanted = Signal()
    copied = Signal(str)
    noticed = Signal(str)
    draft_wanted = Signal(object)  # UUID of a draft to be decided about
    template_wanted = Signal(object)  # UUID of a template to be looked at

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        self._made: FixScripts | None = None
        page.banner.apply_requested.connect(lambda _: self.apply())
        page.steps.script_requested.connect(lambda _: self.apply(prefer_script=True))
        page.header.runs_requested.connect(self.show_runs)
        page.work_tabs.tabBarClicked.connect(self._switch)
        flow.workspace_loaded.connect(self._fit)

    def apply(self, *, prefer_script: bool = False) -> None:
        """Open the way from the fix to a run. Nothing counts as applied by that."""
        if self._flow.workspace is not None and self._flow.workspace.fix is not None:
            self._scripts().open(self._flow.workspace, prefer_script=prefer_script)

    def show_runs(self) -> None:
        """Show every script that was run in the session."""
        if self._flow.session_id is not None:
            self._scripts().show_runs(self._flow.session_id)

    def offer_drafts(self, session_id: UUID) -> None:
        """After Resolve: offer what could become a template."""
        self._scripts().offer_drafts(session_id)

    async def keep_unsent(self) -> None:
        """Store what is being typed before the application ends."""
        if self._made is not None:
            await self._made.builder.keep_now()

    def _scripts(self) -> FixScripts:
        if self._made is None:
            from desktop.session.fix_scripts import FixScripts

            self._made = FixScripts(self._icons, self._page, self._flow)
            self._made.steps_wanted.connect(self.steps_wanted)
            self._made.copied.connect(self.copied)
            self._made.noticed.connect(self.noticed)
            self._made.draft_wanted.connect(self.draft_wanted)
            self._made.template_wanted.connect(self.template_wanted)
            self._made.builder_changed.connect(self._show_tabs)
        return self._made

    def _switch(self, index: int) -> None:
        key = WorkTab(self._page.work_tabs.tabData(index))
        if key is WorkTab.CHAT:
            self._page.show_center(Center.CONVERSATION)
        elif self._flow.workspace is not None:
            self._scripts().open_builder(self._flow.workspace)

    def _fit(self, workspace: Workspace) -> None:
        self._show_tabs()
        if self._made is not None:
            self._made.fit(workspace)

    def _show_tabs(self) -> None:
        workspace = self._flow.workspace
        fix = None if workspace is None else workspace.fix
        offered = has_builder(fix)
        unsent = workspace is not None and workspace.has_builder_work
        if self._made is not None and self._made.builder.opened is not None:
            unsent = self._made.builder.is_unsent
        self._page.offer_builder(offered, has_unsent=unsent)
