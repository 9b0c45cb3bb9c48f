"""The script a model drafted for a fix: what runs, and which of its values look like parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.scripts.model import FieldType, Language, Parameter
from core.scripts.placeholders import placeholders
from core.scripts.script_service import Script
from core.scripts.secret_names import sounds_secret
from core.sessions.fixes import Fix


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """A text of the script that could become a parameter."""

    key: str
    text: str


def drafted_script(fix: Fix, body: str | None = None) -> Script:
    """The fix's own script, or an edited `body` of it, ready to be used.

    A script is concrete as a rule. One that was drafted with placeholders asks for their values,
    beginning with the proposed ones; a password is only ever typed.
    """
    text = fix.drafted_script if body is None else body
    language = language_of(fix)
    keys = dict.fromkeys(each.key for each in placeholders(text, language))
    proposed = proposed_texts(fix.drafted_parameters)
    return Script(
        title=fix.title,
        language=language,
        body=text,
        parameters=tuple(map(_parameter, keys)),
        values={key: "" if sounds_secret(key) else proposed.get(key, "") for key in keys},
        session_id=fix.session_id,
        fix_id=fix.id,
    )


def proposed_values(fix: Fix, body: str | None = None) -> tuple[ProposedValue, ...]:
    """The proposed parameters whose value stands in the script as it is, in order of the text."""
    text = fix.drafted_script if body is None else body
    found = (
        ProposedValue(key, value)
        for key, value in proposed_texts(fix.drafted_parameters).items()
        if value and value in text
    )
    return tuple(sorted(found, key=lambda one: text.index(one.text)))


def proposed_texts(parameters: Mapping[str, object]) -> dict[str, str]:
    """What a model proposed, as texts: a plain value, or the value of a declared parameter."""
    return {key: text for key, value in parameters.items() if (text := _text(value))}


def language_of(fix: Fix) -> Language:
    """The language of its script; PowerShell when nothing says otherwise."""
    known = {language.value: language for language in Language}
    return known.get(fix.script_language, Language.POWERSHELL)


def _parameter(key: str) -> Parameter:
    kind = FieldType.PASSWORD if sounds_secret(key) else FieldType.TEXT
    return Parameter(key=key, label=key.replace("_", " ").capitalize(), field_type=kind)


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return _text(value.get("value", value.get("default", "")))
    return str(value).strip() if isinstance(value, (str, int, float)) else ""
