"""Stored documents and the cache of generated ones."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from sqlalchemy import select

from core.artifacts.documents import (
    CachedDocument,
    Document,
    DocumentKind,
    DocumentSource,
)
from core.db.rows import Rows
from core.db.tables.documents import document_cache, documents
from core.db.writes import Transaction


class DocumentRows(Rows[Document]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, documents, Document)

    def of_session(self, session_id: UUID) -> list[Document]:
        """Every confirmed document of a session, oldest first."""
        return self.where(order="confirmed_at", session_id=session_id)

    def latest(self, session_id: UUID, kind: DocumentKind) -> Document | None:
        newest = self.where(order="-confirmed_at", limit=1, session_id=session_id, kind=kind)
        return next(iter(newest), None)


class DocumentCacheRows:
    """Generated texts by what they were generated from."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find_text(
        self, session_id: UUID, kind: DocumentKind, state_version: int, template_hash: str
    ) -> str | None:
        query = select(document_cache.c.markdown).where(
            document_cache.c.account_id == self._transaction.identity.account_id,
            document_cache.c.session_id == session_id,
            document_cache.c.kind == kind,
            document_cache.c.state_version == state_version,
            document_cache.c.template_hash == template_hash,
        )
        return self._transaction.connection.execute(query).scalar_one_or_none()

    def of_models(
        self, session_id: UUID, kind: DocumentKind, state_version: int
    ) -> list[CachedDocument]:
        """What models wrote for a state, the newest first."""
        columns = [document_cache.c[field.name] for field in fields(CachedDocument)]
        query = (
            select(*columns)
            .where(
                document_cache.c.account_id == self._transaction.identity.account_id,
                document_cache.c.session_id == session_id,
                document_cache.c.kind == kind,
                document_cache.c.state_version == state_version,
                document_cache.c.source == DocumentSource.MODEL,
            )
            .order_by(document_cache.c.created_at.desc(), document_cache.c.template_hash)
        )
        rows = self._transaction.connection.execute(query)
        return [CachedDocument(**row._asdict()) for row in rows]

    def store(self, cached: CachedDocument) -> None:
        """Keep a text; the first one for a state stands."""
        key = (cached.session_id, cached.kind, cached.state_version, cached.template_hash)
        if self.find_text(*key) is None:
            values = {
                "account_id": self._transaction.identity.account_id,
                "session_id": cached.session_id,
                "kind": cached.kind,
                "state_version": cached.state_version,
                "template_hash": cached.template_hash,
                "markdown": cached.markdown,
                "source": cached.source,
                "flags": cached.flags,
                "created_at": cached.created_at,
            }
            self._transaction.insert(document_cache, values)
