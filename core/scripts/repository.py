"""Stored script templates, generations and drafts."""

from __future__ import annotations

from core.db.rows import Ledger, Rows
from core.db.tables.library import draft_templates, script_generations, script_templates
from core.db.writes import Transaction
from core.scripts.model import DraftTemplate, ScriptGeneration, ScriptTemplate


class ScriptTemplateRows(Rows[ScriptTemplate]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, script_templates, ScriptTemplate)

    def with_slug(self, slug: str) -> ScriptTemplate | None:
        return next(iter(self.where(slug=slug, deleted_at=None)), None)


class ScriptGenerationRows(Ledger[ScriptGeneration]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, script_generations, ScriptGeneration)


class DraftTemplateRows(Rows[DraftTemplate]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, draft_templates, DraftTemplate)
