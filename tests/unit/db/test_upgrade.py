"""Upgrades: from every schema ever released, whole or not at all, after a backup."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from core.bus import Bus
from core.db import search_index, upgrade
from core.db.backup import BackupReason, Backups, find_backups
from core.db.database import Database
from core.db.engine import connect, open_engine
from core.db.opening import open_database
from core.db.schema import metadata
from core.db.upgrade import REVISIONS, create_schema, read_revision, upgrade_schema
from core.errors import Bug, EnvironmentProblem
from core.search.service import SearchService
from tests.fixtures.db import make
from tests.unit.db.conftest import KEY
from tests.unit.db.samples import Samples, SteppingClock

ROOT = Path(__file__).parents[3]

ADD_A_COLUMN = """
import sqlalchemy as sa
from alembic import op
revision = "later"
down_revision = "{last}"
def upgrade():
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("mood", sa.Text(), nullable=False, server_default="calm"))
        messages.alter_column("status", server_default="complete")  # rebuilds the table
    {more}
"""


@contextmanager
def engine_on(path: Path, key: bytes = KEY) -> Iterator[Engine]:
    engine = open_engine(path, key)
    try:
        yield engine
    finally:
        engine.dispose()


def schema_of(engine: Engine) -> list[tuple[Any, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def rows_of(path: Path, key: bytes = KEY) -> dict[str, list[dict[str, object]]]:
    """Every row of every table of ours, as the file holds it."""
    with closing(connect(path, key)) as connection:
        rows = {}
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if table in metadata.tables:
                cursor = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
                names = [column[0] for column in cursor.description]
                rows[table] = [dict(zip(names, row, strict=True)) for row in cursor]
        return rows


def opened(path: Path, key: bytes = KEY, program: str = "") -> Database:
    return open_database(path, key, bus=Bus(), clock=SteppingClock(), program=program)


def test_a_new_database_is_what_the_migrations_make(tmp_path: Path) -> None:
    with engine_on(tmp_path / "new.db") as new, engine_on(tmp_path / "migrated.db") as migrated:
        with new.begin() as connection:
            create_schema(connection)
        upgrade_schema(migrated)
        assert schema_of(new) == schema_of(migrated)
        assert len(schema_of(new)) > 50


def test_the_list_of_revisions_is_the_chain_of_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


@pytest.mark.parametrize("existing", [False, True])
def test_alembic_is_not_loaded_unless_there_is_something_to_upgrade(
    tmp_path: Path, existing: bool
) -> None:
    path = tmp_path / "f.db"
    if existing:
        opened(path).close()
    code = (
        "import sys; from pathlib import Path; from core.bus import Bus;"
        "from core.clock import SystemClock; from core.db.opening import open_database;"
        f"open_database(Path({str(path)!r}), bytes(range(32)), bus=Bus(), clock=SystemClock())"
        ".close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b"False"


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_each_release_is_upgraded_with_its_data(
    tmp_path: Path, revision: str
) -> None:
    path = tmp_path / "flowpilot.db"
    shutil.copyfile(make.FOLDER / f"{revision}.db", path)
    before = rows_of(path, make.KEY)
    assert all(before.values()), "the fixture has a row of every kind"
    database = opened(path, make.KEY)
    with database.work() as work:
        session = work.sessions.overview()[0]
        assert work.messages.page(session.id, None, 10)
        assert work.fixes.active(session.id)
        assert work.documents.of_session(session.id)
    assert [hit.session_id for hit in SearchService(database).search("prompts again")] == [
        session.id
    ]
    database.close()
    after = rows_of(path, make.KEY)
    for table, rows in before.items():
        kept = [
            {name: row[name] for name in old} for row, old in zip(after[table], rows, strict=True)
        ]
        assert kept == rows, table
    made = Backups(path, tmp_path / "backups", make.KEY, SteppingClock()).found()
    assert len(made) == (revision != REVISIONS[-1])


def test_every_release_has_its_fixture() -> None:
    assert {file.stem for file in make.FOLDER.glob("*.db")} == set(REVISIONS)


def test_a_fixture_cannot_be_read_without_its_key() -> None:
    for file in make.FOLDER.glob("*.db"):
        assert b"SQLite format 3" not in file.read_bytes()
        assert b"sessions" not in file.read_bytes()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes this version one release newer; the path of its migration."""
    migrations = tmp_path / "100% migrations"
    shutil.copytree(upgrade.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    migration = migrations / "versions" / "later.py"
    migration.write_text(ADD_A_COLUMN.format(last=REVISIONS[-1], more=""), encoding="utf-8")
    monkeypatch.setattr(upgrade, "MIGRATIONS", migrations)
    monkeypatch.setattr(upgrade, "REVISIONS", (*REVISIONS, "later"))
    return migration


def test_an_old_database_is_backed_up_and_upgraded(
    database: Database, samples: Samples, later: Path
) -> None:
    database.close()
    before = rows_of(database.path)
    again = opened(database.path)
    with again.work() as work:
        assert work.messages.page(samples.session.id, None, 9) == [samples.message]
    assert SearchService(again).search("prompts")
    again.close()
    after = rows_of(database.path)
    assert [row.pop("mood") for row in after["messages"]] == ["calm"]
    assert after == before
    backups = Backups(database.path, database.path.parent / "backups", KEY, SteppingClock())
    assert [backup.reason for backup in backups.found()] == [BackupReason.UPGRADE]
    assert rows_of(backups.found()[0].path) == before


def test_the_index_follows_a_table_that_was_rebuilt(
    database: Database, samples: Samples, later: Path
) -> None:
    """Alembic's batch operations drop a table's triggers without a word."""
    database.close()
    again = opened(database.path)
    with again.work() as work:
        work.messages.save(replace(samples.message, text="The licence expired"))
    assert len(SearchService(again).search("licence expired")) == 1
    assert not SearchService(again).search("prompts")
    again.close()


def test_an_upgrade_that_fails_changes_nothing(
    database: Database, samples: Samples, later: Path
) -> None:
    database.close()
    fails = 'op.execute("INSERT INTO nowhere VALUES (1)")'
    later.write_text(ADD_A_COLUMN.format(last=REVISIONS[-1], more=fails), encoding="utf-8")
    before = rows_of(database.path)
    with engine_on(database.path) as engine:
        schema = schema_of(engine)
        with pytest.raises(OperationalError, match="nowhere"):
            upgrade_schema(engine)
    with pytest.raises(Bug):
        opened(database.path)
    with engine_on(database.path) as engine:
        assert schema_of(engine) == schema
    assert rows_of(database.path) == before


def test_an_upgrade_may_not_leave_loose_ends(
    database: Database, samples: Samples, later: Path
) -> None:
    database.close()
    loose = 'op.execute("DELETE FROM lane_items")'
    later.write_text(ADD_A_COLUMN.format(last=REVISIONS[-1], more=loose), encoding="utf-8")
    before = rows_of(database.path)
    with pytest.raises(Bug, match="refer to nothing"):
        opened(database.path)
    assert rows_of(database.path) == before


def test_a_newer_database_is_refused_kindly_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "flowpilot.db"
    opened(path).close()
    with closing(connect(path, KEY)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("DROP TABLE facts")
    with pytest.raises(EnvironmentProblem, match="newer FlowPilot") as refusal:
        opened(path)
    assert "newest version" in refusal.value.hint
    with engine_on(path) as engine, engine.connect() as connection:
        assert read_revision(connection) == "9999"
    assert not (tmp_path / "backups").exists()


def test_an_index_of_another_version_is_built_again(database: Database, samples: Samples) -> None:
    database.close()
    with closing(connect(database.path, KEY)) as connection:
        connection.execute("DROP TRIGGER search_fact_change")
        connection.execute("DELETE FROM search_entries")
        connection.execute("PRAGMA user_version = 7")
    again = opened(database.path)
    assert SearchService(again).search("prompts")
    again.close()
    with engine_on(database.path) as engine, engine.begin() as connection:
        search_index.check_triggers(connection)


def test_a_lost_trigger_is_noticed(database: Database) -> None:
    with engine_on(database.path) as engine:
        with engine.begin() as connection:
            search_index.check_triggers(connection)
            connection.exec_driver_sql("DROP TRIGGER search_fact_change")
        with engine.begin() as connection:
            with pytest.raises(Bug, match="search_fact_change"):
                search_index.check_triggers(connection)
            search_index.rebuild(connection)
            search_index.check_triggers(connection)


def test_another_version_of_the_program_backs_up_first(tmp_path: Path) -> None:
    path, backups = tmp_path / "f.db", tmp_path / "backups"
    for program in ("0.1.0", "0.1.0"):
        opened(path, program=program).close()
    assert find_backups(backups) == []
    opened(path, program="0.2.0").close()
    assert [each.reason for each in find_backups(backups)] == [BackupReason.UPGRADE]
    opened(path, program="0.2.0").close()
    assert len(find_backups(backups)) == 1


def test_a_database_from_before_versions_were_kept_is_backed_up_once(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    opened(path).close()
    opened(path, program="0.2.0").close()
    opened(path, program="0.2.0").close()
    assert len(find_backups(tmp_path / "backups")) == 1
