"""Where the value after a label ends: quotes, separators, line ends and pass phrases of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.redaction.rule import Span
from core.redaction.words import is_secretive, is_state, is_value

_LONGEST = 500
_MOST_WORDS = 5
_WORDS_OF_A_PHRASE = 4
_WORD = re.compile(rf"\S{{1,{_LONGEST}}}")
_CLOSING = {
    mark: re.compile(
        rf"(?:\\.|{mark}{mark}(?=[^\s,;:}}\])])|[^{mark}\\\n]){{1,{_LONGEST}}}(?={mark})"
    )
    for mark in "\"'`"
}
_CLOSING_ESCAPED = re.compile(rf'[^"\\\n]{{1,{_LONGEST}}}(?=\\+")')
# Where the next setting, markup or parameter of an address begins.
_NEXT = re.compile(r"[,;&](?=[A-Za-z_][\w .-]{0,40}[=:])|[;,](?=[\"'}\]])|</?\w|\"|\\n|\\r|\|")
_FOLLOWING = re.compile(r"[ ]([^\s:=()\[\]<>|/→–]{1,40})(?=[ \n]|\Z)")
_END_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")


def value_at(text: str, start: int) -> Span | None:
    """The value that begins at `start`, quotes aside; None where there is none."""
    if text.startswith(('\\"', '\\\\"'), start):
        return _matched(_CLOSING_ESCAPED.match(text, text.index('"', start) + 1))
    if text[start : start + 1] in _CLOSING:
        quoted = _CLOSING[text[start]].match(text, start + 1)
        if quoted or text[start : start + 2] in ('""', "''", "``"):
            return _matched(quoted)
        start += 1
    return _bare(text, start)


def _matched(match: re.Match[str] | None) -> Span | None:
    return match.span() if match else None


def _bare(text: str, start: int) -> Span | None:
    word = _WORD.match(text, start)
    if not word:
        return None
    end = word.end()
    if following := _NEXT.search(text, start, end):
        end = following.start()
    return _without_trail(text, start, end)


def _without_trail(text: str, start: int, end: int) -> Span | None:
    """Without the sentence's own signs; a closing bracket belongs to its opening one."""
    while end > start and (
        text[end - 1] in ".,;:'`"
        or (text[end - 1] in ")]}>" and _unopened(text[start:end]))
        or text.startswith("**", end - 2)
    ):
        end -= 1
    return (start, end) if end > start else None


def _unopened(value: str) -> bool:
    closing = value[-1]
    opening = "([{<"[")]}>".index(closing)]
    return value.count(closing) > value.count(opening)


def values_at(text: str, start: int, *, phrase: bool) -> Iterator[Span]:
    """The value at `start` if it may be a secret, with the words of a pass phrase that follow.

    phrase  the label began its line, so that words up to the line's end may belong to the value.
            After something that is a password by itself they are a piece of their own: the
            password is then found alone in other texts, too.
    """
    span = value_at(text, start)
    if span is None:
        return
    unquoted = span[0] == start
    end = _end_of_phrase(text, span[1]) if phrase and unquoted else span[1]
    first = text[slice(*span)]
    is_phrase = text.count(" ", span[0], end) >= _WORDS_OF_A_PHRASE - 1
    if not is_value(first) and not (is_state(first) and is_phrase):
        return
    if end == span[1] or not is_secretive(first):
        yield span[0], end
    else:
        yield span
        yield span[1] + 1, end


def _end_of_phrase(text: str, end: int) -> int:
    """Where the words after `end` stop, if they reach the end of the line without being prose."""
    reached = end
    for _ in range(_MOST_WORDS):
        if _END_OF_LINE.match(text, reached):
            return reached
        following = _FOLLOWING.match(text, reached)
        if not following or is_state(following[1]):
            break
        reached = following.end()
    return reached if _END_OF_LINE.match(text, reached) else end
