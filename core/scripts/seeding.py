"""From template files to rows of the library."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from core.scripts.model import ScriptTemplate, TemplateOrigin
from core.scripts.template_content import TemplateContent, content_fields

if TYPE_CHECKING:
    from core.scripts.seed_schema import SeedTemplate


def seed_content(seed: SeedTemplate) -> TemplateContent:
    """What a file says, as an engineer would have written it."""
    return TemplateContent(
        name=seed.name,
        category=seed.category,
        language=seed.language,
        description=seed.description,
        body=seed.body,
        parameters=seed.row_parameters(),
        tags=seed.tags,
        runs_on=seed.runs_on,
        needs_admin=seed.needs_admin,
        changes=seed.changes,
        dry_run=seed.whatif,
        verify=seed.verify,
        undo=seed.undo,
    )


def seed_template(seed: SeedTemplate, account_id: UUID, at: datetime) -> ScriptTemplate:
    """The row of a seed. Every laptop of an account gives it the same id."""
    return ScriptTemplate(
        id=uuid5(account_id, f"script-template:{seed.slug}"),
        account_id=account_id,
        slug=seed.slug,
        **content_fields(seed_content(seed)),
        causes=seed.playbooks,
        origin=TemplateOrigin.SEED,
        seed_version=seed.version,
        version=seed.version,
        created_at=at,
        updated_at=at,
    )
