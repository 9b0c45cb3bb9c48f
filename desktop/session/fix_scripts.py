"""The panels between a fix and a run, put together when the first of them is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.ids import new_id
from core.scripts.builder_service import BuilderState
from core.scripts.drafted import drafted_script, proposed_values
from core.scripts.library import LibraryEntry
from core.scripts.model import DraftTemplate, ScriptTemplate, TemplateOrigin
from core.scripts.prefill import Prefilled, prefill
from core.scripts.routes import RouteKind, route
from core.scripts.script_service import RunAccount, Script
from core.scripts.scripts import Scripts
from core.scripts.template_check import check_template_content
from core.scripts.template_content import CATEGORIES, TemplateContent
from core.sessions.fixes import Decision, Fix, FixStatus
from core.sessions.workspace import Workspace
from desktop.scripts.builder_actions import BuilderActions
from desktop.scripts.builder_panel import BuilderPanel
from desktop.scripts.problem_words import editor_findings
from desktop.scripts.run_actions import RunActions
from desktop.scripts.template_editor import TemplateEditor
from desktop.session.draft_offer import DraftOffer
from desktop.session.fix_script import FixScriptPanel
from desktop.session.flow import SessionFlow, words
from desktop.session.page import Center, SessionPage
from desktop.session.runs_sheet import RunsSheet
from desktop.session.runs_view import run_line
from desktop.theme.icons import Icons

if TYPE_CHECKING:
    from core.scripts.extraction import Extracted

_FIRST_CATEGORY = next(iter(CATEGORIES))
_NOTHING: Mapping[str, Prefilled] = MappingProxyType({})


class FixScripts(QObject):
    """Opens, fills and connects the panels."""

    steps_wanted = Signal()
    copied = Signal(str)
    noticed = Signal(str)
    draft_wanted = Signal(object)
    template_wanted = Signal(object)
    builder_changed = Signal()

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        self._entries: tuple[LibraryEntry, ...] = ()
        self._fix: Fix | None = None
        self.panel = FixScriptPanel(icons)
        self.editor = TemplateEditor(icons)
        self.builder_panel = BuilderPanel(icons, for_fix=True)
        self.runs = RunActions(self.panel.run, flow.core, flow.scope)
        self.builder = BuilderActions(
            self.builder_panel, flow.core, flow.scope, lambda: self._entries
        )
        page.add_center(Center.SCRIPT, self.panel, self.panel)
        page.add_center(Center.BUILDER, self.builder_panel, self.builder_panel.chat.reading)
        page.add_center(Center.TEMPLATE, self.editor, self.editor.reading)
        self._connect()

    # --- opening

    def open(self, workspace: Workspace, *, prefer_script: bool) -> None:
        """Find the way from the workspace's fix to a run, and open it."""
        fix = workspace.fix
        if fix is not None:
            self._with_library(lambda: self._open_route(workspace, fix, prefer_script))

    def open_builder(self, workspace: Workspace) -> None:
        """Open the session's builder; it is made when there is none yet."""
        session_id = workspace.session.id
        title = workspace.fix.title if workspace.fix is not None else workspace.session.title

        def show() -> None:
            self._flow.scope.latest(
                "inline builder",
                self._flow.call(lambda: self._core_scripts().builders.inline(session_id, title)),
                done=self._show_builder,
            )

        self._with_library(show)

    def _show_builder(self, state: BuilderState) -> None:
        self.builder.show(state)
        self._show(Center.BUILDER)

    def fit(self, workspace: Workspace) -> None:
        """Leave what belongs to another session, or to a fix that was replaced or dismissed."""
        opened = self.builder.opened
        if opened is not None and opened.builder.session_id != workspace.session.id:
            self.builder.leave()
        elif opened is not None:
            self.builder.reload()
        if self._page.center not in (Center.SCRIPT, Center.TEMPLATE):
            return
        fix = workspace.fix
        is_same = fix is not None and self._fix is not None and fix.id == self._fix.id
        if not is_same or fix is None or fix.status is FixStatus.DISMISSED:
            self._show(Center.CONVERSATION)
        else:
            self._fix = fix

    def _open_route(self, workspace: Workspace, fix: Fix, prefer_script: bool) -> None:
        by_slug = {entry.template.slug: entry.template for entry in self._entries}
        found = route(fix, by_slug)
        if found.kind is RouteKind.STEPS and not prefer_script:
            self.steps_wanted.emit()
        elif found.template_id is not None:
            self._open_template(workspace, fix, self._template(found.template_id))
        elif fix.drafted_script.strip():
            self._open_drafted(fix)
        else:
            self.open_builder(workspace)

    def _open_template(self, workspace: Workspace, fix: Fix, template: ScriptTemplate) -> None:
        values = prefill(
            template.parameters, workspace.facts, workspace.session, fix.drafted_parameters
        )
        self._fix = fix
        self.panel.show_fix(fix, is_drafted=False, fresh=True)
        self._use(
            Script(
                title=template.name,
                language=template.language,
                body=template.body,
                parameters=template.parameters,
                template_id=template.id,
                template_version=template.version,
                session_id=fix.session_id,
                fix_id=fix.id,
                needs_admin=template.needs_admin,
            ),
            values,
        )

    def _open_drafted(self, fix: Fix) -> None:
        fresh = self._fix is None or self._fix.id != fix.id or self.panel.decision() is None
        self._fix = fix
        self.panel.show_fix(fix, is_drafted=True, fresh=fresh)
        self.panel.show_proposed(proposed_values(fix))
        self._use(drafted_script(fix, self.panel.script()))

    def _use(self, script: Script, prefilled: Mapping[str, Prefilled] = _NOTHING) -> None:
        self.runs.open(script, prefilled, self.panel.decision)
        self._show(Center.SCRIPT)

    # --- a drafted script

    def _script_edited(self, body: str) -> None:
        """The drafted script was changed: what is checked and run is the changed one."""
        if self._fix is not None:
            self.panel.show_proposed(proposed_values(self._fix, body))
            self.runs.open(drafted_script(self._fix, body), decision=self.panel.decision)

    def _build_template(self) -> None:
        """Name the parameters of the drafted script before it is run as a template."""
        fix = self._fix
        if fix is None:
            return
        script = drafted_script(fix, self.panel.script())

        def extracted(found: Extracted) -> None:
            self.editor.edit(
                "Make a template of this script",
                TemplateContent(
                    name=fix.title,
                    category=_FIRST_CATEGORY,
                    language=script.language,
                    description=fix.cause,
                    body=found.body,
                    parameters=found.parameters,
                    verify=fix.verify,
                    undo=fix.undo,
                ),
                confirm="Save and use it",
            )
            self._show(Center.TEMPLATE)

        self._flow.scope.latest(
            "extract parameters",
            self._core_scripts().writing.extract(fix.session_id, script, fix.drafted_parameters),
            done=extracted,
        )

    def _save_template(self, content: TemplateContent) -> None:
        fix, template_id = self._fix, new_id()
        if fix is None:
            return
        body = self.panel.script()

        def save() -> object:
            core = self._flow.core
            if body != fix.drafted_script:
                core.fixes.attach_script(fix.id, body, fix.drafted_parameters, content.language)
            core.fixes.decide(fix.id, Decision.BUILD_TEMPLATE)
            return self._core_scripts().templates.create(
                content,
                template_id=template_id,
                origin=TemplateOrigin.SESSION,
                session_id=fix.session_id,
            )

        self._flow.command(
            "save template",
            save,
            done=lambda: self._open_saved(template_id),
            refused=lambda error: self.editor.show_refusal(error.field, words(error)),
        )

    def _open_saved(self, template_id: UUID) -> None:
        self.noticed.emit("The template is in the library. Fill it in and run it.")
        workspace, fix = self._flow.workspace, self._fix
        if workspace is not None and fix is not None:
            self._with_library(
                lambda: self._open_template(workspace, fix, self._template(template_id))
            )

    def _check_template(self, content: TemplateContent) -> None:
        editor = self.editor
        self._flow.scope.latest(
            "check template",
            asyncio.to_thread(check_template_content, content),
            done=lambda check: editor.show_findings(editor_findings(check, content.body)),
        )

    # --- the builder

    def _use_built(self) -> None:
        """The builder's script becomes the fix's own; from there it is used like a drafted one."""
        workspace = self._flow.workspace
        fix = None if workspace is None else workspace.fix
        if fix is None:
            return
        script, language = self.builder_panel.script(), self.builder_panel.chosen_language()
        self.builder.keep()

        def attached() -> None:
            self._fix = None
            self._page.show_center(Center.CONVERSATION)
            self._flow.scope.latest(
                "attached fix",
                self._flow.call(lambda: self._flow.core.workspace.load(fix.session_id)),
                done=lambda loaded: self.open(loaded, prefer_script=True),
            )

        self._flow.command(
            "use built script",
            lambda: self._flow.core.fixes.attach_script(fix.id, script, {}, language),
            done=attached,
            refused=lambda error: self.builder_panel.show_refusal(words(error)),
        )

    def _save_built(self) -> None:
        """Make a template of the builder's script, apart from the fix."""
        self._fix = None
        self.editor.edit(
            "New template",
            TemplateContent(
                name=self.builder_panel.title.text(),
                category=_FIRST_CATEGORY,
                language=self.builder_panel.chosen_language(),
                body=self.builder_panel.script(),
            ),
            confirm="Save",
        )
        self._show(Center.TEMPLATE)

    # --- after Resolve

    def offer_drafts(self, session_id: UUID) -> None:
        """Offer the pending drafts of a session one by one."""
        self._flow.scope.latest(
            "offer drafts",
            self._flow.call(lambda: self._core_scripts().drafts.offered_after(session_id)),
            done=self._offer_next,
        )

    def _offer_next(self, drafts: tuple[DraftTemplate, ...]) -> None:
        if not drafts:
            return
        draft, rest = drafts[0], drafts[1:]
        offer = DraftOffer(self._icons, draft, len(rest), self._page.window())
        offer.rejected_draft.connect(lambda: self._reject_draft(draft))
        offer.accepted.connect(lambda: self.draft_wanted.emit(draft.id))

        def finished(_: int) -> None:
            stop = offer.stop_asking.isChecked()
            if stop:
                self._flow.command("stop asking", lambda: self._core_scripts().drafts.ask(False))
            offer.deleteLater()
            if not stop and offer.result() == 0:
                self._offer_next(rest)

        offer.finished.connect(finished)
        offer.open()

    def _reject_draft(self, draft: DraftTemplate) -> None:
        self._flow.command("reject draft", lambda: self._core_scripts().drafts.reject(draft.id))

    # --- what was run

    def show_runs(self, session_id: UUID) -> None:
        """Show the runs of a session, the newest first."""
        self._flow.scope.latest(
            "script runs",
            self._flow.call(lambda: self._core_scripts().use.runs(session_id)),
            done=self._show_runs,
        )

    def _show_runs(self, runs: tuple[RunAccount, ...]) -> None:
        now = self._flow.core.clock.now()
        lines = [run_line(account, now) for account in reversed(runs)]
        RunsSheet(self._icons, lines, self._page.window()).open()

    # --- small things

    def _connect(self) -> None:
        page = self._page
        self.panel.closed.connect(lambda: page.show_center(Center.CONVERSATION))
        self.panel.steps_requested.connect(self.steps_wanted)
        self.panel.script_edited.connect(self._script_edited)
        self.panel.choice.build_requested.connect(self._build_template)
        self.runs.copied.connect(self.copied)
        self.runs.noticed.connect(self.noticed)
        self.editor.saved.connect(self._save)
        self.editor.cancelled.connect(self._leave_editor)
        self.editor.edited.connect(self._check_template)
        self.builder_panel.by_hand_requested.connect(self.steps_wanted)
        self.builder_panel.use_requested.connect(self._use_built)
        self.builder_panel.save_requested.connect(self._save_built)
        self.builder_panel.template_wanted.connect(self.template_wanted)
        self.builder.changed.connect(self.builder_changed)

    def _save(self, content: TemplateContent) -> None:
        if self._fix is not None:
            self._save_template(content)
            return
        self._flow.command(
            "save template",
            lambda: self._core_scripts().templates.create(content, template_id=new_id()),
            done=self._saved_built,
            refused=lambda error: self.editor.show_refusal(error.field, words(error)),
        )

    def _saved_built(self) -> None:
        self.noticed.emit("The template is in the library.")
        self._show(Center.BUILDER)

    def _leave_editor(self) -> None:
        self._show(Center.BUILDER if self._fix is None else Center.SCRIPT)

    def _with_library(self, then: Callable[[], None]) -> None:
        def loaded(entries: tuple[LibraryEntry, ...]) -> None:
            self._entries = entries
            then()

        self._flow.scope.latest(
            "library for a fix",
            self._flow.call(self._read_library),
            done=loaded,
        )

    def _read_library(self) -> tuple[LibraryEntry, ...]:
        # Also makes the services when nobody needed them before: off the window's thread.
        return self._core_scripts().templates.library()

    def _template(self, template_id: UUID) -> ScriptTemplate:
        return next(one.template for one in self._entries if one.template.id == template_id)

    def _core_scripts(self) -> Scripts:
        return self._flow.core.scripts()

    def _show(self, center: Center) -> None:
        self._page.show_center(center)
