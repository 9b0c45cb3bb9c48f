"""Puts text that nobody vouches for where a model can tell where it begins and ends.

The fence carries a code made from the content, so the same content is fenced with the same bytes
each time, and one that does not occur in the content, so the content cannot close its fence.
"""

from __future__ import annotations

import hashlib
import re

from core.copilot.request.tokens import CHARS_PER_TOKEN, estimate

NOTE_TOKENS = 25
_CODE_LENGTH = 6
_LONGEST_LINE = 200
_HEAD_SHARE = 0.6
# Nobody sees these, a model reads them: terminal escapes, directions, zero width, tag letters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_NOT_IN_NAMES = re.compile(r"[^\w .()+-]")


def fenced(tag: str, content: str, source: str = "") -> str:
    """A block `<tag code from="source">`, closed with the same code; `source` is made harmless."""
    code = _code(content)
    origin = f' from="{_NOT_IN_NAMES.sub("_", source)[:80]}"' if source else ""
    return f"<{tag} {code}{origin}>\n{content}\n</{tag} {code}>"


def data(source: str, content: str, tokens: int) -> str:
    """Untrusted text as evidence, cut to about `tokens` before it is fenced."""
    return fenced("data", visible(cut(content, tokens)), source)


def visible(text: str) -> str:
    """The text without characters that nobody sees; line ends become line feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", _ESCAPES.sub("", lines)).strip("\n")


def one_line(text: str, limit: int) -> str:
    """Untrusted text on one line, at most `limit` characters."""
    line = " ".join(visible(text[: 4 * limit]).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def cut(text: str, tokens: int) -> str:
    """The beginning and the end of a text, with a line that says how much is missing between.

    The result has at most `tokens` and the note.
    """
    if estimate(text) <= tokens:
        return text
    limit = min(len(text) - 1, max(0, tokens) * CHARS_PER_TOKEN)
    while estimate(shorter := _ends(text, limit)) > max(0, tokens) + NOTE_TOKENS:
        limit = limit * 3 // 4
    return shorter


def _ends(text: str, limit: int) -> str:
    """Head and tail of whole lines where lines are short: half a line hides what it is about."""
    head = text[: int(limit * _HEAD_SHARE)]
    tail = text[len(text) - (limit - len(head)) :]
    line_end = head.rfind("\n", -_LONGEST_LINE)
    line_start = tail.find("\n", 0, _LONGEST_LINE)
    head = head[:line_end] if line_end > 0 else head
    tail = tail[line_start + 1 :] if line_start >= 0 else tail
    return f"{head}\n[… {len(text) - len(head) - len(tail)} characters left out …]\n{tail}"


def _code(content: str) -> str:
    """The first code from the content's hash that the content does not have in it."""
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    for start in range(len(digest) - _CODE_LENGTH + 1):
        code = digest[start : start + _CODE_LENGTH]
        if code not in content:
            return code
    return digest
