"""The request that turns an answer or an output into one fact, and how its reply is read."""

from __future__ import annotations

import json

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
from core.copilot.request.limits import Budget, max_tokens
from core.copilot.request.tokens import MESSAGE_TOKENS, estimate
from core.sessions.facts import SUMMARY_LIMIT, TEXT_LIMIT, Candidate, has_substance
from core.sessions.lane import LaneKind
from core.sessions.messages import Rung

_SOURCES = {
    LaneKind.QUESTION: ("The question: ", "The engineer's answer:", "answer"),
    LaneKind.CHECK: ("What was looked at: ", "What came out:", "output"),
    None: ("", "The engineer's note:", "note"),
}
_ASKED = 400
_SPARE = 60


def build_fact_request(
    asked: str,
    raw: str,
    *,
    kind: LaneKind | None,
    model: str,
    budget: Budget,
    rung: Rung = Rung.CLOUD,
) -> ModelRequest:
    """Ask for the one statement that `raw` proves.

    asked  the question, or the label of the check
    kind   None for a note of the engineer's that answers nothing
    """
    static = Prompt.FACT_SYNTHESIS.fill()
    title, heading, source = _SOURCES[kind]
    about = f"{title}{one_line(asked, _ASKED)}\n" if title else ""
    room = budget.total - estimate(static) - estimate(about) - 2 * MESSAGE_TOKENS - _SPARE
    content = f"{about}{heading}\n{data(source, raw, room)}"
    return ModelRequest(
        model=model,
        system=(SystemBlock(static, cached=True),),
        messages=(ModelMessage(Speaker.USER, (TextPart(content),)),),
        max_tokens=max_tokens(ModelAction.FACT_SYNTHESIS, rung),
    )


def read_fact_reply(text: str) -> Candidate | None:
    """The candidate in a model's reply; None when it sees nothing, or broke the format."""
    start, end = text.find("{"), text.rfind("}")
    try:
        reply = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict):
        return None
    said, summary = reply.get("text"), reply.get("summary")
    if not isinstance(said, str) or not has_substance(said):
        return None
    shows = one_line(summary, SUMMARY_LIMIT) if isinstance(summary, str) else ""
    return Candidate(one_line(said, TEXT_LIMIT), shows)
