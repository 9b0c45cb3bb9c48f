"""What the playbook assistant says, in plain short sentences and without names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.copilot.providers.playbook_case import Reading
from core.copilot.turn import PromotedFact
from core.playbooks.engine import Assessment, Depth, Engine, Findings, Share
from core.sessions.facts import SourceType
from core.sessions.lane import LaneKind

if TYPE_CHECKING:
    from core.playbooks.schema import Observation, Playbook

REPORTED_VALUE = "the reported value"
WORTH_NAMING = 0.1
RULED_OUT = 0.03


def percent(share: Share) -> str:
    return f"{round(100 * share.probability)} %"


def opening(playbook: Playbook) -> str:
    return f"{playbook.opening}\n\nI follow the playbook **{playbook.title}**."


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


def splits(engine: Engine, assessment: Assessment, findings: Findings, item: Observation) -> str:
    """What an observation tells apart now, and which answer would rule out what."""
    leading = [one for one in assessment.ranking[:2] if one.probability >= RULED_OUT]
    parts: list[str] = []
    if len(leading) == 2:
        first, second = leading
        parts.append(
            f"Splits {first.cause.title} ({percent(first)}) from "
            f"{second.cause.title} ({percent(second)})."
        )
    clauses = [
        f"“{result.label}” would rule out {_listed(out[:2])}"
        for result in item.results
        if (out := _ruled_out_by(engine, findings, item.id, result.id))
    ]
    if clauses:
        parts.append("; ".join(clauses[:2]) + ".")
    return " ".join(parts)


def fact(reading: Reading) -> PromotedFact | None:
    """The fact a reading proves; None when its result proves nothing."""
    proof = reading.result.proves
    if proof is None:
        return None
    text = proof.text
    for name in proof.placeholders():
        text = text.replace(f"{{{name}}}", reading.values.get(name, REPORTED_VALUE))
    is_question = reading.item.kind is LaneKind.QUESTION
    return PromotedFact(
        source_type=SourceType.QUESTION if is_question else SourceType.DIAGNOSTIC_CHECK,
        text=text,
        summary=proof.summary,
        source_ref=reading.item.id,
        source_line=reading.source_line,
    )


def _ruled_out_by(
    engine: Engine, findings: Findings, observation_id: str, result_id: str
) -> list[str]:
    before = engine.belief(findings)
    after = engine.belief(engine.with_result(findings, observation_id, result_id))
    return [
        cause.title
        for cause, old, new in zip(engine.playbook.causes, before, after, strict=True)
        if old >= WORTH_NAMING and new < RULED_OUT
    ]


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
