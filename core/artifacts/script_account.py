"""A script as a document mentions it: never its text, never a password."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.checks.runs import RunEnd, RunSource
from core.scripts.model import DRY_RUN, FieldType, Language, Parameter, ScriptGeneration, ScriptRun
from core.scripts.secret_names import sounds_secret
from core.sessions.fixes import Fix

HIDDEN = "(hidden)"
_LANGUAGES = {language.value: language.label for language in Language}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptAccount:
    """`values` are ready to be shown: passwords are hidden in them.

    title  the template's name, or what the script was drafted for; empty for a fix's own script
    ran    what became of its newest run, in words; empty when it did not run
    is_dry_run  it only said what it would do
    """

    language: str
    lines: int
    title: str = ""
    ran: str = ""
    is_dry_run: bool = False
    values: tuple[tuple[str, str], ...] = ()


def drafted(fix: Fix) -> ScriptAccount | None:
    """The script attached to a fix."""
    if not fix.drafted_script:
        return None
    return _account(fix.script_language, fix.drafted_script, fix.drafted_parameters, ())


def generated(
    script: ScriptGeneration,
    schemas: Mapping[UUID, Sequence[Parameter]],
    runs: Sequence[ScriptRun] = (),
) -> ScriptAccount:
    """A script made ready to run, and what became of its runs."""
    schema = schemas.get(script.template_id, ()) if script.template_id else ()
    account = _account(script.language, script.script, script.values, schema)
    is_dry_run = script.values.get(DRY_RUN) is True
    ran = _ran(runs[-1]) if runs else ""
    if ran and is_dry_run:
        ran = f"tried without changing anything: {ran}"
    return replace(account, title=script.title, ran=ran, is_dry_run=is_dry_run)


def _ran(run: ScriptRun) -> str:
    if run.source is not RunSource.LOCAL:
        return "run on another machine"
    if run.end is RunEnd.EXITED:
        return f"run, exit code {run.exit_code}"
    return _ENDS.get(run.end, "running") if run.end else "running"


_ENDS = {
    RunEnd.TIMED_OUT: "run, stopped at its time limit",
    RunEnd.CANCELLED: "run, cancelled",
    RunEnd.FAILED_TO_START: "could not be started",
    RunEnd.UNKNOWN: "run, result not known",
}


def _account(
    language: str, script: str, values: Mapping[str, object], schema: Iterable[Parameter]
) -> ScriptAccount:
    hidden = {p.key for p in schema if p.field_type is FieldType.PASSWORD}
    shown = (
        (key, HIDDEN if key in hidden or _is_secret(key, value) else _text(value))
        for key, value in values.items()
    )
    return ScriptAccount(
        language=_LANGUAGES.get(language, language),
        lines=len(script.strip().splitlines()),
        values=tuple(shown),
    )


def _is_secret(key: str, value: object) -> bool:
    if isinstance(value, Mapping) and value.get("field_type") == FieldType.PASSWORD:
        return True
    return sounds_secret(key)


def _text(value: object) -> str:
    """A value, or what a declared parameter holds."""
    if isinstance(value, Mapping):
        return _text(value.get("value", value.get("default", "")))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    return str(value)
