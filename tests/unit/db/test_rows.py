"""Rows: what is stored comes back equal, and only what changed is written."""

from __future__ import annotations

import contextlib
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bus import Bus
from core.clock import SystemClock
from core.db.database import Database, OpenFile, Work
from core.db.engine import open_engine
from core.db.opening import open_database
from core.db.rows import Ledger
from core.db.writes import Operation, RowWrite
from core.errors import Bug, NotFound
from core.ids import new_id
from core.scripts.model import FieldType, Parameter
from core.sessions.fixes import OutcomeProposal, ProposedResult
from core.sessions.session import SessionStatus
from tests.unit.db.conftest import KEY
from tests.unit.db.samples import AT, Samples, store

words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)
titles = words.map(lambda text: f"x{text}"[:200])
moments = st.datetimes(timezones=st.just(UTC))
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
mappings = st.dictionaries(words, plain, max_size=4)
tuples = st.lists(words, max_size=4).map(tuple)
proposals = st.none() | st.builds(OutcomeProposal, st.sampled_from(ProposedResult), words)
parameters = st.lists(
    st.builds(
        Parameter,
        key=st.text(string.ascii_lowercase, min_size=1),
        label=words,
        field_type=st.sampled_from(FieldType),
        required=st.booleans(),
        default=words,
        options=tuples,
        help=words,
    ),
    max_size=3,
).map(tuple)

# What varies in the rows of each kind; ids stay those of the samples, so that links hold.
VARIATIONS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "session": {
        "title": titles,
        "status": st.sampled_from(SessionStatus),
        "state_version": st.integers(0, 2**62),
        "problem_summary": words,
        "ticket_context": mappings,
        "psa_connection_id": st.none() | st.uuids(),
        "resolved_at": st.none() | moments,
        "updated_at": moments,
    },
    "message": {"text": words, "position": st.integers(1, 2**31), "created_at": moments},
    "item": {"text": words, "options": tuples, "closed_at": st.none() | moments},
    "fact": {"text": titles, "ai_made": st.booleans(), "deleted_at": st.none() | moments},
    "run": {"stdout": words, "exit_code": st.none() | st.integers(-(2**31), 2**32)},
    "fix": {
        "confidence": st.integers(0, 100),
        "drafted_parameters": mappings,
        "steps": tuples,
        "ai_outcome_proposal": proposals,
        "applied_at": st.none() | moments,
    },
    "event": {"event": titles.map(lambda text: text[:50]), "payload": mappings, "at": moments},
    "document": {"markdown": titles, "posted_at": st.none() | moments},
    "attachment": {"name": titles, "size": st.integers(1, 1000)},
    "template": {"name": titles, "parameters": parameters, "usage_count": st.integers(0, 99)},
    "generation": {"script": words, "values": mappings},
    "draft": {"body": titles, "parameters": parameters, "decided_at": st.none() | moments},
}


def rows_of(work: Work, kind: str) -> Ledger[Any]:
    tables: dict[str, Ledger[Any]] = {
        "session": work.sessions,
        "message": work.messages,
        "item": work.lane_items,
        "fact": work.facts,
        "run": work.check_runs,
        "fix": work.fixes,
        "event": work.fix_events,
        "document": work.documents,
        "attachment": work.attachments,
        "template": work.script_templates,
        "generation": work.script_generations,
        "draft": work.draft_templates,
    }
    return tables[kind]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("rows") / "flowpilot.db"
    opened = open_database(path, KEY, bus=Bus(), clock=SystemClock())
    with opened.work() as work:
        store(work)
    yield opened
    opened.close()


class TakenBackError(Exception):
    """Ends a transaction without keeping it."""


@contextlib.contextmanager
def taken_back(database: Database) -> Iterator[Work]:
    with contextlib.suppress(TakenBackError), database.work() as work:
        yield work
        raise TakenBackError


@pytest.mark.parametrize("kind", VARIATIONS)
def test_any_row_comes_back_as_it_was_stored(shared: Database, kind: str) -> None:
    @given(st.fixed_dictionaries(VARIATIONS[kind]))
    def comes_back(values: dict[str, Any]) -> None:
        with taken_back(shared) as work:
            rows = rows_of(work, kind)
            if kind == "fix":  # one active fix per session
                known = work.fixes.active(work.sessions.overview()[0].id)
                assert known is not None
                work.fixes.save(replace(known, superseded_at=AT))
            fresh: dict[str, Any] = {"id": new_id()} | (
                {"slug": "another"} if kind == "template" else {}
            )
            known_row = rows.where(limit=1)[0]
            if kind == "item":
                fresh["position"] = work.lane_items.next_position(known_row.session_id)
            if kind == "message":
                work.messages.save(replace(known_row, position=2**32))
            row = rows.add(replace(known_row, **(values | fresh)))
            assert rows.get(row.id) == row

    comes_back()


def test_text_no_database_can_keep_is_marked_and_not_refused(
    database: Database, samples: Samples
) -> None:
    with database.work() as work:
        work.check_runs.add(replace(samples.run, id=new_id(), stdout="a\0b\ud800c", note="é\0"))
    with database.work() as work:
        stored = work.check_runs.of_session(samples.session.id)[-1]
    assert (stored.stdout, stored.note) == ("a\ufffdb\ufffdc", "é\ufffd")


def test_a_time_without_a_zone_is_refused(database: Database, samples: Samples) -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(Bug, match="time zone"), database.work() as work:
        work.facts.save(replace(samples.fact, edited_at=naive))


def test_save_writes_only_what_changed(
    database: Database, samples: Samples, recorded: list[RowWrite]
) -> None:
    with database.work() as work:
        work.facts.save(replace(samples.fact, summary="rules out licence"))
    assert recorded == [
        RowWrite(
            table="facts",
            operation=Operation.UPDATE,
            key={"id": samples.fact.id},
            before={"summary": ""},
            after={"summary": "rules out licence"},
        )
    ]
    assert recorded[0].id == samples.fact.id


def test_saving_the_same_row_writes_nothing(
    database: Database, samples: Samples, recorded: list[RowWrite]
) -> None:
    with database.work() as work:
        work.fixes.save(
            replace(samples.fix, drafted_parameters=MappingProxyType({"tenant": "contoso"}))
        )
        work.session_views.put(work.session_views.of(samples.session.id))
    assert recorded == []


def test_save_leaves_the_state_version_to_bump(database: Database, samples: Samples) -> None:
    with database.work() as work:
        work.bump(samples.session.id)
        saved = work.sessions.save(replace(samples.session, title="Renamed"))
        assert saved.state_version == 1
    with database.work() as work:
        assert work.sessions.get(samples.session.id) == saved


def test_a_row_of_another_account_does_not_exist(database: Database, samples: Samples) -> None:
    foreign = replace(samples.session, account_id=new_id())
    with pytest.raises(Bug, match="another account"), database.work() as work:
        work.sessions.add(foreign)
    stranger = replace(database.identity, account_id=new_id())
    other = Database(
        database.path,
        lambda path: OpenFile(open_engine(path, KEY), stranger),
        bus=Bus(),
        clock=SystemClock(),
    )
    with other.work() as work:
        assert work.sessions.find(samples.session.id) is None
        assert work.sessions.overview() == []
        assert work.facts.of_session(samples.session.id) == []
        assert work.messages.page(samples.session.id, None, 50) == []
        with pytest.raises(NotFound):
            work.attachments.content(samples.attachment.id)
    other.close()


def test_where_orders_and_limits(database: Database, samples: Samples) -> None:
    with database.work() as work:
        for position in (3, 2, 4):
            work.messages.add(replace(samples.message, id=new_id(), position=position))
        down = work.messages.where(order="-position", limit=2, session_id=samples.session.id)
        up = work.messages.where(order="position", session_id=samples.session.id)
    assert [message.position for message in down] == [4, 3]
    assert [message.position for message in up] == [1, 2, 3, 4]
