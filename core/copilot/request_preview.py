"""What would be sent next, exactly, for the engineer to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from core.clock import Clock
from core.copilot.asking import Asking
from core.copilot.connection import ModelConnections, ModelSetup
from core.copilot.desk import CopilotDesk, leaves
from core.copilot.ladder import MODELS
from core.copilot.model import ModelAction, ModelRequest
from core.copilot.model_turn import ModelTurns
from core.copilot.request.tokens import request_tokens
from core.copilot.session_case import SessionCase, read_case
from core.db.database import Database
from core.ids import new_id
from core.sessions.messages import Message, Role, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPreview:
    """One request as it would leave the laptop; empty body when the playbooks answer.

    body    the very bytes, as JSON text; pictures are named
    hidden  placeholders in it with what they stand for
    tokens  an estimate, rather too high
    """

    rung: Rung
    address: str = ""
    model: str = ""
    leaves: str = ""
    request: ModelRequest | None = None
    body: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)
    tokens: int = 0

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self.body.encode("utf-8", "surrogatepass"))


class RequestPreviews:
    """Builds a request as a turn would, on the model thread. Stores nothing and asks nobody."""

    def __init__(
        self,
        database: Database,
        desk: CopilotDesk,
        connections: ModelConnections,
        asking: Asking,
        models: ModelTurns,
        clock: Clock,
        platform: str,
    ) -> None:
        self._database = database
        self._desk = desk
        self._connections = connections
        self._asking = asking
        self._models = models
        self._clock = clock
        self._platform = platform

    async def preview(self, session_id: UUID, draft: str) -> RequestPreview:
        """The next request with `draft` as the newest message."""
        rung, case = await self._database.run(lambda: self._read(session_id, draft))
        if rung not in MODELS:
            return RequestPreview(rung=rung, leaves=leaves(None))
        setup = self._connections.setup(rung)
        request = await self._models.request(case, setup)

        def build(_: ModelSetup) -> ModelRequest:
            return request

        prepared = await self._asking.prepare(session_id, ModelAction.CHAT, rung, build)
        found = prepared.redactor.findings(prepared.call.body)
        return RequestPreview(
            rung=rung,
            address=setup.address,
            model=prepared.request.model,
            leaves=leaves(setup),
            request=prepared.request,
            body=prepared.call.body,
            hidden={one.placeholder.token: one.placeholder.original for one in found},
            tokens=request_tokens(prepared.request),
        )

    def _read(self, session_id: UUID, draft: str) -> tuple[Rung, SessionCase]:
        with self._database.work() as work:
            rung = self._desk.standing(work, session_id).rung
            stays_here = rung in MODELS and self._asking.stays_here(rung)
            case = read_case(work, session_id, self._platform, stays_here=stays_here)
            if not draft.strip():
                return rung, case
            message = Message(
                id=new_id(),
                account_id=work.account_id,
                session_id=session_id,
                position=work.messages.next_position(session_id),
                role=Role.ENGINEER,
                text=draft.strip(),
                created_at=self._clock.now(),
            )
        context = replace(case.context, messages=(*case.context.messages, message))
        return rung, replace(case, context=context)
