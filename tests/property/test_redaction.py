"""Whatever a text is: it comes back as it was, in pieces or whole, and redacting is done once."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from core.redaction.redactor import Redactor
from core.redaction.restoring import StreamRestorer

TERMS = ("Acme", "acme corp", "red", "Müller")
bits = st.sampled_from(
    [
        "password: ",
        "pwd=",
        "Passwort ist ",
        "secret",
        '"',
        "'",
        "\n",
        "\r\n",
        " ",
        "hunter22",
        "1",
        "9",
        "REDACTED_PASSWORD_1",
        "redacted\\_term\\_2",
        "REDACTED_",
        "REDACTED_LITERAL_",
        "_",
        "\u200b",
        "Acme",
        "ACME Corp",
        "müller",
        "net use Z: \\\\srv\\x ",
        "/user:",
        "https://a:b@c",
        "@",
        ";",
        ":",
        "enable secret 5 ",
        "key ",
        "| ",
        "User | Password\n",
        "-Password ",
        "<Password>",
        "</",
        "Summer!7",
        "token=",
        "4111111111111111",
        "\x00",
        "Key Content : ",
        "snmp-server community ",
    ]
)
texts = st.lists(st.one_of(bits, st.text(max_size=6)), max_size=25).map("".join)


@given(texts)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    redactor = Redactor(terms=TERMS)
    assert redactor.restore(redactor.redact(text)) == text


@given(texts)
def test_redacting_again_changes_nothing(text: str) -> None:
    redactor = Redactor(terms=TERMS)
    redacted = redactor.redact(text)
    assert redactor.redact(redacted) == redacted


@given(texts)
def test_the_same_text_is_redacted_alike_after_a_restart(text: str) -> None:
    before = Redactor(terms=TERMS)
    before.redact(text)
    redacted = before.redact(text)
    after = Redactor(before.made, TERMS)
    assert after.redact(text) == redacted
    assert after.made == ()


@given(texts, st.lists(st.integers(0, 200)), st.booleans())
def test_pieces_are_restored_like_the_whole(text: str, cuts: list[int], secrets: bool) -> None:
    redactor = Redactor(terms=TERMS)
    answer = redactor.redact(text) + text.lower()
    restorer = StreamRestorer(redactor, secrets=secrets)
    places = sorted({0, len(answer), *(cut for cut in cuts if cut < len(answer))})
    pieces = [restorer.feed(answer[a:b]) for a, b in itertools.pairwise(places)]
    assert "".join([*pieces, restorer.finish()]) == redactor.restore(answer, secrets=secrets)
