"""Stored script templates, what was made and run from them, drafts and builders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select

from core.db.rows import Ledger, Rows
from core.db.tables.library import (
    builder_messages,
    builders,
    draft_templates,
    script_generations,
    script_runs,
    script_template_versions,
    script_templates,
    template_favourites,
)
from core.db.writes import Transaction
from core.scripts.model import (
    Builder,
    BuilderKind,
    BuilderMessage,
    DraftStatus,
    DraftTemplate,
    ScriptGeneration,
    ScriptRun,
    ScriptTemplate,
    ScriptTemplateVersion,
)


class ScriptTemplateRows(Rows[ScriptTemplate]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, script_templates, ScriptTemplate)

    def all(self) -> list[ScriptTemplate]:
        """Every template that is not deleted, by name."""
        return self.where(deleted_at=None, order="name")

    def with_slug(self, slug: str) -> ScriptTemplate | None:
        return next(iter(self.where(slug=slug, deleted_at=None)), None)


class ScriptTemplateVersionRows(Ledger[ScriptTemplateVersion]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, script_template_versions, ScriptTemplateVersion)

    def of(self, template_id: UUID) -> list[ScriptTemplateVersion]:
        """Newest first."""
        return self.where(template_id=template_id, order="-version")


class ScriptGenerationRows(Ledger[ScriptGeneration]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, script_generations, ScriptGeneration)


class ScriptRunRows(Rows[ScriptRun]):
    kept: ClassVar[frozenset[str]] = frozenset({"id", "account_id", "generation_id", "started_at"})

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, script_runs, ScriptRun)

    def newest_by_template(self) -> Mapping[UUID, ScriptRun]:
        """The run that was started last, for every template that was ever run."""
        made = script_generations
        newest = (
            select(made.c.template_id, *self._columns, func.max(self._table.c.started_at))
            .join(made, made.c.id == self._table.c.generation_id)
            .where(self._is_mine(), made.c.template_id.is_not(None))
            .group_by(made.c.template_id)
        )
        rows = self._transaction.connection.execute(newest)
        return {row[0]: ScriptRun(**dict(zip(self._names, row[1:-1], strict=True))) for row in rows}


class DraftTemplateRows(Rows[DraftTemplate]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, draft_templates, DraftTemplate)

    def pending(self) -> list[DraftTemplate]:
        """Oldest first."""
        return self.where(status=DraftStatus.PENDING, order="created_at")


class TemplateFavouriteRows:
    """Which templates the user of this laptop marked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def ids(self) -> frozenset[UUID]:
        query = select(template_favourites.c.template_id).where(
            template_favourites.c.user_id == self._transaction.identity.user_id
        )
        return frozenset(self._transaction.connection.execute(query).scalars())

    def put(self, template_id: UUID, *, favourite: bool) -> None:
        identity = self._transaction.identity
        key = {"user_id": identity.user_id, "template_id": template_id}
        if template_id in self.ids():
            self._transaction.delete_local(template_favourites, key)
        if favourite:
            owner = {"account_id": identity.account_id}
            self._transaction.insert(template_favourites, key | owner)


class BuilderRows(Rows[Builder]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, builders, Builder)

    def open_standalone(self, user_id: UUID) -> list[Builder]:
        """Those of a user that are not closed, the one used last first."""
        return self.where(
            user_id=user_id, kind=BuilderKind.STANDALONE, closed_at=None, order="-updated_at"
        )

    def inline(self, user_id: UUID, session_id: UUID) -> Builder | None:
        found = self.where(user_id=user_id, kind=BuilderKind.PILOT_INLINE, session_id=session_id)
        return next(iter(found), None)


class BuilderMessageRows(Rows[BuilderMessage]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, builder_messages, BuilderMessage)

    def of(self, builder_id: UUID) -> list[BuilderMessage]:
        return self.where(builder_id=builder_id, order="position")

    def next_position(self, builder_id: UUID) -> int:
        return self._highest("position", builder_id=builder_id) + 1
