"""Stored sessions and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from core.db.rows import Ledger, Rows
from core.db.tables.conversation import attachments, blobs, messages, sessions
from core.db.tables.device import session_views
from core.db.tables.fixes import fix_events, suggested_fixes
from core.db.tables.lane import facts, lane_items
from core.db.writes import Transaction
from core.sessions.banner import BannerView
from core.sessions.facts import Fact
from core.sessions.fixes import Fix, FixEvent, FixStatus
from core.sessions.lane import LaneItem
from core.sessions.messages import Attachment, Message, MessageStatus, Role
from core.sessions.overview import SessionOverview
from core.sessions.session import Session
from core.sessions.session_view import SessionView


class SessionRows(Rows[Session]):
    """`save` never touches `state_version`: only `raise_version` does."""

    kept: ClassVar[frozenset[str]] = Rows.kept | {"state_version"}

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, sessions, Session)

    def overview(self) -> list[SessionOverview]:
        """The current branch of every session that is not deleted, the one last worked on first.

        A session was worked on when any of its branches was.
        """
        waiting = select(suggested_fixes.c.id).where(
            suggested_fixes.c.session_id == sessions.c.id,
            suggested_fixes.c.superseded_at.is_(None),
            suggested_fixes.c.status == FixStatus.APPLIED_PENDING,
        )
        first = func.coalesce(sessions.c.branch_of, sessions.c.id)
        kept = (self._is_mine(), sessions.c.deleted_at.is_(None))
        newest = (
            select(first.label("first"), func.max(sessions.c.updated_at).label("updated_at"))
            .where(*kept)
            .group_by(first)
            .subquery()
        )
        own = [one.name for one in fields(SessionOverview) if one.name in sessions.c]
        columns = [sessions.c[name] for name in own if name != "updated_at"]
        query = (
            select(*columns, newest.c.updated_at, waiting.exists().label("waiting"))
            .join(newest, newest.c.first == first)
            .where(*kept, sessions.c.is_current_branch)
            .order_by(newest.c.updated_at.desc(), sessions.c.id.desc())
        )
        rows = self._transaction.connection.execute(query)
        return [SessionOverview(**row._asdict()) for row in rows]

    def family(self, session: Session) -> list[Session]:
        """Every branch of a session, itself included, in the order in which they were begun."""
        first = session.branch_of or session.id
        query = self._select().where(or_(sessions.c.id == first, sessions.c.branch_of == first))
        return self._all(query.order_by(sessions.c.created_at, sessions.c.id))

    def version(self, id: UUID) -> int:  # noqa: A002 - the column's name
        return self._highest("state_version", id=id)

    def raise_version(self, id: UUID, at: datetime) -> Session:  # noqa: A002 - the column's name
        """Add one to the session's state version."""
        session = self.get(id)
        raised = replace(session, state_version=session.state_version + 1, updated_at=at)
        self._transaction.update(sessions, {"id": id}, self._values(session), self._values(raised))
        return raised


class MessageRows(Rows[Message]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, messages, Message)

    def page(self, session_id: UUID, before: int | None, limit: int) -> list[Message]:
        """The last `limit` messages before a position (None: the end), oldest first."""
        query = self._select().where(messages.c.session_id == session_id)
        if before is not None:
            query = query.where(messages.c.position < before)
        newest_first = self._all(query.order_by(messages.c.position.desc()).limit(limit))
        return newest_first[::-1]

    def next_position(self, session_id: UUID) -> int:
        """The position of the next message; the first is 1."""
        return self._highest("position", session_id=session_id) + 1

    def spoken_from(self, session_id: UUID, position: int) -> Message | None:
        """The first message at a position or after it that somebody said."""
        query = self._select().where(
            messages.c.session_id == session_id,
            messages.c.position >= position,
            messages.c.role != Role.FOOTNOTE,
        )
        return self._one(query.order_by(messages.c.position).limit(1))

    def parting(self, session_id: UUID, others: Sequence[UUID]) -> dict[UUID, int]:
        """The position from which each of some branches goes another way than a session.

        Copied messages keep their time; one that was said anew has another. A branch that has only
        messages the session has as well parts after its last one.
        """
        theirs, ours = messages.alias(), messages.alias()
        same = and_(
            ours.c.session_id == session_id,
            ours.c.position == theirs.c.position,
            ours.c.created_at == theirs.c.created_at,
        )
        differs = case((ours.c.id.is_(None), theirs.c.position))
        after_last = func.max(theirs.c.position) + 1
        query = (
            select(theirs.c.session_id, func.coalesce(func.min(differs), after_last))
            .outerjoin_from(theirs, ours, same)
            .where(
                theirs.c.account_id == self._transaction.identity.account_id,
                theirs.c.session_id.in_(others),
            )
            .group_by(theirs.c.session_id)
        )
        found = {row[0]: int(row[1]) for row in self._transaction.connection.execute(query)}
        return {other: found.get(other, 1) for other in others}

    def count(self, session_id: UUID) -> int:
        """How many messages a session has."""
        return self._count(messages.c.session_id == session_id)

    def streaming(self) -> list[Message]:
        """Messages that are being written, or were when the program ended."""
        return self.where(status=MessageStatus.STREAMING)

    def engineer_count_since(self, session_id: UUID, at: datetime) -> int:
        """How many messages the engineer sent after a moment."""
        return self._count(
            messages.c.session_id == session_id,
            messages.c.role == Role.ENGINEER,
            messages.c.created_at > at,
        )


class AttachmentRows(Ledger[Attachment]):
    """Files. Their bytes are stored once per content and account."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, attachments, Attachment)

    def of_messages(self, message_ids: Sequence[UUID]) -> list[Attachment]:
        query = self._select().where(attachments.c.message_id.in_(message_ids))
        return self._all(query.order_by(attachments.c.created_at, attachments.c.id))

    def add_with_content(self, attachment: Attachment, content: bytes) -> Attachment:
        stored = select(func.count()).where(self._blob_of(attachment))
        if not self._transaction.connection.execute(stored).scalar_one():
            self._transaction.insert(
                blobs,
                {
                    "account_id": attachment.account_id,
                    "sha256": attachment.sha256,
                    "content": content,
                },
            )
        return self.add(attachment)

    def content(self, id: UUID) -> bytes:  # noqa: A002 - the column's name
        query = select(blobs.c.content).where(self._blob_of(self.get(id)))
        content: bytes = self._transaction.connection.execute(query).scalar_one()
        return content

    def _blob_of(self, attachment: Attachment) -> ColumnElement[bool]:
        return and_(
            blobs.c.account_id == attachment.account_id, blobs.c.sha256 == attachment.sha256
        )


class LaneItemRows(Rows[LaneItem]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, lane_items, LaneItem)

    def of_session(self, session_id: UUID) -> list[LaneItem]:
        """Every item, whatever its status, in order of position."""
        return self.where(order="position", session_id=session_id)

    def next_position(self, session_id: UUID) -> int:
        """The position of the next item; the first is 1."""
        return self._highest("position", session_id=session_id) + 1


class FactRows(Rows[Fact]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, facts, Fact)

    def of_session(self, session_id: UUID, *, deleted: bool = False) -> list[Fact]:
        """The facts of a session, or the deleted ones, oldest first."""
        query = self._select().where(
            facts.c.session_id == session_id, facts.c.deleted_at.is_not(None) == deleted
        )
        return self._all(query.order_by(facts.c.created_at, facts.c.id))

    def disputed_counts(self, last_sessions: int) -> tuple[int, int]:
        """Of the newest sessions: facts an assistant made, and how many were edited or deleted.

        Only in current branches, so that a copied fact counts once.
        """
        account_id = self._transaction.identity.account_id
        newest = (
            select(sessions.c.id)
            .where(sessions.c.account_id == account_id, sessions.c.is_current_branch)
            .order_by(sessions.c.created_at.desc())
            .limit(last_sessions)
        )
        disputed = or_(facts.c.edited_at.is_not(None), facts.c.deleted_at.is_not(None))
        made = (facts.c.ai_made.is_(True), facts.c.session_id.in_(newest))
        return self._count(*made), self._count(*made, disputed)


class FixRows(Rows[Fix]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, suggested_fixes, Fix)

    def active(self, session_id: UUID) -> Fix | None:
        query = self._select().where(
            suggested_fixes.c.session_id == session_id, suggested_fixes.c.superseded_at.is_(None)
        )
        return self._one(query)

    def history(self, session_id: UUID) -> list[Fix]:
        """Every fix of a session, oldest first."""
        return self.where(order="created_at", session_id=session_id)

    def parked(self, session_id: UUID) -> list[Fix]:
        """Dismissed fixes, which can be restored, newest first."""
        return self.where(order="-created_at", session_id=session_id, status=FixStatus.DISMISSED)


class FixEventRows(Ledger[FixEvent]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, fix_events, FixEvent)


class SessionViewRows:
    """How the current user left each session on this machine."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, session_id: UUID) -> SessionView:
        """The stored view, or a fresh one."""
        stored = self._stored(session_id)
        return SessionView(session_id=session_id) if stored is None else stored

    def put(self, view: SessionView) -> None:
        key = self._key(view.session_id)
        stored = self._stored(view.session_id)
        if stored is None:
            owner = {"account_id": self._transaction.identity.account_id}
            self._transaction.insert(session_views, key | owner | _columns(view))
        else:
            self._transaction.update(session_views, key, _columns(stored), _columns(view))

    def _stored(self, session_id: UUID) -> SessionView | None:
        same_row = (session_views.c[name] == value for name, value in self._key(session_id).items())
        query = select(session_views).where(*same_row)
        row = self._transaction.connection.execute(query).one_or_none()
        if row is None:
            return None
        return SessionView(
            session_id=row.session_id,
            composer_draft=row.composer_draft,
            banner=BannerView(row.banner_collapsed, row.banner_silenced_until),
            preview_kind=row.preview_kind,
            preview_text=row.preview_text,
            preview_version=row.preview_version,
            forced_rung=row.forced_rung,
        )

    def _key(self, session_id: UUID) -> dict[str, object]:
        return {"session_id": session_id, "user_id": self._transaction.identity.user_id}


def _columns(view: SessionView) -> dict[str, object]:
    return {
        "composer_draft": view.composer_draft,
        "banner_collapsed": view.banner.collapsed,
        "banner_silenced_until": view.banner.silenced_until,
        "preview_kind": view.preview_kind,
        "preview_text": view.preview_text,
        "preview_version": view.preview_version,
        "forced_rung": view.forced_rung,
    }
