"""What an export consists of, before it is written as Markdown or HTML. All texts are untrusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values, one pair a row."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of plain lines, under a title unless that is empty."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading inside a section."""

    title: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote: plain text with its line breaks, or Markdown."""

    text: str
    is_markdown: bool


@dataclass(frozen=True, slots=True)
class Output:
    """Text kept letter for letter; HTML shows it on demand."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in the document itself; Markdown only names it."""

    name: str
    media_type: str
    content: bytes


Block = Fields | Line | Items | Entry | Quote | Output | Picture


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: Sequence[Block]
