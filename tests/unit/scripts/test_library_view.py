"""Finding templates: every word counts, a name counts most, filters must all fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.scripts.library import LibraryEntry
from core.scripts.library_view import LibraryFilter, nearest, search
from core.scripts.model import Language
from tests.unit.scripts.bench import RESET, UNLOCK, ScriptBench


@pytest.fixture
def entries(bench: ScriptBench) -> tuple[LibraryEntry, ...]:
    flush = replace(
        UNLOCK,
        name="Flush the DNS cache",
        category="network",
        language=Language.BASH,
        body="resolvectl flush-caches",
        parameters=(),
        tags=("dns",),
        description="For an account of résumé files.",
    )
    for content in (UNLOCK, RESET):
        bench.given_template(content)
    bench.templates.set_favourite(bench.given_template(flush).id, True)
    return bench.templates.library()


def names(found: tuple[LibraryEntry, ...]) -> list[str]:
    return [entry.template.name for entry in found]


UNLOCKS, RESETS, FLUSHES = "Unlock an account", "Reset a password", "Flush the DNS cache"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (LibraryFilter(), [FLUSHES, RESETS, UNLOCKS]),
        (LibraryFilter(text="unlock"), [UNLOCKS]),
        (LibraryFilter(text="ACCOUNT"), [UNLOCKS, FLUSHES, RESETS]),
        (LibraryFilter(text="resume"), [FLUSHES]),
        (LibraryFilter(text="acc unl"), [UNLOCKS]),
        (LibraryFilter(text="unlock dns"), []),
        (LibraryFilter(text="flush-caches"), [FLUSHES]),
        (LibraryFilter(category="network"), [FLUSHES]),
        (LibraryFilter(tag="lockout"), [RESETS, UNLOCKS]),
        (LibraryFilter(language=Language.POWERSHELL), [RESETS, UNLOCKS]),
        (LibraryFilter(favourites=True), [FLUSHES]),
        (LibraryFilter(text="account", favourites=True, category="identity"), []),
    ],
)
def test_what_is_found_and_in_which_order(
    entries: tuple[LibraryEntry, ...], wanted: LibraryFilter, found: list[str]
) -> None:
    assert names(search(entries, wanted)) == found


def test_the_nearest_templates_share_words_with_a_title(entries: tuple[LibraryEntry, ...]) -> None:
    assert names(nearest(entries, "Unlock the account of the user"))[0] == UNLOCKS
    assert nearest(entries, "Replace the toner") == ()
