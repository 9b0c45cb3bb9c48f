"""Output is untrusted: whatever it is, parsing ends in a result or a reason."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.playbooks.parsing import Output, ParsedResult, clean, number, parse
from core.playbooks.schema import ParseRule

RULES = [
    ParseRule(result="low", match=r"^free=(?P<gb>\S+)", below={"gb": 5}),
    ParseRule(result="named", match=r"^name=(?P<name>\S+)\s+^address=(?P<address>\S*)"),
    ParseRule(result="broken", exit_code="nonzero", match=r"(?P<code>0x[0-9a-f]+)", stream="both"),
]
lines = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["free=3,5", "free=80", "name=x", "address=10.0.0.1", "0x80070005"]),
    )
)
outputs = st.builds(
    lambda out, err, code, ending: Output(
        stdout=ending.join(out), stderr=ending.join(err), exit_code=code
    ),
    lines,
    lines,
    st.sampled_from([0, 1, -1, None]),
    st.sampled_from(["\n", "\r\n", "\r", "\n\x00", "\x00\n\x00"]),
)


@given(outputs)
def test_parsing_ends_in_a_result_with_its_line_or_in_a_reason(output: Output) -> None:
    found = parse(RULES, output)
    if isinstance(found, ParsedResult):
        assert found.result_id in {rule.result for rule in RULES}
        shown = f"{clean(output.stdout)}\n{clean(output.stderr)}"
        assert found.source_line in shown
        assert "\n" not in found.source_line
        assert len(found.source_line) <= 200
        assert all(value.strip() for value in found.values.values())
    else:
        assert found.reason.strip()


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=2))
def test_a_number_reads_the_same_with_either_decimal_mark(value: object) -> None:
    text = f"{value:.2f}"
    assert number(text) == number(text.replace(".", ",")) == float(text)


@given(st.text())
def test_reading_a_number_never_fails(text: str) -> None:
    number(text)
