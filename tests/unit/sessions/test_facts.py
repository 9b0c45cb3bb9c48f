"""Facts: their limits, who may edit them, and what has substance (domain.md section 3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from core.outcome import Refused
from core.sessions import facts
from core.sessions.facts import Candidate, Fact, SourceType
from tests.unit.rows import NOON, a_fact, after

QUESTION, CHECK, NOTE, SYNTHESIS = (
    SourceType.QUESTION,
    SourceType.DIAGNOSTIC_CHECK,
    SourceType.USER_NOTE,
    SourceType.AI_SYNTHESIS,
)
NOTHING_TO_KEEP = Refused("There is nothing in this to keep as a fact.", "raw")


# --- what every stored fact keeps


def test_text_and_summary_are_kept_trimmed() -> None:
    fact = a_fact("  It is on.\n", summary=" rules out power ")

    assert facts.check_fact(fact) == replace(fact, text="It is on.", summary="rules out power")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_a_text_has_1_to_2000_characters(text: str) -> None:
    outcome = facts.check_fact(a_fact(text))

    assert isinstance(outcome, Refused)
    assert outcome.field == "text"


def test_the_longest_text_and_summary_fit() -> None:
    fact = a_fact("x" * 2000, summary="y" * 200)

    assert facts.check_fact(fact) == fact


def test_a_summary_has_at_most_200_characters() -> None:
    outcome = facts.check_fact(a_fact(summary="y" * 201))

    assert isinstance(outcome, Refused)
    assert outcome.field == "summary"


@pytest.mark.parametrize(
    ("source_type", "may_refer"),
    [(QUESTION, True), (CHECK, True), (NOTE, False), (SYNTHESIS, False)],
)
def test_only_questions_and_checks_are_referred_to(
    source_type: SourceType, may_refer: bool
) -> None:
    outcome = facts.check_fact(a_fact(source_type=source_type, source_ref=new_id()))

    assert isinstance(outcome, Fact) is may_refer
    if isinstance(outcome, Refused):
        assert outcome.field == "source_ref"


@pytest.mark.parametrize("source_type", SourceType)
def test_no_fact_has_to_refer_to_a_source(source_type: SourceType) -> None:
    assert isinstance(facts.check_fact(a_fact(source_type=source_type)), Fact)


def test_a_fact_is_the_engineers_own_unless_it_says_otherwise() -> None:
    assert not a_fact().ai_made


# --- editing and deleting


@pytest.mark.parametrize(
    ("source_type", "editable"),
    [(QUESTION, False), (CHECK, False), (NOTE, True), (SYNTHESIS, True)],
)
def test_only_notes_and_syntheses_are_edited_on_the_card(
    source_type: SourceType, editable: bool
) -> None:
    fact = a_fact(source_type=source_type, ai_made=True)

    outcome = facts.edit(fact, " Reworded. ", after(1))

    if editable:
        assert outcome == replace(fact, text="Reworded.", edited_at=after(1))
    else:
        assert outcome == Refused("This fact follows from its source. Edit the source instead.")


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_an_edit_keeps_the_limits(text: str) -> None:
    outcome = facts.edit(a_fact(), text, NOON)

    assert isinstance(outcome, Refused)
    assert outcome.field == "text"


def test_saving_the_same_text_is_no_edit() -> None:
    """It would count as a disputed fact."""
    fact = a_fact("It is on.", source_type=SYNTHESIS, ai_made=True)

    assert facts.edit(fact, " It is on. ", NOON) == fact


@pytest.mark.parametrize("source_type", SourceType)
def test_every_fact_can_be_deleted_and_restored(source_type: SourceType) -> None:
    fact = a_fact(source_type=source_type)

    deleted = facts.delete(fact, after(1))

    assert deleted == replace(fact, deleted_at=after(1))
    assert facts.restore(deleted) == fact


def test_a_deleted_fact_can_only_be_restored() -> None:
    deleted = a_fact(deleted_at=NOON)

    assert facts.delete(deleted, after(1)) == Refused("This fact was already deleted.")
    assert facts.edit(deleted, "Other.", after(1)) == Refused("This fact was deleted.")


def test_a_living_fact_cannot_be_restored() -> None:
    assert facts.restore(a_fact()) == Refused("This fact is not deleted.")


# --- candidates


@pytest.mark.parametrize(
    "raw",
    [
        *("unknown", "Unknown.", "UNCLEAR", "unsure", "not sure", "Not sure…", "no idea", "dunno"),
        *("idk", "don't know", "Don’t know", "I don't know!", "I do not know", "can't say"),
        *("can’t tell", "I'm not sure", "I am not sure", "n/a", "N/A", "na", "none", "None."),
        *("null", "nothing", "TBD", "no answer", "not checked", "skip", "skipped", "error"),
        *("Error:", "failed", "timed out", "timeout", "time out", "?", "???", "-", "--", "…", "()"),
        *("", "   ", "\n\n", "unknown\n-\n???", "\u200b"),
    ],
)
def test_what_says_nothing_is_refused(raw: str) -> None:
    assert facts.candidate_from_answer("Since when?", raw) == NOTHING_TO_KEEP
    assert facts.candidate_from_output("Read the address", raw) == NOTHING_TO_KEEP
    assert facts.candidate_from_note(raw) == NOTHING_TO_KEEP
    assert not any(facts.has_substance(line) for line in raw.splitlines())


@pytest.mark.parametrize(
    "raw",
    [
        *("yes", "No", "7", "since nine", "unknown user name or bad password", "error 0x80070005"),
        *("none of the other PCs", "Nothing changed", "failed to renew", "Not sure, maybe Monday"),
        *("nobody", "skipping every third packet", "ja", "“OK”", "日本"),
    ],
)
def test_what_says_something_has_substance(raw: str) -> None:
    assert facts.has_substance(raw)


def test_an_answer_becomes_question_and_answer() -> None:
    assert facts.candidate_from_answer(" Since when? ", "since\n nine ") == Candidate(
        "Since when: since nine", "from your answer"
    )


def test_the_first_telling_line_of_an_output_becomes_the_candidate() -> None:
    assert facts.candidate_from_output(" Read the address: ", "\n---\nnone\n  10.0.0.7 \nmore") == (
        Candidate("Read the address: 10.0.0.7", "from the check's output")
    )


def test_a_note_becomes_one_line() -> None:
    assert facts.candidate_from_note(" The cable\n is new. ") == Candidate(
        "The cable is new.", "from your note"
    )


@pytest.mark.parametrize(
    "candidate",
    [
        facts.candidate_from_answer("Why?", "x" * 10_000),
        facts.candidate_from_output("Look", "x" * 10_000),
        facts.candidate_from_note("x" * 10_000),
    ],
    ids=["answer", "output", "note"],
)
def test_the_longest_input_is_cut_to_the_longest_fact(candidate: Candidate | Refused) -> None:
    assert isinstance(candidate, Candidate)
    assert len(candidate.text) == 2000


@pytest.mark.parametrize(
    "refused",
    [
        facts.candidate_from_answer("Why?", "x" * 10_001),
        facts.candidate_from_output("Look", "x" * 10_001),
        facts.candidate_from_note("x" * 10_001),
    ],
    ids=["answer", "output", "note"],
)
def test_an_input_has_at_most_10000_characters(refused: Candidate | Refused) -> None:
    assert refused == Refused("The input has 10,001 characters; the limit is 10,000.", "raw")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_candidate_can_be_stored(question: str, raw: str) -> None:
    for outcome in (
        facts.candidate_from_answer(question, raw),
        facts.candidate_from_output(question, raw),
        facts.candidate_from_note(raw),
    ):
        if isinstance(outcome, Candidate):
            fact = facts.check_fact(a_fact(outcome.text, summary=outcome.summary))
            assert isinstance(fact, Fact)
