"""The library: finding a template, keeping it near, changing it, taking it along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from core.ids import new_id
from core.scripts.library import TemplateDetails
from core.scripts.model import Language, Parameter
from core.scripts.template_content import TemplateContent
from desktop.scripts.template_view import TemplateTab
from tests.desktop.scripts.room import Room
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls, wider_than_shown
from tests.desktop.widgets.hands import press, type_text

UNLOCK = TemplateContent(
    name="Unlock an account",
    category="identity",
    language=Language.POWERSHELL,
    description="Unlocks a user that typed a wrong password too often.",
    body="param([string] $Account = {{ account }})\nUnlock-ADAccount -Identity $Account\n",
    parameters=(Parameter(key="account", label="Account name"),),
    tags=("lockout", "active-directory"),
)
QUEUE = TemplateContent(
    name="Clear a print queue",
    category="printing",
    language=Language.BASH,
    body='queue={{ queue }}\ncancel -a "$queue"\n',
    parameters=(Parameter(key="queue", label="Queue"),),
    tags=("spooler",),
)
PING = TemplateContent(
    name="Reach a host",
    category="network",
    language=Language.BASH,
    body="ping -c 3 localhost\n",
    changes=False,
)
ALL = (UNLOCK, QUEUE, PING)


@pytest.fixture
def ids(room: Room) -> Mapping[str, UUID]:
    """Three templates in the library, by name; the page is shown."""
    made = {content.name: new_id() for content in ALL}
    templates = room.core.scripts().templates

    def create() -> None:
        for content in ALL:
            templates.create(content, template_id=made[content.name])

    room.given(create)
    room.begin()
    return made


def _details(room: Room, template_id: UUID) -> TemplateDetails:
    return room.given(lambda: room.core.scripts().templates.details(template_id))


def _open(room: Room, name: str) -> None:
    room.choose(name, room.page.library.list)
    assert room.shows(room.page.template)


def _write_more(room: Room) -> None:
    source = room.page.editor.body.source
    type_text(source, "# more")
    press(source, Qt.Key.Key_Return)


def _is_changed(room: Room) -> bool:
    return room.page.editor.is_changed


def _titles(room: Room) -> list[str]:
    return room.titles(room.page.library.list)


# Finding ---------------------------------------------------------------------------------------


def test_an_empty_library_says_what_to_do(room: Room) -> None:
    room.begin()
    assert room.sees("No templates")


def test_templates_stand_under_their_categories(room: Room, ids: Mapping[str, UUID]) -> None:
    titles = _titles(room)
    assert [title for title in titles if title in ids] == [
        "Unlock an account",
        "Reach a host",
        "Clear a print queue",
    ]
    assert len(titles) == 2 * len(ids)


def test_a_search_finds_words_and_says_when_there_are_none(
    room: Room, ids: Mapping[str, UUID]
) -> None:
    library = room.page.library
    type_text(library.search, "spool")
    room.until(lambda: _titles(room) == ["Clear a print queue"], lambda: str(_titles(room)))
    type_text(library.search, "zzz")
    room.until(lambda: room.sees("Nothing found"), "that nothing fits is not said")
    room.click("Clear the filters")
    assert len(_titles(room)) == 2 * len(ids)
    assert library.search.text() == ""


def test_filters_narrow_together(room: Room, ids: Mapping[str, UUID]) -> None:
    library = room.page.library
    library.language.setCurrentIndex(library.language.findData(Language.BASH.value))
    assert set(ids) & set(_titles(room)) == {"Reach a host", "Clear a print queue"}
    library.category.setCurrentIndex(library.category.findData("printing"))
    assert set(ids) & set(_titles(room)) == {"Clear a print queue"}
    library.tag.setCurrentIndex(library.tag.findData("lockout"))
    assert room.sees("Nothing found")
    room.click("Clear the filters")
    assert set(ids) <= set(_titles(room))


def test_favourites_come_first_and_can_be_asked_for_alone(
    room: Room, ids: Mapping[str, UUID]
) -> None:
    _open(room, "Reach a host")
    room.click("Add to favourites")
    assert _titles(room)[:2] == ["Favourites", "Reach a host"]
    assert room.button("Remove from favourites").isChecked()
    room.click("Only favourites")
    assert _titles(room) == ["Favourites", "Reach a host"]
    room.click("Remove from favourites")
    assert room.sees("Nothing found")


# Changing --------------------------------------------------------------------------------------


def test_a_changed_template_is_a_new_version_that_nobody_reviewed(
    room: Room, ids: Mapping[str, UUID]
) -> None:
    _open(room, "Reach a host")
    room.click("Mark as reviewed")
    assert room.sees("reviewed", room.page.template.head)
    assert room.button("Take the review back").isEnabled()
    room.click("Edit")
    _write_more(room)
    room.click("Save", room.page.editor)
    assert room.shows(room.page.template)
    assert room.sees("version 2")
    assert room.sees("not reviewed")
    details = _details(room, ids["Reach a host"])
    assert details.entry.template.body.startswith("# more\nping")
    assert details.entry.template.reviewed_at is None
    assert [version.version for version in details.versions] == [2, 1]


def test_cancelled_writing_changes_nothing(room: Room, ids: Mapping[str, UUID]) -> None:
    _open(room, "Reach a host")
    room.click("Edit")
    _write_more(room)
    room.click("Cancel")
    assert room.shows(room.page.template)
    assert _details(room, ids["Reach a host"]).entry.template.body == PING.body


def test_what_was_begun_is_kept_while_something_else_is_looked_at(
    room: Room, ids: Mapping[str, UUID]
) -> None:
    _open(room, "Reach a host")
    room.click("Edit")
    _write_more(room)
    _open(room, "Clear a print queue")
    room.click("Edit")
    assert room.page.editor.content().body == QUEUE.body
    assert room.noticed == []
    _open(room, "Reach a host")
    room.click("Edit")
    assert room.page.editor.content().body == f"# more\n{PING.body}"
    assert room.noticed == ["What you began here before is back. It is not saved yet."]
    room.click("Cancel")
    room.click("Edit")
    assert room.page.editor.content().body == PING.body


def test_a_saved_template_was_not_begun(room: Room, ids: Mapping[str, UUID]) -> None:
    _open(room, "Reach a host")
    room.click("Edit")
    assert not _is_changed(room)
    _write_more(room)
    assert _is_changed(room)
    room.click("Save", room.page.editor)
    room.click("Edit")
    assert room.noticed == []
    assert not _is_changed(room)


def test_a_placeholder_without_a_parameter_is_named_and_can_be_declared(room: Room) -> None:
    room.begin()
    room.click("New template")
    editor = room.page.editor
    type_text(editor.name, "Greet")
    editor.language.setCurrentIndex(editor.language.findData(Language.BASH.value))
    editor.body.replace_text('name={{ name }}\necho "$name"\n')
    room.until(lambda: room.sees("name", editor) and editor.declare.isVisible(), "nothing is said")
    room.click("Save", editor)
    assert room.shows(editor), "a template with a problem was saved"
    room.click("Declare what is missing")
    assert [card.parameter().key for card in editor.parameters.cards()] == ["name"]
    room.click("Save", editor)
    assert room.shows(room.page.template)
    assert "Greet" in _titles(room)


def test_a_refused_field_is_named_and_gets_the_cursor(room: Room) -> None:
    room.begin()
    room.click("New template")
    editor = room.page.editor
    editor.body.replace_text("echo\n")
    room.click("Save", editor)
    assert room.shows(editor)
    assert editor.name.property("invalid")
    type_text(editor.name, "Say nothing")
    room.click("Save", editor)
    assert room.shows(room.page.template)


def test_a_copy_is_a_template_of_its_own(room: Room, ids: Mapping[str, UUID]) -> None:
    _open(room, "Unlock an account")
    room.menu("Duplicate", room.page.template.head)
    assert room.page.editor.content().name == "Unlock an account (copy)"
    room.click("Save", room.page.editor)
    assert {"Unlock an account", "Unlock an account (copy)"} <= set(_titles(room))


def test_a_deleted_template_can_be_brought_back(room: Room, ids: Mapping[str, UUID]) -> None:
    _open(room, "Clear a print queue")
    room.menu("Delete", room.page.template.head)
    assert "Clear a print queue" not in _titles(room)
    assert room.shows(room.page.nothing)
    (undo,) = room.undos
    assert undo.done == "“Clear a print queue” deleted."
    room.given(undo.command)
    assert "Clear a print queue" in _titles(room)


# History ---------------------------------------------------------------------------------------


def test_versions_are_compared_and_an_old_one_is_used_again(
    room: Room, ids: Mapping[str, UUID]
) -> None:
    template_id = ids["Reach a host"]
    templates = room.core.scripts().templates
    changed = replace(PING, name="Reach any host", body="ping -c 5 localhost\n")
    room.given(lambda: templates.save(template_id, changed))
    _open(room, "Reach any host")
    room.page.template.tabs.set_current(TemplateTab.HISTORY)
    history = room.page.template.history
    shown = history.diff.view.toPlainText()
    assert "- ping -c 3 localhost" in shown
    assert "+ ping -c 5 localhost" in shown
    assert room.sees("Renamed from “Reach a host”.")
    room.click("Use this version again")
    assert room.noticed == ["Version 1 is used again."]
    details = _details(room, template_id)
    assert (details.entry.template.version, details.entry.template.body) == (3, PING.body)
    assert details.entry.template.name == "Reach a host"


def test_the_version_in_use_is_not_brought_back(room: Room, ids: Mapping[str, UUID]) -> None:
    _open(room, "Reach a host")
    room.page.template.tabs.set_current(TemplateTab.HISTORY)
    assert not room.page.template.history.restore.isEnabled()
    assert room.sees("No difference")


# Taking along ----------------------------------------------------------------------------------


def test_what_is_exported_can_be_imported(
    room: Room, ids: Mapping[str, UUID], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    room.feature.library.export(folder, None)
    room.settle()
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["clear-a-print-queue.yaml", "reach-a-host.yaml", "unlock-an-account.yaml"]
    assert room.noticed == [f"3 templates exported to {folder}."]
    one = folder / "reach-a-host.yaml"
    one.write_text(one.read_text().replace("ping -c 3", "ping -c 4"))
    (folder / "broken.yaml").write_text("name: [")
    room.feature.library.import_files((folder,))
    room.settle()
    words = room.noticed[-1]
    assert words.startswith("1 updated, 2 already there. broken.yaml: ")
    template = _details(room, ids["Reach a host"]).entry.template
    assert (template.version, "ping -c 4" in template.body) == (2, True)


def test_one_imported_template_is_opened(
    room: Room, ids: Mapping[str, UUID], tmp_path: Path
) -> None:
    room.feature.library.export(tmp_path, (ids["Reach a host"],))
    room.settle()
    path = tmp_path / "reach-a-host.yaml"
    other = tmp_path / "reach-another-host.yaml"
    text = path.read_text().replace("reach-a-host", "reach-another-host")
    other.write_text(text.replace("Reach a host", "Reach another host"))
    room.feature.library.import_files((other,))
    room.settle()
    assert room.noticed[-1] == "1 imported."
    assert room.shows(room.page.template)
    assert room.sees("Reach another host", room.page.template.head)


# Look ------------------------------------------------------------------------------------------


def test_nothing_is_clipped_or_nameless(room: Room, ids: Mapping[str, UUID]) -> None:
    def look() -> None:
        room.until(lambda: clipped_texts(room.page) == [], lambda: str(clipped_texts(room.page)))
        assert nameless_controls(room.page) == []
        assert wider_than_shown(room.page) == []

    _open(room, "Unlock an account")
    for tab in TemplateTab:
        room.page.template.tabs.set_current(tab)
        look()
    room.click("Edit")
    look()
