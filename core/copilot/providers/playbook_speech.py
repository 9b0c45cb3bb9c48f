"""What the playbook assistant says, in plain short sentences and without names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.copilot.providers.playbook_case import Reading
from core.copilot.turn import PromotedFact
from core.outcome import Refused
from core.playbooks.engine import Assessment, Depth, Engine, Findings, Share
from core.playbooks.explain import Consequence, best_split, consequences
from core.sessions.facts import SourceType, candidate_from_answer
from core.sessions.fixes import Fix, FixStatus, ProposedResult
from core.sessions.lane import LaneItem, LaneKind

if TYPE_CHECKING:
    from core.playbooks.schema import Observation, Playbook, Proof

LABEL_LIMIT, TITLE_LIMIT = 48, 60  # characters, on a card
MOST_CLAUSES = 2
WORTH_NAMING = 0.1
RULED_OUT = 0.03


DESCRIBE_IT = "Describe the problem in a sentence: what fails, for whom, since when."
WHICH_ONE = "That could be more than one thing. Tell me which is closest."
PICK_ONE = (
    "Pick the closest one on the card, or tell me more about it.",
    "I still see more than one candidate. The card has them; “None of these” is fine too.",
)
TELL_ME = "Tell me what it showed."
OPEN_FIX = "The fix is above the message field. Apply it, or dismiss it and I look further."
SOLVED = "Good. Resolve writes the note from what you confirmed."
SOLVED_ALREADY = (
    "The fix is marked as worked. Resolve when you are ready, or tell me what still fails.",
    "Noted. Nothing is open here: Resolve writes the note.",
)
DID_IT_WORK = (
    "Noted. Tell me, or mark above, whether the fix worked.",
    "I keep that in the conversation. Did the fix work? You can also mark it above.",
)
_KEPT = "I keep that in the conversation."
KEPT_AS_NOTE = (
    f"{_KEPT} Without a model I only read the cards: answer one, or add a note to the facts.",
    "Noted. I can only reason with the cards, so the next step is the open one there.",
)
CONFIRM_AGAIN = "I read that the same way. The question above waits for your answer."
KEPT_BEFORE_FIX = (f"{_KEPT} {OPEN_FIX}", "Noted. The fix above is still the next step.")
KEPT_OUT_OF_DEPTH = (
    f"{_KEPT} It travels with the handoff.",
    "Noted. I have no better idea than a handoff; Escalate writes the package.",
)


def percent(share: Share) -> str:
    return f"{round(100 * share.probability)} %"


def opening(playbook: Playbook) -> str:
    return f"{playbook.opening}\n\nI follow the playbook **{playbook.title}**."


def sounds_like(other: Playbook, current: Playbook) -> str:
    return f"That sounds like **{other.title}** rather than {current.title}."


def confirm_outcome(result: ProposedResult) -> str:
    heard = {
        ProposedResult.SUCCESS: "the fix worked",
        ProposedResult.FAILURE: "the fix did not work",
        ProposedResult.PARTIAL: "the fix helped in part",
    }[result]
    return f"I read that as: {heard}. Confirm it above if that is right."


def taken_as(option: str) -> tuple[str, str]:
    """What the engineer's words were read as, when there is nothing else to say."""
    return f"Noted: {option}.", f"I take that as “{option}”."


def waiting(fix: Fix) -> str:
    """What is awaited while a fix is being verified."""
    if fix.status is FixStatus.APPLIED_PENDING:
        return "I wait with you. Mark the outcome when you know."
    if fix.status is FixStatus.APPLIED_PARTIAL:
        return "Noted what is done and what is left. Finish it, or mark that it did not work."
    return "Tell me whether it worked."


def off_the_table(fix: Fix) -> str:
    cause = fix.cause or fix.title
    if fix.status is FixStatus.DISMISSED:
        return f"You turned that fix down, so I look past “{cause}”."
    return f"The fix did not hold, so “{cause}” is off the table."


def leaders(assessment: Assessment) -> list[str]:
    """The causes worth naming, the likeliest first; three at most."""
    named = [one for one in assessment.ranking[:3] if one.probability >= WORTH_NAMING]
    return [one.cause.title for one in named]


def standing(assessment: Assessment) -> str:
    """Which causes lead now."""
    named = [one for one in assessment.ranking[:3] if one.probability >= WORTH_NAMING]
    if not named:
        return ""
    parts = [f"{one.cause.title} ({percent(one)})" for one in named]
    return f"Leading now: {_listed(parts)}."


def noted(facts: Sequence[PromotedFact]) -> str:
    """Say back what was learned, so that the conversation can be read without the lane."""
    return "".join(f"{fact.text.rstrip('.')}. " for fact in facts)


def proposal(assessment: Assessment, readings: Sequence[Reading]) -> str:
    """Why this fix: the evidence, and the runner-up."""
    leader, others = assessment.ranking[0], assessment.ranking[1:]
    grounds = [one.result.proves.summary for one in readings if one.result.proves is not None]
    because = f" What led there: {'; '.join(grounds[-4:])}." if grounds else ""
    second = others[0] if others else None
    runner_up = (
        f" The runner-up is {second.cause.title} ({percent(second)})."
        if second is not None and second.probability >= RULED_OUT
        else " Nothing else comes close."
    )
    return (
        f"The evidence points to **{leader.cause.title}** ({percent(leader)}).{because}{runner_up} "
        "The fix is above the message field."
    )


def out_of_depth(assessment: Assessment) -> str:
    """Admit it, say why, and offer the handoff."""
    why = {
        Depth.ALL_EXCLUDED: "Every fix this playbook knows was tried or turned down.",
        Depth.UNEXPLAINED: "None of the causes this playbook knows explains what you found.",
        Depth.NOTHING_LEFT: "There is nothing left to ask that would decide between the causes.",
        None: "I cannot decide between the causes.",
    }[assessment.depth]
    out = [one.cause.title for one in assessment.ranking if one.probability < RULED_OUT]
    ruled_out = f" Ruled out or unlikely: {_listed(out[:5])}." if out else ""
    likely = standing(assessment) if assessment.depth is Depth.NOTHING_LEFT else ""
    return (
        f"I am out of my depth here. {why}{ruled_out} {likely}\n\n"
        "Escalate hands everything you confirmed to the next engineer. If you know more, add it "
        "as a note or tell me about a different symptom."
    ).replace("  ", " ")


def tells_apart(
    engine: Engine, assessment: Assessment, findings: Findings, item: Observation
) -> str:
    """What an observation tells apart now, and what each answer would mean."""
    parts: list[str] = []
    if pair := best_split(engine, assessment, item):
        first, second = pair
        parts.append(
            f"Splits {_short(first.cause.title)} ({percent(first)}) from "
            f"{_short(second.cause.title)} ({percent(second)})."
        )
    meant = [one for one in consequences(engine, findings, item) if one.says_something]
    if meant:
        parts.append("; ".join(_meaning(one) for one in meant[:MOST_CLAUSES]) + ".")
    return " ".join(parts)


def _meaning(consequence: Consequence) -> str:
    label = _cut(consequence.result.label, LABEL_LIMIT)
    if consequence.points_to is not None:
        return f"“{label}” points to {_short(consequence.points_to.title)}"
    first, *more = (_short(cause.title) for cause in consequence.rules_out)
    named = _listed([first, *more] if len(more) < 2 else [first, f"{len(more)} more"])
    return f"“{label}” rules out {named}"


def _short(title: str) -> str:
    """A cause's title for a card: without what stands in brackets, and not too long."""
    return _cut(re.sub(r"\s*\([^)]*\)", "", title), TITLE_LIMIT)


def _cut(text: str, limit: int) -> str:
    """Cut at a word."""
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]}…"


def fact(reading: Reading) -> PromotedFact | None:
    """The fact a reading proves; None when its result proves nothing."""
    proof = reading.result.proves
    if proof is None:
        return None
    is_question = reading.item.kind is LaneKind.QUESTION
    return PromotedFact(
        source_type=SourceType.QUESTION if is_question else SourceType.DIAGNOSTIC_CHECK,
        text=_proven(reading, proof),
        summary=proof.summary,
        source_ref=reading.item.id,
        source_line=reading.source_line,
    )


def _proven(reading: Reading, proof: Proof) -> str:
    """The proof with its values; a result picked by hand has none, so its label speaks."""
    if proof.placeholders() - reading.values.keys():
        return f"{reading.observation.text.rstrip('?:. ')}: {reading.result.label}."
    text = proof.text
    for name in proof.placeholders():
        text = text.replace(f"{{{name}}}", reading.values[name])
    return text


def own_words(item: LaneItem) -> PromotedFact | None:
    """An answer that names no option is kept as it was given, if it says anything."""
    candidate = candidate_from_answer(item.text, item.answer)
    if isinstance(candidate, Refused):
        return None
    return PromotedFact(
        source_type=SourceType.QUESTION,
        text=candidate.text,
        summary=candidate.summary,
        source_ref=item.id,
    )


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
