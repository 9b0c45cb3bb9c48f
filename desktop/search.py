"""Search: everywhere with Ctrl+Shift+F, in the open session with Ctrl+F."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from core.app import Core
from core.search.hits import HitKind, SearchHit
from desktop.session_list.rows import when
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.widgets.picker import PickerEntry, PickerSheet

_KINDS = {
    HitKind.SESSION: "Title",
    HitKind.MESSAGE: "Message",
    HitKind.FACT: "Fact",
    HitKind.FIX: "Suggested fix",
    HitKind.DOCUMENT: "Document",
    HitKind.SCRIPT: "Script",
    HitKind.TEMPLATE: "Script template",
}


class SearchSheet(PickerSheet):
    """Searches while one types; picks a `SearchHit`."""

    def __init__(
        self,
        icons: Icons,
        core: Core,
        scope: Scope,
        parent: QWidget,
        session_id: UUID | None = None,
    ) -> None:
        here = session_id is not None
        super().__init__(
            icons,
            "Search in this session" if here else "Search everywhere",
            "Words, a part of a word, or “an exact phrase”",
            nothing="Nothing found. Try fewer or other words.",
            parent=parent,
        )
        self._core = core
        self._scope = scope
        self._session_id = session_id
        self.query_changed.connect(self._search)
        self.finished.connect(lambda: scope.cancel_named("search"))

    def _search(self, query: str) -> None:
        find: Callable[[], list[SearchHit]] = (
            partial(self._core.search.search, query)
            if self._session_id is None
            else partial(self._core.search.search_session, self._session_id, query)
        )
        self._scope.latest("search", self._core.database.run(find), done=self._show)

    def _show(self, hits: list[SearchHit]) -> None:
        now = self._core.clock.now()
        self.show_entries([_entry(hit, now, self._session_id is None) for hit in hits])


def _entry(hit: SearchHit, now: datetime, with_title: bool) -> PickerEntry:
    parts = [_KINDS[hit.kind]]
    if with_title and hit.kind is not HitKind.SESSION:
        parts.append(hit.title.text)
    parts.append(when(hit.at, now))
    return PickerEntry(hit, hit.snippet.text or hit.title.text, " · ".join(parts))
