"""Joins the scripts page to the window around it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from core.app import Core
from core.events import Aggregate, Changes
from desktop.bridge import Bridge
from desktop.main_window import SCRIPTS
from desktop.scripts.place import ScriptsPlace
from desktop.shell import Shell
from desktop.tasks import Scope
from desktop.theme.icons import Icons

if TYPE_CHECKING:
    from desktop.scripts.feature import ScriptsFeature


class ScriptsWiring(QObject):
    """Makes the scripts page and connects it when it is looked at, or asked for, the first time."""

    def __init__(
        self, icons: Icons, core: Core, bridge: Bridge, shell: Shell, scope: Scope
    ) -> None:
        super().__init__(shell)
        self._icons = icons
        self._core = core
        self._bridge = bridge
        self._shell = shell
        self.scope = scope
        self._made: ScriptsFeature | None = None
        self._place = ScriptsPlace()
        shell.window.add_page(SCRIPTS, self._place)
        self._place.looked_at.connect(self._refresh)
        bridge.changed.connect(self._count_drafts)
        session = shell.session.scripts
        session.draft_wanted.connect(self._open_draft)
        session.template_wanted.connect(self._open_template)

    @property
    def feature(self) -> ScriptsFeature:
        """The page with what connects it; it is made now if it is not there yet."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def unsent_places(self) -> tuple[str, ...]:
        """What is begun on the page and neither saved nor sent, in words."""
        return () if self._made is None else self._made.unsent_places()

    async def keep_unsent(self) -> None:
        """Store what is being typed before the application ends."""
        if self._made is not None:
            await self._made.keep_unsent()

    def _make(self) -> ScriptsFeature:
        from desktop.scripts.feature import ScriptsFeature

        made = ScriptsFeature(self._icons, self._core, self.scope, self)
        self._place.put(made.page)
        shell = self._shell
        made.opened.connect(lambda: shell.show_page(SCRIPTS))
        made.copied.connect(shell.copy)
        made.noticed.connect(shell.toast)
        made.undo_offered.connect(shell.offer_undo)
        self._bridge.changed.connect(made.tell)
        return made

    def start(self) -> None:
        """Say on the rail how many drafts wait."""
        load = self._core.database.run(self._pending)
        self.scope.latest("count drafts", load, done=self._show_pending)

    def _count_drafts(self, changes: Changes) -> None:
        if Aggregate.DRAFT_TEMPLATE in changes.aggregates:
            self.start()

    def _pending(self) -> int:
        with self._core.database.work() as work:
            return len(work.draft_templates.pending())

    def _show_pending(self, count: int) -> None:
        noun = "draft waits" if count == 1 else "drafts wait"
        self._shell.window.rail.show_badge(SCRIPTS, count, noun)

    def _refresh(self) -> None:
        self.feature.refresh()

    def _open_draft(self, draft_id: UUID) -> None:
        self.feature.open_draft(draft_id)

    def _open_template(self, template_id: UUID) -> None:
        self.feature.open_template(template_id)
