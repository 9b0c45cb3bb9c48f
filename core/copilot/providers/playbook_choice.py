"""Which playbook a session follows: found in the engineer's words, asked, or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.copilot.providers.playbook_case import CHOICE_ORIGIN, NONE_OF_THESE, playbook_of
from core.copilot.providers.playbook_words import option_meant
from core.copilot.turn import ProposedQuestion, TurnContext
from core.playbooks.library import PlaybookLibrary
from core.playbooks.matching import NEVER_MATCHED, Sure
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.messages import Message, Role
from core.sessions.session import IntakeKind

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook

HAND_OVER = "Hand it over"
STRONG = 0.6  # the followed playbook must fit a message less than this share of the other one
_TICKET_TEXTS = ("title", "summary", "subject", "description", "details", "initial_description")


def followed(library: PlaybookLibrary, context: TurnContext) -> Playbook | None:
    """The playbook this session follows: the newest choice, else that of its first item."""
    choices = [
        item
        for item in context.lane
        if item.origin == CHOICE_ORIGIN and item.status in (LaneStatus.ANSWERED, LaneStatus.SKIPPED)
    ]
    for choice in sorted(choices, key=_closing_time, reverse=True):
        named = _named(library, choice)
        if named is not None:
            return named
    for item in context.lane:
        known = library.get(playbook_of(item.origin))
        if known is not None:
            return known
    return None


def general(library: PlaybookLibrary) -> Playbook | None:
    """The playbook for what no other fits."""
    return library.get(NEVER_MATCHED)


def open_choice(context: TurnContext) -> LaneItem | None:
    """The question about the playbook, while nobody has answered it."""
    return next(
        (
            item
            for item in context.lane
            if item.origin == CHOICE_ORIGIN and item.status is LaneStatus.OPEN
        ),
        None,
    )


def problem_text(context: TurnContext) -> str:
    """Everything that was said about the problem: the intake, the ticket, the engineer."""
    session = context.session
    title = session.title if session.intake_kind is IntakeKind.TICKET else ""
    ticket = (session.ticket_context.get(key) for key in _TICKET_TEXTS)
    said = (message.text for message in context.messages if message.role is Role.ENGINEER)
    parts = [title, session.intake_text, *(str(text) for text in ticket if text), *said]
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def which_question(candidates: tuple[Playbook, ...]) -> ProposedQuestion:
    return ProposedQuestion(
        text="Which of these is closest to the problem?",
        options=(*(playbook.title for playbook in candidates), NONE_OF_THESE),
        why="Each of these has its own questions and checks.",
        origin=CHOICE_ORIGIN,
    )


def general_question(library: PlaybookLibrary, context: TurnContext) -> ProposedQuestion | None:
    """Offer to isolate the problem from scratch, once."""
    playbook = general(library)
    text = "Shall we isolate it from scratch, or do you hand it over?"
    if playbook is None or any(item.text == text for item in context.lane):
        return None
    return ProposedQuestion(
        text=text,
        options=(playbook.title, HAND_OVER),
        why="General isolation narrows any fault down by who, what, where and since when.",
        origin=CHOICE_ORIGIN,
    )


def switch_question(current: Playbook, other: Playbook) -> ProposedQuestion:
    return ProposedQuestion(
        text=f"Is this about “{other.title}” now?",
        options=(other.title, current.title),
        why="Facts you confirmed are kept either way.",
        origin=CHOICE_ORIGIN,
    )


def other_problem(
    library: PlaybookLibrary, current: Playbook, message: Message, context: TurnContext
) -> Playbook | None:
    """The playbook a message clearly speaks of, unless it is the one followed, or was offered."""
    if sum(one.role is Role.ENGINEER for one in context.messages) < 2:
        return None
    found = library.match(message.text)
    if not isinstance(found, Sure) or found.playbook.id == current.id:
        return None
    scores = {playbook.id: score for playbook, score in library.rank(message.text)}
    if scores.get(current.id, 0.0) >= STRONG * scores[found.playbook.id]:
        return None
    offer = switch_question(current, found.playbook)
    was_offered = any(item.text == offer.text for item in context.lane)
    return None if was_offered else found.playbook


def _named(library: PlaybookLibrary, choice: LaneItem) -> Playbook | None:
    """The playbook a choice names, if only in other words; None leaves all as it was."""
    named = library.titled(option_meant(choice.answer, choice.options))
    if named is not None or is_switch(choice):
        return named
    found = library.match(choice.answer)
    return found.playbook if isinstance(found, Sure) else general(library)


def is_switch(choice: LaneItem) -> bool:
    """Whether a choice only asked to change the playbook; skipping it changes nothing."""
    return NONE_OF_THESE not in choice.options


def _closing_time(item: LaneItem) -> float:
    """When a choice was made; one that was only just read from a message is the newest."""
    return item.closed_at.timestamp() if item.closed_at else float("inf")
