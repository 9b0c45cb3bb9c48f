"""Any text in any pieces: the same turn, nothing raised, nothing of a block shown, linear work."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.copilot.marker_payloads import Block
from core.copilot.markers import MarkerParser, parse_reply
from core.copilot.turn import Turn

PARTS = [f"[{name}]" for name in Block] + [f"[/{name}]" for name in Block]
PARTS += [
    "[",
    "]",
    "{",
    "}",
    '"',
    "\\",
    ",",
    "`",
    "```",
    "```json\n",
    "\n",
    " ",
    "[QUES",
    "[ /actions ]",
]
PARTS += ['[{"text": "Who?"}]', '{"label": "Look"}', "\ud800", "\0", "word", "two words.", "\r\n"]
texts = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=5))).map("".join)
)
SECRET = "qzx"
payloads = st.text().map(lambda text: text.replace("[", "(") + SECRET)
words = st.text(alphabet="abc \n.", max_size=20)


@st.composite
def cut_texts(draw: st.DrawFn) -> list[str]:
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=20)))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def fed(pieces: Sequence[str]) -> Turn:
    """The turn; what each piece made visible is the prose at that point, and never taken back."""
    parser, visible = MarkerParser(), ""
    for piece in pieces:
        visible += parser.feed(piece)
        assert parser.prose == visible
    turn = parser.finish()
    assert turn.prose.startswith(visible)
    assert parser.prose == turn.prose
    return turn


@given(cut_texts())
def test_the_pieces_do_not_matter(pieces: list[str]) -> None:
    whole = parse_reply("".join(pieces))
    assert fed(pieces) == whole
    assert fed(list("".join(pieces))) == whole


@given(st.lists(st.tuples(words, st.sampled_from(list(Block)), payloads)), words)
def test_nothing_of_a_block_is_shown(parts: list[tuple[str, Block, str]], end: str) -> None:
    reply = "".join(f"{word}\n[{name}]{payload}\n[/{name}]" for word, name, payload in parts) + end
    parser = MarkerParser()
    for character in reply:
        parser.feed(character)
        assert SECRET not in parser.prose
        assert "[" not in parser.prose
    said = "".join(word for word, _, _ in parts) + end
    assert parser.finish().prose.split() or not said.split()
    assert "".join(parser.prose.split()) == "".join(said.split())


@given(texts)
def test_prose_is_as_it_would_be_without_the_cut(text: str) -> None:
    """Without any marker in it, a text is shown as it is, but for white space at its ends."""
    plain = text.replace("[", "(").replace("`", "'")
    assert parse_reply(plain).prose == plain.strip()


UNITS = [
    "[", "[ ", "[QUESTIONS", "[QUESTIONS]", "[/QUESTIONS]", "[QUESTIONS][ACTIONS]", "`[QUESTIONS]",
    '[QUESTIONS]"[/QUESTIONS]', 'x [QUESTIONS][ACTIONS]"[/ACTIONS]', "[QUESTIONS]{[/ACTIONS]",
    " ", "\n", "`", "```\n", "```\nx\n", '"', '\\"', ", ", "word ",
]  # fmt: skip
OPENINGS = ["", "[QUESTIONS]", '[SUGGEST_FIX]{"title": "', "```\nx\n"]


def seconds(text: str, size: int) -> float:
    """Processor time, the better of two, to read `text` in pieces of `size`."""
    taken = []
    for _ in range(2):
        parser = MarkerParser()
        start = time.process_time()
        for at in range(0, len(text), size):
            parser.feed(text[at : at + size])
        parser.finish()
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "longest"), [(16, 240_000), (1_000_000, 1_000_000)])
@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_text_is_four_times_the_work(
    unit: str, opening: str, size: int, longest: int
) -> None:
    small, large = (
        (opening + unit * (length // len(unit) + 1))[:length] for length in (longest // 4, longest)
    )
    # Quadratic work would be 16 times; the constant covers what a few milliseconds may waver.
    assert seconds(large, size) < 9 * seconds(small, size) + 0.1
