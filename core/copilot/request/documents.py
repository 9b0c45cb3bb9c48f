"""The request for a resolution note or an escalation package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.artifacts.bundle import Bundle, CheckAccount, Finding, FixAccount, OpenItem
from core.artifacts.documents import HEADINGS, DocumentKind
from core.artifacts.script_account import ScriptAccount
from core.artifacts.wording import CONFIDENT, NOT_APPLIED, NOT_ISOLATED
from core.copilot.model import (
    ModelAction,
    ModelMessage,
    ModelRequest,
    Speaker,
    SystemBlock,
    TextPart,
)
from core.copilot.prompts import Prompt
from core.copilot.request.fences import data, one_line
from core.copilot.request.limits import BUNDLE, Budget, max_tokens
from core.copilot.request.state import within
from core.copilot.request.tokens import MESSAGE_TOKENS, estimate
from core.sessions.messages import Rung

_PROMPTS = {
    DocumentKind.RESOLUTION_NOTE: (Prompt.RESOLUTION_NOTE, ModelAction.RESOLUTION_NOTE),
    DocumentKind.ESCALATION_PACKAGE: (Prompt.ESCALATION_PACKAGE, ModelAction.ESCALATION_PACKAGE),
}
_TEXT = 600
_REPORT = 2_000
_SPARE = 120


def build_document_request(
    kind: DocumentKind, bundle: Bundle, *, model: str, budget: Budget, rung: Rung = Rung.CLOUD
) -> ModelRequest:
    """Ask for a document made of the bundle alone. The answer is bare Markdown."""
    prompt, action = _PROMPTS[kind]
    static = prompt.fill(
        headings="\n".join(f"## {title}" for title in HEADINGS[kind]),
        not_isolated=NOT_ISOLATED,
        not_applied=NOT_APPLIED,
        confident=str(CONFIDENT),
    )
    room = min(BUNDLE, budget.total - estimate(static) - 2 * MESSAGE_TOKENS - _SPARE)
    is_internal = kind is DocumentKind.ESCALATION_PACKAGE
    record = data("session record", "\n".join(_lines(bundle, room, is_internal)), room)
    return ModelRequest(
        model=model,
        system=(SystemBlock(static, cached=True),),
        messages=(ModelMessage(Speaker.USER, (TextPart(f"The record:\n{record}"),)),),
        max_tokens=max_tokens(action, rung),
    )


def _lines(bundle: Bundle, tokens: int, is_internal: bool) -> Iterator[str]:
    """The bundle in plain lines; findings may take half of it, the other lists an eighth each."""
    yield f"Problem: {one_line(bundle.problem, _REPORT)}"
    if bundle.reported:
        yield f"Reported as: {one_line(bundle.reported, _REPORT)}"
    if is_internal:
        yield from _about(bundle)
    yield from _listed("Findings", map(_finding, bundle.findings), tokens // 2)
    yield from _listed("The fix", _fix(bundle.fix, is_internal), tokens // 4)
    others = (line for fix in bundle.others for line in _other(fix))
    yield from _listed("Other fixes, oldest first", others, tokens // 8)
    checks = (_check(check, is_internal) for check in bundle.checks)
    yield from _listed("Checks run", checks, tokens // 8)
    if is_internal:
        yield from _listed("Scripts generated", map(_script, bundle.scripts), tokens // 16)
        yield from _listed("Still open", map(_open, bundle.open_items), tokens // 16)
        yield from _listed("Skipped", map(_open, bundle.skipped), tokens // 16)


def _about(bundle: Bundle) -> Iterator[str]:
    about = {
        "Ticket": bundle.ticket,
        "Client": bundle.client,
        "Priority": bundle.priority,
        "Escalated because": bundle.escalation_reason,
    }
    yield from (f"{name}: {one_line(text, _TEXT)}" for name, text in about.items() if text)


def _listed(title: str, lines: Iterable[str], tokens: int) -> Iterator[str]:
    listed = within([f"- {line}" for line in lines], tokens, "earlier lines")
    yield f"{title}:" if listed else f"{title}: none"
    yield from listed


def _finding(finding: Finding) -> str:
    shows = f" ({one_line(finding.provenance, 200)})" if finding.provenance else ""
    proof = f" Shown by: {one_line(finding.proof, 200)}" if finding.proof else ""
    return f"{one_line(finding.text, 2_000)}{shows}{proof}"


def _fix(fix: FixAccount | None, is_internal: bool) -> Iterator[str]:
    if fix is None:
        return
    yield f"title: {one_line(fix.title, _TEXT)}"
    yield f"state: {fix.state.value}"
    yield f"confidence: {fix.confidence}"
    texts = {"what is wrong": fix.cause, "description": fix.description, "notes": fix.notes}
    yield from (f"{name}: {one_line(text, _REPORT)}" for name, text in texts.items() if text)
    lists = {"steps": fix.steps, "worked when": fix.verify, "done afterwards": fix.afterwards}
    if is_internal:
        lists["to undo"] = fix.undo
    yield from (
        f"{name}: {one_line(' / '.join(all_), _REPORT)}" for name, all_ in lists.items() if all_
    )
    if fix.by_script:
        yield "carried out with a script"
    if fix.script is not None and (is_internal or fix.by_script):
        yield f"script: {_script(fix.script)}"


def _other(fix: FixAccount) -> Iterator[str]:
    notes = f" Notes: {one_line(fix.notes, _TEXT)}" if fix.notes else ""
    undo = f" To undo: {one_line(' / '.join(fix.undo), _TEXT)}" if fix.undo else ""
    yield f"{one_line(fix.title, _TEXT)}, state: {fix.state.value}.{notes}{undo}"
    yield from (f"done after it: {one_line(done, _TEXT)}" for done in fix.afterwards)


def _check(check: CheckAccount, is_internal: bool) -> str:
    how = f" ({one_line(check.how, 100)})" if check.how else ""
    is_shown = is_internal and check.command
    command = f" Command: {one_line(check.command, 200)}" if is_shown else ""
    result = one_line(check.result, _TEXT) or "no output"
    return f"{one_line(check.label, 300)}{how}: {result}{command}"


def _script(script: ScriptAccount) -> str:
    values = ", ".join(
        f"{one_line(key, 60)}: {one_line(value, 80)}" for key, value in script.values
    )
    named = f"“{one_line(script.title, 200)}”, " if script.title else ""
    told = f"{named}{one_line(script.language, 40) or 'script'}, {script.lines} lines"
    return told + (f" ({values})" if values else "") + (f", {script.ran}" if script.ran else "")


def _open(item: OpenItem) -> str:
    command = f" Command: {one_line(item.command, 200)}" if item.command else ""
    return f"{item.kind.value}: {one_line(item.text, 300)}{command}"
