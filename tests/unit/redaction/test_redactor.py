"""Placeholders within a session: stable, exact, and told apart in documents."""

from __future__ import annotations

import pytest

from core.redaction.placeholder import Kind, Placeholder
from core.redaction.redactor import Redactor
from core.redaction.restoring import StreamRestorer


def test_only_the_secret_itself_is_replaced() -> None:
    assert (
        Redactor().redact("enable secret 5 $1$abcd$efghijkl\nhostname core")
        == "enable secret 5 REDACTED_PASSWORD_1\nhostname core"
    )


def test_the_same_secret_has_the_same_placeholder_after_a_restart() -> None:
    before = Redactor()
    redacted = before.redact("password: Summer!24 and pwd=Winter!25")
    after = Redactor(before.made)
    assert after.redact("password: Summer!24 and pwd=Winter!25") == redacted
    assert after.redact("pwd=Autumn!26") == "pwd=REDACTED_PASSWORD_3"
    assert [each.original for each in after.made] == ["Autumn!26"]


def test_a_known_secret_is_found_where_no_rule_sees_it() -> None:
    redactor = Redactor([Placeholder("REDACTED_PASSWORD_1", "Sommer!24", Kind.PASSWORD)])
    assert redactor.redact("is Sommer!24 still right?") == "is REDACTED_PASSWORD_1 still right?"
    assert redactor.redact("Sommer!245 is another word") == "Sommer!245 is another word"


@pytest.mark.parametrize("word", ["public", "monitor", "abc!1"])
def test_common_and_short_words_are_not_looked_for_elsewhere(word: str) -> None:
    redactor = Redactor([Placeholder("REDACTED_KEY_1", word, Kind.KEY)])
    assert redactor.redact(f"the {word} one") == f"the {word} one"


def test_a_secret_learnt_later_leaves_earlier_texts_too() -> None:
    redactor = Redactor()
    earlier = "I tried Sommer!24 twice"
    assert redactor.redact(earlier) == earlier
    redactor.learn(["password: Sommer!24"])
    assert redactor.redact(earlier) == "I tried REDACTED_PASSWORD_1 twice"


def test_terms_are_found_in_addresses_hosts_and_paths_but_not_in_words() -> None:
    redactor = Redactor(terms=["Acme", "Acme Corp", "fs01"])
    text = "ACME Corp: \\\\FS01\\acme$ bob@acme.example acme-dc01 acmeist"
    redacted = redactor.redact(text)
    assert redactor.restore(redacted) == text
    assert "fs01" not in redacted.lower()
    assert redacted.lower().count("acme") == 1


def test_documents_name_terms_but_no_secrets() -> None:
    redactor = Redactor(terms=["Acme"])
    redacted = redactor.redact("Acme password: Sommer!24")
    assert redactor.restore(redacted, secrets=False) == "Acme password: [removed]"


def test_a_term_that_is_also_a_password_stays_out_of_documents() -> None:
    redactor = Redactor(terms=["Sunrise7"])
    redacted = redactor.redact("Sunrise7 it is. password: Sunrise7")
    assert redactor.restore(redacted, secrets=False).endswith("password: [removed]")


@pytest.mark.parametrize(
    "written", ["redacted_password_1", "REDACTED\\_PASSWORD\\_1", "**REDACTED_PASSWORD_1**"]
)
def test_what_models_do_to_placeholders_is_understood(written: str) -> None:
    redactor = Redactor([Placeholder("REDACTED_PASSWORD_1", "Sommer!24", Kind.PASSWORD)])
    assert "Sommer!24" in redactor.restore(f"Type {written} there.")


def test_another_number_is_another_placeholder() -> None:
    redactor = Redactor([Placeholder("REDACTED_PASSWORD_1", "Sommer!24", Kind.PASSWORD)])
    assert redactor.restore("REDACTED_PASSWORD_12") == "REDACTED_PASSWORD_12"


def test_text_that_looks_like_a_placeholder_is_never_taken_for_one() -> None:
    redactor = Redactor()
    text = "REDACTED_PASSWORD_1 is what he wrote; password: Sommer!24"
    redacted = redactor.redact(text)
    assert redactor.restore(redacted) == text
    assert redactor.restore(redacted, secrets=False).startswith("REDACTED_PASSWORD_1 is")


def test_findings_say_what_stands_where() -> None:
    redactor = Redactor(terms=["Acme"])
    redacted = redactor.redact("Acme pwd=Sommer!24")
    findings = redactor.findings(redacted)
    assert [each.placeholder.kind for each in findings] == [Kind.TERM, Kind.PASSWORD]
    assert [redacted[each.start : each.end] for each in findings] == [
        each.placeholder.token for each in findings
    ]


def test_a_stream_shows_text_as_soon_as_it_can_be_no_placeholder() -> None:
    redactor = Redactor([Placeholder("REDACTED_PASSWORD_1", "Sommer!24", Kind.PASSWORD)])
    restorer = StreamRestorer(redactor)
    assert restorer.feed("Type REDACTED_PASS") == "Type "
    assert restorer.feed("WORD_1") == ""
    assert restorer.feed(" there, RE") == "Sommer!24 there, "
    assert restorer.feed("boot") == "REboot"
    assert restorer.finish() == ""


def test_an_original_is_not_shown_by_accident() -> None:
    assert "Sommer!24" not in repr(Placeholder("REDACTED_PASSWORD_1", "Sommer!24", Kind.PASSWORD))
