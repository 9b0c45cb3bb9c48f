"""Which files a message may carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from core.outcome import Refused
from core.sessions.messages import (
    IMAGE_LIMIT,
    IMAGES_PER_MESSAGE,
    TEXT_FILE_LIMIT,
    AttachmentKind,
)

FILES_PER_MESSAGE = 10
NAME_LIMIT = 255
_IMAGE_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file about to be attached."""

    kind: AttachmentKind
    name: str
    media_type: str
    content: bytes


def read_file(name: str, content: bytes) -> NewFile | Refused:
    """Recognise a PNG or JPEG image, or a text file, by its content and not by its name."""
    name = _short_name(name)
    for signature, media_type in _IMAGE_SIGNATURES.items():
        if content.startswith(signature):
            if len(content) > IMAGE_LIMIT:
                return _too_large(name, IMAGE_LIMIT)
            return NewFile(AttachmentKind.IMAGE, name, media_type, content)
    if not content:
        return Refused(f"{name} is empty.", "file")
    if len(content) > TEXT_FILE_LIMIT:
        return _too_large(name, TEXT_FILE_LIMIT)
    text = decode_text(content)
    if text is None:
        return Refused(f"{name} is neither a PNG or JPEG image nor a text file.", "file")
    return NewFile(AttachmentKind.TEXT, name, "text/plain", text.encode())


def load_file(path: Path) -> NewFile | Refused:
    """Read a file from disk; one that is too large is refused without reading it."""
    try:
        if path.stat().st_size > IMAGE_LIMIT:
            return _too_large(path.name, IMAGE_LIMIT)
        return read_file(path.name, path.read_bytes())
    except OSError as error:
        return Refused(f"{path.name} cannot be read: {error.strerror or error}.", "file")


def decode_text(content: bytes) -> str | None:
    """The text of a log file in UTF-8, UTF-16 with a byte order mark, or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def check_files(files: Sequence[NewFile]) -> Sequence[NewFile] | Refused:
    """At most 10 files per message, of which at most 3 are images."""
    if len(files) > FILES_PER_MESSAGE:
        return Refused(
            f"A message can carry {FILES_PER_MESSAGE} files; this one has {len(files)}.", "file"
        )
    images = sum(file.kind is AttachmentKind.IMAGE for file in files)
    if images > IMAGES_PER_MESSAGE:
        return Refused(
            f"A message can carry {IMAGES_PER_MESSAGE} images; this one has {images}.", "file"
        )
    return files


def _short_name(name: str) -> str:
    """The last part of a path, with its ending, at most 255 characters."""
    path = PurePath(name)
    suffix = path.suffix[:20]
    return f"{path.stem[: NAME_LIMIT - len(suffix)]}{suffix}" or "file"


def _too_large(name: str, limit: int) -> Refused:
    return Refused(f"{name} is larger than {limit // (1024 * 1024)} MB.", "file")
