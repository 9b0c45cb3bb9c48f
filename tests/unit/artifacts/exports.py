"""A session with everything an export can hold."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from core.artifacts.composer import compose
from core.artifacts.documents import Document, DocumentKind, DocumentOutcome, Visibility
from core.artifacts.export_sections import ExportedFile, SessionExport
from core.ids import new_id
from core.sessions.messages import (
    Attachment,
    AttachmentKind,
    Message,
    MessageStatus,
    Role,
)
from tests.unit.artifacts.records import FAILED, WORKED, a_record, replaced
from tests.unit.rows import ACCOUNT, SESSION, after

EXPORTED_AT = datetime(2025, 3, 4, 8, tzinfo=UTC)
VIENNA = timezone(timedelta(hours=1), "CET")


def a_png(width: int, height: int) -> bytes:
    """A valid picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x80" * width) * height)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    )


def a_message(
    role: Role, text: str, position: int, status: MessageStatus = MessageStatus.COMPLETE
) -> Message:
    return Message(
        id=new_id(),
        account_id=ACCOUNT,
        session_id=SESSION,
        position=position,
        role=role,
        text=text,
        status=status,
        created_at=after(position),
    )


def an_attachment(name: str, kind: AttachmentKind, media_type: str, size: int) -> Attachment:
    return Attachment(
        id=new_id(),
        account_id=ACCOUNT,
        session_id=SESSION,
        message_id=new_id(),
        kind=kind,
        name=name,
        media_type=media_type,
        size=size,
        sha256="",
        created_at=after(1),
    )


RECORD = a_record(replaced(FAILED), replace(WORKED, drafted_script="Set-Dhcp `x`\nExit"))
MESSAGES = (
    a_message(Role.ENGINEER, "No internet here.\nSince nine.", 1),
    a_message(Role.ASSISTANT, "Let us look at the **adapter**:\n\n1. link\n2. address", 2),
    a_message(Role.FOOTNOTE, "Previous proposal: Replace the cable (not tried).", 3),
    a_message(Role.ASSISTANT, "The address", 4, MessageStatus.STOPPED),
)
NOTE = Document(
    id=new_id(),
    account_id=ACCOUNT,
    session_id=SESSION,
    kind=DocumentKind.RESOLUTION_NOTE,
    markdown=compose(DocumentKind.RESOLUTION_NOTE, RECORD),
    summary="",
    outcome=DocumentOutcome.RESOLVED_LOCAL,
    visibility=Visibility.CUSTOMER,
    state_version=9,
    confirmed_at=after(20),
)
PICTURE = an_attachment("icon.png", AttachmentKind.IMAGE, "image/png", 2048)
LOG = an_attachment("setup.log", AttachmentKind.TEXT, "text/plain", 700)
EXPORT = SessionExport(
    record=RECORD,
    messages=MESSAGES,
    files=(ExportedFile(PICTURE), ExportedFile(LOG)),
    documents=(NOTE,),
    exported_at=EXPORTED_AT,
    zone=VIENNA,
)
WITH_CONTENT = replace(
    EXPORT,
    files=(ExportedFile(PICTURE, a_png(900, 300)), ExportedFile(LOG, b"line 1\nline 2 \xff")),
)
