"""The unit of work: changes told after the commit, every synced write told before it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.schema import CreateTable

from core.artifacts.documents import DocumentKind
from core.bus import Bus
from core.copilot.records import CallEnd
from core.db.database import Database, Work
from core.db.opening import open_database
from core.db.schema import SyncClass, Visibility, metadata, sync_class
from core.db.types import JsonText
from core.db.writes import Operation, RowWrite
from core.errors import Bug, Conflict, NotFound
from core.events import Aggregate, Changes, EndedWork, WorkEnded
from core.ids import new_id
from tests.unit.db.conftest import KEY
from tests.unit.db.samples import AT, Samples, SteppingClock, store

ROOT = Path(__file__).parents[3]


@pytest.fixture
def published(bus: Bus) -> list[Changes]:
    heard: list[Changes] = []
    bus.subscribe(Changes, heard.append)
    return heard


def test_what_is_said_of_a_session_is_published_once_after_the_commit(
    database: Database, samples: Samples, published: list[Changes]
) -> None:
    session = samples.session
    with database.work() as work:
        work.changed(session, Aggregate.FACT, initiator="lane")
        work.bump(session.id)
        told = work.changed(session.id, Aggregate.SESSION)
        work.changed(None, Aggregate.PREFERENCES)
        assert published == []
    both = frozenset({Aggregate.FACT, Aggregate.SESSION})
    assert told == Changes(
        aggregates=both, session_id=session.id, state_version=1, initiator="lane"
    )
    assert published == [told, Changes(aggregates=frozenset({Aggregate.PREFERENCES}))]


def test_that_something_ended_is_told_after_the_commit_or_never(
    database: Database, samples: Samples, bus: Bus
) -> None:
    heard: list[WorkEnded] = []
    bus.subscribe(WorkEnded, heard.append)
    with database.work() as work:
        work.ended(EndedWork.SCRIPT_RUN, samples.session.id)
        assert heard == []
    told = [WorkEnded(work=EndedWork.SCRIPT_RUN, session_id=samples.session.id)]
    assert heard == told

    def fail() -> None:
        with database.work() as work:
            work.ended(EndedWork.CHECK_RUN, None)
            work.sessions.get(new_id())

    with pytest.raises(NotFound):
        fail()
    assert heard == told


def test_the_published_version_is_the_committed_one(
    database: Database, samples: Samples, published: list[Changes]
) -> None:
    with database.work() as work:
        work.changed(samples.session.id, Aggregate.FACT)
        work.bump(samples.session.id)
    assert published[0].state_version == 1


def half_done(work: Work, samples: Samples) -> None:
    work.facts.save(replace(samples.fact, text="half done"))
    work.changed(samples.session.id, Aggregate.FACT)
    raise Conflict("No.")


def test_nothing_is_published_when_nothing_changed_or_all_was_taken_back(
    database: Database, samples: Samples, published: list[Changes]
) -> None:
    with database.work() as work:
        work.changed(samples.session.id)
    with pytest.raises(Conflict), database.work() as work:
        half_done(work, samples)
    assert published == []
    with database.work() as work:
        assert work.facts.get(samples.fact.id) == samples.fact


def test_the_version_rises_once_however_often_it_is_bumped(
    database: Database, samples: Samples
) -> None:
    with database.work() as work:
        assert work.bump(samples.session.id) == work.bump(samples.session.id)
    with database.work() as work:
        session = work.sessions.get(samples.session.id)
    assert session.state_version == 1
    assert session.updated_at > samples.session.updated_at


def test_a_transaction_inside_another_is_refused(database: Database) -> None:
    with pytest.raises(Bug, match="inside another"), database.work(), database.work():
        pass
    with database.work() as work:
        assert work.sessions.overview() == []


def test_a_hook_that_fails_takes_the_change_back(tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise Conflict("The outbox is closed.")

    opened = open_database(
        tmp_path / "f.db", KEY, bus=Bus(), clock=SteppingClock(), before_commit=(fail,)
    )
    try:
        with pytest.raises(Conflict, match="outbox"), opened.work() as work:
            store(work)
        with opened.work() as work:
            assert work.sessions.overview() == []
    finally:
        opened.close()


# One way to write each synced table through its repository.
WRITES: dict[str, Callable[[Work, Samples], object]] = {
    "sessions": lambda work, rows: work.sessions.save(replace(rows.session, title="New")),
    "messages": lambda work, rows: work.messages.save(replace(rows.message, text="New")),
    "blobs": lambda work, rows: work.attachments.add_with_content(
        replace(rows.attachment, id=new_id(), sha256="b" * 64), b"new"
    ),
    "attachments": lambda work, rows: work.attachments.add(replace(rows.attachment, id=new_id())),
    "lane_items": lambda work, rows: work.lane_items.save(replace(rows.item, answer="Yes")),
    "facts": lambda work, rows: work.facts.save(replace(rows.fact, deleted_at=AT)),
    "check_runs": lambda work, rows: work.check_runs.add(replace(rows.run, id=new_id())),
    "suggested_fixes": lambda work, rows: work.fixes.save(replace(rows.fix, applied_at=AT)),
    "fix_events": lambda work, rows: work.fix_events.add(replace(rows.event, id=new_id())),
    "documents": lambda work, rows: work.documents.save(replace(rows.document, posted_at=AT)),
    "script_templates": lambda work, rows: work.script_templates.save(
        replace(rows.template, usage_count=1)
    ),
    "script_generations": lambda work, rows: work.script_generations.add(
        replace(rows.generation, id=new_id())
    ),
    "script_template_versions": lambda work, rows: work.template_versions.add(
        replace(rows.template_version, id=new_id(), version=2)
    ),
    "script_runs": lambda work, rows: work.script_runs.save(
        replace(rows.script_run, note="It was cut.")
    ),
    "draft_templates": lambda work, rows: work.draft_templates.save(
        replace(rows.draft, name="New")
    ),
    "client_rules": lambda work, rows: work.client_rules.save(replace(rows.rules, terms=("x",))),
    "preferences": lambda work, _: work.preferences.merge({"templatize_prompt_enabled": False}),
}
LOCAL = {
    "accounts",
    "users",
    "app_state",
    "document_cache",
    "session_views",
    "model_calls",
    "waiting_turns",
    "placeholders",
    "image_consents",
    "template_favourites",
    "builders",
    "builder_messages",
}


def test_every_table_says_how_it_travels() -> None:
    for table in metadata.tables.values():
        assert isinstance(table.info.get("sync"), SyncClass), table.name
        assert isinstance(table.info.get("visibility"), Visibility), table.name
        assert ("row_version" in table.c) == (sync_class(table) is not SyncClass.LOCAL), table.name
    synced = {t.name for t in metadata.tables.values() if sync_class(t) is not SyncClass.LOCAL}
    assert synced == WRITES.keys()
    assert metadata.tables.keys() - synced == LOCAL


@pytest.mark.parametrize("table", metadata.tables)
def test_every_table_can_be_made_in_postgresql(table: str) -> None:
    statement = str(
        CreateTable(metadata.tables[table]).compile(
            dialect=make_url("postgresql://").get_dialect()()
        )
    )
    assert "DATETIME" not in statement
    assert "CHAR(32)" not in statement
    assert ("JSONB" in statement) == any(
        isinstance(column.type, JsonText) for column in metadata.tables[table].columns
    )


def test_every_row_names_its_account() -> None:
    ownerless = {"accounts", "app_state"}
    for name, table in metadata.tables.items():
        assert ("account_id" in table.c) == (name not in ownerless), name


@pytest.mark.parametrize("table", WRITES)
def test_a_write_to_a_synced_table_reaches_the_hook(
    database: Database, samples: Samples, recorded: list[RowWrite], table: str
) -> None:
    with database.work() as work:
        WRITES[table](work, samples)
    written = [write for write in recorded if write.table == table]
    assert len(written) == 1
    assert written[0].after
    assert bool(written[0].before) == (written[0].operation is Operation.UPDATE)


def test_a_write_to_a_local_table_stays_here(
    database: Database, samples: Samples, recorded: list[RowWrite]
) -> None:
    session_id = samples.session.id
    with database.work() as work:
        view = work.session_views.of(session_id)
        work.session_views.put(replace(view, composer_draft="unsent", preview_text="edited"))
        work.document_cache.store(replace(samples.cached, state_version=9))
        work.model_calls.save(replace(samples.call, end=CallEnd.COMPLETE, cost=120))
        work.waiting_turns.forget(session_id)
        work.image_consents.put(samples.attachment.id, allowed=False)
    assert recorded == []
    with database.work() as work:
        assert work.session_views.of(session_id).composer_draft == "unsent"
        text = work.document_cache.find_text(session_id, DocumentKind.RESOLUTION_NOTE, 9, "abc")
        assert text == "## Problem"


def test_repositories_write_through_the_unit_of_work_only() -> None:
    """No repository builds a write of its own, so none can pass the hook by."""
    repositories = [*ROOT.glob("core/*/repository.py"), ROOT / "core/db/account_rows.py"]
    assert len(repositories) >= 5
    for path in repositories:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy":
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.Attribute) and node.attr in ("exec_driver_sql", "execute"):
                target = node.value
                assert isinstance(target, ast.Attribute)
                assert target.attr == "connection"
            assert not {"insert", "update", "delete", "text"} & set(names), path
