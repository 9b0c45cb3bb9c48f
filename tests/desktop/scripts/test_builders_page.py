"""A script in the making: at most five, and nothing that is typed is ever lost."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from core.scripts.builder_service import OPEN_LIMIT, BuilderState
from core.scripts.model import BuilderView, Language
from core.settings.definitions import LOCAL_BASE_URL, LOCAL_MODEL_STANDARD
from desktop.scripts.builder_panel import BuilderPanel
from desktop.scripts.scripts_page import ScriptsTab
from tests.desktop.scripts.room import Room
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import press, type_text
from tests.fakes.model_server import ModelServer

ANSWER = "This lists the queues.\n\n```bash\nlpstat -p\n```\n"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(room: Room) -> BuilderPanel:
    """The tab is open, and a new builder in it."""
    room.begin()
    room.page.tabs.set_current(ScriptsTab.BUILDERS)
    room.click("New script builder")
    assert room.shows(room.page.builder)
    return room.page.builder


def _stored(room: Room) -> BuilderState:
    """The builder that was used last, as it is stored."""
    builders = room.core.scripts().builders
    return builders.state(builders.open_ones()[0].id)


def _opened(room: Room) -> UUID:
    opened = room.feature.builder.opened
    assert opened is not None
    return opened.builder.id


def _tab(room: Room) -> str:
    return room.page.tabs.tabText(list(ScriptsTab).index(ScriptsTab.BUILDERS))


# How many --------------------------------------------------------------------------------------


def test_without_builders_it_is_said_how_to_begin(room: Room) -> None:
    room.begin()
    room.page.tabs.set_current(ScriptsTab.BUILDERS)
    assert room.sees("No script in the making")
    assert _tab(room) == "Builders"


def test_a_sixth_builder_is_refused_with_words(room: Room, panel: BuilderPanel) -> None:
    for _ in range(OPEN_LIMIT - 1):
        room.click("New script builder")
    assert _tab(room) == "Builders  5"
    assert room.noticed == []
    room.click("New script builder")
    assert room.noticed == ["5 script builders are open. Close one of them, or go on in it."]
    assert len(room.core.scripts().builders.open_ones()) == OPEN_LIMIT


def test_a_closed_builder_comes_back_with_what_it_held(room: Room, panel: BuilderPanel) -> None:
    type_text(panel.title, "List queues")
    room.click("Close this builder")
    assert room.shows(room.page.nothing)
    assert room.sees("No script in the making")
    (undo,) = room.undos
    room.given(undo.command)
    room.choose("List queues", room.page.builders.list)
    assert panel.title.text() == "List queues"


# What is typed ---------------------------------------------------------------------------------


def test_what_is_typed_is_stored_without_being_asked_for(room: Room, panel: BuilderPanel) -> None:
    type_text(panel.title, "List queues")
    type_text(panel.chat.composer, "every queue of this laptop")
    room.until(
        lambda: _stored(room).builder.message == "every queue of this laptop",
        "what was typed is not stored",
    )
    assert _stored(room).builder.title == "List queues"


def test_the_end_of_the_application_stores_what_was_just_typed(
    room: Room, panel: BuilderPanel
) -> None:
    type_text(panel.chat.composer, "just now")
    room.scope.run("end", room.feature.keep_unsent())
    room.settle()
    assert _stored(room).builder.message == "just now"


def test_a_store_does_not_disturb_who_goes_on_typing(room: Room, panel: BuilderPanel) -> None:
    type_text(panel.chat.composer, "first")
    room.until(lambda: _stored(room).builder.message == "first", "it is not stored")
    type_text(panel.chat.composer, " second")
    room.settle()
    assert panel.chat.composer.text() == "first second"


def test_each_side_keeps_what_it_holds(room: Room, panel: BuilderPanel) -> None:
    type_text(panel.chat.composer, "question")
    panel.views.set_current(BuilderView.EDITOR)
    type_text(panel.editor.source, "lpstat -p")
    panel.views.set_current(BuilderView.CHAT)
    assert panel.chat.composer.text() == "question"
    assert panel.chat.isVisible()
    panel.views.set_current(BuilderView.EDITOR)
    assert panel.editor.text() == "lpstat -p"
    room.until(lambda: _stored(room).builder.view is BuilderView.EDITOR, "the view is not stored")
    assert (_stored(room).builder.message, _stored(room).builder.script) == (
        "question",
        "lpstat -p",
    )


def test_builders_do_not_mix(room: Room, panel: BuilderPanel) -> None:
    type_text(panel.title, "One")
    type_text(panel.chat.composer, "of the first")
    first = _opened(room)
    room.click("New script builder")
    assert panel.title.text() == ""
    assert panel.chat.composer.text() == ""
    type_text(panel.chat.composer, "of the second")
    room.choose("One", room.page.builders.list)
    assert _opened(room) == first
    assert panel.chat.composer.text() == "of the first"
    room.choose("New script", room.page.builders.list)
    assert panel.chat.composer.text() == "of the second"


def test_the_language_is_kept_and_so_is_the_script(room: Room, panel: BuilderPanel) -> None:
    panel.views.set_current(BuilderView.EDITOR)
    type_text(panel.editor.source, "lpstat")
    panel.language.setCurrentIndex(panel.language.findData(Language.BASH))
    assert panel.editor.text() == "lpstat"
    room.until(lambda: _stored(room).builder.language is Language.BASH, "it is not stored")


def test_a_script_that_is_too_long_is_refused_with_words(room: Room, panel: BuilderPanel) -> None:
    panel.views.set_current(BuilderView.EDITOR)
    panel.editor.replace_text("echo\n" * 50_000)
    room.until(lambda: room.sees("the limit is", panel), "nothing is said")
    assert _stored(room).builder.script == ""
    panel.editor.replace_text("echo\n")
    room.until(lambda: _stored(room).builder.script == "echo\n", "the shorter one is not stored")
    assert not room.sees("the limit is", panel)


# What becomes of it ----------------------------------------------------------------------------


def test_an_empty_script_cannot_be_used(room: Room, panel: BuilderPanel) -> None:
    assert not room.button("Check and run…").isEnabled()
    assert not room.button("Save as a template…").isEnabled()
    panel.views.set_current(BuilderView.EDITOR)
    type_text(panel.editor.source, "lpstat -p")
    assert room.button("Check and run…").isEnabled()


def test_a_script_is_looked_at_and_the_way_back_is_there(room: Room, panel: BuilderPanel) -> None:
    panel.views.set_current(BuilderView.EDITOR)
    panel.language.setCurrentIndex(panel.language.findData(Language.BASH))
    type_text(panel.editor.source, "lpstat -p")
    room.click("Check and run…")
    assert room.shows(room.page.builder_run)
    room.click("Back to the builder")
    assert room.shows(panel)
    assert panel.editor.text() == "lpstat -p"


def test_a_script_becomes_a_template(room: Room, panel: BuilderPanel) -> None:
    type_text(panel.title, "List queues")
    panel.views.set_current(BuilderView.EDITOR)
    panel.language.setCurrentIndex(panel.language.findData(Language.BASH))
    type_text(panel.editor.source, "lpstat -p")
    room.click("Save as a template…")
    assert room.shows(room.page.editor)
    room.click("Save", room.page.editor)
    assert room.shows(room.page.template)
    (entry,) = room.core.scripts().templates.library()
    assert (entry.template.name, entry.template.language) == ("List queues", Language.BASH)


# The copilot -----------------------------------------------------------------------------------


def test_without_a_model_it_is_said_and_nothing_can_be_sent(
    room: Room, panel: BuilderPanel
) -> None:
    assert room.sees("No model answers here.", panel)
    type_text(panel.chat.composer, "list the queues")
    assert not room.button("Send").isEnabled()
    press(panel.chat.composer, Qt.Key.Key_Return, CTRL)
    room.settle()
    assert _stored(room).messages == ()
    assert panel.chat.composer.text() == "list the queues"


def test_an_answers_script_is_put_into_the_editor_and_can_be_taken_back(room: Room) -> None:
    with ModelServer() as server:
        room.core.settings.write(LOCAL_BASE_URL, server.url)
        room.core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
        room.core.connections.refresh()
        room.begin()
        room.page.tabs.set_current(ScriptsTab.BUILDERS)
        room.click("New script builder")
        panel = room.page.builder
        panel.views.set_current(BuilderView.EDITOR)
        type_text(panel.editor.source, "mine")
        panel.views.set_current(BuilderView.CHAT)
        server.answer(ANSWER)
        type_text(panel.chat.composer, "list the queues")
        room.click("Send")
        room.until(lambda: len(_stored(room).messages) == 2, "no answer came")
        room.settle()
        assert panel.chat.composer.text() == ""
        room.click("Put it into the editor")
        assert panel.editor.isVisible()
        assert panel.editor.text().strip() == "lpstat -p"
        press(panel.editor.source, Qt.Key.Key_Z, CTRL)
        assert panel.editor.text() == "mine"


def test_nothing_is_clipped_or_nameless(room: Room, panel: BuilderPanel) -> None:
    for view in BuilderView:
        panel.views.set_current(view)
        room.until(lambda: clipped_texts(room.page) == [], lambda: str(clipped_texts(room.page)))
        assert nameless_controls(room.page) == []
