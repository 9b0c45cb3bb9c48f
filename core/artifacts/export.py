"""A whole session as one file, to keep or to hand on: Markdown or a page of HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.artifacts.export_html import page
from core.artifacts.export_markdown import document
from core.artifacts.export_sections import ExportedFile, SessionExport, sections
from core.artifacts.outline import (
    Block,
    Entry,
    Fields,
    Items,
    Line,
    Output,
    Picture,
    Quote,
    Section,
)
from core.sessions.messages import AttachmentKind

Redact = Callable[[str], str]

_NAME_LENGTH = 80
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)")


def to_markdown(session: SessionExport, redact: Redact = str) -> str:
    """The session as Markdown. Images are only named; `redact` sees every text first."""
    files = tuple(
        ExportedFile(file.attachment) if file.attachment.kind is AttachmentKind.IMAGE else file
        for file in session.files
    )
    without_images = replace(session, files=files)
    return document(redact(session.title), _redacted(sections(without_images), redact))


def to_html(session: SessionExport, redact: Redact = str) -> str:
    """The session as one self-contained page for a browser, a printer or a PDF.

    It loads nothing, runs nothing, and shows the images whose content it was given.
    """
    return page(redact(session.title), _redacted(sections(session), redact))


def file_name(session: SessionExport, suffix: str) -> str:
    """A name any system takes, such as `48211 No internet.html`. `suffix` has no dot."""
    row = session.record.session
    name = unicodedata.normalize("NFC", f"{row.psa_ticket_id} {row.title}")
    name = _FORBIDDEN_IN_NAMES.sub(" ", name)
    name = "".join(char if char.isprintable() else " " for char in name)
    name = " ".join(name.split())[:_NAME_LENGTH].strip(" .")
    if not name or _DEVICES.match(name):
        name = f"Session {name}".strip()
    return f"{name}.{suffix}"


def _redacted(parts: Sequence[Section], redact: Redact) -> list[Section]:
    return [
        Section(redact(part.title), [_redacted_block(block, redact) for block in part.blocks])
        for part in parts
    ]


def _redacted_block(block: Block, redact: Redact) -> Block:
    match block:
        case Fields():
            return Fields(tuple((redact(name), redact(value)) for name, value in block.rows))
        case Line() | Quote():
            return replace(block, text=redact(block.text))
        case Entry():
            return Entry(redact(block.title))
        case Items():
            return Items(block.title, tuple(map(redact, block.lines)))
        case Output():
            return Output(redact(block.title), redact(block.text))
        case Picture():
            return replace(block, name=redact(block.name))
