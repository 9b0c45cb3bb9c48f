"""Commands on the conversation: messages, attachments and the unsent draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import accept
from core.sessions import session as session_transitions
from core.sessions.attachment_rules import NewFile, check_files
from core.sessions.messages import Attachment, AttachmentKind, Message, Role, check_text
from core.sessions.session_service import SUMMARY_LENGTH, UNTITLED, title_from


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages in order of position, with their attachments. `has_earlier`: more can be loaded."""

    messages: tuple[Message, ...]
    attachments: tuple[Attachment, ...]
    has_earlier: bool


class ConversationService:
    """Stores what the engineer says before anything else happens to it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def send(
        self,
        session_id: UUID,
        text: str,
        files: Sequence[NewFile] = (),
        *,
        pictures_may_go: bool | None = None,
    ) -> Changes:
        """Store an engineer message with its files and clear the draft.

        pictures_may_go  what the engineer said about its pictures; None: nobody asked

        Raises:
            UserError: text or a file breaks a rule; nothing is stored and the draft is kept.
        """
        text = accept(check_text(text, has_attachments=bool(files)))
        accept(check_files(files))
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            session = accept(session_transitions.message_sent(session))
            if session.title == UNTITLED and text:
                session = replace(session, title=title_from(text))
            if not session.problem_summary:
                session = replace(session, problem_summary=text[:SUMMARY_LENGTH])
            work.sessions.save(replace(session, updated_at=self._clock.now()))
            message = self._append(work, session_id, Role.ENGINEER, text)
            for file in files:
                attachment = self._attachment(message, file)
                work.attachments.add_with_content(attachment, file.content)
                if pictures_may_go is not None and attachment.kind is AttachmentKind.IMAGE:
                    work.image_consents.put(attachment.id, allowed=pictures_may_go)
            view = work.session_views.of(session_id)
            work.session_views.put(replace(view, composer_draft=""))
            return work.changed(
                session_id, Aggregate.SESSION, Aggregate.MESSAGE, Aggregate.ATTACHMENT
            )

    def keep_draft(self, session_id: UUID, draft: str) -> Changes:
        """Remember the unsent text of a session; it survives a restart."""
        with self._database.work() as work:
            view = work.session_views.of(session_id)
            work.session_views.put(replace(view, composer_draft=draft))
            return work.changed(session_id, Aggregate.VIEW, initiator="composer")

    def page(self, session_id: UUID, before: int | None = None, limit: int = 50) -> MessagePage:
        """The newest `limit` messages, or those before a position."""
        with self._database.work() as work:
            messages = work.messages.page(session_id, before, limit)
            return MessagePage(
                tuple(messages),
                tuple(work.attachments.of_messages([message.id for message in messages])),
                bool(messages) and messages[0].position > 1,
            )

    def attachment(self, attachment_id: UUID) -> tuple[Attachment, bytes]:
        """A file with its content."""
        with self._database.work() as work:
            return work.attachments.get(attachment_id), work.attachments.content(attachment_id)

    def _append(self, work: Work, session_id: UUID, role: Role, text: str) -> Message:
        return work.messages.add(
            Message(
                id=new_id(),
                account_id=work.account_id,
                session_id=session_id,
                position=work.messages.next_position(session_id),
                role=role,
                text=text,
                created_at=self._clock.now(),
            )
        )

    def _attachment(self, message: Message, file: NewFile) -> Attachment:
        return Attachment(
            id=new_id(),
            account_id=message.account_id,
            session_id=message.session_id,
            message_id=message.id,
            kind=file.kind,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            created_at=message.created_at,
        )
