"""Answers of a model while they are written: what they cost, and what they hold up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from uuid import UUID

from PySide6.QtCore import QObject

from core.events import AssistantWriting
from core.sessions.messages import MessageStatus, Role
from core.settings.definitions import LOCAL_BASE_URL, LOCAL_MODEL_STANDARD
from desktop.widgets.markdown.view import MarkdownView
from tests.bench.blocks import FRAME, Heart, search_in
from tests.bench.measurement import Measurement, percentile
from tests.bench.profiles import add_session, open_profile
from tests.bench.window import Window, children, in_window

SHORT, LONG, OTHER = 50, 1_000, 10
TOKENS = 5_000
PACE = 150
"""Tokens a second of a quick model; at full speed nothing is ever drawn in between."""
MEGABYTE = 250_000
"""Tokens of an answer that long."""
_CALM = 0.7
_QUIET = 3.0


def streaming(folder: Path, *, quick: bool) -> list[Measurement]:
    """Real turns: the composer's button, the official SDK, the parser, the database, the window."""
    profile = folder / "profile"
    if not profile.exists():
        core, random = open_profile(profile), Random(7)
        for messages in (SHORT, LONG, OTHER):
            session_id = add_session(core, random, messages)
            core.sessions.describe(
                session_id, title=str(messages), ticket_id="", client_name="", contact_name=""
            )
        asyncio.run(core.aclose())

    async def measure(window: Window) -> list[Measurement]:
        stage = _Stage(window, url)
        await stage.answer(SHORT, 200, 0)  # what is loaded once is not what this is about
        await stage.raw(200)
        return [
            *await _processor(stage, rounds=1 if quick else 5),
            *await _whole_turn(stage, rounds=3 if quick else 9),
            *await _blocks(stage, tokens=900 if quick else 6_000),
        ]

    with _server() as url:
        return in_window(profile, measure)


async def _processor(stage: _Stage, rounds: int) -> list[Measurement]:
    tokens = 6 * PACE
    pairs = [
        (await stage.answer(SHORT, tokens, PACE), await stage.answer(LONG, tokens, PACE))
        for _ in range(rounds)
    ]
    shorts, longs = zip(*pairs, strict=True)
    return [
        Measurement(
            what=f"processor per streamed token in a session of {LONG:,} messages / of {SHORT}",
            floor=median(one.processor_us for one in shorts),
            measured=median(one.processor_us for one in longs),
            unit="µs",
            target=1.2,
        )
    ]


async def _whole_turn(stage: _Stage, rounds: int) -> list[Measurement]:
    rows = []
    for rate, name, times in (
        (0, "as fast as it comes", rounds),
        (500, "500 a second", max(1, rounds // 3)),
    ):
        pairs = [
            (await stage.raw(TOKENS, rate), (await stage.answer(LONG, TOKENS, rate)).whole_ms)
            for _ in range(times)
        ]
        raw, turns = zip(*pairs, strict=True)
        rows.append(
            Measurement(
                what=f"a whole turn of {TOKENS:,} tokens, {name} / the bare SDK on the same stream",
                floor=median(raw),
                measured=median(turns),
                unit="ms",
                target=1.25,
            )
        )
    return rows


async def _blocks(stage: _Stage, tokens: int) -> list[Measurement]:
    written = await stage.answer(LONG, tokens, PACE)
    searched = await stage.answer(LONG, tokens, PACE, meanwhile="gateway lease")
    burst = await stage.answer(LONG, TOKENS, 0)
    huge = await stage.answer(OTHER, MEGABYTE, 0)
    stage.heart.late()
    await asyncio.sleep(_QUIET)
    idle = stage.heart.late()
    return [
        *_held_up("an answer is written", written.late),
        *_held_up("an answer is written and one searches", searched.late),
        *_held_up(f"{TOKENS:,} tokens come at once", burst.late),
        *_held_up("an answer of 1 MB comes at once", huge.late),
        Measurement(
            what="… the longest one while nothing happens (this machine’s noise)",
            floor=FRAME,
            measured=max(idle),
            unit="ms",
        ),
    ]


def _held_up(name: str, late: list[float]) -> list[Measurement]:
    return [
        Measurement(
            what=f"block of the window while {name}, p99 / a frame",
            floor=FRAME,
            measured=percentile(late, 99),
            unit="ms",
            target=2.0,
        ),
        Measurement(
            what=f"… the longest one while {name}",
            floor=FRAME,
            measured=max(late),
            unit="ms",
            limit=100,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Turn:
    """One answer.

    whole_ms      from the button to the finished message
    processor_us  of the processor's time per token, from the first words on
    late          how many milliseconds each beat of the window's heart was held up
    """

    whole_ms: float
    processor_us: float
    late: list[float]


class _Stage(QObject):
    """The window with a model in its settings."""

    def __init__(self, window: Window, url: str) -> None:
        super().__init__(window.app)
        self.window = window
        self.heart = Heart(window.app)
        self._url = url
        self._titles: dict[str, UUID] = {
            one.title: one.id for one in window.app.core.sessions.overview()
        }

    async def answer(self, messages: int, tokens: int, rate: int, *, meanwhile: str = "") -> _Turn:
        """Send a message in a session, and wait for the whole answer on the screen.

        meanwhile  words to search for as long as the answer is written
        """
        await self._set_up(messages, tokens, rate)
        flow, first = self.window.flow, list[tuple[float, int]]()

        def heard(writing: AssistantWriting) -> None:
            if not first:
                first.append((time.process_time(), len(writing.prose)))

        flow.writing.connect(heard)
        composer = self.window.app.shell.session.page.composer
        composer.editor.set_text("It still asks. What is next?")
        self.heart.late()
        began = time.perf_counter()
        composer.submit()
        while meanwhile and (flow.is_thinking or not first):
            await search_in(self.window, meanwhile)
        await self.window.rest()
        await self.window.until(self._is_drawn)
        ended, used, late = time.perf_counter(), time.process_time(), self.heart.late()
        flow.writing.disconnect(heard)
        self._check(tokens)
        since, said = first[0] if first else (used, 0)
        left = max(tokens - said / 4, 1)
        return _Turn((ended - began) * 1000, 1e6 * (used - since) / left, late)

    async def _set_up(self, messages: int, tokens: int, rate: int) -> None:
        core, session_id = self.window.app.core, self._titles[str(messages)]
        core.settings.write(LOCAL_BASE_URL, self._url)
        core.settings.write(LOCAL_MODEL_STANDARD, f"{tokens}-at-{rate}")
        core.connections.refresh()
        if self.window.flow.session_id != session_id:
            await self.window.open_session(session_id)
        await asyncio.sleep(_CALM)  # until all of it is drawn

    async def raw(self, tokens: int, rate: int = 0) -> float:
        """Milliseconds the SDK takes by itself, on the same thread as our turns."""
        core, url = self.window.app.core, self._url

        async def read() -> int:
            import anthropic

            async with anthropic.AsyncAnthropic(api_key="none", base_url=url) as client:
                began, said = time.perf_counter(), 0
                question = {"role": "user", "content": "It still asks. What is next?"}
                async with client.messages.stream(
                    model=f"{tokens}-at-{rate}",
                    max_tokens=8_000,
                    messages=[question],  # type: ignore[list-item]  # the SDK's TypedDict
                ) as stream:
                    async for text in stream.text_stream:
                        said += len(text)
                assert said == 4 * tokens, said
                return round(1e6 * (time.perf_counter() - began))

        return await core.models.run(read()) / 1000

    def _is_drawn(self) -> bool:
        """Whether the newest message is on the screen to its end."""
        views = children(self.window.app.shell.session.page.conversation, MarkdownView)
        return all(view.is_settled for view in views)

    def _check(self, tokens: int) -> None:
        """What was measured is what was to be: the whole answer, stored and shown."""
        workspace = self.window.flow.workspace
        assert workspace is not None
        last = workspace.messages[-1]
        assert last.role is Role.ASSISTANT, last
        assert last.status is MessageStatus.COMPLETE, (last.status, workspace.waiting)
        assert len(last.text) > 4 * tokens - 4, len(last.text)


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.stream_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
