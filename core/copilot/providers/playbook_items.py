"""Chooses and words the questions and checks that a playbook keeps open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from core.copilot.providers import playbook_speech as speech
from core.copilot.providers.playbook_case import NONE_OF_THESE, Case, Unread, observation_origin
from core.copilot.turn import ProposedCheck, ProposedQuestion, Turn, Withdrawal
from core.playbooks.engine import Assessment, Candidate, Engine
from core.sessions.lane import LaneItem

if TYPE_CHECKING:
    from core.playbooks.schema import Commands, Observation

OPEN_AT_ONCE = 3
WORTH_ASKING = 0.35  # of the best item's gain, for those shown beside it
_SHELLS = {"windows": "powershell", "linux": "posix", "macos": "posix"}


def next_items(engine: Engine, case: Case, assessment: Assessment, platform: str) -> Turn:
    """Keep up to three items open: the best one, and a question beside a check where both help."""
    answered = {one.observation.id for one in case.readings}
    stale = set(engine.negligible(case.open_items, case.findings))
    withdrawals = [
        withdrawn(item, "Answered elsewhere" if key in answered else "No longer splits the causes")
        for key, item in case.open_items.items()
        if key in answered or key in stale
    ]
    still_open = case.open_items.keys() - answered - stale
    kinds = {case.open_items[key].kind.value for key in still_open}
    fresh = [one for one in assessment.candidates if one.observation.id not in case.open_items]
    chosen = _best_mix(fresh, kinds, OPEN_AT_ONCE - len(still_open))
    told = {one.id: speech.tells_apart(engine, assessment, case.findings, one) for one in chosen}
    return Turn(
        questions=tuple(
            _question(case, one, told[one.id]) for one in chosen if one.kind == "question"
        ),
        checks=tuple(
            _check(case, one, told[one.id], platform) for one in chosen if one.kind == "check"
        ),
        withdrawals=tuple(withdrawals),
    )


def withdrawn(item: LaneItem, reason: str) -> Withdrawal:
    return Withdrawal(item_id=item.id, reason=reason)


def what_it_showed(unread: Unread) -> ProposedQuestion:
    """Ask what a check showed that no rule could read."""
    return ProposedQuestion(
        text=f"What did “{unread.item.text}” show?",
        context=unread.reason,
        options=(*_labels(unread.observation), NONE_OF_THESE),
        why=unread.observation.why,
        origin=unread.item.origin,
    )


def _best_mix(
    candidates: Sequence[Candidate], open_kinds: Collection[str], room: int
) -> list[Observation]:
    """The best observation first; then one of the kind that is missing, then the next best."""
    if not candidates or room <= 0:
        return []
    best = candidates[0]
    others = [one for one in candidates[1:] if one.gain >= WORTH_ASKING * best.gain]
    chosen, kinds = [best.observation], {*open_kinds, best.observation.kind}
    while others and len(chosen) < room:
        pick = next((one for one in others if one.observation.kind not in kinds), others[0])
        others.remove(pick)
        chosen.append(pick.observation)
        kinds.add(pick.observation.kind)
    return chosen


def _question(case: Case, observation: Observation, told: str) -> ProposedQuestion:
    return ProposedQuestion(
        text=_text(case, observation),
        context=observation.context,
        options=_labels(observation),
        why=observation.why,
        rules_out=told,
        origin=observation_origin(case.playbook, observation),
    )


def _check(case: Case, observation: Observation, told: str, platform: str) -> ProposedCheck:
    command = _command(observation.commands, platform)
    return ProposedCheck(
        label=_text(case, observation),
        command=command,
        shell=_SHELLS[platform] if command else "",
        description=observation.context,
        options=_labels(observation),
        why=observation.why,
        rules_out=told,
        origin=observation_origin(case.playbook, observation),
    )


def _text(case: Case, observation: Observation) -> str:
    """The observation's text, told apart from another playbook's item with the same words."""
    if observation.text in case.taken:
        return f"{observation.text} ({case.playbook.title})"
    return observation.text


def _labels(observation: Observation) -> tuple[str, ...]:
    return tuple(result.label for result in observation.results)


def _command(commands: Commands | None, platform: str) -> str:
    if commands is None:
        return ""
    by_platform = {"windows": commands.windows, "linux": commands.linux, "macos": commands.macos}
    return by_platform[platform] or ""
