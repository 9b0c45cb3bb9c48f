"""What an engineer writes into a template, and what is allowed there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from core.outcome import Refused
from core.scripts.model import (
    BODY_LIMIT,
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    SLUG_LIMIT,
    Language,
    Parameter,
    ScriptTemplate,
)
from core.scripts.placeholders import ProblemKind, TemplateProblem, check_template
from core.sessions.session import one_line

CATEGORIES = {
    "identity": "Identity",
    "network": "Network",
    "windows": "Windows",
    "storage": "Storage",
    "printing": "Printing",
    "microsoft-365": "Microsoft 365",
    "remote-access": "Remote access",
    "security": "Security",
    "diagnostics": "Diagnostics",
    "linux": "Linux",
}
"""Every category there is, with its name on screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContent:
    """A template as it is written; see `ScriptTemplate` for the fields."""

    name: str
    category: str
    language: Language
    description: str = ""
    body: str
    parameters: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    runs_on: str = ""
    needs_admin: bool = False
    changes: bool = True
    dry_run: bool = False
    verify: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()


def content_of(template: ScriptTemplate) -> TemplateContent:
    return TemplateContent(
        **{field.name: getattr(template, field.name) for field in fields(TemplateContent)}
    )


def content_fields(content: TemplateContent) -> dict[str, Any]:
    """The fields as a `ScriptTemplate` takes them."""
    return {field.name: getattr(content, field.name) for field in fields(TemplateContent)}


def check_content(content: TemplateContent) -> TemplateContent | Refused:
    """The content as it will be stored, or the first thing that is wrong with it."""
    clean = _clean(content)
    for name, limit in _LIMITS.items():
        length = len(getattr(clean, name))
        if length > limit:
            return Refused(f"{_LABELS[name]} has {length:,} characters of {limit:,}.", name)
    if not clean.name:
        return Refused("Give the template a name.", "name")
    if clean.category not in CATEGORIES:
        return Refused(
            f"There is no category “{clean.category}”. Choose one of the list.", "category"
        )
    if not clean.body.strip():
        return Refused("The script is empty.", "body")
    problems = [one for one in problems_of(clean) if one.kind is not ProblemKind.SYNTAX]
    return Refused(problems[0].message, "body") if problems else clean


def problems_of(content: TemplateContent) -> tuple[TemplateProblem, ...]:
    """Everything that is wrong with the script and its parameters.

    A doubt about the syntax is among them and refuses nothing: the grammars know less than the
    languages.
    """
    return check_template(content.body, content.language, content.parameters)


def slug_for(name: str) -> str:
    """A name in kebab-case: "Join a device!" is `join-a-device`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: SLUG_LIMIT - 4].strip("-") or "script"


def free_slug(name: str, is_free: Callable[[str], bool]) -> str:
    """The slug for a name; with a number behind it when another template has that one."""
    slug, number = slug_for(name), 2
    candidate = slug
    while not is_free(candidate):
        candidate, number = f"{slug}-{number}", number + 1
    return candidate


_LIMITS = {"name": NAME_LIMIT, "description": DESCRIPTION_LIMIT, "body": BODY_LIMIT, "runs_on": 200}
_LABELS = {
    "name": "The name",
    "description": "The description",
    "body": "The script",
    "runs_on": "“Runs on”",
}


def _clean(content: TemplateContent) -> TemplateContent:
    return replace(
        content,
        name=one_line(content.name),
        description=content.description.strip(),
        body=content.body.replace("\r\n", "\n").replace("\r", "\n"),
        runs_on=one_line(content.runs_on),
        tags=_each_once(content.tags, str.casefold),
        verify=_each_once(content.verify),
        undo=_each_once(content.undo),
    )


def _each_once(
    texts: tuple[str, ...], sort_out: Callable[[str], str] = lambda text: text
) -> tuple[str, ...]:
    cleaned = (sort_out(one_line(text)) for text in texts)
    return tuple(dict.fromkeys(filter(None, cleaned)))
