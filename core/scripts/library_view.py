"""Finding a template in the library: pure, fast enough for every keystroke."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.scripts.library import LibraryEntry
from core.scripts.model import Language, ScriptTemplate

_SHORT = 3
_ENOUGH = 4.0


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What is looked for; everything that is set must fit."""

    text: str = ""
    category: str = ""
    tag: str = ""
    language: Language | None = None
    favourites: bool = False


def search(entries: Iterable[LibraryEntry], wanted: LibraryFilter) -> tuple[LibraryEntry, ...]:
    """The entries that fit, best first; without a text favourites first, then by name.

    Every word must begin a word of the template; one in its name counts more than one in its tags,
    and that more than one in its description or script.
    """
    words = _words(wanted.text)
    found = [
        (score, entry)
        for entry in entries
        if _fits(entry, wanted) and (score := _score(entry.template, words)) is not None
    ]
    found.sort(key=lambda pair: (-pair[0], not pair[1].favourite, _folded(pair[1].template.name)))
    return tuple(entry for _, entry in found)


def nearest(entries: Iterable[LibraryEntry], text: str, limit: int = 5) -> tuple[LibraryEntry, ...]:
    """The templates that share most words with a text, such as a fix's title."""
    by_id = {entry.template.id: entry for entry in entries}
    found = nearest_templates((entry.template for entry in by_id.values()), text, limit)
    return tuple(by_id[template.id] for template in found)


def nearest_templates(
    templates: Iterable[ScriptTemplate], text: str, limit: int
) -> tuple[ScriptTemplate, ...]:
    """Like `nearest`; a name counts more than a tag, and that more than the description."""
    wanted = {word for word in _words(text) if len(word) > _SHORT}
    shared = [(_shared(template, wanted), template) for template in templates]
    shared.sort(key=lambda pair: -pair[0])
    return tuple(template for score, template in shared[:limit] if score >= _ENOUGH)


def _shared(template: ScriptTemplate, wanted: set[str]) -> float:
    places = (
        (4.0, f"{template.name} {template.slug}"),
        (2.0, " ".join((*template.tags, template.category))),
        (1.0, template.description),
    )
    return sum(weight * len(wanted & set(_words(text))) for weight, text in places)


def _fits(entry: LibraryEntry, wanted: LibraryFilter) -> bool:
    template = entry.template
    return (
        (not wanted.category or template.category == wanted.category)
        and (not wanted.tag or wanted.tag in template.tags)
        and wanted.language in (None, template.language)
        and (entry.favourite or not wanted.favourites)
    )


def _score(template: ScriptTemplate, words: Iterable[str]) -> float | None:
    """How well the words fit; None when one of them is nowhere."""
    places = (
        (4.0, f"{template.name} {template.slug}"),
        (2.0, " ".join((*template.tags, template.category, template.language))),
        (1.0, template.description),
        (0.5, template.body),
    )
    folded = [(weight, f" {_spaced(text)}") for weight, text in places]
    total = 0.0
    for word in words:
        best = max((weight for weight, text in folded if f" {word}" in text), default=0.0)
        if not best:
            return None
        total += best
    return total


def _words(text: str) -> list[str]:
    return _spaced(text).split()


def _spaced(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", _folded(text))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
