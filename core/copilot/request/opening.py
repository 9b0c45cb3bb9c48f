"""What stood at the beginning of a session: its ticket, or the words it was opened with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from core.copilot.request.fences import cut, data
from core.copilot.request.limits import HISTORY_TEXT, TICKET
from core.copilot.turn import TurnContext
from core.sessions.messages import Role
from core.sessions.session import IntakeKind

# A model needs no people to find a fault, and what is not sent cannot leak.
_ABOUT_PEOPLE = (
    "assignee", "client", "company", "contact", "customer", "mail", "name", "owner", "phone",
    "requester", "resource", "street",
)  # fmt: skip
_KEPT_NAMES = ("hostname", "computer_name", "device_name")


def opening_text(context: TurnContext, tokens: int = TICKET) -> str:
    """The intake and the ticket in about `tokens`. Empty when the first message says the same."""
    session = context.session
    intake = session.intake_text.strip()
    if intake == _first_words(context):
        intake = ""
    if session.intake_kind is not IntakeKind.TICKET:
        said = (
            f"The session was opened with:\n{cut(intake, min(tokens, HISTORY_TEXT))}"
            if intake
            else ""
        )
        return "\n\n".join(filter(None, [said, _ticket("", session.ticket_context, tokens)]))
    return _ticket(intake, session.ticket_context, tokens)


def _first_words(context: TurnContext) -> str:
    said = (message.text for message in context.messages if message.role is Role.ENGINEER)
    return next(said, "").strip()


def _ticket(intake: str, ticket: Mapping[str, object], tokens: int) -> str:
    lines = "\n".join([*filter(None, [intake]), *_fields(ticket)])
    return f"The ticket:\n{data('ticket', lines, tokens)}" if lines.strip() else ""


def _fields(ticket: Mapping[str, object]) -> Iterator[str]:
    """One line per field in a fixed order, without those about people."""
    for key in sorted(ticket):
        value = ticket[key]
        if value not in (None, "", [], {}) and not _is_about_people(key):
            yield f"{key}: {_value(value)}"


def _is_about_people(key: str) -> bool:
    folded = key.casefold()
    return folded not in _KEPT_NAMES and any(word in folded for word in _ABOUT_PEOPLE)


def _value(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "; ".join(_fields(value))
    if isinstance(value, list | tuple):
        return "\n".join(f"- {_value(one)}" for one in value)
    return json.dumps(value, ensure_ascii=False, default=str)
