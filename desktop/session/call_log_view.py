"""What was sent to models, in words: one line per call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from core.copilot.failure_words import WORDS
from core.copilot.model import ModelAction
from core.copilot.records import CallEnd, ModelCall
from desktop.session.spend_words import dollars
from desktop.session_list.rows import when

COLUMNS = ("Sent", "What for", "How it ended", "In", "Out", "Cached", "Cost", "To", "Model")
_ACTIONS = {
    ModelAction.CHAT: "Answer",
    ModelAction.FACT_SYNTHESIS: "Facts",
    ModelAction.RESOLUTION_NOTE: "Resolution note",
    ModelAction.ESCALATION_PACKAGE: "Escalation package",
    ModelAction.TEMPLATE_EXTRACTION: "Template",
    ModelAction.SCRIPT_BUILD: "Script",
    ModelAction.CONNECTION_TEST: "Connection test",
}
_ENDS = {
    CallEnd.UNDER_WAY: "Under way",
    CallEnd.COMPLETE: "Answered",
    CallEnd.STOPPED: "Stopped by you",
    CallEnd.FAILED: "Failed",
}


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call: its cells in the order of `COLUMNS`, more about its end, and what was sent."""

    cells: tuple[str, ...]
    note: str
    body: str


def call_line(call: ModelCall, now: datetime) -> CallLine:
    """Describe a call."""
    usage = (call.input_tokens, call.output_tokens, call.cache_read_tokens)
    cells = (
        when(call.sent_at, now),
        _ACTIONS[call.action],
        _end(call),
        *(f"{count:,}" if count else "–" for count in usage),
        _cost(call),
        urlsplit(call.address).netloc or call.address,
        call.model,
    )
    return CallLine(cells, " ".join(_notes(call)), call.body)


def _cost(call: ModelCall) -> str:
    if call.cost is not None:
        return dollars(call.cost) if _is_counted(call) else "–"
    return "unknown" if _is_counted(call) else "–"


def _is_counted(call: ModelCall) -> bool:
    return bool(call.input_tokens or call.output_tokens or call.cache_read_tokens)


def _end(call: ModelCall) -> str:
    if call.end is CallEnd.FAILED and call.failure is not None:
        return WORDS[call.failure].title.rstrip(".")
    return _ENDS[call.end]


def _notes(call: ModelCall) -> list[str]:
    notes = [_hidden(call.redacted), f"Sent to {call.address}."]
    if call.end in (CallEnd.STOPPED, CallEnd.FAILED) and _is_counted(call):
        notes.append("The server did not say what was used; the tokens are a guess.")
    if call.cost is None and _is_counted(call):
        notes.append("The price of this model is not known.")
    if call.detail:
        notes.append(f"The server said: {call.detail}")
    return notes


def _hidden(count: int) -> str:
    if not count:
        return "Nothing had to be hidden."
    return "1 piece was hidden." if count == 1 else f"{count} pieces were hidden."
