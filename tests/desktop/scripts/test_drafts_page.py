"""A draft waits until somebody makes a template of it or rejects it."""

from __future__ import annotations

import pytest

from core.ids import new_id
from core.scripts.draft_service import propose_draft
from core.scripts.model import DraftTemplate, Parameter
from core.sessions.fixes import Fix
from core.sessions.session_service import Intake
from desktop.scripts.scripts_page import ScriptsTab
from tests.desktop.scripts.room import Room
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import type_text

BODY = 'queue={{ queue }}\necho "$queue"\n'


def _propose(room: Room, body: str = BODY) -> DraftTemplate:
    core = room.core
    session_id = core.sessions.create(Intake(text="The queue is stuck")).session_id
    with core.database.work() as work:
        fix = Fix(
            id=new_id(),
            account_id=work.account_id,
            session_id=session_id,
            title="Clear the queue",
            description="It is stuck.",
            confidence=80,
            script_language="bash",
            created_at=core.clock.now(),
        )
        work.fixes.add(fix)
        parameters = (Parameter(key="queue", label="Queue"),)
        return propose_draft(work, fix, body, parameters, core.clock.now())


@pytest.fixture
def draft(room: Room) -> DraftTemplate:
    """One draft in the queue; the tab is open."""
    draft = room.given(lambda: _propose(room))
    room.begin()
    room.page.tabs.set_current(ScriptsTab.DRAFTS)
    return draft


def _tab(room: Room) -> str:
    return room.page.tabs.tabText(list(ScriptsTab).index(ScriptsTab.DRAFTS))


def _open(room: Room) -> None:
    room.choose("Clear the queue", room.page.drafts.list)
    assert room.shows(room.page.editor)


def _library(room: Room) -> list[str]:
    return [entry.template.name for entry in room.core.scripts().templates.library()]


def test_without_drafts_it_is_said_what_would_be_here(room: Room) -> None:
    room.begin()
    room.page.tabs.set_current(ScriptsTab.DRAFTS)
    assert room.sees("No drafts")
    assert _tab(room) == "Drafts"


def test_a_draft_is_accepted_as_it_was_edited(room: Room, draft: DraftTemplate) -> None:
    assert _tab(room) == "Drafts  1"
    _open(room)
    editor = room.page.editor
    assert editor.content().parameters == draft.parameters
    editor.name.clear()
    type_text(editor.name, "Clear any queue")
    room.click("Accept")
    assert room.noticed == ["“Clear any queue” is in the library."]
    assert room.shows(room.page.template)
    assert room.page.tabs.current() == ScriptsTab.LIBRARY
    assert room.titles(room.page.library.list)[-1] == "Clear any queue"
    assert _tab(room) == "Drafts"


def test_a_refused_field_is_named_and_the_draft_stays(room: Room, draft: DraftTemplate) -> None:
    _open(room)
    editor = room.page.editor
    editor.name.clear()
    room.click("Accept")
    assert room.shows(editor)
    assert editor.name.property("invalid")
    assert room.sees("name", editor)
    assert _library(room) == []
    assert room.core.scripts().drafts.pending() == (draft,)
    type_text(editor.name, "Clear a queue")
    assert not editor.name.property("invalid")
    room.click("Accept")
    assert _library(room) == ["Clear a queue"]


def test_a_rejected_draft_leaves_the_queue_and_no_template(
    room: Room, draft: DraftTemplate
) -> None:
    _open(room)
    room.click("Reject")
    assert room.shows(room.page.nothing)
    assert room.sees("No drafts")
    assert _tab(room) == "Drafts"
    assert _library(room) == []


def test_a_draft_that_is_left_stays_as_it_was(room: Room, draft: DraftTemplate) -> None:
    _open(room)
    type_text(room.page.editor.name, "!")
    room.click("Cancel")
    assert room.shows(room.page.nothing)
    assert room.core.scripts().drafts.pending() == (draft,)
    _open(room)
    assert room.page.editor.name.text() == "Clear the queue"


def test_only_a_draft_can_be_rejected(room: Room, draft: DraftTemplate) -> None:
    _open(room)
    assert room.page.editor.reject.isVisible()
    room.click("Cancel")
    room.page.tabs.set_current(ScriptsTab.LIBRARY)
    room.click("New template")
    assert not room.page.editor.reject.isVisible()


def test_a_draft_that_was_decided_meanwhile_is_no_crash(room: Room, draft: DraftTemplate) -> None:
    _open(room)
    drafts = room.core.scripts().drafts
    room.given(lambda: drafts.reject(draft.id))
    room.click("Accept")
    assert room.sees("already rejected")
    assert _library(room) == []


def test_a_newer_draft_is_opened_from_elsewhere(room: Room, draft: DraftTemplate) -> None:
    newer = room.given(lambda: _propose(room, "queue={{ queue }}\necho other $queue\n"))
    room.feature.open_draft(newer.id)
    room.settle()
    assert room.page.editor.content().body == newer.body
    assert _tab(room) == "Drafts  2"


def test_nothing_is_clipped_or_nameless(room: Room, draft: DraftTemplate) -> None:
    _open(room)
    room.until(lambda: clipped_texts(room.page) == [], lambda: str(clipped_texts(room.page)))
    assert nameless_controls(room.page) == []


def test_each_tab_keeps_what_was_open_in_it(room: Room, draft: DraftTemplate) -> None:
    _open(room)
    room.page.tabs.set_current(ScriptsTab.LIBRARY)
    assert room.sees("Choose a template")
    room.page.tabs.set_current(ScriptsTab.BUILDERS)
    assert room.sees("Choose a script builder")
    room.page.tabs.set_current(ScriptsTab.DRAFTS)
    assert room.shows(room.page.editor)
    room.click("Accept")
    room.page.tabs.set_current(ScriptsTab.DRAFTS)
    assert room.sees("Choose a draft")
    room.page.tabs.set_current(ScriptsTab.LIBRARY)
    assert room.shows(room.page.template)


def test_the_editor_of_a_draft_is_not_shown_for_a_new_template(
    room: Room, draft: DraftTemplate
) -> None:
    _open(room)
    room.page.tabs.set_current(ScriptsTab.LIBRARY)
    room.click("New template")
    assert room.page.editor.content().name == ""
    room.page.tabs.set_current(ScriptsTab.DRAFTS)
    assert room.shows(room.page.nothing)
