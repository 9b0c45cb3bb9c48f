"""Sessions as a model is told them: rows without a database, and requests as bytes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.copilot.knowledge import Knowledge
from core.copilot.model import ImagePart, ModelRequest, TextPart
from core.copilot.request.attached import Attached
from core.copilot.request.chat import build_chat_request
from core.copilot.request.limits import CLOUD_BUDGET, Budget
from core.copilot.turn import TurnContext
from core.ids import new_id
from core.sessions.messages import Message, MessageStatus, Role
from core.sessions.session import Session
from tests.unit.rows import ACCOUNT, SESSION, a_session, after


def a_context(messages: list[Message] | None = None, **rows: object) -> TurnContext:
    """A session with these rows and nothing else."""
    empty = TurnContext(
        session=a_session(),
        messages=tuple(messages or ()),
        lane=(),
        facts=(),
        fixes=(),
        runs=(),
        platform="windows",
    )
    return replace(empty, **rows)  # type: ignore[arg-type]  # the tests name fields of the context


def request_for(
    context: TurnContext,
    attached: Attached | None = None,
    knowledge: Knowledge | None = None,
    budget: Budget = CLOUD_BUDGET,
) -> ModelRequest:
    return build_chat_request(
        context, knowledge or Knowledge(), attached or Attached(), model="a-model", budget=budget
    )


@dataclass
class Talk:
    """A conversation that grows; each message is a minute after the one before."""

    session: Session = field(default_factory=a_session)
    messages: list[Message] = field(default_factory=list)

    def says(self, text: str) -> Message:
        return self._add(Role.ENGINEER, text)

    def answers(
        self, text: str = "Noted.", status: MessageStatus = MessageStatus.COMPLETE
    ) -> Message:
        return self._add(Role.ASSISTANT, text, status)

    def notes(self, text: str) -> Message:
        return self._add(Role.FOOTNOTE, text)

    def _add(
        self, role: Role, text: str, status: MessageStatus = MessageStatus.COMPLETE
    ) -> Message:
        position = len(self.messages) + 1
        message = Message(
            id=new_id(),
            account_id=ACCOUNT,
            session_id=SESSION,
            position=position,
            role=role,
            text=text,
            status=status,
            created_at=after(position),
        )
        self.messages.append(message)
        return message

    def context(self, **rows: object) -> TurnContext:
        return replace(a_context(self.messages, **rows), session=self.session)


def texts(request: ModelRequest) -> list[str]:
    """The text of each message; a picture shows as its name."""
    return [
        "\n".join(p.text if isinstance(p, TextPart) else f"<{p.name}>" for p in message.parts)
        for message in request.messages
    ]


def newest(request: ModelRequest) -> str:
    return texts(request)[-1]


def everything(request: ModelRequest) -> str:
    return "\n".join([*(block.text for block in request.system), *texts(request)])


def pictures(request: ModelRequest) -> list[str]:
    parts = [part for message in request.messages for part in message.parts]
    return [part.name for part in parts if isinstance(part, ImagePart)]


def as_bytes(request: ModelRequest) -> bytes:
    """All that is sent, in the order in which a server reads it."""
    return _encoded(request, len(request.messages))


def cached_prefix(request: ModelRequest) -> bytes:
    """What stands before and at the breakpoint in the messages; empty without one."""
    marked = [index for index, message in enumerate(request.messages) if message.cached]
    return _encoded(request, marked[-1] + 1) if marked else b""


def _encoded(request: ModelRequest, messages: int) -> bytes:
    blocks = [f"system {block.text}" for block in request.system]
    said = [f"{one.speaker.value} {one.parts!r}" for one in request.messages[:messages]]
    return "\n\x00".join([*blocks, *said]).encode()
