"""What a stream of events amounts to, however it is cut and whatever is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.copilot.model import FailureKind, ModelError, ModelReply, StopReason
from core.copilot.providers.anthropic_events import LONGEST_EVENT, EventDecoder
from core.copilot.providers.anthropic_stream import StreamReader

TRICKY = "a\u2028b\u2029c\x85d\x0be\x1cf – Grüße 🔑"


def event(kind: str, **fields: Any) -> bytes:
    data = json.dumps({"type": kind, **fields}, ensure_ascii=False)
    return f"event: {kind}\ndata: {data}\n\n".encode()


def delta(text: str) -> bytes:
    return event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


def block(kind: str, **fields: Any) -> bytes:
    return event("content_block_start", index=0, content_block={"type": kind, **fields})


END = event("message_delta", delta={"stop_reason": "end_turn"}) + event("message_stop")


def pieces_of(content: bytes, cuts: Iterable[int] = ()) -> list[bytes]:
    marks = [0, *sorted(min(at, len(content)) for at in cuts), len(content)]
    return [content[start:end] for start, end in pairwise(marks)]


def read(*chunks: bytes) -> ModelReply:
    reader = StreamReader(lambda _: None)
    for chunk in chunks:
        reader.feed(chunk)
    reader.finish()
    return reader.reply()


def failure(*chunks: bytes) -> ModelError:
    with pytest.raises(ModelError) as raised:
        read(*chunks)
    return raised.value


# JSON may tell halves of characters, but `json.dumps` here is asked to write them as they are.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=5),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    cuts=st.lists(st.integers(0, 2_000), max_size=30),
)
def test_any_text_arrives_however_it_is_cut(
    texts: list[str], line_end: str, cuts: list[int]
) -> None:
    said = "".join(texts) + "."
    stream = b"".join(map(delta, texts)) + delta(".") + END
    stream = stream.replace(b"\n", line_end.encode())
    assert read(*pieces_of(stream, cuts)).text == said


@given(st.lists(st.binary(max_size=40), max_size=10))
def test_no_bytes_break_the_decoder(chunks: list[bytes]) -> None:
    decoder = EventDecoder()
    in_pieces = [one for chunk in chunks for one in decoder.feed(chunk)]
    in_pieces += decoder.finish()
    whole = EventDecoder()
    assert in_pieces == [*whole.feed(b"".join(chunks)), *whole.finish()]


def test_only_line_ends_end_a_line() -> None:
    stream = delta(TRICKY) + END
    assert read(stream).text == TRICKY
    assert read(*(stream[at : at + 1] for at in range(len(stream)))).text == TRICKY


def test_an_event_may_take_several_lines_and_a_careless_one_no_empty_line() -> None:
    pretty = json.dumps(
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "Hi"}}, indent=1
    )
    spread = "".join(f"data: {line}\n" for line in pretty.splitlines()) + "\n"
    assert read(spread.encode(), END).text == "Hi"
    windows = spread.replace("\n", "\r\n").encode()
    assert read(*(windows[at : at + 1] for at in range(len(windows))), END).text == "Hi"
    packed = (delta("A") + delta("B") + END).replace(b"\n\n", b"\n")
    assert read(packed).text == "AB"


def test_the_name_of_an_event_stands_in_for_its_type() -> None:
    told = b'event: error\ndata: {"error":{"type":"overloaded_error","message":"busy"}}\n\n'
    error = failure(delta("So far"), told)
    assert (error.kind, error.detail, error.partial) == (FailureKind.OVERLOADED, "busy", "So far")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["\\ud83d", "\\udd11!"], "🔑!"),
        (["a\\ud83d", "b"], "a\ufffdb"),
        (["\\udd11 b"], "\ufffd b"),
        (["a", "\\ud83d"], "a"),
        (["a\\u0000b"], "a\ufffdb"),
        (["ü\\u0000"], "ü\ufffd"),
    ],
)
def test_what_no_database_takes_is_made_whole_or_replaced(told: list[str], said: str) -> None:
    """Some servers cut an emoji in two, as JSON lets them."""
    head, tail = '{"type":"content_block_delta","delta":{"type":"text_delta","text":"', '"}}'
    stream = [f"data: {head}{text}{tail}\n\n".encode() for text in told]
    assert read(*stream, END).text == said


def test_an_error_of_no_type_is_heard() -> None:
    assert failure(b'data: {"error":"model runner has stopped"}\n\n').detail == (
        "model runner has stopped"
    )


def test_the_last_event_may_lack_its_empty_line() -> None:
    assert read(delta("Done"), END.rstrip()).text == "Done"


def test_an_event_without_an_end_is_no_answer() -> None:
    decoder = EventDecoder()
    part = b"data: " + b"x" * (LONGEST_EVENT // 4)
    with pytest.raises(ModelError) as raised:
        list(chain.from_iterable(decoder.feed(part) for _ in range(5)))
    assert raised.value.kind is FailureKind.INCOMPATIBLE


def test_a_long_stream_is_not_one_long_event() -> None:
    decoder = EventDecoder()
    one = delta("x" * 100_000)
    found = [event for _ in range(LONGEST_EVENT // 100_000 + 2) for event in decoder.feed(one)]
    assert len(found) == LONGEST_EVENT // 100_000 + 2


def test_thinking_and_tools_are_not_said_and_part_what_stands_around_them() -> None:
    reply = read(
        block("thinking", thinking=""),
        event(
            "content_block_delta", delta={"type": "thinking_delta", "thinking": "Hm", "text": "Hm"}
        ),
        block("text", text=""),
        delta("Let me look it up."),
        block("mcp_tool_use", name="search", input={}),
        event("content_block_delta", delta={"type": "input_json_delta", "partial_json": "{}"}),
        block("mcp_tool_result", content=[{"type": "text", "text": "a page"}]),
        block("text", text=""),
        delta("It is known."),
        END,
    )
    assert reply.text == "Let me look it up.\n\nIt is known."


def test_neighbouring_text_blocks_are_one_text() -> None:
    cited = event("content_block_delta", delta={"type": "citations_delta", "citation": {}})
    reply = read(block("text", text=""), delta("As "), cited, block("text", text="it is"), END)
    assert reply.text == "As it is"


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        ("end_turn", StopReason.FINISHED),
        ("stop_sequence", StopReason.FINISHED),
        ("something new", StopReason.FINISHED),
        ("max_tokens", StopReason.OUT_OF_TOKENS),
        ("model_context_window_exceeded", StopReason.OUT_OF_TOKENS),
        ("pause_turn", StopReason.OUT_OF_TOKENS),
        ("refusal", StopReason.DECLINED),
    ],
)
def test_a_reason_to_stop_is_an_end(reason: str, stop: StopReason) -> None:
    reply = read(delta("Yes"), event("message_delta", delta={"stop_reason": reason}))
    assert reply.stop_reason is stop


def test_an_end_without_a_reason_is_an_end_and_neither_is_none() -> None:
    assert read(delta("Yes"), event("message_stop")).text == "Yes"
    error = failure(delta("Yes"), event("message_delta", delta={"stop_reason": None}))
    assert (error.kind, error.partial) == (FailureKind.INTERRUPTED, "Yes")


def test_what_comes_after_the_end_does_not_count() -> None:
    assert read(delta("Yes"), END, delta("No"), event("error", error={})).text == "Yes"


def test_tokens_are_totals_that_may_be_missing_or_nonsense() -> None:
    reply = read(
        event(
            "message_start",
            message={"model": "m", "usage": {"input_tokens": 5, "cache_read_input_tokens": 90}},
        ),
        delta("Yes"),
        event(
            "message_delta",
            delta={"stop_reason": "end_turn"},
            usage={"input_tokens": None, "output_tokens": 7, "cache_read_input_tokens": "many"},
        ),
        event("message_delta", delta={}, usage={"output_tokens": -1, "input_tokens": True}),
    )
    usage = reply.usage
    assert (usage.input_tokens, usage.output_tokens, usage.cache_read_tokens) == (5, 7, 90)


def test_a_sign_of_life_is_told_from_a_ping() -> None:
    reader = StreamReader(lambda _: None)
    assert not reader.feed(event("ping"))
    assert not reader.feed(b": comment\n\n")
    assert reader.feed(event("content_block_delta", delta={"type": "thinking_delta"}))
    assert reader.feed(event("ping") + delta("a"))
