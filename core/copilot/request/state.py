"""The session's state for the newest message: all that changes from turn to turn.

It stands with the newest message and never in the history, so that the history stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.copilot.request.events import events, is_new, last_spoken
from core.copilot.request.fences import fenced, one_line, visible
from core.copilot.request.limits import Budget
from core.copilot.request.tokens import estimate
from core.copilot.turn import TurnContext
from core.scripts.model import ScriptTemplate
from core.sessions.facts import Fact
from core.sessions.fixes import Fix, FixStatus
from core.sessions.lane import LaneItem, LaneKind, LaneStatus

LAPTOPS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
SHORT_FACT = 200
_TEXT = 500
"""As long as a label may be: an item that is asked again has to be repeated letter for letter."""
_COMMAND = 300
_ANSWER = 200
_DESCRIPTION = 1_500
_NOTES = 500


@dataclass(frozen=True, slots=True)
class StateParts:
    """Lines of text. All but the facts are within their shares of the budget."""

    about: tuple[str, ...]
    facts: tuple[str, ...]
    lane: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()


def state_parts(context: TurnContext, budget: Budget) -> StateParts:
    """Everything but the outputs."""
    return StateParts(
        about=tuple(_about(context)),
        facts=tuple(_fact(fact) for fact in context.facts),
        lane=(
            *_titled("Open items", _open(context, budget.lane)),
            *_titled("Closed items", _closed(context, budget.lane // 2)),
            *_titled("Just happened", _happened(context, budget.lane)),
        ),
        fixes=(*_fixes(context, budget.lane), *_templates(context)),
    )


def fit(parts: StateParts, tokens: int) -> StateParts:
    """The parts that fit into `tokens`.

    Facts stay word for word as long as anything else can go; only when they alone are too much,
    all are shortened and the oldest left out, and the state says so.
    """
    for fewer in (parts, replace(parts, lane=()), replace(parts, lane=(), fixes=())):
        if estimate(state_text(fewer, "")) <= tokens:
            return fewer
    bare = replace(parts, facts=(), lane=(), fixes=())
    room = max(0, tokens - estimate(state_text(bare, "")))
    short = [one_line(fact, SHORT_FACT) for fact in parts.facts]
    return replace(bare, facts=within(short, room, "older facts"))


def state_text(parts: StateParts, results: str) -> str:
    """The state as one block, with the fenced results at its end."""
    known = _titled("Facts (confirmed)", parts.facts) or ["Facts (confirmed): none yet"]
    lines = [*parts.about, *known, *parts.lane, *parts.fixes, *([results] if results else [])]
    return fenced("state", "\n".join(lines))


def within(lines: Sequence[str], tokens: int, what: str) -> tuple[str, ...]:
    """The last lines that fit, and how many do not."""
    kept: list[str] = []
    left = tokens
    for line in reversed(lines):
        left -= estimate(line) + 1
        if left < 0:
            break
        kept.append(line)
    missing = len(lines) - len(kept)
    note = [f"- ({missing} {what} are not shown)"] if missing else []
    return (*note, *reversed(kept))


def _templates(context: TurnContext) -> list[str]:
    """Script templates a fix may name, with the keys of their parameters."""
    return _titled(
        "Script templates of the library that may fit, as slug(parameters): name",
        map(template_line, context.templates),
    )


def template_line(template: ScriptTemplate) -> str:
    """A template as `slug(keys): name`.

    The keys come before the name: after a name like "Set a new password for a user" the redaction
    would take the first of them for the password.
    """
    keys = ", ".join(parameter.key for parameter in template.parameters)
    return f"- {template.slug}({keys}): {one_line(template.name, 120)}"


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    return [f"{title}:", *listed] if listed else []


def _about(context: TurnContext) -> Iterator[str]:
    session = context.session
    priority = f" Priority: {one_line(session.priority, 60)}." if session.priority else ""
    ticket = " Linked to a ticket." if session.psa_ticket_id else ""
    yield f"Session: {session.status.label}, “{one_line(session.title, _TEXT)}”.{priority}{ticket}"
    laptop = LAPTOPS.get(context.platform, context.platform)
    newest = context.messages[-1].created_at if context.messages else session.created_at
    yield f"Laptop: {laptop}. Time of the newest message: {newest:%A %Y-%m-%d %H:%M} UTC."


def _fact(fact: Fact) -> str:
    """Word for word; further lines of it are set in."""
    text = visible(fact.text).replace("\n", "\n    ")
    summary = f" ({one_line(fact.summary, 200)})" if fact.summary else ""
    return f"- [{fact.source_type.value}] {text}{summary}"


def _open(context: TurnContext, tokens: int) -> tuple[str, ...]:
    lines = [_open_item(item) for item in context.lane if item.status is LaneStatus.OPEN]
    return within(lines, tokens, "older open items")


def _open_item(item: LaneItem) -> str:
    options = " | ".join(one_line(option, 80) for option in item.options)
    more = f" (options: {options})" if options and item.kind is LaneKind.QUESTION else ""
    command = f" (command: {one_line(item.command, _COMMAND)})" if item.command else ""
    return f"- {item.kind.value} {item.id}: {one_line(item.text, _TEXT)}{more}{command}"


def _closed(context: TurnContext, tokens: int) -> tuple[str, ...]:
    """What was closed before the last answer; newer ones stand in what just happened."""
    since = last_spoken(context)
    known = [
        item
        for item in context.lane
        if item.status is not LaneStatus.OPEN and not is_new(item.closed_at, since)
    ]
    known.sort(key=lambda item: (item.closed_at or item.created_at, item.position))
    return within([_closed_item(item) for item in known], tokens, "older closed items")


def _closed_item(item: LaneItem) -> str:
    answer = one_line(item.answer or item.became, _ANSWER)
    shown = f" → {answer}" if answer else ""
    label = f"{item.kind.value} {item.id}, {item.status.label}"
    return f"- {label}: {one_line(item.text, _TEXT)}{shown}"


def _fixes(context: TurnContext, tokens: int) -> list[str]:
    active = context.active_fix
    past = [_past_fix(fix) for fix in context.fixes if fix is not active]
    return [
        *(_titled("Active fix", _active_fix(active)) if active else ["Active fix: none"]),
        *_titled("Earlier fixes", within(past, tokens // 2, "older fixes")),
    ]


def _active_fix(fix: Fix) -> Iterator[str]:
    yield f"- id {fix.id}: {one_line(fix.title, _TEXT)} (confidence {fix.confidence})"
    yield f"- status: {_status(fix)}"
    if fix.user_decision:
        yield f"- the engineer chose: {fix.user_decision.value}"
    if fix.cause:
        yield f"- cause: {one_line(fix.cause, _NOTES)}"
    yield f"- description: {one_line(fix.description, _DESCRIPTION)}"
    for name, texts in (("steps", fix.steps), ("worked when", fix.verify), ("undo", fix.undo)):
        if texts:
            yield f"- {name}: {one_line(' / '.join(texts), _DESCRIPTION)}"
    if fix.script_template_slug:
        yield f"- script template: {one_line(fix.script_template_slug, 80)}"
    if fix.drafted_script:
        names = one_line(", ".join(fix.drafted_parameters), _TEXT)
        yield "- has a drafted script" + (f" with the parameters {names}" if names else "")
    if fix.ai_outcome_proposal:
        yield f"- you proposed the outcome {fix.ai_outcome_proposal.result.value}; not confirmed"


def _status(fix: Fix) -> str:
    """In words, with what the engineer noted."""
    if fix.is_verifying:
        return "applied, the engineer is checking whether it worked"
    notes: dict[FixStatus, str] = {
        FixStatus.APPLIED_FAILED: fix.failure_reason,
        FixStatus.APPLIED_PARTIAL: fix.partial_notes,
        FixStatus.APPLIED_PENDING: fix.pending_reason,
    }
    note = one_line(notes.get(fix.status, ""), _NOTES)
    return fix.status.label + (f": {note}" if note else "")


def _past_fix(fix: Fix) -> str:
    became = "replaced before it was tried" if fix.status is FixStatus.PROPOSED else _status(fix)
    if fix.is_verifying:
        became = "applied, then replaced; its outcome was not recorded"
    return f"- {one_line(fix.title, _TEXT)}: {became}"


def _happened(context: TurnContext, tokens: int) -> tuple[str, ...]:
    return within([f"- {line}" for line in events(context)], tokens, "earlier events")
