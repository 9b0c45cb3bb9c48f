"""What is kept of an output, byte for byte, and how it becomes text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checks.capture import Capture, decode, encoding_of, size_text


def captured(*chunks: bytes, limit: int = 1000) -> Capture:
    capture = Capture(limit)
    for chunk in chunks:
        capture.add(chunk)
    return capture


@given(st.lists(st.text("abc\n", max_size=40)), st.integers(0, 300))
def test_any_chunking_keeps_the_same_bytes(parts: list[str], limit: int) -> None:
    chunks = [part.encode() for part in parts]
    at_once = captured(b"".join(chunks), limit=limit)
    in_pieces = captured(*chunks, limit=limit)

    assert in_pieces.left_out == at_once.left_out == max(0, len(b"".join(chunks)) - limit)
    assert in_pieces.text() == at_once.text()


@given(st.lists(st.binary(max_size=400), max_size=30), st.integers(2, 200))
def test_never_holds_more_than_the_limit(chunks: list[bytes], limit: int) -> None:
    capture = captured(*chunks, limit=limit)

    seen = sum(map(len, chunks))
    assert seen - capture.left_out == min(seen, limit)


@given(st.binary(max_size=2000), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_any_bytes_become_text(raw: bytes, encoding: str) -> None:
    text = decode(raw, encoding, legacy="cp850")

    assert "\r" not in text
    assert "\x00" not in text


def test_an_output_at_the_limit_is_whole() -> None:
    assert captured(b"a" * 1000).text() == "a" * 1000
    assert captured(b"a" * 1000).left_out == 0
    assert captured(b"a" * 1001).left_out == 1


def test_the_cut_falls_between_lines() -> None:
    lines = "".join(f"line {n}\n" for n in range(500)).encode()

    text = captured(lines, limit=101).text()

    assert text.splitlines() == [
        *(f"line {n}" for n in range(7)),
        "… 4 KB left out …",
        *(f"line {n}" for n in range(495, 500)),
    ]


def test_a_cut_inside_one_endless_line_breaks_no_character() -> None:
    text = captured("ü".encode() * 5000, limit=1002).text()

    assert text == "ü" * 250 + "\n… 9 KB left out …\n" + "ü" * 250


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_a_cut_keeps_utf_16_in_step(chunk: int) -> None:
    raw = codecs.BOM_UTF16_LE + ("Zeile ü\r\n" * 500).encode("utf-16-le")
    pieces = [raw[at : at + chunk] for at in range(0, len(raw), chunk)]

    lines = captured(*pieces, limit=301).text().splitlines()

    assert set(lines) == {"Zeile ü", "… 8 KB left out …"}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain\n", "plain\n"),
        (b"a\r\nb\r\r\nc\rd", "a\nb\nc\nd"),
        (codecs.BOM_UTF8 + "ä\r\n".encode(), "ä\n"),
        (codecs.BOM_UTF16_LE + "ä\r\n".encode("utf-16-le"), "ä\n"),
        (codecs.BOM_UTF16_BE + "ä\r\n".encode("utf-16-be"), "ä\n"),
        ("Die Distribution läuft.\r\n".encode("utf-16-le"), "Die Distribution läuft.\n"),
        (b"a\x00b", "a\ufffdb"),
        (b"", ""),
    ],
    ids=["plain", "line ends", "BOM", "UTF-16 LE", "UTF-16 BE", "no mark", "NUL", "empty"],
)
def test_recognises_the_encoding(raw: bytes, text: str) -> None:
    assert captured(raw).text() == text


def test_lines_of_different_programs_are_judged_one_by_one() -> None:
    raw = "Präfix\n".encode() + "Ethernet-Adapter für\n".encode("cp850")

    assert decode(raw, "utf-8", legacy="cp850") == "Präfix\nEthernet-Adapter für\n"


def test_binary_is_not_taken_for_utf_16() -> None:
    assert encoding_of(bytes(range(256))) == "utf-8"
    assert encoding_of(b"\x00" * 100) == "utf-8"


@pytest.mark.parametrize(
    ("count", "text"),
    [(700, "700 bytes"), (1024, "1 KB"), (300_000, "293 KB"), (3_355_443, "3.2 MB")],
)
def test_sizes_are_for_people(count: int, text: str) -> None:
    assert size_text(count) == text
