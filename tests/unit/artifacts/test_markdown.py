"""Untrusted text says the same words when rendered, and nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.artifacts.markdown import bullets, code, inline, plain, sentence, shortened, within

GFM = MarkdownIt("gfm-like", {"linkify": False})
hostile = st.one_of(
    st.text(max_size=40), st.text("#>-+=*_`[]<>\\&;|~!().0129ab \n\t:/x", max_size=30)
)
PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]
IN_A_LIST = [
    "bullet_list_open",
    "list_item_open",
    *PARAGRAPH,
    "list_item_close",
    "bullet_list_close",
]


def words(tokens: list[Token]) -> str:
    """What a reader sees; fails on anything but text and code."""
    pieces = [piece for token in tokens for piece in token.children or ()]
    assert {piece.type for piece in pieces} <= {"text", "text_special", "code_inline"}
    return "".join(piece.content for piece in pieces)


@given(hostile.filter(plain))
def test_inline_text_is_read_as_it_is(text: str) -> None:
    tokens = GFM.parse(f"- {inline(text)}\n\n{inline(text)}\n\nend")

    assert [token.type for token in tokens] == IN_A_LIST + PARAGRAPH + PARAGRAPH
    assert words(tokens) == plain(text) * 2 + "end"


@given(hostile.filter(plain))
def test_a_code_span_holds_all_of_its_text(text: str) -> None:
    tokens = GFM.parse(f"- see {code(text)} here")

    assert [token.type for token in tokens] == IN_A_LIST
    assert " ".join(words(tokens).split()) == f"see {plain(text)} here"


@pytest.mark.parametrize(
    "text",
    [
        r"C:\Users\roe\AppData",
        "192.168.1.10/24, VLAN 20 (voice)",
        "DHCP_Server=10.0.0.1; loss 3% & rising",
        "Settings > Network & internet > Ethernet",
        "https://portal.office.com/login?a=b#c",
        "It's 5-10 dB, “fine”!",
    ],
)
def test_everyday_text_is_not_touched(text: str) -> None:
    assert inline(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("## Resolution", r"\## Resolution"),
        ("a\n## Resolution\nb", "a ## Resolution b"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        (r"\\server\share", r"\\\server\share"),
        ("*.docx", r"\*.docx"),
        ("<b>bold</b>", r"\<b>bold\</b>"),
        ("[here](javascript:x)", r"\[here\](javascript:x)"),
        ("a\u202etxt.exe\x07\x00", "atxt.exe"),
    ],
)
def test_what_would_mean_something_is_escaped(text: str, written: str) -> None:
    assert inline(text) == written


def test_code_keeps_its_spaces() -> None:
    assert code('findstr /c:"a  b" log.txt') == '`findstr /c:"a  b" log.txt`'
    assert code("") == ""


@given(hostile, st.integers(1, 60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert short == plain(text) or short.endswith("…")


def test_text_is_cut_at_a_word() -> None:
    assert shortened("the printer, on floor two", 14) == "the printer…"
    assert shortened("the printer", 11) == "the printer"


@pytest.mark.parametrize(
    ("text", "written"),
    [("It works", "It works."), ("It works!", "It works!"), ("So far…", "So far…"), ("", "")],
)
def test_a_sentence_ends(text: str, written: str) -> None:
    assert sentence(text) == written


def test_a_list_stops_at_its_budget_and_says_so() -> None:
    assert within(["aaa", "bbb", "ccc"], 9, "lines") == ["aaa", "bbb", "ccc"]
    assert within(["aaa", "bbb", "ccc"], 8, "lines") == ["aaa", "bbb", "… and 1 more lines."]
    assert bullets(["a", "b"]) == "- a\n- b"
