"""The assistant that needs no model: it follows a playbook and speaks in turns like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.copilot.providers import playbook_choice as choice
from core.copilot.providers import playbook_speech as speech
from core.copilot.providers.playbook_case import (
    CHOICE_ORIGIN,
    Case,
    cause_origin,
    playbook_of,
    read_case,
)
from core.copilot.providers.playbook_items import next_items, what_it_showed, withdrawn
from core.copilot.providers.playbook_memory import (
    is_echo,
    last_said,
    new_message,
    variant,
    was_said,
    without_echo,
)
from core.copilot.providers.playbook_words import read_answer, read_outcome
from core.copilot.turn import (
    AnswerRead,
    PromotedFact,
    ProposedFix,
    ProposedOutcome,
    Turn,
    TurnContext,
    Withdrawal,
)
from core.playbooks.engine import Assessment, Engine, Verdict
from core.playbooks.library import PlaybookLibrary
from core.playbooks.matching import NEVER_MATCHED, Sure, Unsure
from core.sessions.fixes import Fix, FixStatus
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.messages import Message, Rung

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook


class PlaybookProvider:
    """Reads the session anew each turn, so that nothing but the session decides what it says."""

    rung = Rung.PLAYBOOK

    def __init__(self, library: Callable[[], PlaybookLibrary]) -> None:
        self._library = library

    def reply(self, context: TurnContext) -> Turn:
        """The next turn. Deterministic: the same session gets the same turn."""
        library = self._library()
        message = new_message(context)
        fix = context.active_fix
        if message is not None and fix is not None and (heard := _heard_outcome(message, fix)):
            return replace(heard, prose=variant(context, heard.prose, speech.CONFIRM_AGAIN))
        answer = read_answer(message.text, context.lane) if message is not None else None
        if answer is None:
            turn = self._turn(library, context, message)
            if message is not None and is_echo(turn, context):
                playbook = choice.followed(library, context)
                return replace(turn, prose=_reply_to_note(playbook, context, turn))
            return without_echo(turn, context)
        turn = without_echo(self._turn(library, _with_answer(context, answer), None), context)
        prose = turn.prose or variant(context, *speech.taken_as(answer.result))
        return replace(turn, prose=prose, answers=(answer, *turn.answers))

    def _turn(
        self, library: PlaybookLibrary, context: TurnContext, message: Message | None
    ) -> Turn:
        playbook = choice.followed(library, context)
        if playbook is None:
            return self._choose(library, context, message)
        if message is not None:
            other = choice.other_problem(library, playbook, message, context)
            if other is not None:
                return Turn(
                    prose=speech.sounds_like(other, playbook),
                    questions=(choice.switch_question(playbook, other),),
                )
        return self._follow(library, playbook, context, message)

    def _choose(
        self, library: PlaybookLibrary, context: TurnContext, message: Message | None
    ) -> Turn:
        """Find the playbook in what was said about the problem, or ask."""
        text = choice.problem_text(context)
        if not text:
            return Turn(prose=speech.DESCRIBE_IT)
        asked = choice.open_choice(context)
        found = library.match(text)
        if asked is not None:
            if message is not None and not isinstance(found, Sure):
                found = library.match(message.text)
            if not isinstance(found, Sure):
                return Turn(prose=variant(context, *speech.PICK_ONE) if message else "")
        if isinstance(found, Unsure):
            question = choice.which_question(found.candidates)
            return Turn(prose=speech.WHICH_ONE, questions=(question,))
        playbook = found.playbook if isinstance(found, Sure) else choice.general(library)
        return Turn() if playbook is None else self._follow(library, playbook, context, None)

    def _follow(
        self,
        library: PlaybookLibrary,
        playbook: Playbook,
        context: TurnContext,
        message: Message | None,
    ) -> Turn:
        """Take in what became known, and say what comes next."""
        engine = library.engine(playbook)
        case = read_case(playbook, context)
        facts = _new_facts(case, context)
        turn = self._next(library, engine, case, context)
        is_new = not any(playbook_of(item.origin) == playbook.id for item in context.lane)
        prose = "" if turn.out_of_depth and was_said(turn.prose, context) else turn.prose
        is_decisive = turn.fix is not None or (turn.out_of_depth and prose != "")
        if is_new:
            prose = f"{speech.opening(playbook)}\n\n{prose if is_decisive else ''}".strip()
        elif not is_decisive:
            told = _reply_to_note(playbook, context, turn) if message is not None else prose
            prose = f"{speech.noted(facts)}{told}"
        return replace(
            turn,
            prose=prose,
            facts=facts,
            answers=_read_results(case),
            withdrawals=(*turn.withdrawals, *_left_behind(playbook, context)),
        )

    def _next(
        self, library: PlaybookLibrary, engine: Engine, case: Case, context: TurnContext
    ) -> Turn:
        fix = _fix_of(case.playbook, context)
        if fix is not None and fix.status is FixStatus.APPLIED_SUCCESS:
            return Turn(prose=speech.SOLVED)
        if fix is not None and _awaits_outcome(fix):
            return Turn(prose=speech.waiting(fix))
        assessment = engine.assess(case.findings)
        asking = [(one, what_it_showed(one)) for one in case.unread]
        known = {item.text for item in context.lane}
        unread = [(one, question) for one, question in asking if question.text not in known]
        if unread:
            prose = f"{' '.join(one.reason for one, _ in unread)} {speech.TELL_ME}"
            return Turn(prose=prose, questions=tuple(question for _, question in unread))
        if assessment.verdict is Verdict.PROPOSE:
            return _propose(case, assessment, fix)
        if assessment.verdict is Verdict.OUT_OF_DEPTH:
            return _give_up(library, case, assessment, context)
        turn = next_items(engine, case, assessment, context.platform)
        lead = _off_the_table(fix, context)
        return replace(turn, prose=f"{lead}{_new_standing(assessment, context)}".strip())


def _propose(case: Case, assessment: Assessment, active: Fix | None) -> Turn:
    cause = assessment.leader.cause
    origin = cause_origin(case.playbook, cause.id)
    withdrawals = tuple(
        withdrawn(item, "Not needed: the cause is clear enough")
        for item in case.open_items.values()
    )
    if active is not None and active.origin == origin:
        return Turn(prose=speech.OPEN_FIX, withdrawals=withdrawals)
    fix = cause.fix
    return Turn(
        prose=speech.proposal(assessment, case.readings),
        fix=ProposedFix(
            title=fix.title,
            description=fix.description,
            confidence=max(0, min(100, round(100 * assessment.leader.probability))),
            cause=cause.title,
            drafted_script=fix.script.body if fix.script else "",
            script_language=fix.script.language if fix.script else "",
            steps=fix.steps,
            verify=fix.verify,
            undo=fix.undo,
            origin=origin,
        ),
        withdrawals=withdrawals,
    )


def _give_up(
    library: PlaybookLibrary, case: Case, assessment: Assessment, context: TurnContext
) -> Turn:
    """Admit it; offer the handoff, and the general playbook unless that is the one that failed."""
    is_general = case.playbook.id == NEVER_MATCHED
    question = None if is_general else choice.general_question(library, context)
    useful = {one.observation.id for one in assessment.candidates}
    return Turn(
        prose=speech.out_of_depth(assessment),
        questions=(question,) if question is not None else (),
        withdrawals=tuple(
            withdrawn(item, "No longer splits the causes")
            for key, item in case.open_items.items()
            if key not in useful
        ),
        out_of_depth=True,
    )


def _heard_outcome(message: Message, fix: Fix) -> Turn | None:
    """What a message says about the fix that is being verified."""
    heard = read_outcome(message.text)
    if heard is None or not _awaits_outcome(fix):
        return None
    result, reason = heard
    outcome = ProposedOutcome(fix_id=fix.id, result=result, reason=reason)
    return Turn(prose=speech.confirm_outcome(result), outcome=outcome)


def _awaits_outcome(fix: Fix) -> bool:
    waiting = (FixStatus.APPLIED_PARTIAL, FixStatus.APPLIED_PENDING)
    return fix.is_verifying or fix.status in waiting


def _new_facts(case: Case, context: TurnContext) -> tuple[PromotedFact, ...]:
    """What was proven since the last turn, and what the engineer answered in their own words."""
    found = [speech.fact(one) for one in case.readings if not one.item.became]
    found += [speech.own_words(item) for item in case.own_words if not item.became]
    known = {(fact.text.casefold(), fact.source_line) for fact in context.facts}
    return tuple(
        one
        for one in found
        if one is not None and (one.text.casefold(), one.source_line) not in known
    )


def _read_results(case: Case) -> tuple[AnswerRead, ...]:
    """What the checks' outputs were read as, for their cards."""
    return tuple(
        AnswerRead(item_id=one.item.id, result=one.result.label)
        for one in case.readings
        if one.item.kind is LaneKind.CHECK and one.item.answer != one.result.label
    )


def _left_behind(playbook: Playbook, context: TurnContext) -> list[Withdrawal]:
    """Open items of a playbook that is no longer followed, and choices that are made."""
    found = []
    for item in context.lane:
        if item.status is LaneStatus.OPEN:
            if item.origin == CHOICE_ORIGIN and not _is_answerable(item, playbook):
                found.append(withdrawn(item, "The playbook is chosen"))
            elif playbook_of(item.origin) not in ("", playbook.id):
                found.append(withdrawn(item, f"Now following {playbook.title}"))
    return found


def _is_answerable(item: LaneItem, playbook: Playbook) -> bool:
    """An offer to follow another playbook stays open until that one is followed."""
    return choice.is_switch(item) and item.options[0] != playbook.title


def _off_the_table(fix: Fix | None, context: TurnContext) -> str:
    """Say once that a fix failed or was turned down, and what that means."""
    if fix is None or fix.status not in (FixStatus.APPLIED_FAILED, FixStatus.DISMISSED):
        return ""
    said = speech.off_the_table(fix)
    return "" if was_said(said, context) else f"{said} "


def _new_standing(assessment: Assessment, context: TurnContext) -> str:
    """Which causes lead, unless the last message named the same ones in the same order."""
    said = last_said(context)
    places = [said.find(title) for title in speech.leaders(assessment)]
    is_known = -1 not in places and places == sorted(places)
    return "" if is_known and "Leading now" in said else speech.standing(assessment)


def _fix_of(playbook: Playbook, context: TurnContext) -> Fix | None:
    """The active fix, unless it belongs to a playbook that was followed before."""
    fix = context.active_fix
    return fix if fix is not None and playbook_of(fix.origin) in ("", playbook.id) else None


def _reply_to_note(playbook: Playbook | None, context: TurnContext, turn: Turn) -> str:
    """Own words that answer nothing: say honestly what happens with them."""
    fix = _fix_of(playbook, context) if playbook is not None else None
    if turn.out_of_depth:
        return variant(context, *speech.KEPT_OUT_OF_DEPTH)
    if fix is not None and _awaits_outcome(fix):
        return variant(context, *speech.DID_IT_WORK)
    if fix is not None and fix.status is FixStatus.APPLIED_SUCCESS:
        return variant(context, *speech.SOLVED_ALREADY)
    if fix is not None and fix.status is FixStatus.PROPOSED:
        return variant(context, *speech.KEPT_BEFORE_FIX)
    return variant(context, *speech.KEPT_AS_NOTE)


def _with_answer(context: TurnContext, answer: AnswerRead) -> TurnContext:
    """The context as it will be once the answer is stored."""
    lane = tuple(
        replace(item, status=LaneStatus.ANSWERED, answer=answer.result)
        if item.id == answer.item_id
        else item
        for item in context.lane
    )
    return replace(context, lane=lane)
