"""Where a template came from, in the words of its chip."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from core.scripts.model import ScriptTemplate, TemplateOrigin


def provenance(template: ScriptTemplate, engineers: Mapping[UUID, str]) -> str:
    """For example "generated from CW #4711 · resolved by Ada · used 3 times"."""
    engineer = engineers.get(template.source_user_id) if template.source_user_id else None
    parts = [_origin(template, engineer)]
    if template.origin is TemplateOrigin.SESSION and engineer:
        parts.append(f"resolved by {engineer}")
    if template.origin is TemplateOrigin.SEED and template.version > template.seed_version:
        parts.append("changed by your team")
    return " · ".join([*parts, _used(template.usage_count)])


def _origin(template: ScriptTemplate, engineer: str | None) -> str:
    match template.origin:
        case TemplateOrigin.SEED:
            return "comes with FlowPilot"
        case TemplateOrigin.SESSION:
            ticket = template.source_ticket_ref
            return f"generated from {_ticket(ticket)}" if ticket else "generated from a session"
        case TemplateOrigin.IMPORTED:
            return f"imported by {engineer}" if engineer else "imported"
        case TemplateOrigin.WRITTEN:
            return f"written by {engineer}" if engineer else "written here"


def _ticket(reference: str) -> str:
    return f"CW #{reference}" if reference.isdigit() else reference


def _used(times: int) -> str:
    return {0: "not used yet", 1: "used once"}.get(times, f"used {times} times")
