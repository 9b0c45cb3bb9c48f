"""Values are typed, chosen or ticked, and say where they came from until they are changed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.scripts.model import FieldType, Parameter
from core.scripts.prefill import Prefilled, ValueSource
from core.scripts.values import ValueProblem
from desktop.scripts.parameter_form import ParameterForm
from desktop.scripts.value_editors import LinesEditor, PasswordEditor
from desktop.theme.icons import Icons
from tests.desktop.widgets.hands import click, type_text

ALL = (
    Parameter(key="account", label="Account"),
    Parameter(key="secret", label="Password", field_type=FieldType.PASSWORD),
    Parameter(key="server", label="Server", field_type=FieldType.SELECT, options=("A", "B")),
    Parameter(key="dry", label="Dry", field_type=FieldType.BOOLEAN, default="true"),
    Parameter(key="days", label="Days", field_type=FieldType.NUMBER, default="30"),
    Parameter(key="why", label="Why", field_type=FieldType.TEXTAREA, required=False),
    Parameter(key="hosts", label="Hosts", field_type=FieldType.MULTI_TEXT),
)


@pytest.fixture
def form(qtbot: QtBot, icons: Icons) -> ParameterForm:
    form = ParameterForm(icons)
    qtbot.addWidget(form)
    form.show_parameters(
        ALL,
        {
            "account": Prefilled("jdoe", ValueSource.FACT),
            "hosts": Prefilled(("fs1", "fs2"), ValueSource.TICKET),
        },
    )
    form.show()
    return form


def test_values_have_the_form_of_their_fields(form: ParameterForm) -> None:
    assert form.values() == {
        "account": "jdoe",
        "secret": "",
        "server": "",
        "dry": True,
        "days": "30",
        "why": "",
        "hosts": ("fs1", "fs2"),
    }


def test_the_source_is_said_until_the_value_is_edited(form: ParameterForm, qtbot: QtBot) -> None:
    field = form.field("account")
    assert field.source.text() == "from a fact"
    with qtbot.waitSignal(form.edited):
        type_text(field.editor.field, "x")
    assert field.source.isHidden()
    assert form.values()["account"] == "jdoex"


def test_a_problem_stands_at_its_field_until_it_is_edited(form: ParameterForm) -> None:
    form.show_problems((ValueProblem("secret", "Fill it in."),), go_there=False)
    field = form.field("secret")
    assert field.problem.text() == "Fill it in."
    assert not field.problem.isHidden()
    assert form.field("account").problem.isHidden()
    type_text(field.editor.field, "p")
    assert field.problem.isHidden()


def test_a_password_is_covered_until_it_is_asked_for(form: ParameterForm) -> None:
    editor = form.field("secret").editor
    assert isinstance(editor, PasswordEditor)
    assert editor.line.echoMode() is QLineEdit.EchoMode.Password
    click(editor.reveal)
    assert editor.line.echoMode() is QLineEdit.EchoMode.Normal
    assert editor.reveal.accessibleName() == "Hide the password"


def test_blank_lines_are_no_values_of_a_list(form: ParameterForm) -> None:
    editor = form.field("hosts").editor
    assert isinstance(editor, LinesEditor)
    editor.edit.set_text(" one \n\n two\n")
    assert form.values()["hosts"] == ("one", "two")
