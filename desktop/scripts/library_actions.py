"""What happens on the library's page: looking, writing, reviewing, exchanging templates."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from core.app import Core
from core.errors import UserError
from core.ids import new_id
from core.scripts.exchange import ImportResult, SeenTemplate
from core.scripts.library import LibraryEntry, TemplateDetails
from core.scripts.library_view import LibraryFilter, search
from core.scripts.model import Language, ScriptTemplateVersion
from core.scripts.template_check import check_template_content
from core.scripts.template_content import CATEGORIES, TemplateContent, content_of
from core.scripts.template_service import TemplateService
from desktop.scripts.library_rows import library_rows
from desktop.scripts.problem_words import editor_findings
from desktop.scripts.scripts_page import ScriptsPage, ScriptsTab
from desktop.session.flow import Undo, words
from desktop.tasks import Scope

_FILES = "Script templates (*.yaml *.yml)"


class LibraryActions(QObject):
    """Connects the library's panels to the template service."""

    undo_offered = Signal(object)  # Undo
    noticed = Signal(str)
    template_opened = Signal(object)  # TemplateDetails

    def __init__(self, page: ScriptsPage, core: Core, scope: Scope) -> None:
        super().__init__(page)
        self._page = page
        self._core = core
        self._scope = scope
        self.entries: tuple[LibraryEntry, ...] = ()
        self.opened: TemplateDetails | None = None
        self._editing: UUID | None = None
        self._begun: dict[UUID | None, TemplateContent] = {}
        library, head = page.library, page.template.head
        library.template_chosen.connect(self.open)
        library.filter_changed.connect(self._show)
        library.new_requested.connect(self.write_new)
        library.import_requested.connect(self._ask_import)
        library.folder_import_requested.connect(self._ask_folder)
        library.export_all_requested.connect(lambda: self._ask_export(None))
        head.favourite_toggled.connect(self._favour)
        head.review_toggled.connect(self._review)
        head.edit_requested.connect(self._edit)
        head.duplicate_requested.connect(self._duplicate)
        head.export_requested.connect(self._export_opened)
        head.delete_requested.connect(self._delete)
        page.template.history.restore_requested.connect(self._restore_version)

    def load(self) -> None:
        """Read the library again."""
        self._scope.latest(
            "library",
            self._core.database.run(self._read),
            done=self._loaded,
        )

    def open(self, template_id: UUID) -> None:
        """Show a template."""
        self._editing = None
        self._page.library.mark(template_id)
        self._scope.latest(
            "template",
            self._core.database.run(lambda: self._core.scripts().templates.details(template_id)),
            done=self._show_details,
        )

    def reload_opened(self) -> None:
        if self.opened is not None and self._page.right is self._page.template:
            self.open(self.opened.entry.template.id)

    def write_new(self, content: TemplateContent | None = None) -> None:
        """Begin to write a template, from nothing or from what is given."""
        empty = TemplateContent(
            name="", category=next(iter(CATEGORIES)), language=Language.POWERSHELL, body=""
        )
        self._write(None, "New template", content or empty, goes_on=content is None)

    def _write(
        self,
        template_id: UUID | None,
        title: str,
        content: TemplateContent,
        *,
        goes_on: bool = True,
    ) -> None:
        """Open the editor; `goes_on` with what was begun there before, if something was."""
        self._editing = template_id
        page = self._page
        page.tabs.set_current(ScriptsTab.LIBRARY)
        page.show_right(page.editor)
        page.put_away_editor()
        begun = self._begun.pop(template_id, None) if goes_on else None
        page.begin_editing(
            title,
            content,
            confirm="Save",
            saved=self._save,
            left=self._leave,
            kept=lambda written: self._begun.update({template_id: written}),
            begun=begun,
        )
        if begun is not None:
            self.noticed.emit("What you began here before is back. It is not saved yet.")

    def check(self, content: TemplateContent) -> None:
        """Look for what is wrong with a template while it is written."""
        editor = self._page.editor
        self._scope.latest(
            "check template",
            asyncio.to_thread(check_template_content, content),
            done=lambda check: editor.show_findings(editor_findings(check, content.body)),
        )

    def _read(self) -> tuple[LibraryEntry, ...]:
        # The services are made on the thread that first needs them, which is not the window's.
        return self._core.scripts().templates.library()

    def _loaded(self, entries: tuple[LibraryEntry, ...]) -> None:
        self.entries = entries
        tags = sorted({tag for entry in entries for tag in entry.template.tags})
        self._page.library.show_tags(tags)
        self._show(self._page.library.wanted())

    def _show(self, wanted: LibraryFilter) -> None:
        found = search(self.entries, wanted)
        self._page.library.show_rows(library_rows(found, by_category=not wanted.text.strip()))

    def _show_details(self, details: TemplateDetails) -> None:
        self.opened = details
        self._page.template.show_details(details, self._core.clock.now())
        self._page.show_right(self._page.template)
        self.template_opened.emit(details)

    def _save(self, content: TemplateContent) -> None:
        template_id = self._editing or new_id()
        is_new = self._editing is None

        def job() -> object:
            templates = self._core.scripts().templates
            if is_new:
                return templates.create(content, template_id=template_id)
            return templates.save(template_id, content)

        def failed(error: Exception) -> bool:
            if isinstance(error, UserError):
                self._page.editor.show_refusal(error.field, words(error))
                return True
            return False

        self._scope.run(
            "save template",
            self._core.database.run(job),
            done=lambda _: self._saved(template_id),
            failed=failed,
        )

    def _saved(self, template_id: UUID) -> None:
        self._page.editor.finish()
        self.open(template_id)

    def _leave(self) -> None:
        if self._editing is not None:
            self.open(self._editing)
        else:
            self._page.show_right(self._page.nothing)

    def _edit(self) -> None:
        if self.opened is not None:
            template = self.opened.entry.template
            self._write(template.id, f"Edit “{template.name}”", content_of(template))

    def _duplicate(self) -> None:
        if self.opened is not None:
            content = content_of(self.opened.entry.template)
            self.write_new(replace(content, name=f"{content.name} (copy)"))

    def _restore_version(self, version: ScriptTemplateVersion) -> None:
        if self.opened is None:
            return
        template = self.opened.entry.template
        content = replace(
            content_of(template),
            name=version.name,
            description=version.description,
            body=version.body,
            parameters=version.parameters,
        )
        self._command(
            "restore version",
            lambda: self._core.scripts().templates.save(template.id, content),
            done=lambda: self.noticed.emit(f"Version {version.version} is used again."),
        )

    def _favour(self, on: bool) -> None:
        self._on_opened("favourite", lambda one: self._templates.set_favourite(one, on))

    def _review(self, on: bool) -> None:
        change = self._templates.review if on else self._templates.unreview
        self._on_opened("review", change)

    def _delete(self) -> None:
        if self.opened is None:
            return
        template = self.opened.entry.template
        self.opened = None
        self._page.show_right(self._page.nothing)
        self._page.library.mark(None)
        undo = Undo(f"“{template.name}” deleted.", lambda: self._templates.restore(template.id))
        self._command(
            "delete template",
            lambda: self._templates.delete(template.id),
            done=lambda: self.undo_offered.emit(undo),
        )

    def _export_opened(self) -> None:
        if self.opened is not None:
            self._ask_export((self.opened.entry.template.id,))

    def _ask_export(self, template_ids: tuple[UUID, ...] | None) -> None:
        dialog = QFileDialog(self._page.window(), "Export into the folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self._core.storage.profile.exports))
        dialog.fileSelected.connect(lambda folder: self.export(Path(folder), template_ids))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, folder: Path, template_ids: tuple[UUID, ...] | None) -> None:
        """Write templates, or all of them, as files into a folder."""
        self._scope.run(
            "export templates",
            self._core.database.run(
                lambda: self._core.scripts().exchange.export_to(folder, template_ids)
            ),
            done=lambda written: self.noticed.emit(_exported(written)),
        )

    def _ask_import(self) -> None:
        dialog = QFileDialog(self._page.window(), "Import templates")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_FILES)
        dialog.filesSelected.connect(
            lambda names: self.import_files(tuple(Path(name) for name in names))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self._page.window(), "Import every template of the folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.import_files((Path(folder),)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_files(self, paths: tuple[Path, ...]) -> None:
        """Read templates from files and folders."""
        self._scope.run(
            "import templates",
            self._core.database.run(lambda: self._core.scripts().exchange.import_from(paths)),
            done=self._imported,
        )

    def import_seen(self, seen: SeenTemplate) -> None:
        """Take a template that the engineer has looked at."""
        self._scope.run(
            "import template",
            self._core.database.run(lambda: self._core.scripts().exchange.import_seen(seen)),
            done=self._imported,
        )

    def _imported(self, result: ImportResult) -> None:
        self.noticed.emit(_import_words(result))
        if len(result.template_ids) == 1:
            self.open(result.template_ids[0])

    def _on_opened(self, name: str, change: Callable[[UUID], object]) -> None:
        if self.opened is not None:
            template_id = self.opened.entry.template.id
            self._command(name, lambda: change(template_id))

    def _command(
        self, name: str, job: Callable[[], object], done: Callable[[], None] | None = None
    ) -> None:
        self._scope.run(
            name,
            self._core.database.run(job),
            done=None if done is None else lambda _: done(),
        )

    @property
    def _templates(self) -> TemplateService:
        return self._core.scripts().templates


def _exported(paths: tuple[Path, ...]) -> str:
    if len(paths) == 1:
        return f"Exported to {paths[0]}."
    return (
        f"{len(paths)} templates exported to {paths[0].parent}." if paths else "Nothing exported."
    )


def _import_words(result: ImportResult) -> str:
    parts = []
    if result.created:
        parts.append(f"{result.created} imported")
    if result.updated:
        parts.append(f"{result.updated} updated")
    if result.unchanged:
        parts.append(f"{result.unchanged} already there")
    told = ", ".join(parts) or "Nothing imported"
    refused = " ".join(f"{name}: {why}" for name, why in result.refused[:3])
    return f"{told}. {refused}".strip()
