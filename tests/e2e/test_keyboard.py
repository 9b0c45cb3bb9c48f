"""Everything without a mouse."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from core.sessions.banner import BannerMode
from core.sessions.fixes import FixStatus
from core.sessions.session import SessionStatus
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import describe, fix_status, get_fix, wait_for_banner


def test_the_main_job(driver: Driver) -> None:
    driver.type(beacon.PROBLEM)
    driver.press("Return")
    driver.until(lambda: driver.is_open("zorbian"), "no session opened")
    driver.settled()
    assert driver.has_cursor("Message")

    driver.tab_to(beacon.DARK)
    driver.press("Space")
    wait_for_banner(driver, BannerMode.PROPOSED)
    driver.tab_to("Apply fix")
    driver.press("Space")
    driver.wait_for("Climb the roof")
    driver.tab_to("I did this")
    driver.press("Space")
    wait_for_banner(driver, BannerMode.VERIFYING)

    driver.tab_to("Message")
    driver.type("yep that fixed it, thanks")
    driver.press("Return")
    wait_for_banner(driver, BannerMode.AI_CONFIRMING)
    driver.tab_to("Confirm and resolve")
    driver.press("Space")
    driver.wait_for("Resolution note")
    driver.settled()
    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS

    driver.tab_to("Edit")
    driver.press("Space")
    assert driver.has_cursor("Document text in Markdown")
    driver.press("Ctrl+End")
    driver.type(" All is well.")
    driver.tab_to("Confirm and resolve")
    driver.press("Space")
    driver.wait_for_toast("Session resolved.")
    driver.settled()

    stored = driver.stored()
    assert stored.session.status is SessionStatus.RESOLVED
    assert stored.documents[0].markdown.endswith(" All is well.")


def test_facts_notes_and_undo(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.press("Ctrl+Shift+N")
    driver.type_into("Note", "The roof is wet")
    driver.press("Ctrl+Return")
    driver.wait_for("The roof is wet", driver.page.lane.facts)
    driver.settled()
    driver.tab_to("Edit this fact")
    driver.press("Space")
    driver.type_into("Fact", "The roof is dry")
    driver.press("Ctrl+Return")
    driver.wait_for("The roof is dry", driver.page.lane.facts)
    driver.settled()
    driver.tab_to("Delete this fact")
    driver.press("Space")
    driver.wait_for_toast("Fact deleted.")
    driver.settled()
    assert driver.stored().facts == ()
    driver.press("Ctrl+Z")

    driver.wait_for("The roof is dry", driver.page.lane.facts)
    driver.settled()


def test_a_check(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.tab_to("Paste a result")
    driver.press("Space")
    driver.paste_into("Pasted output", "volts=3")
    driver.press("Ctrl+Return")
    driver.wait_for("The meter is fine.", driver.page.lane.facts)
    driver.settled()

    assert [fact.source_line for fact in driver.stored().facts] == ["volts=3"]


def test_f6_goes_from_pane_to_pane(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    visited = []
    for _ in range(8):
        driver.press("F6")
        visited.append(pane_with_focus(driver))

    assert set(visited) == {"list", "conversation", "composer", "lane"}
    assert visited[:4] == visited[4:]


def test_f6_reaches_what_is_in_the_middle(driver: Driver) -> None:
    """The steps and the preview take the place of the conversation."""
    get_fix(driver)
    driver.click("Apply fix")
    driver.wait_for("Climb the roof")
    visited = set()
    for _ in range(6):
        driver.press("F6")
        visited.add(pane_with_focus(driver))

    assert visited == {"list", "steps", "lane"}


def test_f6_on_the_start_page(driver: Driver) -> None:
    visited = []
    for _ in range(4):
        driver.press("F6")
        visited.append(pane_with_focus(driver))

    assert set(visited) == {"list", "welcome"}


def test_the_palette_finds_commands_and_sessions(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.press("Ctrl+N")
    driver.until(lambda: driver.has_cursor("Problem"), "the start page has no cursor")
    driver.press("Ctrl+K")
    driver.type_into("Command palette", "zorbian")
    driver.until(lambda: driver.sees("The zorbian beacon", dialog()), "it was not found")
    driver.press("Return")
    driver.until(lambda: driver.is_open("zorbian"), "the session did not open")
    driver.settled()
    driver.press("Ctrl+K")
    driver.type_into("Command palette", "shortcuts")
    driver.press("Return")
    driver.wait_for("Send the message")
    driver.press("Escape")
    driver.wait_for_no("Send the message")


def dialog() -> QWidget | None:
    """The dialog that is open."""
    return QApplication.activeModalWidget()


def test_the_palette_says_when_nothing_fits(driver: Driver) -> None:
    driver.press("Ctrl+K")
    driver.type_into("Command palette", "qqqq")
    driver.wait_for("No command and no session has these letters.")
    driver.press("Escape")
    driver.until(lambda: dialog() is None, "Escape did not close it")


def test_a_question_mark_opens_the_shortcuts_unless_one_writes(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.type("Why?")
    assert driver.text_in("Message") == "Why?"
    assert dialog() is None
    driver.tab_to("Send")
    driver.press("?")

    driver.wait_for("Keyboard shortcuts")
    for shown in ("Command palette", "Undo delete or dismiss", "Next pane"):
        assert driver.sees(shown)
    driver.press("Escape")
    driver.until(lambda: dialog() is None, "Escape did not close it")


def test_escape_leaves_steps_and_preview(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Apply fix")
    driver.wait_for("Climb the roof")
    driver.press("Escape")
    driver.wait_for_no("Climb the roof")
    assert driver.has_cursor("Message")

    driver.press("Ctrl+G")
    driver.wait_for("Use it once")
    driver.press("Escape")
    driver.wait_for_no("Use it once")
    assert driver.has_cursor("Message")

    driver.click("Resolve", driver.lane)
    driver.wait_for("Resolution note")
    driver.press("Escape")
    driver.until(lambda: not driver.page.preview.isVisible(), "the preview is still there")
    driver.settled()
    assert driver.stored().view.preview_kind is None


def test_escape_leaves_half_written_words_of_the_lane(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.press("Ctrl+Shift+N")
    driver.type_into("Note", "not sure yet")
    driver.press("Escape")

    driver.until(lambda: not driver.offers("Keep as a fact"), "the editor is still open")
    driver.press("Ctrl+Shift+N")
    assert driver.text_in("Note") == "not sure yet"


def test_search_in_this_session_and_everywhere(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    for keys, field in (
        ("Ctrl+F", "Search in this session"),
        ("Ctrl+Shift+F", "Search everywhere"),
    ):
        driver.press(keys)
        driver.type_into(field, "zorbian")
        driver.until(lambda: driver.sees("Message", dialog()), "nothing was found")
        driver.press("Return")
        driver.until(lambda: dialog() is None, "the search stayed open")
        driver.settled()
        assert driver.is_open("zorbian")


def test_no_key_resolves_a_session(driver: Driver) -> None:
    registered = driver.app.actions.all()

    assert [one.id for one in registered if one.shortcut and "resolve" in one.id] == []


def pane_with_focus(driver: Driver) -> str:
    page = driver.page
    panes = {
        "list": driver.app.shell.session_list,
        "welcome": driver.app.shell.welcome,
        "conversation": page.conversation,
        "composer": page.composer,
        "steps": page.steps,
        "preview": page.preview,
        "lane": page.lane,
    }
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    return next((name for name, pane in panes.items() if pane.isAncestorOf(focused)), "?")
