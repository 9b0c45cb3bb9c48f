"""Which links may be followed, and where bare ones hide in text."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QUrl

_SCHEMES = frozenset({"http", "https", "mailto"})
_BARE = re.compile(r"https?://[^\s<>\"'`|\\^{}]+")
# Ends a sentence or a pair of brackets rather than an address.
_TRAILING = ".,;:!?)]»”’*_~"


def safe_target(address: str) -> str | None:
    """Return the address as it would be opened, or None when it must not be a link.

    International host names come back in their ASCII form, so that look-alike letters show.
    """
    url = QUrl(address.strip(), QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() not in _SCHEMES:
        return None
    if url.scheme() != "mailto" and not url.host():
        return None
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def split_links(text: str) -> Iterator[tuple[str, str | None]]:
    """Cut text into pieces, each with the target it links to or None."""
    at = 0
    for match in _BARE.finditer(text):
        address = _trimmed(match.group())
        target = safe_target(address)
        if target is None:
            continue
        if match.start() > at:
            yield text[at : match.start()], None
        yield address, target
        at = match.start() + len(address)
    if at < len(text):
        yield text[at:], None


def _trimmed(address: str) -> str:
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address
