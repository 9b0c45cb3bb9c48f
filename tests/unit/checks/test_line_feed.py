"""The live glimpse: complete lines, never too many, and none after the end."""

from __future__ import annotations

import asyncio
import codecs

from core.checks.line_feed import LineFeed
from tests.unit.checks.processes import Lines


async def lines_of(*chunks: bytes) -> list[str]:
    seen: list[str] = []
    feed = LineFeed(seen.append)
    for chunk in chunks:
        await asyncio.to_thread(feed.push, chunk)
    feed.close()
    return seen


async def test_only_complete_lines_are_shown() -> None:
    assert await lines_of(b"on", b"e\r\ntwo\nthr") == ["one", "two"]


async def test_characters_may_arrive_in_pieces() -> None:
    assert await lines_of("gr\u00fcn\n".encode()[:3], "gr\u00fcn\n".encode()[3:]) == ["grün"]
    utf_16 = codecs.BOM_UTF16_LE + "grün\r\n".encode("utf-16-le")
    assert await lines_of(utf_16[:5], utf_16[5:]) == ["grün"]


async def test_of_fast_output_the_newest_lines_are_shown() -> None:
    chunk = "".join(f"{n}\n" for n in range(1000)).encode()

    assert await lines_of(chunk) == [str(n) for n in range(800, 1000)]


async def test_an_endless_line_is_cut() -> None:
    seen = await lines_of(*[b"x" * 60_000] * 3, b"\n")

    assert [len(line) for line in seen] == [10_000]


async def test_lines_come_without_being_asked_for_and_in_order() -> None:
    seen = Lines()
    feed = LineFeed(seen)
    for number in range(3):
        await asyncio.to_thread(feed.push, f"{number}\n".encode())
        assert await seen.next() == str(number)
    feed.close()


async def test_after_the_end_nothing_comes() -> None:
    seen: list[str] = []
    feed = LineFeed(seen.append)
    feed.push(b"before\n")
    feed.close()

    feed.push(b"after\n")
    feed.close()

    assert seen == ["before"]


def test_output_after_the_loop_has_ended_is_dropped() -> None:
    seen: list[str] = []

    async def opened() -> LineFeed:
        return LineFeed(seen.append)

    feed = asyncio.run(opened())
    feed.push(b"late\n")

    assert seen == []
