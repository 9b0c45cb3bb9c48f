"""Rules about clients: found whatever the case, checked line by line, and undeletable by undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.bus import Bus
from core.clock import SystemClock
from core.db.database import Database
from core.db.opening import open_database
from core.errors import Conflict, UserError
from core.events import Aggregate, Changes
from core.sessions.session_service import Intake, SessionService
from core.team.client_rules import TERM_LIMIT, TERMS_LIMIT, ModelPolicy
from core.team.client_rules_service import ClientRulesService


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def database(tmp_path: Path, bus: Bus) -> Iterator[Database]:
    database = open_database(tmp_path / "a.db", b"k" * 32, bus=bus, clock=SystemClock())
    yield database
    database.close()


@pytest.fixture
def rules(database: Database) -> ClientRulesService:
    return ClientRulesService(database, SystemClock())


def test_rules_are_found_by_the_name_in_any_case(rules: ClientRulesService) -> None:
    assert rules.of("Contoso") is None
    changes = rules.save(" Contoso \n Ltd ", ModelPolicy.LOCAL_ONLY, ["contoso.example", "Contoso"])
    found = rules.of("CONTOSO LTD")
    assert found is not None
    assert found.client_name == "Contoso Ltd"
    assert found.policy is ModelPolicy.LOCAL_ONLY
    assert found.terms == ("contoso.example", "Contoso")
    assert changes.aggregates == {Aggregate.CLIENT_RULES}


def test_empty_lines_and_repetitions_are_dropped(rules: ClientRulesService) -> None:
    rules.save("A B", ModelPolicy.CLOUD_ALLOWED, ["", "  Contoso ", "contoso", "   ", "SRV1"])
    assert rules.all()[0].terms == ("Contoso", "SRV1")


def test_an_edit_replaces_what_was_there(rules: ClientRulesService, bus: Bus) -> None:
    rules.save("Contoso", ModelPolicy.CLOUD_ALLOWED, ["one"])
    first = rules.all()[0]
    heard: list[Changes] = []
    bus.subscribe(Changes, heard.append)
    rules.save("contoso", ModelPolicy.NO_MODEL, ["two"], first.id)
    (second,) = rules.all()
    assert (second.id, second.client_name, second.terms) == (first.id, "contoso", ("two",))
    assert second.policy is ModelPolicy.NO_MODEL
    rules.save("contoso", ModelPolicy.NO_MODEL, ["two"], first.id)
    assert len(heard) == 1


def test_a_client_has_one_set_of_rules(rules: ClientRulesService) -> None:
    rules.save("Contoso", ModelPolicy.LOCAL_ONLY, ["keep"])
    with pytest.raises(Conflict, match="rules already"):
        rules.save("CONTOSO", ModelPolicy.CLOUD_ALLOWED, [])
    rules.save("Fabrikam", ModelPolicy.CLOUD_ALLOWED, [])
    fabrikam = rules.all()[1]
    with pytest.raises(Conflict):
        rules.save("contoso", ModelPolicy.CLOUD_ALLOWED, [], fabrikam.id)
    assert [one.client_name for one in rules.all()] == ["Contoso", "Fabrikam"]
    assert rules.all()[0].terms == ("keep",)


def test_a_deleted_client_comes_back_with_undo(rules: ClientRulesService) -> None:
    rules.save("Contoso", ModelPolicy.NO_MODEL, ["x1"])
    rules_id = rules.all()[0].id
    rules.delete(rules_id)
    rules.delete(rules_id)
    assert rules.of("Contoso") is None
    rules.restore(rules_id)
    found = rules.of("Contoso")
    assert found is not None
    assert found.policy is ModelPolicy.NO_MODEL


def test_undo_does_not_overrule_newer_rules(rules: ClientRulesService) -> None:
    rules.save("Contoso", ModelPolicy.CLOUD_ALLOWED, [])
    old = rules.all()[0].id
    rules.delete(old)
    rules.save("contoso", ModelPolicy.NO_MODEL, [])
    with pytest.raises(Conflict):
        rules.restore(old)
    assert [one.policy for one in rules.all()] == [ModelPolicy.NO_MODEL]


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 201])
def test_a_name_that_is_none_is_refused(rules: ClientRulesService, name: str) -> None:
    with pytest.raises(UserError) as refused:
        rules.save(name, ModelPolicy.CLOUD_ALLOWED, [])
    assert refused.value.field == "client"


@pytest.mark.parametrize("line", ["x" * (TERM_LIMIT + 1), "e"])
def test_a_refused_word_is_named_by_its_line(rules: ClientRulesService, line: str) -> None:
    with pytest.raises(UserError, match="Line 3") as refused:
        rules.save("Contoso", ModelPolicy.CLOUD_ALLOWED, ["first", "", line])
    assert refused.value.field == "terms"
    assert rules.all() == []


def test_too_many_words_are_refused(rules: ClientRulesService) -> None:
    words = [f"host{number}" for number in range(TERMS_LIMIT + 1)]
    with pytest.raises(UserError, match="201"):
        rules.save("Contoso", ModelPolicy.CLOUD_ALLOWED, words)
    rules.save("Contoso", ModelPolicy.CLOUD_ALLOWED, words[:-1])


def test_clients_are_known_from_sessions(rules: ClientRulesService, database: Database) -> None:
    sessions = SessionService(database, SystemClock())
    for name in ("Contoso", "", "Fabrikam", "CONTOSO"):
        sessions.create(Intake(client_name=name))
    assert rules.known_clients() == ["CONTOSO", "Fabrikam"]
