"""What a server or the system says about a failure, as a short text for people.

All of it is untrusted: an error page may be any page, and what a server says about a key may
repeat the key.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping

DETAIL_LIMIT = 2_000
REPLACEMENT = "\ufffd"
_READ_LIMIT = 65_536
_LEAST_SECRET = 8
_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<title)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
_INVISIBLE = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_SAID_IN = ("error", "detail", "message", "msg")


def reason_of(body: object) -> str:
    """The reason in an error's body, wherever this kind of server writes it."""
    if isinstance(body, Mapping):
        inner = next((body[name] for name in _SAID_IN if body.get(name)), "")
        return reason_of(inner)
    if isinstance(body, list):
        return "; ".join(filter(None, map(reason_of, body[:5])))
    return plain(body) if isinstance(body, str) else ""


def error_in(content: bytes) -> tuple[str, str] | None:
    """Type and reason of an error that was sent as JSON; None when there is none in it."""
    try:
        body = json.loads(content[:_READ_LIMIT])
    except (ValueError, RecursionError):
        return None
    error = body.get("error") if isinstance(body, dict) else None
    if not error:
        return None
    kind = error.get("type", "") if isinstance(error, dict) else ""
    return str(kind), reason_of(error)


def plain(text: str) -> str:
    """A text as it is; of a web page its title, or else its words."""
    text = text[:_READ_LIMIT]
    if not _PAGE.match(text):
        return short(text)
    title = _TITLE.search(text)
    words = title[1] if title and title[1].strip() else _INVISIBLE.sub(" ", text)
    return short(" ".join(html.unescape(words).split()))


def short(text: str) -> str:
    """A text that can be stored."""
    return storable(text.strip()[:DETAIL_LIMIT])


def storable(text: str) -> str:
    """A text without what no database takes: halves of characters, and NUL."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", REPLACEMENT)


def without(secrets: Iterable[str], text: str) -> str:
    """The text without these secrets. One of a few letters is in every second word, and none."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _LEAST_SECRET:
            text = text.replace(secret, "…")
    return text
