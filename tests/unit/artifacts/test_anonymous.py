from __future__ import annotations

import pytest

from core.artifacts.anonymous import without_name


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Jane Roe cannot print.", "The user cannot print."),
        ("It fails for jane roe only.", "It fails for the user only."),
        ("Reported by Roe, Jane at nine.", "Reported by the user at nine."),
        ("Jane's laptop and Roe's phone", "The user's laptop and the user's phone"),
        ("It works. Jane confirmed.", "It works. The user confirmed."),
        ("Asked Jane.", "Asked the user."),
        ("jane is a group name", "jane is a group name"),
        ("jane.roe@contoso.com signs in", "jane.roe@contoso.com signs in"),
        (r"C:\Users\Jane and Jane-PC", r"C:\Users\Jane and Jane-PC"),
        ("Janet and Roebuck", "Janet and Roebuck"),
    ],
)
def test_the_contact_becomes_the_user(text: str, written: str) -> None:
    assert without_name("Jane Roe")(text) == written


@pytest.mark.parametrize("contact", ["", "   ", ",", "Li"])
def test_without_a_telling_name_nothing_changes(contact: str) -> None:
    assert without_name(contact)("Listen, Li: it works.") == "Listen, Li: it works."


def test_a_name_that_is_also_a_word_is_only_found_in_full() -> None:
    anonymous = without_name("Mark Price")

    assert anonymous("Mark the port. Mark Price agreed.") == "Mark the port. The user agreed."


def test_a_name_is_text_and_not_a_pattern() -> None:
    assert without_name("J. (Jay) Roe*")("J. (Jay) Roe* called.") == "The user called."
