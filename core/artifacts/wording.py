"""Phrases that the resolution note and the escalation package share.

The budgets, in characters, keep the document of the longest session below what may be confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.artifacts.bundle import Bundle, FixAccount
from core.artifacts.markdown import bold, bullets, inline, sentence, shortened, within
from core.artifacts.script_account import ScriptAccount

CONFIDENT = 60
NOT_ISOLATED = "Root cause not definitively isolated."
NOT_APPLIED = "Resolution not yet applied."

_FINDINGS_BUDGET = 3500
_STEPS_BUDGET = 1200
_SENTENCE = 500
_DESCRIPTION = 1000
_STEP = 300


def section(title: str, *paragraphs: str) -> str:
    """A heading with its paragraphs; empty ones are left out."""
    return "\n\n".join([f"## {title}", *filter(None, paragraphs)])


def says(text: str, limit: int = _SENTENCE) -> str:
    """Untrusted text as a sentence, at most `limit` characters long as it is written."""
    return _fitted(sentence, text, limit)


def clause(text: str, limit: int = _SENTENCE) -> str:
    """Like `says`, to be continued: without a full stop."""
    return _fitted(lambda kept: kept.removesuffix("."), text, limit)


def _fitted(ended: Callable[[str], str], text: str, limit: int) -> str:
    room = limit
    while len(written := inline(ended(shortened(text, room)))) > limit:
        room -= len(written) - limit
    return written


def explanation(fix: FixAccount) -> str:
    """What the fix takes to be wrong."""
    return says(fix.cause or fix.description, _DESCRIPTION)


def is_convincing(fix: FixAccount) -> bool:
    """Whether the fix's explanation may be called the root cause at all."""
    return fix.confidence >= CONFIDENT


def report(bundle: Bundle, limit: int) -> str:
    """The words the problem was reported with."""
    return f"Reported as: {says(bundle.reported, limit)}" if bundle.reported else ""


def findings(lines: Iterable[str]) -> str:
    """The list of facts."""
    listed = bullets(within(lines, _FINDINGS_BUDGET, "findings are in the session"))
    return listed or "No findings were recorded."


def steps(title: str, lines: Iterable[str], budget: int = _STEPS_BUDGET) -> str:
    """A titled list of steps."""
    return titled(title, within((clause(line, _STEP) for line in lines), budget, "steps"))


def titled(title: str, lines: list[str]) -> str:
    """A list under a line of its own, or nothing when it is empty."""
    return f"{title}\n\n{bullets(lines)}" if lines else ""


def names(fixes: Iterable[FixAccount], budget: int = 600) -> str:
    """Titles in a row."""
    return ", ".join(within((bold(fix.title) for fix in fixes), budget, "fixes")).removesuffix(".")


def script(account: ScriptAccount) -> str:
    """A script in a phrase: `a PowerShell script of 12 lines (Alias: Ethernet)`.

    One with a name has it in front: `the script **Reset the adapter**, PowerShell, 12 lines (…)`.
    """
    lines = "1 line" if account.lines == 1 else f"{account.lines} lines"
    pairs = [f"{clause(key, 60)}: {clause(value, 80)}" for key, value in account.values]
    values = ", ".join(within(pairs, 400, "parameters"))
    shown = f" ({values})" if values else ""
    if account.title:
        kind = ", ".join(filter(None, [inline(account.language), lines]))
        return f"the script {bold(account.title)}, {kind}{shown}"
    name = f"a {inline(account.language)} script" if account.language else "a script"
    return f"{name} of {lines}{shown}"
