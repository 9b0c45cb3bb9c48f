"""What happens with drafts: each is edited and accepted, or rejected."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.errors import UserError
from core.ids import new_id
from core.scripts.model import DraftTemplate
from core.scripts.template_content import CATEGORIES, TemplateContent
from desktop.scripts.scripts_page import ScriptsPage, ScriptsTab
from desktop.session.flow import words
from desktop.tasks import Scope


class DraftActions(QObject):
    """Connects the drafts' panel to the draft service."""

    template_wanted = Signal(object)  # UUID of a template that was just made
    noticed = Signal(str)

    def __init__(self, page: ScriptsPage, core: Core, scope: Scope) -> None:
        super().__init__(page)
        self._page = page
        self._core = core
        self._scope = scope
        self._drafts: tuple[DraftTemplate, ...] = ()
        self._open: UUID | None = None
        self._wanted: UUID | None = None
        self._begun: dict[UUID, TemplateContent] = {}
        page.drafts.draft_chosen.connect(self.open)
        page.drafts.asking_toggled.connect(self._ask)
        page.editor.rejected.connect(self._reject)

    def load(self) -> None:
        self._scope.latest(
            "drafts",
            self._core.database.run(self._read),
            done=self._loaded,
        )

    def load_asking(self) -> None:
        """Show whether drafts are offered after Resolve."""
        self._scope.latest(
            "asks about drafts",
            self._core.database.run(self._is_asking),
            done=self._page.drafts.asks.setChecked,
        )

    def _is_asking(self) -> bool:
        return self._core.scripts().drafts.is_asking()

    def _ask(self, asks: bool) -> None:
        self._scope.run(
            "ask about drafts",
            self._core.database.run(lambda: self._core.scripts().drafts.ask(asks)),
        )

    def open(self, draft_id: UUID) -> None:
        """Show a draft to decide about."""
        draft = next((one for one in self._drafts if one.id == draft_id), None)
        if draft is None:
            return
        self._open = draft_id
        page = self._page
        page.tabs.set_current(ScriptsTab.DRAFTS)
        page.drafts.mark(draft_id)
        page.show_right(page.editor)
        page.put_away_editor()
        page.begin_editing(
            "Make a template of this script?",
            content_of_draft(draft),
            confirm="Accept",
            saved=self._accept,
            left=self._leave,
            kept=lambda written: self._begun.update({draft_id: written}),
            begun=self._begun.pop(draft_id, None),
            may_reject=True,
        )

    def open_when_loaded(self, draft_id: UUID) -> None:
        """Open a draft that may be newer than the list."""
        self._wanted = draft_id
        self.load()

    def _read(self) -> tuple[DraftTemplate, ...]:
        # The services are made on the thread that first needs them, which is not the window's.
        return self._core.scripts().drafts.pending()

    def _loaded(self, drafts: tuple[DraftTemplate, ...]) -> None:
        self._drafts = drafts
        self._page.drafts.show_drafts(drafts, self._core.clock.now())
        self._page.tabs.set_count(ScriptsTab.DRAFTS, str(len(drafts)) if drafts else "")
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open(wanted)

    def _accept(self, content: TemplateContent) -> None:
        draft_id, template_id = self._open, new_id()
        if draft_id is None:
            return

        def failed(error: Exception) -> bool:
            if isinstance(error, UserError):
                self._page.editor.show_refusal(error.field, words(error))
                return True
            return False

        def accepted(_: object) -> None:
            self._leave()
            self.noticed.emit(f"“{content.name.strip()}” is in the library.")
            self.template_wanted.emit(template_id)

        self._scope.run(
            "accept draft",
            self._core.database.run(
                lambda: self._core.scripts().drafts.accept(draft_id, content, template_id)
            ),
            done=accepted,
            failed=failed,
        )

    def _reject(self) -> None:
        draft_id = self._open
        if draft_id is not None:
            self._scope.run(
                "reject draft",
                self._core.database.run(lambda: self._core.scripts().drafts.reject(draft_id)),
                done=lambda _: self._leave(),
            )

    def _leave(self) -> None:
        self._open = None
        self._page.editor.finish()
        self._page.drafts.mark(None)
        self._page.show_right(self._page.nothing)


def content_of_draft(draft: DraftTemplate) -> TemplateContent:
    """What a draft proposes, to be edited before it is accepted."""
    return TemplateContent(
        name=draft.name,
        category=draft.category or next(iter(CATEGORIES)),
        language=draft.language,
        description=draft.description,
        body=draft.body,
        parameters=draft.parameters,
    )
