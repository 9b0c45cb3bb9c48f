"""Every rule the tables keep by themselves, broken once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Connection, UniqueConstraint, delete, update
from sqlalchemy.exc import IntegrityError

from core.db.database import Database
from core.db.engine import open_engine
from core.db.schema import metadata
from core.errors import Bug, Conflict
from core.ids import new_id
from core.scripts.model import BuilderKind
from core.sessions.fixes import Fix
from tests.unit.db.conftest import KEY
from tests.unit.db.samples import AT, Samples

LONG = "x" * 60_000

# Table, constraint, values that break it and nothing else.
BROKEN: list[tuple[str, str, dict[str, object]]] = [
    ("accounts", "name_length", {"name": " "}),
    ("users", "name_length", {"name": "x" * 201}),
    ("users", "email_length", {"email": "x" * 201}),
    ("users", "role", {"role": "king"}),
    ("sessions", "title_length", {"title": ""}),
    ("sessions", "title_length", {"title": "x" * 201}),
    ("sessions", "status", {"status": "requesting_escalation"}),
    ("sessions", "intake_kind", {"intake_kind": "carrier_pigeon"}),
    ("sessions", "state_version", {"state_version": -1}),
    ("sessions", "client_name_length", {"client_name": "x" * 201}),
    ("sessions", "contact_name_length", {"contact_name": "x" * 201}),
    ("sessions", "psa_ticket_id_length", {"psa_ticket_id": "x" * 201}),
    ("sessions", "resolution_summary_length", {"resolution_summary": "x" * 501}),
    ("sessions", "escalation_reason_length", {"escalation_reason": "x" * 2001}),
    ("sessions", "abandon_reason_length", {"abandon_reason": "x" * 2001}),
    ("messages", "position", {"position": 0}),
    ("messages", "role", {"role": "system"}),
    ("messages", "status", {"status": "lost"}),
    ("messages", "rung", {"rung": "ladder"}),
    ("messages", "text_length", {"role": "engineer", "text": "x" * 20_001}),
    ("blobs", "sha256", {"sha256": "abc"}),
    ("attachments", "kind", {"kind": "video"}),
    ("attachments", "size", {"size": 0}),
    ("attachments", "name_length", {"name": ""}),
    ("lane_items", "position", {"position": 0}),
    ("lane_items", "kind", {"kind": "wish"}),
    ("lane_items", "status", {"status": "lost"}),
    ("lane_items", "answer_length", {"answer": "x" * 10_001}),
    ("facts", "text_length", {"text": " "}),
    ("facts", "text_length", {"text": "x" * 2001}),
    ("facts", "summary_length", {"summary": "x" * 201}),
    ("facts", "source_type", {"source_type": "rumour", "source_ref": None}),
    ("facts", "source_ref", {"source_type": "user_note"}),
    ("check_runs", "source", {"source": "dream"}),
    ("check_runs", "end", {"end": "never", "exit_code": None}),
    ("check_runs", "exit_code", {"end": "timed_out", "exit_code": 1}),
    ("check_runs", "duration_ms", {"duration_ms": -1}),
    ("suggested_fixes", "title_length", {"title": "x" * 201}),
    ("suggested_fixes", "confidence", {"confidence": 101}),
    ("suggested_fixes", "confidence", {"confidence": -1}),
    ("suggested_fixes", "drafted_script_length", {"drafted_script": "x" * 50_001}),
    ("suggested_fixes", "status", {"status": "applied"}),
    ("suggested_fixes", "user_decision", {"user_decision": "later"}),
    ("suggested_fixes", "partial_notes_length", {"partial_notes": "x" * 501}),
    ("suggested_fixes", "pending_reason_length", {"pending_reason": "x" * 501}),
    ("suggested_fixes", "failure_reason_length", {"failure_reason": "x" * 501}),
    ("suggested_fixes", "partial_needs_notes", {"status": "applied_partial"}),
    ("suggested_fixes", "pending_needs_reason", {"status": "applied_pending"}),
    ("fix_events", "event_length", {"event": ""}),
    ("documents", "markdown_length", {"markdown": ""}),
    ("documents", "markdown_length", {"markdown": "x" * 20_001}),
    ("documents", "summary_length", {"summary": "x" * 501}),
    ("documents", "kind", {"kind": "letter", "visibility": "customer"}),
    ("documents", "outcome", {"outcome": "lost"}),
    ("documents", "visibility", {"visibility": "internal"}),
    ("documents", "state_version", {"state_version": -1}),
    ("document_cache", "kind", {"kind": "letter"}),
    ("document_cache", "source", {"source": "rumour"}),
    ("sessions", "branch_at", {"branch_at": 0}),
    ("messages", "failure", {"failure": "bad mood"}),
    ("session_views", "forced_rung", {"forced_rung": "ladder"}),
    ("model_calls", "action", {"action": "gossip"}),
    ("model_calls", "rung", {"rung": "ladder"}),
    ("model_calls", "end", {"end": "never"}),
    ("model_calls", "failure", {"failure": "bad mood"}),
    ("model_calls", "counts", {"output_tokens": -1}),
    ("model_calls", "cost", {"cost": -1}),
    ("waiting_turns", "state", {"state": "lost"}),
    ("waiting_turns", "rung", {"rung": "ladder"}),
    ("waiting_turns", "failure", {"failure": "bad mood"}),
    ("client_rules", "client_name_length", {"client_name": " "}),
    ("client_rules", "policy", {"policy": "never"}),
    ("session_views", "preview_kind", {"preview_kind": "letter"}),
    ("session_views", "banner_silenced_until", {"banner_silenced_until": -1}),
    ("script_templates", "name_length", {"name": ""}),
    ("script_templates", "slug_length", {"slug": ""}),
    ("script_templates", "slug_shape", {"slug": "Join A Device"}),
    ("script_templates", "category_length", {"category": "x" * 201}),
    ("script_templates", "source_ticket_ref_length", {"source_ticket_ref": "x" * 201}),
    ("script_templates", "language", {"language": "cobol"}),
    ("script_templates", "body_length", {"body": "x" * 50_001}),
    ("script_templates", "description_length", {"description": "x" * 2001}),
    ("script_templates", "runs_on_length", {"runs_on": "x" * 201}),
    ("script_templates", "origin", {"origin": "found"}),
    ("script_templates", "counts", {"usage_count": -1}),
    ("script_templates", "counts", {"version": 0}),
    ("script_template_versions", "version", {"version": 0}),
    ("script_generations", "language", {"language": "cobol"}),
    ("script_generations", "template_version", {"template_version": -1}),
    ("script_runs", "source", {"source": "dream"}),
    ("script_runs", "end", {"end": "never", "exit_code": None}),
    ("script_runs", "exit_code", {"end": "timed_out", "exit_code": 1}),
    ("script_runs", "duration_ms", {"duration_ms": -1}),
    ("builders", "kind", {"kind": "shed"}),
    ("builders", "language", {"language": "cobol"}),
    ("builders", "view", {"view": "garden"}),
    ("builders", "title_length", {"title": "x" * 201}),
    ("builders", "script_length", {"script": "x" * 50_001}),
    ("builders", "session", {"session_id": None}),
    ("builder_messages", "position", {"position": 0}),
    ("builder_messages", "role", {"role": "system"}),
    ("draft_templates", "description_length", {"description": "x" * 2001}),
    ("draft_templates", "category_length", {"category": "x" * 201}),
    ("draft_templates", "name_length", {"name": ""}),
    ("draft_templates", "body_length", {"body": ""}),
    ("draft_templates", "language", {"language": "cobol"}),
    ("draft_templates", "status", {"status": "lost"}),
]


def test_every_check_of_the_schema_is_broken_here() -> None:
    checks = {
        (table.name, str(constraint.name).removeprefix(f"ck_{table.name}_"))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert checks == {(table, name) for table, name, _ in BROKEN}


def violations(database: Database, act: Callable[[Connection], object]) -> str:
    """The message of the integrity error that a raw statement ends in."""
    engine = open_engine(database.path, KEY)
    try:
        with pytest.raises(IntegrityError) as error, engine.begin() as connection:
            act(connection)
    finally:
        engine.dispose()
    return str(error.value.orig)


@pytest.mark.parametrize(
    ("table", "name", "values"), BROKEN, ids=[f"{t}-{n}" for t, n, _ in BROKEN]
)
def test_a_check_refuses(
    database: Database, samples: Samples, table: str, name: str, values: dict[str, Any]
) -> None:
    with database.work() as work:
        work.session_views.put(work.session_views.of(samples.session.id))
    assignments = ", ".join(f'"{column}" = ?' for column in values)
    message = violations(
        database,
        lambda connection: connection.exec_driver_sql(
            f"UPDATE {table} SET {assignments}", tuple(values.values())
        ),
    )
    assert message == f"CHECK constraint failed: ck_{table}_{name}"


def test_a_broken_rule_is_our_bug_and_says_which(database: Database, samples: Samples) -> None:
    with pytest.raises(Bug, match="ck_facts_text_length"), database.work() as work:
        work.facts.save(replace(samples.fact, text=""))
    with database.work() as work:
        assert work.facts.get(samples.fact.id) == samples.fact


def another_active_fix(samples: Samples) -> Fix:
    return replace(samples.fix, id=new_id(), title="Another")


def test_a_session_has_one_active_fix(database: Database, samples: Samples) -> None:
    with pytest.raises(Conflict), database.work() as work:
        work.fixes.add(another_active_fix(samples))
    with database.work() as work:
        work.fixes.save(replace(samples.fix, superseded_at=AT))
        work.fixes.add(another_active_fix(samples))
    with database.work() as work:
        assert len(work.fixes.history(samples.session.id)) == 2


def test_positions_are_unique_within_a_session(database: Database, samples: Samples) -> None:
    with pytest.raises(Conflict), database.work() as work:
        work.messages.add(replace(samples.message, id=new_id()))
    with pytest.raises(Conflict), database.work() as work:
        work.lane_items.add(replace(samples.item, id=new_id()))


def test_a_slug_is_unique_among_living_templates(database: Database, samples: Samples) -> None:
    twin = replace(samples.template, id=new_id())
    with pytest.raises(Conflict), database.work() as work:
        work.script_templates.add(twin)
    with database.work() as work:
        work.script_templates.save(replace(samples.template, deleted_at=AT))
        work.script_templates.add(twin)
        assert work.script_templates.with_slug(twin.slug) == twin


def test_a_client_has_one_set_of_rules(database: Database, samples: Samples) -> None:
    with pytest.raises(Conflict), database.work() as work:
        work.client_rules.add(replace(samples.rules, id=new_id()))
    with database.work() as work:
        work.client_rules.save(replace(samples.rules, deleted_at=AT))
        work.client_rules.add(replace(samples.rules, id=new_id()))
        assert work.client_rules.of_client(" contoso ") is not None


def test_a_session_has_one_builder_of_a_user(database: Database, samples: Samples) -> None:
    with pytest.raises(Conflict), database.work() as work:
        work.builders.add(replace(samples.builder, id=new_id()))
    alone = replace(samples.builder, kind=BuilderKind.STANDALONE, session_id=None)
    with database.work() as work:
        work.builders.add(replace(alone, id=new_id()))
        work.builders.add(replace(alone, id=new_id()))
        assert len(work.builders.open_standalone(work.user_id)) == 2


def test_positions_are_unique_within_a_builder(database: Database, samples: Samples) -> None:
    with pytest.raises(Conflict), database.work() as work:
        work.builder_messages.add(replace(samples.builder_message, id=new_id()))


@pytest.mark.parametrize(
    "table",
    [
        "preferences",
        "document_cache",
        "session_views",
        "blobs",
        "waiting_turns",
        "placeholders",
        "image_consents",
        "template_favourites",
    ],
)
def test_there_is_one_row_per_key(database: Database, samples: Samples, table: str) -> None:
    with database.work() as work:
        work.preferences.merge({"templatize_prompt_enabled": False})
        work.session_views.put(work.session_views.of(samples.session.id))
    message = violations(
        database,
        lambda connection: connection.exec_driver_sql(
            f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1"
        ),
    )
    assert message.startswith(f"UNIQUE constraint failed: {table}.")


def test_no_unique_rule_is_without_a_test() -> None:
    """Adding one means adding its test above and its name here."""
    unique = {
        constraint.name
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    } | {index.name for t in metadata.tables.values() for index in t.indexes if index.unique}
    assert unique == {
        "uq_messages_session_id_position",
        "uq_lane_items_session_id_position",
        "uq_suggested_fixes_active",
        "uq_script_templates_slug",
        "uq_client_rules_client_name",
        "uq_builders_inline",
        "uq_builder_messages_builder_id_position",
    }


# A table whose row points at something that is not there.
@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table.name, key.parent.name)
        for table in metadata.tables.values()
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if table.name not in ("users", "blobs", "preferences", "session_views")
    ],
)
def test_a_reference_leads_somewhere(
    database: Database, samples: Samples, table: str, column: str
) -> None:
    nowhere = new_id().hex * 2 if column == "sha256" else new_id()
    target = metadata.tables[table]
    message = violations(
        database, lambda connection: connection.execute(update(target).values({column: nowhere}))
    )
    assert message == "FOREIGN KEY constraint failed"


def test_deleting_a_session_takes_its_rows_and_leaves_the_library(
    database: Database, samples: Samples
) -> None:
    engine = open_engine(database.path, KEY)
    with engine.begin() as connection:
        connection.execute(delete(metadata.tables["sessions"]))
        left = {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in metadata.tables
        }
    engine.dispose()
    assert {name for name, count in left.items() if count} == {
        "accounts",
        "users",
        "app_state",
        "blobs",
        "script_templates",
        "script_template_versions",
        "template_favourites",
        "script_generations",
        "script_runs",
        "draft_templates",
        "model_calls",
        "client_rules",
    }
    with database.work() as work:
        assert work.script_templates.get(samples.template.id).source_session_id is None


def test_a_lane_item_that_goes_leaves_its_facts(database: Database, samples: Samples) -> None:
    engine = open_engine(database.path, KEY)
    with engine.begin() as connection:
        connection.execute(delete(metadata.tables["lane_items"]))
    engine.dispose()
    with database.work() as work:
        assert work.facts.get(samples.fact.id).source_ref is None


def test_an_account_with_sessions_cannot_lose_its_user(
    database: Database, samples: Samples
) -> None:
    users = metadata.tables["users"]
    message = violations(database, lambda connection: connection.execute(delete(users)))
    assert message == "FOREIGN KEY constraint failed"


def test_every_reference_has_an_index_to_delete_by() -> None:
    """Without one, deleting a parent scans the child table."""
    for table in metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes if index.columns}
        leading |= {
            next(iter(constraint.columns)).name
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        }
        leading |= {next(iter(table.primary_key.columns)).name}
        for key in table.foreign_keys:
            # An account is never deleted row by row.
            if key.parent.name not in ("account_id", "sha256"):
                assert key.parent.name in leading, f"{table.name}.{key.parent.name}"
