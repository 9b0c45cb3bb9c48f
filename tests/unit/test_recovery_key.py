"""The recovery key: what is written down can be typed in again, and typing errors are found."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.recovery_key import read_recovery_key, write_recovery_key

keys = st.binary(min_size=32, max_size=32)
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY = bytes(range(32))
TEXT = write_recovery_key(KEY)


@given(keys)
def test_what_was_written_is_read(key: bytes) -> None:
    text = write_recovery_key(key)
    assert read_recovery_key(text) == key
    rows = text.split("\n")
    assert len(rows) == 4
    for row in rows:
        first, second = row.split("-")
        assert len(first) == len(second) == 7
        assert set(first + second) <= set(DIGITS)


@pytest.mark.parametrize(
    "typed",
    [
        TEXT.lower(),
        TEXT.replace("\n", " "),
        TEXT.replace("-", "").replace("\n", ""),
        f"\n  {TEXT}\r\n",
        TEXT.replace("0", "O").replace("1", "l"),
        TEXT.replace("0", "o").replace("1", "I"),
        " ".join(TEXT),
        TEXT.replace("-", "–"),
    ],
)
def test_the_ways_people_type_it_are_fine(typed: str) -> None:
    assert read_recovery_key(typed) == KEY


@given(keys, st.integers(0, 55), st.sampled_from(DIGITS))
def test_any_single_wrong_character_is_found_in_its_row(key: bytes, place: int, digit: str) -> None:
    typed = list(write_recovery_key(key).replace("-", "").replace("\n", ""))
    if typed[place] == digit:
        return
    typed[place] = digit
    with pytest.raises(UserError, match=f"row {place // 14 + 1}") as error:
        read_recovery_key("".join(typed))
    assert error.value.field == "recovery_key"


@given(keys, st.integers(0, 54))
def test_two_neighbours_that_changed_places_are_found(key: bytes, place: int) -> None:
    typed = list(write_recovery_key(key).replace("-", "").replace("\n", ""))
    swapped = [*typed[:place], typed[place + 1], typed[place], *typed[place + 2 :]]
    if swapped != typed:
        with pytest.raises(UserError):
            read_recovery_key("".join(swapped))


def test_rows_in_the_wrong_order_are_found() -> None:
    one, two, three, four = TEXT.split("\n")
    with pytest.raises(UserError, match="row 2"):
        read_recovery_key(f"{one}\n{three}\n{two}\n{four}")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "0 characters; a recovery key has 56"),
        (TEXT[:-1], "55 characters"),
        (TEXT + "0", "57 characters"),
        (TEXT.replace("0", "U"), "“U” is not"),
        ("correct horse battery staple!" * 2, "is not a character"),
    ],
)
def test_what_cannot_be_one_says_why(typed: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_recovery_key(typed)


@given(st.text())
def test_nothing_typed_is_fatal(typed: str) -> None:
    with contextlib.suppress(UserError):
        assert len(read_recovery_key(typed)) == 32
