"""The library as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence

from core.checks.runs import RunEnd
from core.scripts.library import LibraryEntry
from core.scripts.model import ScriptRun, ScriptTemplate
from core.scripts.template_content import CATEGORIES
from desktop.theme.tokens import Tone
from desktop.widgets.entry_list.rows import EntryRow, HeadingRow, Row
from desktop.widgets.state_dot import DotShape

_FAVOURITES = "Favourites"


def library_rows(entries: Sequence[LibraryEntry], *, by_category: bool) -> list[Row]:
    """Entries as they come when something is looked for, else favourites and then categories."""
    if not by_category:
        return [_row(entry) for entry in entries]
    rows: list[Row] = []
    favourites = [entry for entry in entries if entry.favourite]
    groups = [(_FAVOURITES, favourites)] if favourites else []
    groups += [
        (label, [one for one in entries if one.template.category == key and not one.favourite])
        for key, label in CATEGORIES.items()
    ]
    for title, group in groups:
        if group:
            rows.append(HeadingRow(title=title, count=len(group), noun="templates"))
            rows.extend(_row(entry) for entry in group)
    return rows


def category_label(template: ScriptTemplate) -> str:
    return CATEGORIES.get(template.category, template.category)


def run_words(run: ScriptRun | None) -> str:
    """What became of a run, in a few words; empty when there was none."""
    if run is None:
        return ""
    if run.end is RunEnd.EXITED:
        return "ran without an error" if run.exit_code == 0 else f"exit code {run.exit_code}"
    return _ENDS.get(run.end, "running") if run.end else "running"


_ENDS = {
    RunEnd.TIMED_OUT: "stopped at its time limit",
    RunEnd.CANCELLED: "cancelled",
    RunEnd.FAILED_TO_START: "could not start",
    RunEnd.PASTED: "run elsewhere",
    RunEnd.UNKNOWN: "result not known",
}


def _row(entry: LibraryEntry) -> EntryRow:
    template = entry.template
    shape, tone, status = _standing(entry)
    last = run_words(entry.last_run)
    return EntryRow(
        id=template.id,
        title=template.name,
        details=" · ".join(filter(None, (template.language.label, last))),
        when=f"{template.usage_count}×" if template.usage_count else "",
        status=", ".join(filter(None, (status, "favourite" if entry.favourite else ""))),
        shape=shape,
        tone=tone,
    )


def _standing(entry: LibraryEntry) -> tuple[DotShape, Tone, str]:
    """What the dot says: reviewed by the team, reads only, or changes something."""
    template = entry.template
    if template.reviewed_at is not None:
        return DotShape.FILLED, Tone.SUCCESS, "reviewed"
    if not template.changes:
        return DotShape.RING, Tone.NEUTRAL, "reads only"
    return DotShape.HALF, Tone.NEUTRAL, "not reviewed"
