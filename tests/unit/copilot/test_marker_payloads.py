"""What each block proposes: the table of domain.md section 2, row by row."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from core.copilot.marker_payloads import COMMAND_LIMIT, ITEMS_LIMIT
from core.copilot.markers import parse_reply
from core.copilot.turn import (
    PromotedFact,
    ProposedCheck,
    ProposedFix,
    ProposedOutcome,
    ProposedQuestion,
    Turn,
)
from core.sessions.facts import SourceType
from core.sessions.fixes import ProposedResult

ID = "0190a0b0-0000-7000-8000-000000000001"
FIX = {"title": "Reset it", "description": "Clears the state.", "confidence": 80}


def block(name: str, *payloads: object, shell: str = "powershell") -> Turn:
    """A reply with one block per payload; a text is taken as it is."""
    texts = (each if isinstance(each, str) else json.dumps(each) for each in payloads)
    return parse_reply("\n".join(f"[{name}]{text}[/{name}]" for text in texts), shell=shell)


def test_questions() -> None:
    items: list[object] = [
        {"text": " Who\nelse? ", "context": "One.\nTwo.", "options": ["a", "b"], "more": 1},
        {"text": "When?", "options": ["a", 3, None, "a", " "], "context": 7},
        {"text": " "},
        {"text": 5},
        {"options": ["a"]},
        "Why?",
        None,
    ]
    assert block("QUESTIONS", items).questions == (
        ProposedQuestion(text="Who else?", context="One.\nTwo.", options=("a", "b")),
        ProposedQuestion(text="When?", options=("a",)),
    )
    assert len(block("QUESTIONS", [{"text": f"{n}?"} for n in range(200)]).questions) == ITEMS_LIMIT


def test_questions_of_several_blocks_add_up() -> None:
    turn = block("QUESTIONS", [{"text": "A?"}], {"text": "B?"})
    assert [question.text for question in turn.questions] == ["A?", "B?"]


def test_checks() -> None:
    items = [
        {"label": "Look", "description": "In the corner."},
        {"label": "List", "command": "Get-Service"},
        {"label": "List", "command": "ls", "shell": "Bash"},
        {"label": "List", "command": "dir", "shell": "fish"},
        {"label": "Long", "command": "x" * (COMMAND_LIMIT + 1)},
        {"label": "Wrong", "command": ["ls"]},
        {"command": "ls"},
    ]
    assert block("ACTIONS", items).checks == (
        ProposedCheck(label="Look", description="In the corner."),
        ProposedCheck(label="List", command="Get-Service", shell="powershell"),
        ProposedCheck(label="List", command="ls", shell="posix"),
        ProposedCheck(label="List", command="dir", shell="powershell"),
        ProposedCheck(label="Long"),
        ProposedCheck(label="Wrong"),
    )


def test_a_command_is_for_the_laptops_shell_unless_it_says_otherwise() -> None:
    items = [{"label": "A", "command": "ls"}, {"label": "B", "command": "ls", "shell": "pwsh"}]
    checks = block("ACTIONS", items, shell="posix").checks
    assert [check.shell for check in checks] == ["posix", "powershell"]


def test_a_command_hides_nothing() -> None:
    item = {"label": "A", "command": "a\0b\x1b[2Kc\u202ed\u200be\r\n\tf\ud800"}
    assert block("ACTIONS", item).checks[0].command == "ab[2Kcde\n\tf\ufffd"
    fenced = {"label": "A", "command": "```powershell\nGet-Date\n```"}
    assert block("ACTIONS", fenced).checks[0].command == "Get-Date"


def test_facts() -> None:
    turn = block(
        "PROMOTE",
        {"source_type": "question", "source_ref": ID, "text": "A", "summary": "s"},
        {"source_type": "Diagnostic_Check", "source_ref": "7", "text": "B", "summary": "s" * 300},
        {"source_type": "ai_synthesis", "source_ref": ID, "text": "C"},
        {"source_type": "user_note", "text": "D"},
        {"source_type": "rumour", "text": "E"},
        {"source_type": "question", "text": " "},
        {"source_type": "question", "text": "F" * 2001},
        {"text": "G"},
    )
    assert turn.facts == (
        PromotedFact(source_type=SourceType.QUESTION, text="A", summary="s", source_ref=UUID(ID)),
        PromotedFact(source_type=SourceType.DIAGNOSTIC_CHECK, text="B", summary="s" * 200),
        PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="C"),
    )


def test_a_fix() -> None:
    assert block("SUGGEST_FIX", FIX | {"script_template_slug": "reset-it"}).fix == ProposedFix(
        title="Reset it",
        description="Clears the state.",
        confidence=80,
        script_template_slug="reset-it",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": 3},
        {"description": " "},
        {"description": None},
        {"confidence": None},
        {"confidence": "high"},
        {"confidence": True},
        {"confidence": [80]},
    ],
)
def test_a_fix_without_title_description_or_number_is_dropped(wrong: dict[str, object]) -> None:
    assert block("SUGGEST_FIX", FIX | wrong).fix is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", 0),
        ("79.6", 80),
        ("-5", 0),
        ("250", 100),
        ('"85"', 85),
        ('" 85.4 % "', 85),
        ("NaN", None),
        ("Infinity", None),
        ("-Infinity", None),
        ("1e999", None),
        ('"nan"', None),
        ('"inf"', None),
        ("1" + "0" * 400, None),
    ],
)
def test_confidence_is_a_whole_number_from_0_to_100(written: str, read: int | None) -> None:
    fix = block("SUGGEST_FIX", json.dumps(FIX).replace("80", written)).fix
    assert (fix.confidence if fix else None) == read


def test_a_title_is_cut() -> None:
    fix = block("SUGGEST_FIX", FIX | {"title": "t" * 201}).fix
    assert fix is not None
    assert fix.title == "t" * 200


def test_the_last_valid_fix_wins() -> None:
    fix = block("SUGGEST_FIX", FIX, FIX | {"title": "Second"}, FIX | {"title": ""}, "{broken").fix
    assert fix is not None
    assert fix.title == "Second"


def test_a_drafted_script() -> None:
    parameters = {"name": "x", "count": 3, "ratio": 0.5, "on": True, "deep": {"a": 1}, "no": None}
    written = FIX | {"ai_drafted_script": "Get-Date\n", "ai_drafted_parameters": parameters}
    fix = block("SUGGEST_FIX", json.dumps(written).replace("0.5", "NaN")).fix
    assert fix is not None
    assert (fix.drafted_script, fix.script_language) == ("Get-Date", "powershell")
    assert fix.drafted_parameters == {"name": "x", "count": 3, "on": True}


@pytest.mark.parametrize("script", [" ", "x" * 50_001, 5, None])
def test_a_fix_stands_without_a_script_that_cannot_be_kept(script: object) -> None:
    written = FIX | {"ai_drafted_script": script, "ai_drafted_parameters": {"a": "b"}}
    fix = block("SUGGEST_FIX", written).fix
    assert fix is not None
    assert (fix.drafted_script, fix.drafted_parameters, fix.script_language) == ("", {}, "")


@pytest.mark.parametrize(
    ("script", "named", "language"),
    [
        ("ls", "bash", "bash"),
        ("ls", "Python", "python"),
        ("ls", "cobol", "powershell"),
        ("```sh\nls\n```", "", "bash"),
        ("```\nls\n```", "", "powershell"),
        ("#!/bin/sh\nls", "", "bash"),
        ("#!/usr/bin/env python3\nls", "", "python"),
        ("#!/usr/bin/env pwsh\nls", "", "powershell"),
        ("#!\nls", "", "bash"),
    ],
)
def test_the_language_of_a_script(script: str, named: str, language: str) -> None:
    written = FIX | {"ai_drafted_script": script, "ai_drafted_language": named}
    fix = block("SUGGEST_FIX", written).fix
    assert fix is not None
    assert fix.script_language == language
    assert "```" not in fix.drafted_script


def test_a_script_may_hold_line_breaks_as_they_are() -> None:
    written = json.dumps(FIX | {"ai_drafted_script": "a@b"}).replace("@", "\n[Service]\n")
    fix = block("SUGGEST_FIX", written).fix
    assert fix is not None
    assert fix.drafted_script == "a\n[Service]\nb"


@pytest.mark.parametrize("result", list(ProposedResult))
def test_an_outcome(result: ProposedResult) -> None:
    written = {"fix_id": ID, "outcome": result.value.title(), "reason": "It prints."}
    assert block("FIX_OUTCOME", written).outcome == ProposedOutcome(
        fix_id=UUID(ID), result=result, reason="It prints."
    )


@pytest.mark.parametrize(
    "wrong", [{"outcome": "pending"}, {"outcome": 1}, {"fix_id": None}, {"fix_id": "7"}]
)
def test_an_outcome_that_is_unknown_or_of_no_fix_is_dropped(wrong: dict[str, object]) -> None:
    right = {"fix_id": ID, "outcome": "failure", "reason": ""}
    assert block("FIX_OUTCOME", right | wrong).outcome is None


def test_the_last_valid_outcome_wins() -> None:
    first, second = ({"fix_id": ID, "outcome": one} for one in ("failure", "partial"))
    outcome = block(
        "FIX_OUTCOME", first, second | {"reason": "r" * 501}, "{", {"fix_id": ID}
    ).outcome
    assert outcome == ProposedOutcome(
        fix_id=UUID(ID), result=ProposedResult.PARTIAL, reason="r" * 500
    )


@pytest.mark.parametrize(
    "payload",
    [
        '{"text": "A, ]?",}',
        '[{"text": "A, ]?"},]',
        '[{"text": "A, ]?" ,\n} , ]',
        '```json\n[{"text": "A, ]?"}]\n```',
        '```{"text": "A, ]?"}```',
        '\ufeff{"text": "A, ]?"}',
    ],
)
def test_small_slips_in_the_json_are_let_pass(payload: str) -> None:
    assert [question.text for question in block("QUESTIONS", payload).questions] == ["A, ]?"]


@pytest.mark.parametrize(
    "payload", ["5", '"A?"', "null", "true", "[]", "{}", "[[]]", "{'text': 1}"]
)
@pytest.mark.parametrize("name", ["QUESTIONS", "ACTIONS", "PROMOTE", "SUGGEST_FIX", "FIX_OUTCOME"])
def test_json_of_another_shape_proposes_nothing(name: str, payload: str) -> None:
    assert block(name, payload) == Turn()


def test_a_template_may_come_with_values() -> None:
    told = {"script_template_slug": "unlock", "ai_drafted_parameters": {"account": "x"}}
    fix = block("SUGGEST_FIX", FIX | told).fix
    assert fix is not None
    assert (fix.script_template_slug, fix.drafted_parameters) == ("unlock", {"account": "x"})
