"""Rules about clients are written, tried, refused and taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from core.sessions.session_service import Intake
from core.team.client_rules import ModelPolicy
from desktop.session.flow import Undo
from desktop.settings.client_section import ClientSection
from desktop.settings.client_sheet import ClientSheet
from tests.desktop.settings.room import Room
from tests.desktop.widgets.hands import click, inside, press, type_text


def enter_terms(sheet: ClientSheet, text: str) -> None:
    sheet.terms.selectAll()
    sheet.terms.insertPlainText(text)


def test_a_client_is_added_with_its_policy_and_words(room: Room) -> None:
    room.open(ClientSection)
    assert room.sees("No client has rules of its own.")
    room.click("Add a client")
    sheet = room.dialog(ClientSheet)
    type_text(sheet.client, "Contoso")
    click(next(one for one in inside(sheet, QRadioButton) if one.text() == "No model"))
    enter_terms(sheet, "contoso.example\n\nCTSO-DC1\n")
    room.click("Save", sheet)
    assert room.sees("Contoso")
    assert room.sees("2 hidden words")
    found = room.core.client_rules.of("contoso")
    assert found is not None
    assert found.policy is ModelPolicy.NO_MODEL
    assert found.terms == ("contoso.example", "CTSO-DC1")


def test_it_goes_without_a_mouse(room: Room) -> None:
    section = room.open(ClientSection)
    section.add_button.setFocus(Qt.FocusReason.TabFocusReason)
    press(section.add_button, Qt.Key.Key_Space)
    room.settle()
    sheet = room.dialog(ClientSheet)
    assert sheet.focusWidget() is sheet.client
    type_text(sheet.client, "Contoso")
    press(sheet.client, Qt.Key.Key_Tab)
    press(sheet.focusWidget(), Qt.Key.Key_Down)
    assert sheet.policy is ModelPolicy.LOCAL_ONLY
    press(sheet.focusWidget(), Qt.Key.Key_Tab)
    assert sheet.focusWidget() is sheet.terms
    type_text(sheet.terms, "ctso")
    press(sheet.terms, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    found = room.core.client_rules.of("Contoso")
    assert found is not None
    assert (found.policy, found.terms) == (ModelPolicy.LOCAL_ONLY, ("ctso",))


def test_a_refused_word_is_named_and_nothing_typed_is_lost(room: Room) -> None:
    room.open(ClientSection)
    room.click("Add a client")
    sheet = room.dialog(ClientSheet)
    type_text(sheet.client, "Contoso")
    enter_terms(sheet, f"fine\n{'x' * 101}")
    room.click("Save", sheet)
    assert sheet.isVisible()
    assert room.sees("Line 2 is longer than 100 characters.", sheet)
    assert sheet.terms.text().startswith("fine\n")
    assert room.core.client_rules.all() == []
    enter_terms(sheet, "fine")
    room.click("Save", sheet)
    assert room.core.client_rules.all()[0].terms == ("fine",)


def test_a_client_has_one_set_of_rules(room: Room) -> None:
    room.core.client_rules.save("Contoso", ModelPolicy.LOCAL_ONLY, ["keep"])
    room.open(ClientSection)
    room.click("Add a client")
    sheet = room.dialog(ClientSheet)
    type_text(sheet.client, "contoso")
    room.click("Save", sheet)
    assert room.sees("has rules already", sheet)
    press(sheet, Qt.Key.Key_Escape)
    assert room.core.client_rules.all()[0].terms == ("keep",)


def test_a_delete_is_taken_back(room: Room) -> None:
    room.core.client_rules.save("Contoso", ModelPolicy.LOCAL_ONLY, ["keep"])
    offered: list[Undo] = []
    room.feature.undo_offered.connect(offered.append)
    room.open(ClientSection)
    room.click("Delete the rules of Contoso")
    assert room.sees("No client has rules of its own.")
    assert offered[0].done == "Rules of Contoso deleted."
    offered[0].command()
    room.feature.clients.reload()
    room.settle()
    assert room.sees("1 hidden word")


def test_a_text_is_tried_without_being_kept(room: Room) -> None:
    room.open(ClientSection)
    room.click("Add a client")
    sheet = room.dialog(ClientSheet)
    enter_terms(sheet, "Contoso")
    sheet.sample.insertPlainText("Contoso's DC: net use \\\\ctso\\c$ /user:adm S3cret!pw9")
    room.settle()
    shown = sheet.shown.text()
    assert "REDACTED_TERM_1" in shown
    assert "Contoso" not in shown
    assert "S3cret!pw9" not in shown
    enter_terms(sheet, "nothing")
    room.settle()
    assert "Contoso" in sheet.shown.text()
    press(sheet, Qt.Key.Key_Escape)


def test_a_session_opens_the_rules_of_its_client(room: Room) -> None:
    room.core.sessions.create(Intake(client_name="Fabrikam"))
    room.feature.open_client_rules("Fabrikam")
    room.settle()
    sheet = room.dialog(ClientSheet)
    assert sheet.client.text() == "Fabrikam"
    assert sheet.client.completer().model().rowCount() == 1
    assert sheet.focusWidget() is sheet.terms
    room.click("Save", sheet)
    room.feature.open_client_rules("FABRIKAM")
    room.settle()
    again = room.dialog(ClientSheet)
    assert again.client.text() == "Fabrikam"
    press(again, Qt.Key.Key_Escape)
