"""What people write leads to the right playbook, to a question, or to an honest no."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from core.playbooks.library import PlaybookLibrary
from core.playbooks.loading import load_library
from core.playbooks.matching import Match, Matcher, NoMatch, Sure, Unsure
from core.playbooks.schema import Playbook
from tests.unit.playbooks.builders import cause, document, flat

TEXTS = Path(__file__).parents[2] / "fixtures" / "playbook_matching" / "texts.yaml"


class Texts(TypedDict):
    sure: dict[str, list[str]]
    unsure: list[tuple[str, list[str]]]
    none: list[str]


def texts() -> Texts:
    found: Texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return found


@cache
def library() -> PlaybookLibrary:
    return load_library()


def chosen(text: str) -> str:
    match = library().match(text)
    return match.playbook.id if isinstance(match, Sure) else ""


SURE = [(playbook, text) for playbook, every in texts()["sure"].items() for text in every]


def test_nine_texts_of_ten_lead_to_their_playbook() -> None:
    missed = [(playbook, text) for playbook, text in SURE if chosen(text) != playbook]
    assert len(missed) <= 0.1 * len(SURE), missed


def test_hardly_any_text_leads_to_a_wrong_playbook() -> None:
    wrong = [(playbook, text) for playbook, text in SURE if chosen(text) not in ("", playbook)]
    assert len(wrong) <= 0.02 * len(SURE), wrong


def test_the_right_playbook_is_among_the_candidates_when_unsure() -> None:
    left_out = []
    for playbook, text in SURE:
        match = library().match(text)
        if isinstance(match, Unsure) and playbook not in [one.id for one in match.candidates]:
            left_out.append(text)
    assert left_out == []


def test_every_shipped_playbook_has_texts() -> None:
    assert set(texts()["sure"]) == {one.id for one in library()} - {"general-isolation"}


@pytest.mark.parametrize(("text", "expected"), texts()["unsure"])
def test_a_text_that_fits_several_playbooks_asks(text: str, expected: list[str]) -> None:
    match = library().match(text)
    assert isinstance(match, Unsure)
    assert set(expected) <= {one.id for one in match.candidates}
    assert len(match.candidates) <= 4


@pytest.mark.parametrize("text", ["", "   ", "\n", *texts()["none"]])
def test_what_is_no_playbooks_business_matches_nothing(text: str) -> None:
    assert library().match(text) == NoMatch()


@pytest.mark.parametrize(
    "text", ["something stopped working", "unknown error", "it worked yesterday"]
)
def test_general_isolation_is_never_chosen_by_its_words(text: str) -> None:
    match = library().match(text)
    assert not isinstance(match, Sure)
    if isinstance(match, Unsure):
        assert "general-isolation" not in [one.id for one in match.candidates]


@pytest.mark.parametrize("playbook_id", [*texts()["sure"]])
def test_a_playbooks_own_title_leads_to_it(playbook_id: str) -> None:
    playbook = library().get(playbook_id)
    assert playbook is not None
    assert library().match(playbook.title) == Sure(playbook)


def small(**phrases: list[str]) -> Matcher:
    """A matcher over playbooks with these phrases."""
    return Matcher([book(name, said) for name, said in phrases.items()], {"wi-fi": ["wlan"]})


def book(name: str, phrases: list[str], **symptoms: object) -> Playbook:
    content = document([cause(n) for n in ("a", "b", "c", "d")], [flat(n) for n in range(6)])
    padded = [*phrases, *(f"{name} filler {word}" for word in ("alpha", "beta", "gamma"))]
    return Playbook.model_validate(
        {**content, "id": name, "title": name, "symptoms": {"phrases": padded, **symptoms}}
    )


def found(match: Match) -> str:
    return match.playbook.id if isinstance(match, Sure) else type(match).__name__


KETTLE = ["kettle boils over", "error 0x80070035 on the kettle", "kettle is cold"]
TOASTER = ["toaster burns bread", "toast jumps out", "crumbs catch fire"]


@pytest.mark.parametrize(
    ("text", "playbook"),
    [
        ("The kettle boils over", "kettle"),
        ("KETTLE BOILING OVER!!!", "kettle"),
        ("the ketle boils over", "kettle"),
        ("the kettel boils over", "kettle"),
        ("Käse: the kéttle boils over", "kettle"),
        ("it says 0x80070035", "kettle"),
        ("code 0X80070035", "kettle"),
        ("crumbs caught fire", "toaster"),
        ("Hello. I am on holiday. Crumbs catch fire here. Regards", "toaster"),
        ("the dishwasher leaks", "NoMatch"),
        ("the kettle and the toaster", "Unsure"),
    ],
)
def test_words_are_compared_by_stem_accent_case_and_spelling(text: str, playbook: str) -> None:
    assert found(small(kettle=KETTLE, toaster=TOASTER).match(text)) == playbook


def test_a_code_is_never_taken_for_a_misspelt_one() -> None:
    assert found(small(kettle=KETTLE, toaster=TOASTER).match("0x80070036")) == "NoMatch"


def test_words_written_apart_or_together_are_the_same() -> None:
    matcher = small(kettle=[*KETTLE, "re-heat sign-in light"], toaster=TOASTER)
    for text in ("reheat signin light", "re heat sign in light", "re-heat sign-in light"):
        assert found(matcher.match(text)) == "kettle"


def test_shared_synonyms_work_in_both_directions() -> None:
    matcher = small(kettle=[*KETTLE, "wlan kettle offline"], toaster=[*TOASTER, "wi-fi toaster"])
    assert found(matcher.match("wi-fi kettle offline")) == "kettle"
    assert found(matcher.match("wlan toaster")) == "toaster"


def test_own_synonyms_count_less_than_the_word() -> None:
    hinted = book("kettle", KETTLE, synonyms={"kettle": ["boiler", "pot of water"]})
    matcher = Matcher([hinted, book("toaster", TOASTER)], {})
    assert found(matcher.match("the boiler boils over")) == "kettle"
    assert found(matcher.match("a pot of water boils over")) == "kettle"
    literal, hint = (matcher.rank(f"{word} boils over")[0][1] for word in ("kettle", "boiler"))
    assert literal > hint


def test_an_excluded_phrase_points_elsewhere() -> None:
    plain = Matcher([book("kettle", KETTLE), book("toaster", TOASTER)], {})
    wary = Matcher(
        [book("kettle", KETTLE, excludes=["neighbour has it too"]), book("toaster", TOASTER)], {}
    )
    text = "kettle boils over, the neighbour has it too"
    assert found(plain.match(text)) == "kettle"
    assert wary.rank(text)[0][1] < plain.rank(text)[0][1] / 2


def test_a_denial_in_an_excluded_phrase_must_deny_the_same_word() -> None:
    wary = Matcher(
        [book("kettle", KETTLE, excludes=["kettle does not boil"]), book("toaster", TOASTER)], {}
    )
    assert found(wary.match("kettle boils over, cannot stop it")) == "kettle"
    assert found(wary.match("my kettle will not boil")) != "kettle"


def test_a_match_does_not_depend_on_the_order_of_the_playbooks() -> None:
    books = list(library())
    for _, text in SURE[::10]:
        forward = Matcher(books, {}).rank(text)
        backward = Matcher(books[::-1], {}).rank(text)
        assert [one.id for one, _ in forward] == [one.id for one, _ in backward]


def test_a_very_long_text_is_matched_in_the_end() -> None:
    noise = "Lorem ipsum dolor sit amet consectetur. " * 500
    assert chosen(f"{noise}\nOutlook keeps asking for the password.\n{noise}") == "outlook-prompts"
