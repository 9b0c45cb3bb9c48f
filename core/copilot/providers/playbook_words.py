"""What an engineer's own words say about a fix or a question. Phrase lists, not guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.copilot.turn import AnswerRead
from core.sessions.fixes import ProposedResult
from core.sessions.lane import LaneItem, LaneKind, LaneStatus

_UNSURE = re.compile(r"(?i)\b(?:not sure|don'?t know|no idea|will (?:check|test|try)|trying|\?)")
_PARTLY = re.compile(
    r"(?i)\b(?:part(?:ly|ially)|half|some of (?:it|them)|better but|improved but|works? but"
    r"|only (?:some|one|part)|intermittent(?:ly)?)\b"
)
_FAILED = re.compile(
    r"(?i)\b(?:still (?:\w+ ){0,3}(?:broken|failing|fails|asks?|asking|prompts?|prompting|not"
    r"|happening|happens|the same|same|down|offline|slow|no|does(?:n'?t| not)|error)"
    r"|not (?:working|fixed|solved|resolved|better|helped|yet)|no (?:change|luck|difference|better)"
    r"|same (?:error|problem|issue|result|thing)|(?:did|does|has|is|was)(?:n'?t| not) "
    r"(?:\w+ )?(?:work(?:ed|ing)?|help(?:ed)?|fix(?:ed)?|solve[d]?|change[d]?)"
    r"|won'?t work|came back|back again|failed|fails|made it worse|worse)\b"
)
_WORKED = re.compile(
    r"(?i)\b(?:(?:it|that|this|all|everything|now) (?:\w+ )?(?:works?|worked|is working|is fine"
    r"|is good|is ok|fixed it|did it|solved it|helped)|works? (?:now|again|fine|great)"
    r"|working (?:now|again|fine)|fixed(?: it)?|solved|resolved|all good"
    r"|good now|up and running|problem (?:is )?gone|no more (?:prompts?|errors?|drops?)"
    r"|success(?:ful(?:ly)?)?)\b"
)
_QUOTE_LIMIT = 160


def read_outcome(text: str) -> tuple[ProposedResult, str] | None:
    """What a message says about the fix under verification, and why one may think so.

    None when it says nothing clear. A denial wins over a success word in the same message.
    """
    if _UNSURE.search(text) and not _FAILED.search(text):
        return None
    for pattern, result in (
        (_PARTLY, ProposedResult.PARTIAL),
        (_FAILED, ProposedResult.FAILURE),
        (_WORKED, ProposedResult.SUCCESS),
    ):
        if pattern.search(text):
            return result, f"You wrote: “{_quoted(text)}”"
    return None


def read_answer(text: str, lane: Sequence[LaneItem]) -> AnswerRead | None:
    """The one option of an open question that a message clearly names, if exactly one is named."""
    folded = _folded(text)
    named = [
        AnswerRead(item_id=item.id, result=option)
        for item in lane
        if item.kind is LaneKind.QUESTION and item.status is LaneStatus.OPEN
        for option in item.options
        if f" {_folded(option)} " in f" {folded} "
    ]
    return named[0] if len(named) == 1 else None


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_LIMIT else line[: _QUOTE_LIMIT - 1] + "…"
