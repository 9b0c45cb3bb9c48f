"""Whether a document written by a model says only what the session bears out.

A model may phrase, it may not add. Every number, address, host name, path and product of its text
has to occur in the bundle it was given; what does not is flagged in the preview, for the engineer
to remove or to vouch for. The check is deliberately simple: it compares words, not meanings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from core.artifacts.bundle import Bundle
from core.artifacts.documents import HEADINGS, DocumentKind
from core.artifacts.markdown import plain

_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_LIST_MARKER = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[\]^_`{-~])")  # a backslash may begin the name of a share
_CODE = re.compile(r"(?<!`)`{1,3}([^`\n]+)`{1,3}")

# What has to be borne out, from the most to the least telling; each eats what it matched.
_PATH = re.compile(
    r"""(?x)
      (?<!\w) (?: [A-Za-z]:\\ | \\\\ | HK(?:LM|CU|CR|U|CC|EY_\w+):?\\ ) [^\s"'<>|*,;)\]]+
    | (?<![\w/.:]) (?: ~?/ ) [\w.+@-]+ (?: / [\w.+@-]+ )+ /?
    """
)
_ADDRESS = re.compile(r"(?i)(?<!\w)(?:https?://[^\s<>\"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_HOST = re.compile(
    r"(?<![\w.@-])(?=[\w.-]{0,100}[A-Za-z])[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9][\w-]*)+(?!\w)"
)
_NUMBER = re.compile(r"(?<![\w.])[+-]?(?=[\w.:/,-]{0,100}\d)[\w]+(?:[.:/,-]\w+)*%?(?!\w)")
_WORD = re.compile(r"(?<![\w'’])[^\W\d_][\w'’]*(?:-[^\W\d_][\w]*)*")
_SENTENCE_END = ".!?:;"

# Words that are written large without naming a thing, and the product's own.
_COMMON = frozenset(
    {"i", "i'm", "i've", "ok", "it", "pc", "pcs", "id", "ids", "not", "yes", "no", "none"}
    | {"user", "users", "client", "customer", "ticket", "priority", "note", "script", "fix"}
    | {"engineer", "team", "and", "or"}
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    is_well_formed  the headings are exactly those of the document, in order
    flags           pieces of the text that the bundle does not contain, in order, each once
    """

    is_well_formed: bool
    flags: tuple[str, ...] = ()


def check_document(kind: DocumentKind, markdown: str, bundle: Bundle) -> Verdict:
    """Hold a model's document against what it was made from."""
    headings = tuple(plain(match.group(1)) for match in _HEADING.finditer(markdown))
    wanted = tuple(heading.casefold() for heading in HEADINGS[kind])
    found = tuple(heading.replace("’", "'").casefold() for heading in headings)
    return Verdict(found == wanted, ungrounded(markdown, bundle))


def ungrounded(markdown: str, bundle: Bundle) -> tuple[str, ...]:
    """The numbers, addresses, hosts, paths and products that the bundle does not contain."""
    known = _Known(bundle)
    pieces = (piece for piece in _pieces(_words_of(markdown)) if not known.bears_out(piece))
    return tuple(dict.fromkeys(pieces))


def left_in(markdown: str, flags: Sequence[str]) -> tuple[str, ...]:
    """Which of the pieces that were flagged an edited text still says."""
    said = set(_pieces(_words_of(markdown))) if flags else set()
    return tuple(flag for flag in flags if flag in said)


def _words_of(markdown: str) -> str:
    """The text without its headings and marks, so that only what it says is checked."""
    text = _HEADING.sub("", markdown)
    text = _LIST_MARKER.sub("", text)
    text = _CODE.sub(r" \1 ", text)
    return _ESCAPE.sub("", text).replace("**", "").replace("__", "")


def _pieces(text: str) -> Iterator[str]:
    """What has to be borne out, in order of appearance."""
    found: list[tuple[int, str]] = []

    def take(match: re.Match[str]) -> str:
        found.append((match.start(), match.group().rstrip(".,:;")))
        return " " * len(match.group())

    for pattern in (_ADDRESS, _PATH, _HOST, _NUMBER):
        text = pattern.sub(take, text)
    found += _names(text)
    yield from (piece for _, piece in sorted(found))


def _names(text: str) -> Iterator[tuple[int, str]]:
    """Words that name a product or a machine: written large where a sentence does not begin."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word.casefold() in _COMMON:
            continue
        is_marked = any(letter.isupper() for letter in word[1:])
        if is_marked or (word[0].isupper() and not _begins_sentence(text, match.start())):
            yield match.start(), word


def _begins_sentence(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    before = line.rstrip(" \t\"'“”‘’(*_")
    return not before or before[-1] in _SENTENCE_END


class _Known:
    """Everything the bundle says, ready to be looked up."""

    def __init__(self, bundle: Bundle) -> None:
        texts = list(_texts(bundle))
        self._text = _folded(" \n ".join(texts))
        self._words = set(re.findall(r"\w+", self._text))
        self._counts = {str(count) for count in _counts(bundle)}

    def bears_out(self, piece: str) -> bool:
        folded = _folded(piece).removesuffix("%")
        if folded in self._counts:
            return True
        if folded.isdigit():
            pattern = rf"(?<![\w.:]){re.escape(folded)}(?!\w|[.:]\d)"
            return re.search(pattern, self._text) is not None
        if re.fullmatch(r"[^\W\d_]+", folded):
            return folded in self._words or folded.removesuffix("s") in self._words
        pattern = rf"(?<!\w){re.escape(folded)}(?!\w)"
        return re.search(pattern, self._text) is not None


def _folded(text: str) -> str:
    unified = text.translate({0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2011: "-", 0xA0: " "})
    return " ".join(unified.casefold().removesuffix("'s").split())


def _texts(value: object) -> Iterator[str]:
    """Every text and number of a bundle, however deep."""
    if isinstance(value, Enum) or value is None:
        return
    if isinstance(value, (str, int)):
        yield str(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _counts(bundle: Bundle) -> Iterator[int]:
    """How many there are of each thing: a document may count them."""
    lists = (bundle.findings, bundle.others, bundle.checks, bundle.open_items, bundle.skipped)
    yield from (len(one) for one in lists)
    if bundle.fix is not None:
        yield from (len(bundle.fix.steps), len(bundle.fix.verify))
