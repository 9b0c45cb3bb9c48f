from __future__ import annotations

import pytest

from core.playbooks.parsing import Output, ParsedResult, Unparsed, clean, number, parse
from core.playbooks.schema import ParseRule

ADDRESS = ParseRule(result="found", match=r"^address=(?P<address>\S+)")


def read(*rules: ParseRule, **output: object) -> ParsedResult | Unparsed:
    return parse(rules, Output(**output))  # type: ignore[arg-type]


def result(*rules: ParseRule, **output: object) -> str | None:
    found = read(*rules, **output)
    return found.result_id if isinstance(found, ParsedResult) else None


def test_the_first_rule_that_matches_wins() -> None:
    rules = [ParseRule(result="first", match="up"), ParseRule(result="second", match="up")]
    assert result(*rules, stdout="link up") == "first"


def test_the_source_line_is_the_line_where_the_match_begins() -> None:
    rule = ParseRule(result="found", match=r"^name=(?P<name>\S+)\s+^address=\S+")
    found = read(rule, stdout="noise\nname=eth0\naddress=10.0.0.1\nmore")
    assert found == ParsedResult("found", {"name": "eth0"}, "name=eth0")


def test_white_space_at_the_start_of_a_match_does_not_move_the_source_line() -> None:
    rule = ParseRule(result="found", match=r"\s+address=")
    found = read(rule, stdout="header\n\n   address=10.0.0.1")
    assert isinstance(found, ParsedResult)
    assert found.source_line == "address=10.0.0.1"


def test_a_long_source_line_is_cut_at_200_characters() -> None:
    found = read(ADDRESS, stdout="address=" + "1" * 500)
    assert isinstance(found, ParsedResult)
    assert len(found.source_line) == 200
    assert len(found.values["address"]) == 100


@pytest.mark.parametrize(
    "stdout",
    [
        "name=x\r\naddress=10.0.0.1\r\n",
        "name=x\raddress=10.0.0.1\r",
        "\ufeffaddress=10.0.0.1",
        "ï»¿address=10.0.0.1",
        "address=10.0.0.1".encode("utf-16").decode("latin-1"),
        "address=10.0.0.1".encode("utf-16-le").decode("latin-1"),
        "address=10.0.0.1\n".encode("utf-16-be").decode("latin-1"),
        "\x1b[32maddress=10.0.0.1\x1b[0m",
        "ADDRESS=10.0.0.1",
    ],
)
def test_mangled_output_reads_like_clean_output(stdout: str) -> None:
    found = read(ADDRESS, stdout=stdout)
    assert isinstance(found, ParsedResult)
    assert found.values == {"address": "10.0.0.1"}
    assert found.source_line.casefold() == "address=10.0.0.1"


def test_a_non_breaking_space_before_a_colon_is_a_space() -> None:
    rule = ParseRule(result="found", match=r"Adresse : (?P<address>\S+)")
    assert result(rule, stdout="Adresse\u00a0: 10.0.0.1") == "found"


@pytest.mark.parametrize(
    ("rule_code", "run_code", "applies"),
    [
        ("zero", 0, True),
        ("zero", None, True),
        ("zero", 1, False),
        ("nonzero", 1, True),
        ("nonzero", -1073741819, True),
        ("nonzero", 0, False),
        ("nonzero", None, False),
        ("any", 0, True),
        ("any", 5, True),
        ("any", None, True),
    ],
)
def test_a_rule_applies_to_its_exit_codes(
    rule_code: str, run_code: int | None, applies: bool
) -> None:
    rule = ParseRule.model_validate({"result": "found", "match": "x", "exit_code": rule_code})
    assert (result(rule, stdout="x", exit_code=run_code) == "found") is applies


def test_a_rule_for_any_failure_quotes_the_error() -> None:
    rule = ParseRule(result="broken", exit_code="nonzero")
    found = read(rule, stderr="Access is denied.\nmore", exit_code=1)
    assert found == ParsedResult("broken", {}, "Access is denied.")


@pytest.mark.parametrize(("stream", "found"), [("stdout", False), ("stderr", True), ("both", True)])
def test_a_rule_searches_its_stream(stream: str, found: bool) -> None:
    rule = ParseRule.model_validate({"result": "found", "match": "^x$", "stream": stream})
    assert (result(rule, stdout="out", stderr="x") == "found") is found


def test_unless_vetoes_a_match() -> None:
    rule = ParseRule(result="found", match="up", unless="error=")
    assert result(rule, stdout="link up") == "found"
    assert result(rule, stdout="link up\nerror=timeout") is None


def test_numbers_are_compared_and_the_boundary_belongs_to_at_least() -> None:
    low = ParseRule(result="low", match=r"free=(?P<gb>[\d.,]+)", below={"gb": 5})
    rest = ParseRule(result="rest", match=r"free=(?P<gb>[\d.,]+)", at_least={"gb": 5})
    assert [result(low, rest, stdout=f"free={gb}") for gb in ("4,9", "5", "5.1")] == [
        "low",
        "rest",
        "rest",
    ]


def test_any_of_several_matches_may_satisfy_a_comparison() -> None:
    low = ParseRule(result="low", match=r"^(?P<drive>\w):(?P<gb>\d+)", below={"gb": 5})
    found = read(low, stdout="C:80\nD:2\nE:1")
    assert found == ParsedResult("low", {"drive": "D", "gb": "2"}, "D:2")


def test_a_group_that_is_not_a_number_does_not_compare() -> None:
    rule = ParseRule(result="low", match=r"free=(?P<gb>\S+)", below={"gb": 5})
    assert result(rule, stdout="free=unknown") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("0,031", 0.031),
        ("1,234", 1234),
        ("12,3456", 12.3456),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1 234,5", 1234.5),
        ("1\u202f234", 1234),
        ("1'234.5", 1234.5),
        ("-3,2", -3.2),
        ("−3.2", -3.2),
        ("+0.5", 0.5),
        (".5", 0.5),
        ("", None),
        ("abc", None),
        ("1-2", None),
        (",", None),
    ],
)
def test_numbers_are_read_in_any_notation(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ({}, "The command printed nothing."),
        ({"stdout": "\n \n"}, "The command printed nothing."),
        ({"stdout": "hello"}, "The output is not one this check knows."),
        (
            {"stdout": "x", "stderr": "No such host.", "exit_code": 1},
            "The command failed (exit code 1): No such host.",
        ),
        ({"exit_code": 2}, "The command failed (exit code 2)."),
    ],
)
def test_an_unread_output_says_why(output: dict[str, object], reason: str) -> None:
    assert read(ADDRESS, **output) == Unparsed(reason)


def test_a_huge_output_keeps_its_head_and_its_tail() -> None:
    text = clean("first\n" + "filler line\n" * 500_000 + "last")
    assert len(text) <= 32_001
    assert text.startswith("first\nfiller")
    assert text.endswith("filler line\nlast")


def test_one_endless_line_is_cut() -> None:
    assert len(clean("x" * 5_000_000)) <= 2_001
