"""Builders: scripts being written, each with its conversation (domain.md 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.errors import Conflict, UserError
from core.events import Aggregate, Changes
from core.ids import new_id
from core.scripts.model import (
    BODY_LIMIT,
    Builder,
    BuilderKind,
    BuilderMessage,
    BuilderRole,
    BuilderView,
    Language,
)

OPEN_LIMIT = 5
MESSAGE_LIMIT = 20_000
TITLE_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderState:
    """A builder with its conversation, oldest message first."""

    builder: Builder
    messages: tuple[BuilderMessage, ...]

    @property
    def is_unsent(self) -> bool:
        """Whether something was begun here: the dot on the tab."""
        return bool(self.builder.message.strip() or self.builder.script.strip())


class BuilderService:
    """Keeps what is written, at every moment: a builder survives a restart as it was."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def inline(self, session_id: UUID, title: str = "") -> BuilderState:
        """The builder of a session, made when it is first asked for; one per user and session."""
        with self._database.work() as work:
            builder = work.builders.inline(work.user_id, session_id)
            if builder is None:
                builder = self._add(work, BuilderKind.PILOT_INLINE, title, session_id)
            return _state(work, builder)

    def find_inline(self, session_id: UUID) -> BuilderState | None:
        with self._database.work() as work:
            builder = work.builders.inline(work.user_id, session_id)
            return None if builder is None else _state(work, builder)

    def standalone(self, title: str = "") -> BuilderState:
        """Start a builder that belongs to no session.

        Raises:
            Conflict: five are open already.
        """
        with self._database.work() as work:
            if len(work.builders.open_standalone(work.user_id)) >= OPEN_LIMIT:
                raise Conflict(
                    f"{OPEN_LIMIT} script builders are open.",
                    hint="Close one of them, or go on in it.",
                )
            return _state(work, self._add(work, BuilderKind.STANDALONE, title, None))

    def open_ones(self) -> tuple[Builder, ...]:
        """The builders without a session that are open, the one used last first."""
        with self._database.work() as work:
            return tuple(work.builders.open_standalone(work.user_id))

    def state(self, builder_id: UUID) -> BuilderState:
        with self._database.work() as work:
            return _state(work, work.builders.get(builder_id))

    def keep(
        self,
        builder_id: UUID,
        *,
        title: str | None = None,
        language: Language | None = None,
        script: str | None = None,
        message: str | None = None,
        view: BuilderView | None = None,
    ) -> Changes:
        """Store what is being written; what is None stays as it is.

        Raises:
            UserError: the script is too long; what was stored before stays.
        """
        with self._database.work() as work:
            builder = work.builders.get(builder_id)
            changed = replace(
                builder,
                title=builder.title if title is None else title.strip()[:TITLE_LIMIT],
                language=language or builder.language,
                script=builder.script if script is None else _checked_script(script),
                message=builder.message if message is None else message[:MESSAGE_LIMIT],
                view=view or builder.view,
            )
            if changed == builder:
                return work.changed(builder.session_id)
            work.builders.save(replace(changed, updated_at=self._clock.now()))
            return work.changed(builder.session_id, Aggregate.BUILDER)

    def say(self, builder_id: UUID, text: str) -> Changes:
        """Add the engineer's message; what was typed is no longer unsent.

        Raises:
            UserError: the message is empty or too long.
        """
        text = text.strip()
        if not text:
            raise UserError("Write what the script should do.", field="message")
        if len(text) > MESSAGE_LIMIT:
            raise UserError(
                f"The message has {len(text):,} characters; the limit is {MESSAGE_LIMIT:,}.",
                field="message",
            )
        with self._database.work() as work:
            builder = work.builders.get(builder_id)
            self._add_message(work, builder, BuilderRole.ENGINEER, text)
            named = builder.title or text.splitlines()[0][:TITLE_LIMIT]
            work.builders.save(
                replace(builder, message="", title=named, updated_at=self._clock.now())
            )
            return work.changed(builder.session_id, Aggregate.BUILDER)

    def answered(self, builder_id: UUID, text: str, script: str = "", failure: str = "") -> Changes:
        """Add the copilot's answer, whole or as far as it came."""
        with self._database.work() as work:
            builder = work.builders.get(builder_id)
            self._add_message(
                work, builder, BuilderRole.ASSISTANT, text, script[:BODY_LIMIT], failure
            )
            return work.changed(builder.session_id, Aggregate.BUILDER)

    def close(self, builder_id: UUID) -> Changes:
        """Close a builder; `reopen` brings it back."""
        with self._database.work() as work:
            builder = work.builders.get(builder_id)
            work.builders.save(replace(builder, closed_at=self._clock.now()))
            return work.changed(builder.session_id, Aggregate.BUILDER)

    def reopen(self, builder_id: UUID) -> Changes:
        with self._database.work() as work:
            builder = work.builders.get(builder_id)
            work.builders.save(replace(builder, closed_at=None))
            return work.changed(builder.session_id, Aggregate.BUILDER)

    def _add(self, work: Work, kind: BuilderKind, title: str, session_id: UUID | None) -> Builder:
        now = self._clock.now()
        work.changed(session_id, Aggregate.BUILDER)
        return work.builders.add(
            Builder(
                id=new_id(),
                account_id=work.account_id,
                user_id=work.user_id,
                kind=kind,
                session_id=session_id,
                title=title.strip()[:TITLE_LIMIT],
                created_at=now,
                updated_at=now,
            )
        )

    def _add_message(
        self,
        work: Work,
        builder: Builder,
        role: BuilderRole,
        text: str,
        script: str = "",
        failure: str = "",
    ) -> None:
        work.builder_messages.add(
            BuilderMessage(
                id=new_id(),
                account_id=builder.account_id,
                builder_id=builder.id,
                position=work.builder_messages.next_position(builder.id),
                role=role,
                text=text,
                script=script,
                failure=failure,
                created_at=self._clock.now(),
            )
        )


def _checked_script(script: str) -> str:
    if len(script) > BODY_LIMIT:
        raise UserError(
            f"The script has {len(script):,} characters; the limit is {BODY_LIMIT:,}.",
            field="script",
        )
    return script


def _state(work: Work, builder: Builder) -> BuilderState:
    return BuilderState(builder=builder, messages=tuple(work.builder_messages.of(builder.id)))
