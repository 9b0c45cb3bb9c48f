"""The assistant that needs no model: it follows a playbook and speaks in turns like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.copilot.providers import playbook_speech as speech
from core.copilot.providers.playbook_case import (
    CHOICE_ORIGIN,
    Case,
    cause_origin,
    observation_origin,
    playbook_of,
    read_case,
)
from core.copilot.providers.playbook_words import read_answer, read_outcome
from core.copilot.turn import (
    AnswerRead,
    PromotedFact,
    ProposedCheck,
    ProposedFix,
    ProposedOutcome,
    ProposedQuestion,
    Turn,
    TurnContext,
    Withdrawal,
)
from core.outcome import Refused
from core.playbooks.engine import Assessment, Candidate, Engine, Verdict
from core.playbooks.library import PlaybookLibrary
from core.playbooks.matching import Sure, Unsure
from core.sessions.facts import SourceType, candidate_from_answer
from core.sessions.fixes import Fix, FixStatus
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.messages import Message, Role, Rung

if TYPE_CHECKING:
    from core.playbooks.schema import Commands, Observation, Playbook

GENERAL = "general-isolation"
NONE_OF_THESE = "None of these"
OPEN_AT_ONCE = 3
_SHELLS = {"windows": "powershell", "linux": "posix", "macos": "posix"}
_CHOOSE = "Which of these is closest to the problem?"
_SWITCH = "This sounds like a different problem. Which one should I follow?"
_OPEN_FIX = "The fix is above the message field. Apply it, or dismiss it and I look further."


class PlaybookProvider:
    """Reads the session anew each turn, so that nothing but the session decides what it says."""

    rung = Rung.PLAYBOOK

    def __init__(self, library: Callable[[], PlaybookLibrary]) -> None:
        self._library = library

    def reply(self, context: TurnContext) -> Turn:
        """The next turn. Deterministic: the same session gets the same turn."""
        playbook = self._chosen(context)
        turn = self._choose(context) if playbook is None else self._follow(playbook, context)
        return _without_echo(turn, context)

    # Choosing a playbook

    def _chosen(self, context: TurnContext) -> Playbook | None:
        """The playbook this session follows: the newest choice, else that of its first item."""
        library = self._library()
        choices = [
            item
            for item in context.lane
            if item.origin == CHOICE_ORIGIN and item.status is LaneStatus.ANSWERED
        ]
        for choice in sorted(choices, key=_closing_time, reverse=True):
            if choice.answer == NONE_OF_THESE:
                return library.get(GENERAL)
            named = library.titled(choice.answer)
            if named is not None:
                return named
        for item in context.lane:
            known = library.get(playbook_of(item.origin))
            if known is not None:
                return known
        return None

    def _choose(self, context: TurnContext) -> Turn:
        """Find the playbook in the engineer's words, or ask."""
        if any(
            item.origin == CHOICE_ORIGIN and item.status is LaneStatus.OPEN for item in context.lane
        ):
            return Turn(prose="Pick the closest one on the card, or tell me more about it.")
        text = "\n".join(m.text for m in context.messages if m.role is Role.ENGINEER)
        if not text.strip():
            return Turn(
                prose="Describe the problem in a sentence: what fails, for whom, since when."
            )
        found = self._library().match(text)
        if isinstance(found, Sure):
            return self._start(found.playbook, context)
        if isinstance(found, Unsure):
            titles = tuple(playbook.title for playbook in found.candidates)
            return Turn(
                prose="That could be more than one thing. Tell me which is closest.",
                questions=(
                    ProposedQuestion(
                        text=_CHOOSE,
                        options=(*titles, NONE_OF_THESE),
                        why="Each of these has its own questions and checks.",
                        origin=CHOICE_ORIGIN,
                    ),
                ),
            )
        general = self._library().get(GENERAL)
        return Turn() if general is None else self._start(general, context)

    def _start(self, playbook: Playbook, context: TurnContext) -> Turn:
        engine = self._library().engine(playbook)
        case = read_case(playbook, context)
        assessment = engine.assess(case.findings)
        turn = self._ask(engine, case, assessment, context.platform)
        return replace(turn, prose=speech.opening(playbook))

    # Following a playbook

    def _follow(self, playbook: Playbook, context: TurnContext) -> Turn:
        message = _new_message(context)
        fix = context.active_fix
        if message is not None and fix is not None and _awaits_outcome(fix):
            return _about_outcome(message, fix)
        if message is not None:
            heard = self._hear(playbook, message, context)
            if heard is not None:
                return heard
        engine = self._library().engine(playbook)
        case = read_case(playbook, context)
        assessment = engine.assess(case.findings)
        first = not any(playbook_of(item.origin) == playbook.id for item in context.lane)
        said = _facts(case, context)
        turn = self._next(engine, case, assessment, context)
        if first:
            turn = replace(turn, prose=speech.opening(playbook))
        elif message is not None and not said:
            turn = replace(turn, prose=_kept_as_note(case, turn))
        labels = tuple(
            AnswerRead(item_id=one.item.id, result=one.result.label)
            for one in case.readings
            if one.item.kind is LaneKind.CHECK and one.item.answer != one.result.label
        )
        return replace(turn, facts=said, answers=(*turn.answers, *labels))

    def _hear(self, playbook: Playbook, message: Message, context: TurnContext) -> Turn | None:
        """React to the engineer's own words: an answer, or a different problem."""
        answer = read_answer(message.text, context.lane)
        if answer is not None:
            answered = _with_answer(context, answer)
            chosen = self._chosen(answered) or playbook
            turn = self._follow(chosen, replace(answered, messages=()))
            return replace(turn, answers=(answer, *turn.answers))
        if _engineer_messages(context) < 2:
            return None
        found = self._library().match(message.text)
        if not isinstance(found, Sure) or found.playbook.id == playbook.id:
            return None
        return Turn(
            prose=f"That sounds like **{found.playbook.title}** rather than {playbook.title}.",
            questions=(
                ProposedQuestion(
                    text=_SWITCH,
                    options=(found.playbook.title, playbook.title),
                    why="Facts you confirmed are kept either way.",
                    origin=CHOICE_ORIGIN,
                ),
            ),
        )

    def _next(
        self, engine: Engine, case: Case, assessment: Assessment, context: TurnContext
    ) -> Turn:
        fix = context.active_fix
        if fix is not None and fix.status is FixStatus.APPLIED_SUCCESS:
            return Turn(prose="Good. Resolve writes the note from what you confirmed.")
        if fix is not None and _awaits_outcome(fix):
            return Turn(prose=_waiting(fix))
        unread = _unread_questions(case, context.lane)
        if unread:
            prose = " ".join(reason for _, _, reason in case.unread)
            return Turn(prose=f"{prose} Tell me what it showed.", questions=unread)
        if assessment.verdict is Verdict.PROPOSE:
            return self._propose(case, assessment, fix)
        if fix is not None and fix.status is FixStatus.PROPOSED:
            return replace(self._ask(engine, case, assessment, context.platform), prose="")
        if assessment.verdict is Verdict.OUT_OF_DEPTH:
            return Turn(prose=speech.out_of_depth(assessment), out_of_depth=True)
        turn = self._ask(engine, case, assessment, context.platform)
        failed = fix is not None and fix.status in (FixStatus.APPLIED_FAILED, FixStatus.DISMISSED)
        lead = (
            "Noted. That cause is off the table. "
            if failed
            else speech.noted(_facts(case, context))
        )
        return replace(turn, prose=f"{lead}{_new_standing(assessment, context)}")

    def _propose(self, case: Case, assessment: Assessment, active: Fix | None) -> Turn:
        cause = assessment.leader.cause
        origin = cause_origin(case.playbook, cause.id)
        withdrawals = tuple(
            Withdrawal(item_id=item.id, reason="Not needed: the cause is clear enough")
            for item in case.open_items.values()
        )
        if active is not None and active.origin == origin:
            return Turn(prose=_OPEN_FIX, withdrawals=withdrawals)
        fix = cause.fix
        return Turn(
            prose=speech.proposal(assessment, case.readings),
            fix=ProposedFix(
                title=fix.title,
                description=fix.description,
                confidence=round(100 * assessment.leader.probability),
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

    def _ask(self, engine: Engine, case: Case, assessment: Assessment, platform: str) -> Turn:
        """Keep up to three items open: the best one, and both kinds where both help."""
        stale = engine.negligible(case.open_items, case.findings)
        withdrawals = tuple(
            Withdrawal(item_id=case.open_items[key].id, reason="No longer tells the causes apart")
            for key in stale
        )
        still_open = [one for key, one in case.open_items.items() if key not in stale]
        chosen = _best_mix(
            [one for one in assessment.candidates if one.observation.id not in case.open_items],
            {item.kind for item in still_open},
            OPEN_AT_ONCE - len(still_open),
        )
        questions: list[ProposedQuestion] = []
        checks: list[ProposedCheck] = []
        for observation in chosen:
            told = speech.splits(engine, assessment, case.findings, observation)
            origin = observation_origin(case.playbook, observation)
            labels = tuple(result.label for result in observation.results)
            if observation.kind == "question":
                questions.append(
                    ProposedQuestion(
                        text=observation.text,
                        context=observation.context,
                        options=labels,
                        why=observation.why,
                        rules_out=told,
                        origin=origin,
                    )
                )
            else:
                command = _command(observation.commands, platform)
                checks.append(
                    ProposedCheck(
                        label=observation.text,
                        command=command,
                        shell=_SHELLS[platform] if command else "",
                        description=observation.context,
                        options=labels,
                        why=observation.why,
                        rules_out=told,
                        origin=origin,
                    )
                )
        return Turn(questions=tuple(questions), checks=tuple(checks), withdrawals=withdrawals)


def _best_mix(
    candidates: Sequence[Candidate], open_kinds: set[LaneKind], room: int
) -> list[Observation]:
    """The best observation first; then one of the kind that is missing, then the next best."""
    left = [one.observation for one in candidates]
    chosen: list[Observation] = []
    kinds = {kind.value for kind in open_kinds}
    while left and len(chosen) < room:
        missing = next((one for one in left if one.kind not in kinds), None)
        pick = left[0] if not chosen or missing is None else missing
        left.remove(pick)
        chosen.append(pick)
        kinds.add(pick.kind)
    return chosen


def _command(commands: Commands | None, platform: str) -> str:
    if commands is None:
        return ""
    by_platform = {"windows": commands.windows, "linux": commands.linux, "macos": commands.macos}
    return by_platform[platform] or ""


def _facts(case: Case, context: TurnContext) -> tuple[PromotedFact, ...]:
    """What was proven since the last turn, and what the engineer answered in their own words."""
    proven = [speech.fact(one) for one in case.readings if not one.item.became]
    own_words = [
        PromotedFact(
            source_type=SourceType.QUESTION,
            text=candidate.text,
            summary=candidate.summary,
            source_ref=item.id,
        )
        for item in context.lane
        if item.kind is LaneKind.QUESTION
        and item.status is LaneStatus.ANSWERED
        and not item.became
        and item.answer not in item.options
        and not isinstance(candidate := candidate_from_answer(item.text, item.answer), Refused)
    ]
    return tuple(one for one in proven if one is not None) + tuple(own_words)


def _unread_questions(case: Case, lane: Sequence[LaneItem]) -> tuple[ProposedQuestion, ...]:
    """Ask what a check showed that no rule could read, once."""
    asked = {item.text for item in lane}
    return tuple(
        ProposedQuestion(
            text=text,
            options=tuple(result.label for result in observation.results),
            why=observation.why,
            origin=item.origin,
        )
        for item, observation, _ in case.unread
        if (text := f"What did “{item.text}” show?") not in asked
    )


def _about_outcome(message: Message, fix: Fix) -> Turn:
    heard = read_outcome(message.text)
    if heard is None:
        return Turn(prose="Noted. Tell me, or mark above, whether the fix worked.")
    result, reason = heard
    return Turn(
        prose="I read that as an outcome. Confirm it above if it is right.",
        outcome=ProposedOutcome(fix_id=fix.id, result=result, reason=reason),
    )


def _awaits_outcome(fix: Fix) -> bool:
    waiting = (FixStatus.APPLIED_PARTIAL, FixStatus.APPLIED_PENDING)
    return fix.is_verifying or fix.status in waiting


def _waiting(fix: Fix) -> str:
    if fix.status is FixStatus.APPLIED_PENDING:
        return "I wait with you. Mark the outcome when you know."
    if fix.status is FixStatus.APPLIED_PARTIAL:
        return "Noted what is done and what is left. Finish it, or mark that it did not work."
    return "Tell me whether it worked."


def _kept_as_note(case: Case, turn: Turn) -> str:
    """Own words that no option matches: say honestly what happens with them."""
    if turn.prose and not case.open_items:
        return turn.prose
    return (
        "I keep that in the conversation. Without a model I read answers on the cards: "
        "answer one there, or use Add a note for what you know for sure."
    )


def _new_standing(assessment: Assessment, context: TurnContext) -> str:
    """Which causes lead, unless the last message named the same ones in the same order."""
    standing = speech.standing(assessment)
    said = next((m.text for m in reversed(context.messages) if m.role is Role.ASSISTANT), "")
    leaders = speech.leaders(assessment)
    places = [said.find(title) for title in leaders]
    is_known = -1 not in places and places == sorted(places)
    return "" if is_known and "Leading now" in said else standing


def _new_message(context: TurnContext) -> Message | None:
    """The engineer's message nobody has replied to yet."""
    spoken = [message for message in context.messages if message.role is not Role.FOOTNOTE]
    return spoken[-1] if spoken and spoken[-1].role is Role.ENGINEER else None


def _engineer_messages(context: TurnContext) -> int:
    return sum(message.role is Role.ENGINEER for message in context.messages)


def _with_answer(context: TurnContext, answer: AnswerRead) -> TurnContext:
    """The context as it will be once the answer is stored."""
    lane = tuple(
        replace(item, status=LaneStatus.ANSWERED, answer=answer.result)
        if item.id == answer.item_id
        else item
        for item in context.lane
    )
    return replace(context, lane=lane)


def _closing_time(item: LaneItem) -> float:
    """When a choice was made; one that was only just read from a message is the newest."""
    return item.closed_at.timestamp() if item.closed_at else float("inf")


def _without_echo(turn: Turn, context: TurnContext) -> Turn:
    """Never say the same thing twice in a row."""
    said = [m.text for m in context.messages if m.role is Role.ASSISTANT]
    return replace(turn, prose="") if said and said[-1] == turn.prose.strip() else turn
