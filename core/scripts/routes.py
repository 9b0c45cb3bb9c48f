"""Where "Apply" leads: which way from a fix to a run (domain.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.scripts.model import ScriptTemplate
from core.sessions.fixes import Fix


class RouteKind(StrEnum):
    TEMPLATE = "template"
    DRAFTED = "drafted"
    STEPS = "steps"
    BUILDER = "builder"


@dataclass(frozen=True, slots=True)
class Route:
    """The way that opens, and the template of it or beside it.

    template_id  for `TEMPLATE` the one to fill in; for `STEPS` one that does the same by script
    """

    kind: RouteKind
    template_id: UUID | None = None


def route(fix: Fix, templates: Mapping[str, ScriptTemplate]) -> Route:
    """The first that fits: a template it names, its steps, its own script, else the builder.

    Steps come before a script of the fix's own: they tell the whole fix, of which a playbook's
    script is a part, and the script is one click away. A model's fix has no steps.

    templates  the library by slug
    """
    named = templates.get(fix.script_template_slug)
    if named is not None:
        return Route(RouteKind.TEMPLATE, named.id)
    if fix.steps:
        same = for_cause(fix, templates)
        return Route(RouteKind.STEPS, None if same is None else same.id)
    if fix.drafted_script.strip():
        return Route(RouteKind.DRAFTED)
    return Route(RouteKind.BUILDER)


def has_builder(fix: Fix | None) -> bool:
    """Whether the builder's tab is shown: for an open fix with neither template nor script."""
    if fix is None or not fix.is_active or fix.status.is_terminal:
        return False
    return not fix.script_template_slug and not fix.drafted_script.strip()


def for_cause(fix: Fix, templates: Mapping[str, ScriptTemplate]) -> ScriptTemplate | None:
    """A template that fixes the same cause of the same playbook; else one that reports on it."""
    cause = fix.origin.removeprefix("playbook:")
    fitting = [one for one in templates.values() if cause and cause in one.causes]
    return next((one for one in fitting if one.changes), fitting[0] if fitting else None)
