"""What of a reply is shown, and which blocks are found in it."""

from __future__ import annotations

import pytest

from core.copilot.markers import MarkerParser, parse_reply

ASK = '[QUESTIONS][{"text": "Who?"}][/QUESTIONS]'
CHECK = '[ACTIONS][{"label": "Look"}][/ACTIONS]'


def asked(reply: str) -> list[str]:
    turn = parse_reply(reply)
    return [question.text for question in turn.questions] + [check.label for check in turn.checks]


def test_a_reply_without_blocks_is_prose() -> None:
    turn = parse_reply("  Restart the spooler.\n\n- then print\n\n\n- again\n")
    assert turn.prose == "Restart the spooler.\n\n- then print\n\n\n- again"
    assert (turn.questions, turn.checks, turn.facts, turn.fix, turn.outcome) == (
        (),
        (),
        (),
        None,
        None,
    )


@pytest.mark.parametrize("reply", ["", " \n ", ASK, f"\n{ASK}\n\n{CHECK}\n"])
def test_a_reply_of_blocks_only_shows_nothing(reply: str) -> None:
    assert parse_reply(reply).prose == ""


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("[QUESTIONS]", "[/QUESTIONS]"),
        ("[questions]", "[/Questions]"),
        ("[ QUESTIONS ]", "[ / QUESTIONS ]"),
        ("[\tQUESTIONS\n]", "[/ QUESTIONS]"),
        ("[QUESTIONS]\n```json\n", "\n```\n[/QUESTIONS]"),
        ("[QUESTIONS]```", "```[/QUESTIONS]"),
        ("```\n[QUESTIONS]\n", "\n[/QUESTIONS]\n```"),
        ("```json\n\n[QUESTIONS]", "[/QUESTIONS]\n\n```\n"),
        ("```[QUESTIONS]", "[/QUESTIONS]```"),
        ("```json\n[QUESTIONS]\n", "\n```\n[/QUESTIONS]"),
    ],
)
def test_markers_and_fences_may_be_written_in_many_ways(opening: str, closing: str) -> None:
    turn = parse_reply(f'Before.\n\n{opening}[{{"text": "Who?"}}]{closing}\n\nAfter.')
    assert turn.prose == "Before.\n\nAfter."
    assert [question.text for question in turn.questions] == ["Who?"]


def test_one_fence_around_two_blocks_leaves_nothing_over() -> None:
    reply = f"Before.\n```\n{ASK}\n{CHECK}\n```\nAfter."
    assert parse_reply(reply).prose == "Before.\n\nAfter."
    assert asked(reply) == ["Who?", "Look"]


def test_a_fence_with_something_else_in_it_stays() -> None:
    reply = f"```\nipconfig\n{ASK}\n```\nThen:\n```powershell\nGet-Service\n```"
    assert parse_reply(reply).prose == (
        "```\nipconfig\n\n```\nThen:\n```powershell\nGet-Service\n```"
    )
    assert asked(reply) == ["Who?"]


@pytest.mark.parametrize(
    "prose",
    [
        "Use `[QUESTIONS]` and `[/QUESTIONS]` for that.",
        "Write `the [ACTIONS] block` here.",
        "Use `[QUESTIONS][ACTIONS]` here, in this order and no other one; that is what is read.",
        "QUESTIONS and /ACTIONS and (PROMOTE) are words.",
        "[QUESTIONSS] [QUES TIONS] [] [FIX OUTCOME] [link](https://example.com)",
        "```ini\n[Actions]\nfirst=1\n```\nThat is the file.",
        "An open [QUESTI",
        "An open [",
    ],
)
def test_a_mention_of_a_marker_is_prose(prose: str) -> None:
    assert parse_reply(prose).prose == prose


def test_a_block_in_code_is_still_a_block() -> None:
    assert asked(f"`{ASK}`") == ["Who?"]
    assert "Who?" not in parse_reply(f"The ` key. {ASK}").prose


@pytest.mark.parametrize(
    ("reply", "prose"),
    [
        ("One.[/QUESTIONS]", "One."),
        ("One.\n\n[/ACTIONS]\n\nTwo.", "One.\n\nTwo."),
        (f"One {ASK} two", "One two"),
        (f"One.\n{ASK}\n\n{CHECK}\n\n  - two", "One.\n\n  - two"),
    ],
)
def test_a_gap_is_closed_up(reply: str, prose: str) -> None:
    assert parse_reply(reply).prose == prose


@pytest.mark.parametrize(
    "broken",
    [
        "[QUESTIONS]Who?[/QUESTIONS]",
        "[QUESTIONS][/QUESTIONS]",
        '[QUESTIONS][{"text": "Who?"[/QUESTIONS]',
        '[QUESTIONS][{"text": "Who?[/QUESTIONS]',
        "[QUESTIONS]" + "[" * 100_000 + "[/QUESTIONS]",
        "[QUESTIONS]" + '{"text":' * 100_000 + "[/QUESTIONS]",
        "[QUESTIONS]" + "9" * 10_000 + "[/QUESTIONS]",
        '[QUESTIONS]"\\[/QUESTIONS]',
    ],
)
def test_a_malformed_block_loses_itself_only(broken: str) -> None:
    reply = f"Before. {broken} After.\n{CHECK}\nEnd."
    assert parse_reply(reply).prose == "Before. After.\n\nEnd."
    assert asked(reply) == ["Look"]


def test_a_closing_marker_quoted_in_a_payload_does_not_end_it() -> None:
    reply = 'A\n[QUESTIONS][{"text": "What is \\"[/QUESTIONS] for?"}][/QUESTIONS]\nB'
    assert parse_reply(reply).prose == "A\n\nB"
    assert asked(reply) == ['What is "[/QUESTIONS] for?']


def test_an_opening_marker_quoted_in_a_payload_opens_nothing() -> None:
    assert asked('[QUESTIONS][{"text": "What is [ACTIONS] for?"}][/QUESTIONS]') == [
        "What is [ACTIONS] for?"
    ]


@pytest.mark.parametrize(
    "reply",
    [
        f'A [QUESTIONS][{{"text": "Who?"}}]\n{CHECK} B',
        f'A [QUESTIONS][{{"text": "Who?"}}]{CHECK} B',
        f'A [QUESTIONS][{{"text": "Who?"}}][/ACTIONS] B {CHECK}',
    ],
)
def test_a_forgotten_closing_marker_costs_no_other_block(reply: str) -> None:
    assert asked(reply) == ["Who?", "Look"]
    assert parse_reply(reply).prose == "A B"


def test_a_block_open_at_the_end_counts_if_its_payload_is_complete() -> None:
    assert asked('A\n[QUESTIONS][{"text": "Who?"}]') == ["Who?"]
    assert asked('A\n[QUESTIONS][{"text": "Who?"}') == []
    assert parse_reply('A\n```json\n[QUESTIONS][{"text": "Wh').prose == "A"


def test_nothing_of_a_block_flashes() -> None:
    parser = MarkerParser()
    shown = [parser.feed(piece) for piece in ("Hello", " [QUE", "STIONS]", "[{", ASK[12:], " you")]
    assert shown == ["Hello", "", "", "", "", " you"]
    assert parser.prose == "Hello you"


def test_an_interrupted_reply_keeps_what_was_visible() -> None:
    parser = MarkerParser()
    parser.feed(f"Hello.\n{ASK}\nAnd [ACTI")
    assert parser.prose == "Hello.\n\nAnd"


def test_prose_streams_word_by_word() -> None:
    parser = MarkerParser()
    assert [parser.feed(word) for word in ("One", " two", " [three", "]")] == [
        "One",
        " two",
        " [three",
        "]",
    ]


def test_finishing_twice_is_the_same_turn() -> None:
    parser = MarkerParser()
    parser.feed(f"A {ASK}")
    assert parser.finish() is parser.finish()


@pytest.mark.parametrize("text", ["\ud800", "\0", "[\0QUESTIONS]", "\x1b[31m", "[QUE\u017fTIONS]"])
def test_odd_characters_are_prose(text: str) -> None:
    assert parse_reply(f"a{text}b").prose == f"a{text}b"
