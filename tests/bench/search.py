"""Search everywhere, against the bare full-text query on the same file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Engine

from core.app import Core
from core.db.engine import open_engine
from core.db.unlocking import database_key
from core.ids import new_id
from core.search.query import read_query
from core.sessions.facts import Fact, SourceType
from core.sessions.messages import Message, Role
from core.sessions.session_service import Intake
from tests.bench.measurement import Measurement, percentile
from tests.bench.profiles import open_profile

SESSIONS = 500
HITS = 50
# What a search has to do whoever writes it: find, rank, and read the texts to show.
BARE = f"""
    SELECT search_words.rank, entry.title, entry.body
    FROM search_words JOIN search_entries AS entry ON entry.id = search_words.rowid
    WHERE search_words MATCH ? ORDER BY search_words.rank LIMIT {HITS}
"""


class Vocabulary:
    """Words as unevenly common as real ones: the tenth most common is a tenth of the first."""

    def __init__(self, random: Random) -> None:
        self._random = random
        letters = "etaoinshrdlucmfwypvbgk"
        self.words = [
            "".join(random.choices(letters, k=random.randrange(3, 11))) for _ in range(20_000)
        ]
        self._weights = [1 / (place + 10) for place in range(len(self.words))]

    def text(self, length: int) -> str:
        return " ".join(self._random.choices(self.words, self._weights, k=length))


def search(folder: Path, *, quick: bool) -> list[Measurement]:
    """The same queries by the service and by the bare statement, in turn."""
    profile, things = folder / "profile", 10_000 if quick else 100_000
    random = Random(4)
    vocabulary = Vocabulary(random)
    is_new = not profile.exists()
    core = open_profile(profile)
    if is_new:
        _fill(core, vocabulary, things)
    key = database_key(core.storage.profile, core.secrets)
    engine = open_engine(core.storage.profile.database, key)
    queries = _queries(random, vocabulary, 60 if quick else 200)
    pairs = [_timed_pair(core, engine, typed) for typed in [*queries[:10], *queries]][10:]
    engine.dispose()
    asyncio.run(core.aclose())
    bare, ours = zip(*pairs, strict=True)
    return [
        Measurement(
            what=f"search over {things:,} messages and facts / bare FTS5 query, p{share}",
            floor=percentile(bare, share),
            measured=percentile(ours, share),
            unit="ms",
            target=target,
        )
        for share, target in ((95, 1.5), (50, None))
    ]


def _queries(random: Random, vocabulary: Vocabulary, count: int) -> list[str]:
    """One to three words, mostly common ones, the last one often only begun."""
    found: list[str] = []
    for _ in range(count):
        words = vocabulary.text(random.choice((1, 1, 2, 2, 3)))
        cut = random.randrange(4)
        found.append(words[:-cut] if cut and len(words) > cut + 2 else words)
    return found


def _timed_pair(core: Core, engine: Engine, typed: str) -> tuple[float, float]:
    statement = read_query(typed).for_words()

    def bare() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(BARE, (statement,)).fetchall()

    return _timed(bare), _timed(lambda: core.search.search(typed, HITS))


def _timed(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return (time.perf_counter() - began) * 1000


def _fill(core: Core, vocabulary: Vocabulary, things: int) -> None:
    """Four messages for each fact; a session per transaction."""
    each = things // SESSIONS
    for _ in range(SESSIONS):
        session_id = core.sessions.create(Intake(text=vocabulary.text(8))).session_id
        now = core.clock.now()
        with core.database.work() as work:
            for number in range(each):
                at = now - timedelta(minutes=number)
                if number % 5 == 4:
                    work.facts.add(
                        Fact(
                            id=new_id(),
                            account_id=work.account_id,
                            session_id=session_id,
                            text=vocabulary.text(12),
                            source_type=SourceType.AI_SYNTHESIS,
                            created_at=at,
                        )
                    )
                    continue
                work.messages.add(
                    Message(
                        id=new_id(),
                        account_id=work.account_id,
                        session_id=session_id,
                        position=number + 1,
                        role=Role.ASSISTANT if number % 2 else Role.ENGINEER,
                        text=vocabulary.text(40),
                        created_at=at,
                    )
                )
