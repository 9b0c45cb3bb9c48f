"""What people type, read so that nothing they type is an error."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.db.engine import connect
from core.search.hits import SNIPPET_LENGTH, contains, excerpt, mark
from core.search.query import Query, Term, fold, read_query


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        ("   ", []),
        ("outlook", [("outlook", True)]),
        ("outlook pass", [("outlook", False), ("pass", True)]),
        ('"asks for" pass', [("asks for", False), ("pass", True)]),
        ('pass "asks for"', [("pass", False), ("asks for", False)]),
        ('"never closed', [("never closed", False)]),
        ('say "hi"there', [("say", False), ("hi", False), ("there", True)]),
        ("(outlook) -pass* OR^", [("outlook", False), ("pass", False), ("OR", True)]),
        ("0x80070005", [("0x80070005", True)]),
        ("srv-01.contoso.local", [("srv-01.contoso.local", True)]),
        ("C:\\Windows\\Temp", [("C:\\Windows\\Temp", True)]),
        ('* " - ()', []),
        ("a\0b", [("a", False), ("b", True)]),
    ],
)
def test_typed_text_becomes_terms(typed: str, terms: list[tuple[str, bool]]) -> None:
    assert read_query(typed) == Query(tuple(Term(text, open_) for text, open_ in terms))


def test_long_input_is_cut() -> None:
    assert len(read_query("word " * 1000).terms) == 16
    assert len(read_query("x" * 10_000).terms[0].text) == 500


def test_a_term_too_short_for_trigrams_is_not_looked_for_inside_words() -> None:
    assert read_query("dns ok").for_trigrams() == ""
    assert read_query("dns").for_trigrams() == '"dns"'
    assert read_query("srv01").for_trigrams() == '"srv" AND "rv0" AND "v01"'


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fts") / "f.db"
    with closing(connect(path, b"k" * 32)) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(t, tokenize='unicode61')")
        connection.execute("CREATE VIRTUAL TABLE tri USING fts5(t, tokenize=trigram, detail=none)")
    return path


HOSTILE = st.text(
    st.sampled_from(list("\"'*()^:+-{}[]\\%_;\0\n ")) | st.characters(exclude_categories=["Cs"])
) | st.sampled_from(['NEAR("a" "b", 5)', "a AND", "NOT a", "t : x", '"" ""', "'; DROP TABLE t"])


def test_no_input_breaks_the_index(index: Path) -> None:
    with closing(connect(index, b"k" * 32)) as connection:

        @given(HOSTILE)
        def is_fine(typed: str) -> None:
            query = read_query(typed)
            if query.terms:
                connection.execute("SELECT * FROM words WHERE words MATCH ?", [query.for_words()])
            if trigrams := query.for_trigrams():
                connection.execute("SELECT * FROM tri WHERE tri MATCH ?", [trigrams])

        is_fine()


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ünïcode ÉTÉ", "unicode ete"), ("İstanbul", "istanbul"), ("ΣΟΦΟΣ", "σοφοσ"), ("ABC", "abc")],
)
def test_folding_drops_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def highlighted(text: str, typed: str) -> list[str]:
    snippet = excerpt(text, read_query(typed))
    return [snippet.text[start:end] for start, end in snippet.highlights]


def test_a_snippet_shows_the_place_and_marks_the_terms() -> None:
    text = "word " * 100 + "the Spooler stopped after the update " + "word " * 100
    snippet = excerpt(text, read_query("spooler update"))
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= SNIPPET_LENGTH + 2
    assert [snippet.text[a:b] for a, b in snippet.highlights] == ["Spooler", "update"]


def test_highlights_never_overlap() -> None:
    assert highlighted("spoolersv and spool", "spooler ool rsv spool") == ["spoolersv", "spool"]
    assert mark("Café CAFE", read_query("cafe")).highlights == ((0, 4), (5, 9))


def test_a_snippet_is_one_line() -> None:
    assert excerpt("line one\n\n\tline\u00a0two", read_query("two")).text == "line one line two"


@given(st.text(), st.text(max_size=20))
def test_any_text_has_a_snippet_with_true_highlights(text: str, typed: str) -> None:
    query = read_query(typed)
    snippet = excerpt(text, query)
    wanted = {fold(term.text) for term in query.terms}
    assert len(snippet.text) <= SNIPPET_LENGTH + 2
    end = 0
    for start, stop in snippet.highlights:
        assert end <= start < stop <= len(snippet.text)
        assert any(word in fold(snippet.text[start:stop]) for word in wanted)
        end = stop


def test_contains_asks_for_all_terms_anywhere() -> None:
    assert contains("FileSrv01 is down", read_query("srv01 DOWN"))
    assert not contains("FileSrv01 is down", read_query("srv01 up"))
    assert not contains("anything", read_query(""))
