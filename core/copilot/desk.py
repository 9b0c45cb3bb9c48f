"""Who may answer in a session now, and what models have cost: read in one transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.copilot.connection import ModelConnections, ModelSetup
from core.copilot.ladder import MODELS, Situation, choose, refusal
from core.copilot.model import ModelTier
from core.copilot.standing import ModelReach, RungState, Spend, Standing
from core.db.work import Work
from core.sessions.messages import Rung
from core.sessions.session import IntakeKind, Session
from core.settings.definitions import MONTHLY_LIMIT
from core.settings.places import Place
from core.settings.store import SettingsStore
from core.team.client_rules import ModelPolicy

_MICRO = 1_000_000


class CopilotDesk:
    """Answers within a transaction of the caller, so that a page is one consistent read."""

    def __init__(
        self, connections: ModelConnections, settings: SettingsStore, clock: Clock
    ) -> None:
        self._connections = connections
        self._settings = settings
        self._clock = clock

    def standing(self, work: Work, session_id: UUID | None) -> Standing:
        """Who answers next in a session; None: in work that belongs to none."""
        session = None if session_id is None else work.sessions.get(session_id)
        setups = {rung: self._connections.setup(rung) for rung in MODELS}
        forced = None if session_id is None else work.session_views.of(session_id).forced_rung
        now = Situation(
            configured={rung: setup.is_configured for rung, setup in setups.items()},
            reach={rung: self._connections.reach(rung) for rung in MODELS},
            policy=policy_of(work, session),
            is_limit_reached=self._is_limit_reached(work),
            is_sample=session is not None and session.intake_kind is IntakeKind.SAMPLE,
            forced=forced,
        )
        choice = choose(now)
        models = tuple(
            RungState(
                rung=rung,
                is_configured=setup.is_configured,
                reach=now.reach[rung],
                label=f"{setup.model(ModelTier.STANDARD)} at {setup.host}",
                refusal=setup.problem or refusal(rung, now),
            )
            for rung, setup in setups.items()
        )
        playbooks = RungState(
            rung=Rung.PLAYBOOK, is_configured=True, reach=ModelReach.REACHABLE, label="Playbooks"
        )
        return Standing(
            rung=choice.rung,
            why=choice.why,
            forced=forced,
            rungs=(*models, playbooks),
            leaves=leaves(setups.get(choice.rung)),
            policy=now.policy,
            host=host_of(setups.get(choice.rung)),
        )

    def month(self, work: Work) -> Spend:
        """What models used since the first of the month, UTC."""
        return work.model_calls.spend_since(self._first_of_month())

    def _is_limit_reached(self, work: Work) -> bool:
        limit = self._settings.read(MONTHLY_LIMIT)
        return bool(limit) and self.month(work).cost >= limit * _MICRO

    def _first_of_month(self) -> datetime:
        now = self._clock.now()
        return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def policy_of(work: Work, session: Session | None) -> ModelPolicy:
    """What the session's client allows; work without a client may be shown to every model."""
    client = "" if session is None else session.client_name
    rules = work.client_rules.of_client(client) if client else None
    return rules.policy if rules is not None else ModelPolicy.CLOUD_ALLOWED


def host_of(setup: ModelSetup | None) -> str:
    """The host beyond this laptop that is asked; empty when there is none."""
    return "" if setup is None or setup.place is Place.LAPTOP else setup.host


def leaves(setup: ModelSetup | None) -> str:
    """What leaves the laptop when this model answers; None stands for the playbooks."""
    host = host_of(setup)
    if setup is None or not host:
        return "Nothing leaves this laptop."
    where = " in your network" if setup.place is Place.NETWORK else ""
    return f"What you write and know here goes to {host}{where}; secrets are taken out."
