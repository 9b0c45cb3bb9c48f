"""What was said before, so that nothing is said twice and nothing stays without a reply."""

from __future__ import annotations

from dataclasses import replace

from core.copilot.turn import Turn, TurnContext
from core.sessions.messages import Message, Role


def new_message(context: TurnContext) -> Message | None:
    """The engineer's message nobody has replied to yet."""
    spoken = [message for message in context.messages if message.role is not Role.FOOTNOTE]
    return spoken[-1] if spoken and spoken[-1].role is Role.ENGINEER else None


def was_said(text: str, context: TurnContext) -> bool:
    return any(text in one.text for one in context.messages if one.role is Role.ASSISTANT)


def last_said(context: TurnContext) -> str:
    said = (m.text for m in reversed(context.messages) if m.role is Role.ASSISTANT)
    return next(said, "")


def variant(context: TurnContext, *variants: str) -> str:
    """The first way to say it that was not the last thing said."""
    return next(text for text in variants if text != last_said(context))


def is_echo(turn: Turn, context: TurnContext) -> bool:
    """Whether the turn would say the same thing twice in a row."""
    return turn.prose.strip() == last_said(context)


def without_echo(turn: Turn, context: TurnContext) -> Turn:
    return replace(turn, prose="") if is_echo(turn, context) else turn
