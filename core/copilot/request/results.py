"""Outputs of checks and the drafted script, as far as there is room for them."""

from __future__ import annotations

from core.checks.runs import CheckRun
from core.copilot.request.events import is_new, last_spoken, run_end
from core.copilot.request.fences import data, one_line
from core.copilot.request.limits import OLD_OUTPUT, OUTPUT, SCRIPT
from core.copilot.request.tokens import estimate
from core.copilot.turn import TurnContext

_LEAST = 100
_FENCE = 60


def results_text(context: TurnContext, tokens: int) -> str:
    """The drafted script, then outputs: new ones long, the newest run of older checks short.

    Each is fenced. What came last is kept when not all of it fits in `tokens`.
    """
    room = tokens
    kept: list[str] = []
    for source, text, wanted in _candidates(context):
        limit = min(wanted, room - _FENCE)
        if limit < _LEAST:
            break
        block = data(source, text, limit)
        if (size := estimate(block) + 1) > room:
            continue
        room -= size
        kept.append(block)
    return "\n".join(kept)


def _candidates(context: TurnContext) -> list[tuple[str, str, int]]:
    """Source, text and the longest useful length, in order of worth."""
    fix = context.active_fix
    script = (
        [("drafted script of the active fix", fix.drafted_script, SCRIPT)]
        if fix is not None and fix.drafted_script
        else []
    )
    since = last_spoken(context)
    fresh = [run for run in context.runs if is_new(run.started_at, since)]
    newest = {run.lane_item_id: run for run in context.runs}
    older = [run for run in newest.values() if not is_new(run.started_at, since)]
    older.sort(key=lambda run: run.started_at)
    long = [(_source(run), _output(run), OUTPUT) for run in reversed(fresh)]
    short = [(_source(run), _output(run), OLD_OUTPUT) for run in reversed(older)]
    return [one for one in (*long, *script, *short) if one[1].strip()]


def _source(run: CheckRun) -> str:
    return f"output of check {run.lane_item_id}"


def _output(run: CheckRun) -> str:
    """Both streams; what a run had to say beside them comes first."""
    aside = ", ".join(filter(None, [run_end(run), one_line(run.note, 200)]))
    parts = [f"({aside})" if aside else "", run.stdout, _errors(run)]
    return "\n".join(filter(None, parts))


def _errors(run: CheckRun) -> str:
    return f"[standard error]\n{run.stderr}" if run.stderr.strip() else ""
