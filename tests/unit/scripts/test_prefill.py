"""Values to begin with, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.ids import new_id
from core.scripts.model import FieldType, Parameter
from core.scripts.prefill import Prefilled, ValueSource, prefill
from core.sessions.facts import Fact, SourceType
from core.sessions.session import Session
from tests.unit.db.samples import AT

ID = new_id()
ACCOUNT = Parameter(key="account", label="Account name")
TICKET = Session(
    id=ID,
    account_id=ID,
    user_id=ID,
    title="Locked",
    psa_ticket_id="4711",
    client_name="Contoso",
    created_at=AT,
    updated_at=AT,
)


def fact(text: str) -> Fact:
    return Fact(
        id=new_id(),
        account_id=ID,
        session_id=ID,
        text=text,
        source_type=SourceType.USER_NOTE,
        created_at=AT,
    )


def value(parameter: Parameter, *facts: str, **model: object) -> Prefilled | None:
    return prefill([parameter], [fact(text) for text in facts], TICKET, model).get(parameter.key)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Account: jdoe", "jdoe"),
        ("The account name is jdoe.", "jdoe"),
        ('Account = "CONTOSO\\jdoe"', "CONTOSO\\jdoe"),
        ("The account is locked", None),
        ("The account is not in the group", None),
        ("Accounts: none", None),
        ("Nothing is known", None),
    ],
)
def test_a_fact_that_names_the_parameter_gives_its_value(text: str, found: str | None) -> None:
    prefilled = value(ACCOUNT, text)
    assert prefilled == (None if found is None else Prefilled(found, ValueSource.FACT, text))


def test_the_newest_fact_wins_over_the_model_and_the_model_over_the_default() -> None:
    with_default = replace(ACCOUNT, default="somebody")
    assert value(with_default, "Account: old", "Account: new", account="x") == Prefilled(
        "new", ValueSource.FACT, "Account: new"
    )
    assert value(with_default, account="jdoe") == Prefilled("jdoe", ValueSource.MODEL)
    assert value(with_default) == Prefilled("somebody", ValueSource.DEFAULT)


def test_a_ticket_gives_what_a_ticket_knows() -> None:
    client = Parameter(key="client", label="Client")
    assert value(client) == Prefilled("Contoso", ValueSource.TICKET, "the ticket's client")
    assert value(Parameter(key="contact", label="Contact")) is None


def test_a_password_is_never_filled_in() -> None:
    word = Parameter(key="word", label="Word", field_type=FieldType.PASSWORD)
    assert value(word, "Word: hunter2", word="hunter2") is None


@pytest.mark.parametrize(
    ("parameter", "given", "taken"),
    [
        (Parameter(key="a", label="A", field_type=FieldType.BOOLEAN), "True", True),
        (Parameter(key="a", label="A", field_type=FieldType.BOOLEAN), "perhaps", None),
        (Parameter(key="a", label="A", field_type=FieldType.NUMBER), 5, "5"),
        (Parameter(key="a", label="A", field_type=FieldType.MULTI_TEXT), ["x", " y "], ("x", "y")),
        (Parameter(key="a", label="A", field_type=FieldType.MULTI_TEXT), "x\n\ny", ("x", "y")),
        (Parameter(key="a", label="A", field_type=FieldType.SELECT, options=("b",)), "b", "b"),
        (Parameter(key="a", label="A", field_type=FieldType.SELECT, options=("b",)), "c", None),
        (Parameter(key="a", label="A"), {"not": "a text"}, None),
    ],
)
def test_a_models_value_must_fit_the_field(
    parameter: Parameter, given: object, taken: object
) -> None:
    prefilled = value(parameter, a=given)
    assert (None if prefilled is None else prefilled.value) == taken
