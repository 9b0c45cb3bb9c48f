"""Names that stand for one client or one person leave no laptop; ordinary words are no names."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.copilot.asking import terms_of
from core.copilot.hidden_names import hidden_names
from core.playbooks.library import PlaybookLibrary
from core.redaction.redactor import Redactor
from core.team.client_rules import ModelPolicy
from tests.unit.copilot.asked import asked

NO_NAMES = [
    "IT",
    "The",
    "the",
    "Mail",
    "MAIL",
    "Mail.",
    "Team",
    "Exchange",
    "Windows",
    "Support",
    "Helpdesk",
    "3M",
    "C&A",
    "2026",
    "1000",
]


@pytest.mark.parametrize("name", ["", " ", "A. B.", *NO_NAMES])
def test_a_short_name_or_an_everyday_word_is_no_term(name: str) -> None:
    assert hidden_names(name, "") == ()
    assert hidden_names("", name) == ()


@pytest.mark.parametrize("name", ["Contoso", "Meyer", "IT4U", "Mail & More", "The Post Office"])
def test_a_name_that_stands_for_one_client_is_a_term(name: str) -> None:
    assert hidden_names(name, "") == (name,)


def test_a_contact_is_hidden_in_either_order_and_by_the_parts_that_are_names() -> None:
    for contact in ("Will Okafor", "Okafor, Will", "Okafor Will"):
        hides = Redactor((), hidden_names("", contact))
        for said in ("Will Okafor", "Okafor, Will", "okafor will", "Okafor"):
            text = hides.redact(f"Ask {said} if the PC will start")
            assert "okafor" not in text.lower(), (contact, said)
            assert "will start" in text
        assert "Will" not in hides.redact("Ask Will Okafor")


def test_a_client_called_it_takes_no_word_out_of_a_text() -> None:
    text = "It is the mail that IT cannot send: check it in the IT room."
    for name in ("IT", "The", "Mail"):
        assert Redactor((), hidden_names(name, name)).redact(text) == text


def test_the_engineers_own_words_stay_as_they_were_written(
    tmp_path: Path, library: PlaybookLibrary
) -> None:
    with asked(tmp_path, library) as laptop:
        laptop.rules.save("IT", ModelPolicy.CLOUD_ALLOWED, ("IT", "Mail", "it.example"))
        session_id = laptop.begin("No mail", client="IT", contact="The Boss")
        with laptop.database.work() as work:
            terms = terms_of(work, work.sessions.get(session_id))
    assert terms[:3] == ("IT", "Mail", "it.example")
    assert "The Boss" in terms
    assert "The" not in terms
