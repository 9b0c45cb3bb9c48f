"""One unit of work: a transaction with the repositories that take part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from core.artifacts.repository import DocumentCacheRows, DocumentRows
from core.checks.repository import CheckRunRows
from core.clock import Clock
from core.copilot.repository import (
    ImageConsentRows,
    ModelCallRows,
    PlaceholderRows,
    WaitingTurnRows,
)
from core.db.account_rows import AccountRows, PreferenceRows, UserRows
from core.db.identity import Identity
from core.db.writes import BeforeCommit, Transaction
from core.events import Aggregate, Changes, EndedWork, WorkEnded
from core.scripts.repository import (
    BuilderMessageRows,
    BuilderRows,
    DraftTemplateRows,
    ScriptGenerationRows,
    ScriptRunRows,
    ScriptTemplateRows,
    ScriptTemplateVersionRows,
    TemplateFavouriteRows,
)
from core.search.repository import SearchRows
from core.sessions.repository import (
    AttachmentRows,
    FactRows,
    FixEventRows,
    FixRows,
    LaneItemRows,
    MessageRows,
    SessionRows,
    SessionViewRows,
)
from core.sessions.session import Session
from core.team.repository import ClientRulesRows


class Work:
    """Everything a command or query may touch. Made by `Database.work`, valid inside its block."""

    def __init__(self, connection: Connection, identity: Identity, clock: Clock) -> None:
        transaction = Transaction(connection, identity)
        self._transaction = transaction
        self._clock = clock
        self._raised: dict[UUID, Session] = {}
        self._changes: dict[UUID | None, Changes] = {}
        self._ended: list[WorkEnded] = []
        self.account_id = identity.account_id
        self.user_id = identity.user_id
        self.accounts = AccountRows(transaction)
        self.users = UserRows(transaction)
        self.sessions = SessionRows(transaction)
        self.messages = MessageRows(transaction)
        self.attachments = AttachmentRows(transaction)
        self.lane_items = LaneItemRows(transaction)
        self.facts = FactRows(transaction)
        self.fixes = FixRows(transaction)
        self.fix_events = FixEventRows(transaction)
        self.check_runs = CheckRunRows(transaction)
        self.documents = DocumentRows(transaction)
        self.document_cache = DocumentCacheRows(transaction)
        self.session_views = SessionViewRows(transaction)
        self.preferences = PreferenceRows(transaction, clock)
        self.script_templates = ScriptTemplateRows(transaction)
        self.template_versions = ScriptTemplateVersionRows(transaction)
        self.template_favourites = TemplateFavouriteRows(transaction)
        self.script_generations = ScriptGenerationRows(transaction)
        self.script_runs = ScriptRunRows(transaction)
        self.search = SearchRows(transaction)
        self.draft_templates = DraftTemplateRows(transaction)
        self.builders = BuilderRows(transaction)
        self.builder_messages = BuilderMessageRows(transaction)
        self.model_calls = ModelCallRows(transaction)
        self.waiting_turns = WaitingTurnRows(transaction)
        self.placeholders = PlaceholderRows(transaction)
        self.image_consents = ImageConsentRows(transaction)
        self.client_rules = ClientRulesRows(transaction)

    def bump(self, session_id: UUID) -> Session:
        """Raise the session's state version and touch `updated_at`, once per transaction."""
        if session_id not in self._raised:
            now = self._clock.now()
            self._raised[session_id] = self.sessions.raise_version(session_id, now)
        return self._raised[session_id]

    def changed(
        self, session: Session | UUID | None, *aggregates: Aggregate, initiator: str = ""
    ) -> Changes:
        """Say what this transaction changed.

        Everything said about one session becomes one event, published after the commit; the event
        so far is returned, for the command to hand back.
        """
        session_id = session.id if isinstance(session, Session) else session
        known = self._changes.get(session_id)
        changes = Changes(
            aggregates=frozenset(aggregates) | (known.aggregates if known else frozenset()),
            session_id=session_id,
            state_version=self._version(session_id),
            initiator=initiator or (known.initiator if known else ""),
        )
        self._changes[session_id] = changes
        return changes

    def ended(self, work: EndedWork, session_id: UUID | None) -> None:
        """Say that this transaction stores the end of something; told after the commit."""
        self._ended.append(WorkEnded(work=work, session_id=session_id))

    def finish(self, hooks: Sequence[BeforeCommit]) -> list[Changes | WorkEnded]:
        """Run the before-commit hooks; returns what to publish once the commit is through."""
        writes = tuple(self._transaction.writes)
        if writes:
            for hook in hooks:
                hook(self._transaction.connection, writes)
        changed = (
            replace(changes, state_version=self._version(changes.session_id))
            for changes in self._changes.values()
            if changes.aggregates
        )
        return [*changed, *self._ended]

    def _version(self, session_id: UUID | None) -> int | None:
        if session_id is None:
            return None
        raised = self._raised.get(session_id)
        return self.sessions.version(session_id) if raised is None else raised.state_version
