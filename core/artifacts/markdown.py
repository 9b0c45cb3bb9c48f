"""Writing Markdown from text nobody vouches for.

Ticket text and command output may hold anything. Here it becomes one line that says the same
words when rendered and cannot open a heading, a list, a link, HTML or a code block. Only what
would change the meaning is escaped, because many ticket systems show Markdown as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SPECIAL = re.compile(
    r"""(?x)
      \\ (?=[!-/:-@\[-`{-~]|$)          # a backslash that would escape something
    | [*`\[\]<]
    | (?<![^\W_]) _ | _ (?![^\W_])      # inside a word an underscore is harmless
    | ~ (?=~) | (?<=~) ~
    | & (?=\#?\w+;)                     # an entity
    """
)
_BLOCK_START = re.compile(
    r"""(?x)
      [>=] | \#{1,6} (?=\s|$) | [+-] (?=\s|$) | -[-\s]* $ | ~~~
    | \d{1,9} (?= ([.)]) (?:\s|$) )
    """
)
_INVISIBLE_CATEGORIES = ("Cc", "Cf", "Cs")


def plain(text: str) -> str:
    """The text on one line, without control and text direction characters."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    changed: dict[int, str | None] = {}
    for char in set(text):
        if char.isspace():
            changed[ord(char)] = " "
        elif unicodedata.category(char) in _INVISIBLE_CATEGORIES:
            changed[ord(char)] = None
    return text.translate(changed)


def inline(text: str) -> str:
    """The text on one line, to be read as it is."""
    escaped = _SPECIAL.sub(r"\\\g<0>", plain(text))
    start = _BLOCK_START.match(escaped)
    if start is None:
        return escaped
    at = start.end() if start.group(1) else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def code(text: str) -> str:
    """The text as an inline code span, every space of it kept."""
    text = _visible(text).strip()
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}" if text else ""


def bold(text: str) -> str:
    """A title inside a sentence."""
    return f"**{inline(text)}**"


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut at a word to at most `limit` characters."""
    text = plain(text)
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def sentence(text: str) -> str:
    """The text as a sentence of its own: with a full stop unless it ends like one already."""
    text = plain(text)
    return text if not text or text[-1] in ".!?…:" else f"{text}."


def bullets(lines: Iterable[str]) -> str:
    """A list of ready lines."""
    return "\n".join(f"- {line}" for line in lines)


def within(lines: Iterable[str], budget: int, more: str) -> list[str]:
    """As many lines as fit `budget` characters, then how many were left out: `more` of them."""
    kept: list[str] = []
    lines = list(lines)
    for line in lines:
        budget -= len(line)
        if budget < 0:
            return [*kept, f"… and {len(lines) - len(kept)} more {more}."]
        kept.append(line)
    return kept
