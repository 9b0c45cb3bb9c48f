"""No text makes the look raise, hang, or call something safe that was not read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.scripts.model import Language
from core.scripts.preflight.check import LONGEST, check_script
from core.scripts.preflight.findings import Risk
from tests.unit.scripts.preflight.looking import DANGEROUS_TEXTS, powershell

PIECES = st.sampled_from(
    ["& ", "('", "')", '"', "'", "$x", "${", "}", "$(", "@'\n", "\n'@", "#", "<#", "#>", "`", "|",
     ";", "\n", "iex ", "-join ", "-f ", "[char]", "105", "rm ", "-rf ", "/", "\\", "eval ",
     "<<E\n", "\nE\n", "exec(", ")", "def f():\n  ", "=", ",", "+", ".", "é", "😀", "“",
     "\ud800", "\x00"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(list(Language)))
def test_never_raises(text: str, language: Language) -> None:
    preflight = check_script(text, language)

    lines = text.split("\n")
    for found in preflight.findings:
        assert 1 <= found.line <= len(lines)
        assert found.column <= len(lines[found.line - 1]) + 1
    assert preflight.complete or preflight.risk >= Risk.MEDIUM


@pytest.mark.parametrize("language", Language)
def test_a_long_script_is_looked_at_in_reasonable_time(language: Language) -> None:
    line = {"powershell": "Get-Item -Path 'a', 'b' | Remove-Item\n", "bash": "rm -f a b\n"}
    text = line.get(language.value, "print('a' + 'b')\n") * 3_000

    started = time.perf_counter()
    check_script(text, language)

    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("language", Language)
def test_deep_nesting_does_no_harm(language: Language) -> None:
    check_script("(" * 3_000 + "1" + ")" * 3_000, language)
    check_script("$(" * 1_500 + ")" * 1_500, language)
    check_script("'a' + " * 3_000 + "'b'", language)


def test_too_long_a_script_is_not_called_safe() -> None:
    preflight = powershell("#" * (LONGEST + 1))

    assert not preflight.complete
    assert preflight.risk is Risk.MEDIUM


def test_scripts_within_scripts_have_an_end() -> None:
    text = "Get-Date"
    for _ in range(8):
        text = "iex '" + text.replace("'", "''") + "'"

    preflight = powershell(text)

    assert not preflight.complete


@pytest.mark.parametrize("script", DANGEROUS_TEXTS)
def test_bytes_around_it_hide_nothing(script: str) -> None:
    for around in (f"\ufeff{script}", f"\r\n{script}\r\n", f"{script}\x00", f"Get-Date;{script}"):
        assert powershell(around).risk is Risk.HIGH, around


def test_line_ends_of_windows_change_nothing() -> None:
    script = "Get-Date\nif (Test-Path C:\\a) {\n  Remove-ADUser jdoe\n}\n"

    assert powershell(script.replace("\n", "\r\n")).findings == powershell(script).findings
