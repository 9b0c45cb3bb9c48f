"""The scripts page as one thing: its panels, and what connects them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.errors import UserError
from core.events import Aggregate, Changes
from core.scripts.builder_service import BuilderState
from core.scripts.library import TemplateDetails
from core.scripts.model import Builder
from core.scripts.script_service import Script
from core.scripts.template_content import CATEGORIES, TemplateContent
from desktop.scripts.builder_actions import BuilderActions
from desktop.scripts.draft_actions import DraftActions
from desktop.scripts.library_actions import LibraryActions
from desktop.scripts.run_actions import RunActions
from desktop.scripts.scripts_page import ScriptsPage, ScriptsTab
from desktop.session.flow import Undo, words
from desktop.tasks import Scope
from desktop.theme.icons import Icons

Result = TypeVar("Result")


class ScriptsFeature(QObject):
    """Library, drafts and builders."""

    copied = Signal(str)
    noticed = Signal(str)
    undo_offered = Signal(object)  # Undo
    opened = Signal()
    """Somebody asked for the page: show it."""

    def __init__(self, icons: Icons, core: Core, scope: Scope, parent: QObject) -> None:
        super().__init__(parent)
        self._core = core
        self._scope = scope
        self.page = ScriptsPage(icons)
        self.library = LibraryActions(self.page, core, scope)
        self.drafts = DraftActions(self.page, core, scope)
        self.builder = BuilderActions(self.page.builder, core, scope, lambda: self.library.entries)
        self.runs = RunActions(self.page.template.use, core, scope)
        self.runs_of_builder = RunActions(self.page.builder_run.panel, core, scope)
        self._connect()

    def refresh(self) -> None:
        """Read everything again."""
        self.library.load()
        self.drafts.load()
        self.drafts.load_asking()
        self._load_builders()

    def tell(self, changes: Changes) -> None:
        """Read again what changed."""
        if changes.aggregates & {Aggregate.TEMPLATE, Aggregate.SCRIPT}:
            self.library.load()
            self.library.reload_opened()
        if changes.aggregates & {Aggregate.DRAFT_TEMPLATE}:
            self.drafts.load()
        if changes.aggregates & {Aggregate.PREFERENCES}:
            self.drafts.load_asking()
        if changes.aggregates & {Aggregate.BUILDER}:
            self._load_builders()

    def open_template(self, template_id: UUID) -> None:
        """Go to a template."""
        self.opened.emit()
        self.page.tabs.set_current(ScriptsTab.LIBRARY)
        self.library.open(template_id)

    def open_draft(self, draft_id: UUID) -> None:
        """Go to a draft, to decide about it."""
        self.opened.emit()
        self.drafts.open_when_loaded(draft_id)

    def unsent_places(self) -> tuple[str, ...]:
        """What is begun here and neither saved nor sent, in words."""
        said, page = [], self.page
        if page.editor.is_changed:
            said.append("the template you are editing")
        composer = page.builder.chat.composer
        if composer.text().strip() and composer.isVisibleTo(page):
            said.append("the text to the script builder")
        return tuple(said)

    async def keep_unsent(self) -> None:
        """Store what is being typed before the application ends."""
        await self.builder.keep_now()

    def _connect(self) -> None:
        page = self.page
        page.editor.edited.connect(self.library.check)
        self.library.noticed.connect(self.noticed)
        self.library.undo_offered.connect(self.undo_offered)
        self.library.template_opened.connect(self._prepare)
        self.drafts.noticed.connect(self.noticed)
        self.drafts.template_wanted.connect(self.open_template)
        for runs in (self.runs, self.runs_of_builder):
            runs.copied.connect(self.copied)
            runs.noticed.connect(self.noticed)
        page.builder_run.left.connect(lambda: page.show_right(page.builder))
        page.builders.new_requested.connect(self._new_builder)
        page.builders.builder_chosen.connect(self._open_builder)
        page.builder.close_requested.connect(self._close_builder)
        page.builder.use_requested.connect(self._use_built)
        page.builder.save_requested.connect(self._save_built)
        page.builder.template_wanted.connect(self.open_template)

    def _prepare(self, details: TemplateDetails) -> None:
        """Get the opened template ready to be filled in."""
        template = details.entry.template
        self.runs.open(
            Script(
                title=template.name,
                language=template.language,
                body=template.body,
                parameters=template.parameters,
                template_id=template.id,
                template_version=template.version,
                needs_admin=template.needs_admin,
            )
        )

    def _load_builders(self) -> None:
        self._query("builders", self._read_builders, self._show)

    def _read_builders(self) -> tuple[Builder, ...]:
        return self._core.scripts().builders.open_ones()

    def _begin_builder(self) -> BuilderState:
        return self._core.scripts().builders.standalone()

    def _show(self, builders: tuple[Builder, ...]) -> None:
        page = self.page
        page.builders.show_builders(builders, self._core.clock.now())
        page.tabs.set_count(ScriptsTab.BUILDERS, str(len(builders)) if builders else "")
        self.builder.reload()

    def _new_builder(self) -> None:
        def failed(error: Exception) -> bool:
            if isinstance(error, UserError):
                self.noticed.emit(words(error))
                return True
            return False

        self._scope.run(
            "new builder",
            self._core.database.run(self._begin_builder),
            done=self._show_builder,
            failed=failed,
        )

    def _open_builder(self, builder_id: UUID) -> None:
        self._query(
            "open builder",
            lambda: self._core.scripts().builders.state(builder_id),
            self._show_builder,
        )

    def _show_builder(self, state: BuilderState) -> None:
        page = self.page
        self.builder.show(state)
        page.builders.mark(state.builder.id)
        page.show_right(page.builder)

    def _close_builder(self) -> None:
        opened, page = self.builder.opened, self.page
        if opened is None:
            return
        builder_id = opened.builder.id
        self.builder.leave()
        page.builders.mark(None)
        page.show_right(page.nothing)
        builders = self._core.scripts().builders
        undo = Undo("Script builder closed.", lambda: builders.reopen(builder_id))
        self._query(
            "close builder",
            lambda: builders.close(builder_id),
            lambda _: self.undo_offered.emit(undo),
        )

    def _use_built(self) -> None:
        """Look at the script and run it, without making a template of it."""
        page = self.page
        self.runs_of_builder.open(
            Script(
                title=page.builder.title.text().strip() or "Script",
                language=page.builder.chosen_language(),
                body=page.builder.script(),
            )
        )
        page.show_right(page.builder_run)

    def _save_built(self) -> None:
        page = self.page
        self.library.write_new(
            TemplateContent(
                name=page.builder.title.text(),
                category=next(iter(CATEGORIES)),
                language=page.builder.chosen_language(),
                body=page.builder.script(),
            )
        )

    def _query(self, name: str, job: Callable[[], Result], done: Callable[[Result], None]) -> None:
        self._scope.latest(name, self._core.database.run(job), done=done)
