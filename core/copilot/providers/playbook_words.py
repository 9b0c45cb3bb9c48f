"""What an engineer's own words say about a fix or a question. Phrase lists, not guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.copilot.turn import AnswerRead
from core.sessions.fixes import ProposedResult
from core.sessions.lane import LaneItem, LaneKind, LaneStatus

QUOTE_LIMIT = 160
SHORT_OPTION = 2  # words; such an option must be the whole message, `no` may stand in any sentence

_CLAUSE_END = re.compile(r"(?i)(?<=[.!?;])\s+|\n+|,\s+|\s+[-–]\s+|\s+(?=(?:but|however|then)\b)")
_TROUBLE = (
    r"(?:problem|issue|error|message|prompt|pop-?up|fault|symptom|warning|outage|delay|drop|crash)"
)
_BAD_VERB = (
    r"(?:ask|prompt|drop|disconnect|fail|happen|crash|freez|hang|lock|appear|pop|come|occur|loop)"
)
_OPEN_QUESTION = re.compile(
    r"""(?ix) \?\s*$
    | ^\W*(?:if|when|once|unless|until|whether|let\ me|i'?ll|we'?ll|will|going\ to|trying|testing
      |checking|waiting|how|what|why|should|could|does|did\ it|is\ it|can\ (?:i|we|you))\b
    | \b(?:not\ sure|don'?t\ know|do\ not\ know|no\ idea|can'?t\ tell|will\ (?:check|test|try|see)
      |i'?ll\ (?:check|test|try|see)|hope|hopefully|should\ (?:work|be)|to\ see\ if|whether)\b"""
)
_TROUBLE_IS_GONE = re.compile(
    rf"""(?ix) \bno\ (?:more|further|longer)\b(?!\s+work)
    | \bno\ (?:new\ |other\ )?{_TROUBLE}s?\b(?!\s+(?:but|yet))
    | \b(?:{_TROUBLE}s?|it)\ (?:is|are|has|have|'s)?\ ?(?:all\ )?(?:gone|disappeared|stopped)\b
    | (?:n'?t|\bnot)\ {_BAD_VERB}\w*\b.*\bany\ ?more\b
    | \bstopped\ {_BAD_VERB}\w*ing\b"""
)
_PARTLY = re.compile(
    r"""(?ix) \b(?:part(?:ly|ially)|half|in\ part|to\ some\ extent|some\ of\ (?:it|them|the)
    |(?:only|just)\ (?:some|one|part|a\ few|for)|better\ but|improved|intermittent(?:ly)?
    |sometimes|for\ some|most(?:ly|\ of))\b
    | ^\W*(?:it(?:'s|\ is)\ )?(?:a\ (?:bit|little)\ |much\ |slightly\ )?better\b"""
)
_FAILED = re.compile(
    rf"""(?ix) \bstill\b(?!\s+(?:work|fine|good|ok|check|test|wait|look|try|need|to\b))
    | \bsame\ (?:\w+\ )?(?:{_TROUBLE}|result|thing|as\ before|story|again|behaviou?r)
    | ^\W*(?:it'?s\ |the\ )?same\W*$
    | \b(?:{_TROUBLE}|it)\ ?(?:is|has|'s|are)?\ ?(?:just\ |now\ )?(?:com(?:e|es|ing))?\ ?back\b
      (?!\s+(?:up|online|to\ normal|to\ work|work))
    | \b(?:came|comes)\ back\b | \bback\ again\b
    | \b(?:fails?|failed|failing|broken|worse|useless|unchanged|unsuccessful)\b
    | \bno\ (?:change|luck|difference|better|joy|effect|improvement|success|dice|good)\b
    | ^\W*(?:no|nope|negative|nothing|unfortunately\ not|sadly\ not|afraid\ not)\W*$
    | \b(?:not|n'?t)\ (?:it|that|yet|the\ (?:cause|fix|solution))\W*$"""
)
_DENIED = re.compile(
    r"""(?ix) (?:\b(?:not|never|no|hardly|without|cannot|unable)\b|n['’]?t\b)
    [^.!?]{0,30}?
    \b(?:work\w*|fix\w*|solv\w*|resolv\w*|help\w*|chang\w*|better|good|fine|ok|okay|gone|improv\w*
    |connect\w*|print\w*|open\w*|log\ ?in|sign\ ?in|sync\w*|start\w*|boot\w*|load\w*|reach\w*
    |successful\w*)\b"""
)
_WORKED = re.compile(
    r"""(?ix) \b(?:work(?:s|ed|ing)|fixed|fixes\ it|solved|resolved|sorted|cured|helped|did\ it
    |did\ the\ trick|up\ and\ running|success(?:ful(?:ly)?)?|all\ (?:good|fine|ok|okay|set|green)
    |good\ now|(?:is|are|looks?|'s)\ (?:all\ )?(?:good|fine|ok|okay|great|happy)(?:\ (?:now|again))?
    |back\ (?:up|online|to\ normal|to\ work)|perfect|as\ expected)\b
    | \b(?:internet|network|connection|access|service|e?mail|wi-?fi|line|sound|everything|drives?)
      \ (?:is|are|'s)\ back\b
    | \bcan\ (?!not|'t)\w+(?:\ \w+){0,3}\ (?:now|again)\b
    | \b\w+ing\ (?:again|fine|normally|correctly|properly)\b
    | \bno\ problems?\ (?:now|any\ ?more|since)\b"""
)
_RELAPSE = re.compile(r"(?i)\b(?:then|again|back|later|after|until|afterwards)\b")


def read_outcome(text: str) -> tuple[ProposedResult, str] | None:
    """What a message says about the fix under verification, and why one may think so.

    None when it says nothing clear: questions, plans and conditions are not outcomes, and a denied
    success is a failure.
    """
    clauses = [clause for clause in _CLAUSE_END.split(text.replace("’", "'")) if clause.strip()]
    said = [(clause, _outcome_of(clause)) for clause in clauses]
    heard = [(clause, result) for clause, result in said if result is not None]
    if not heard:
        return None
    results = {result for _, result in heard}
    last_clause, last = heard[-1]
    result = last
    if ProposedResult.PARTIAL in results:
        result = ProposedResult.PARTIAL
    elif len(results) > 1 and last is ProposedResult.FAILURE and not _RELAPSE.search(last_clause):
        result = ProposedResult.PARTIAL  # "works on one PC, but not on the other"
    return result, f"You wrote: “{_quoted(text)}”"


def _outcome_of(clause: str) -> ProposedResult | None:
    if _TROUBLE_IS_GONE.search(clause):
        return ProposedResult.SUCCESS
    failed = _FAILED.search(clause) or _DENIED.search(clause)
    if _OPEN_QUESTION.search(clause):
        return None
    if _PARTLY.search(clause):
        return ProposedResult.PARTIAL
    if failed:
        return ProposedResult.FAILURE
    if re.match(r"(?i)\W*but not\b", clause):
        return ProposedResult.FAILURE
    return ProposedResult.SUCCESS if _WORKED.search(clause) else None


def read_answer(text: str, lane: Sequence[LaneItem]) -> AnswerRead | None:
    """The one option of an open question that a message clearly names, if exactly one is named."""
    named = [
        AnswerRead(item_id=item.id, result=option)
        for item in lane
        if item.kind is LaneKind.QUESTION and item.status is LaneStatus.OPEN
        if (option := option_meant(text, item.options))
    ]
    return named[0] if len(named) == 1 else None


def option_meant(text: str, options: Sequence[str]) -> str:
    """The option that somebody's words equal or contain; empty unless it is exactly one."""
    said = _folded(text)
    equal = [option for option in options if _folded(option) == said]
    if equal:
        return equal[0]
    contained = [
        option
        for option in options
        if len(_folded(option).split()) > SHORT_OPTION and f" {_folded(option)} " in f" {said} "
    ]
    longest = [one for one in contained if not any(_is_within(one, o) for o in contained)]
    if longest:
        return longest[0] if len(longest) == 1 else ""
    begun = [option for option in options if said and f"{_folded(option)} ".startswith(f"{said} ")]
    return begun[0] if len(begun) == 1 else ""


def _is_within(option: str, other: str) -> bool:
    return option != other and _folded(option) in _folded(other)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("’", "'").replace("'", "")))


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LIMIT else line[: QUOTE_LIMIT - 1] + "…"
