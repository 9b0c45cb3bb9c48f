"""Which pictures may go to a model. The engineer is asked once about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.db.database import Database
from core.events import Aggregate, Changes


class ConsentService:
    """Without a yes a picture stays on the laptop and is only named in requests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def asked(self, attachment_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
        """The answers given so far; a picture nobody was asked about is missing."""
        with self._database.work() as work:
            return work.image_consents.of(attachment_ids)

    def answer(self, attachment_id: UUID, allowed: bool) -> Changes:
        """Keep what the engineer said about a picture; it can be changed.

        Raises:
            NotFound: the picture is no longer there.
        """
        with self._database.work() as work:
            picture = work.attachments.get(attachment_id)
            work.image_consents.put(attachment_id, allowed=allowed)
            return work.changed(picture.session_id, Aggregate.ATTACHMENT)
