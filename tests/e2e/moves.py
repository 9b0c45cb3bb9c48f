"""What an engineer does again and again, by the widgets that are visible."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from core.sessions.banner import BannerMode
from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneItem, LaneStatus
from core.walkthrough import Walkthrough
from desktop.session.check_card import CheckCard
from desktop.session.question_card import QuestionCard
from tests.e2e import beacon
from tests.e2e.driver import Driver


def describe(driver: Driver, problem: str) -> None:
    """Begin a session with free text on the start page."""
    driver.write("Problem", problem)
    driver.click("Start")
    driver.until(driver.page.lane.isVisible, "no session opened")
    driver.settled()


def question(driver: Driver, text: str) -> QWidget:
    """The open card of a question."""
    return _card(driver, QuestionCard, f"Question: {text}")


def check(driver: Driver, text: str) -> QWidget:
    """The card of a check."""
    return _card(driver, CheckCard, f"Diagnostic check: {text}")


def answer(driver: Driver, text: str, option: str) -> None:
    """Answer a question by one of its buttons."""
    driver.click(option, question(driver, text))
    driver.settled()


def paste_result(driver: Driver, text: str, output: str) -> None:
    """Give a check the output that was produced elsewhere."""
    card = check(driver, text)
    driver.click("Paste a result", card)
    driver.write("Pasted output", output, card)
    driver.click("Use this output", card)
    driver.settled()


def pick_result(driver: Driver, text: str, option: str) -> None:
    """Say what a check showed."""
    card = check(driver, text)
    driver.click("Pick a result", card)
    driver.click(option, card)
    driver.settled()


def say(driver: Driver, text: str) -> None:
    """Send a message."""
    driver.write("Message", text)
    driver.press("Return")
    driver.until(lambda: driver.text_in("Message") == "", "the message was not taken")
    driver.settled()


def get_fix(driver: Driver, symptom: str = beacon.DARK, fix: str = beacon.LAMP) -> None:
    """Describe the beacon's problem and answer one question, which leads to a fix."""
    describe(driver, beacon.PROBLEM)
    answer(driver, beacon.LIGHT, symptom)
    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees(fix, driver.page.banner)


def apply_fix(driver: Driver) -> None:
    """Open the proposed fix by hand and declare that it was carried out."""
    driver.click("Apply fix")
    driver.until(
        lambda: driver.offers("I did this") or driver.offers("By hand"), "Apply opened nothing"
    )
    if driver.offers("By hand"):
        driver.click("By hand")
    driver.click("I did this")
    driver.settled()
    wait_for_banner(driver, BannerMode.VERIFYING)


def get_verifying(driver: Driver) -> None:
    """Come as far as a fix that waits to be verified."""
    get_fix(driver)
    apply_fix(driver)


def give_reason(driver: Driver, text: str, confirm: str) -> None:
    """Write the words that the banner asks for, and save them."""
    editor = driver.reason_editor()
    driver.click_on(editor)
    driver.press("Ctrl+A")
    driver.press("Delete")
    driver.type(text)
    driver.click(confirm, driver.page.banner)
    driver.settled()


def wait_for_banner(driver: Driver, mode: BannerMode) -> None:
    """Wait until the banner shows a mode, on screen and as stored."""
    driver.until(
        lambda: driver.page.banner.content.mode is mode,
        f"the banner did not become {mode.value}",
    )
    assert driver.stored().banner is mode
    assert driver.page.banner.isVisible() is (mode is not BannerMode.NONE)


def open_first_session(driver: Driver) -> None:
    """Open the topmost session of the list by a click."""
    open_session(driver, "")


def open_session(driver: Driver, words: str) -> None:
    """Open the first session in the list whose title has these words, by a click."""
    view = driver.app.shell.session_list.view

    def found() -> list[QModelIndex]:
        rows = (view.model().index(row, 0) for row in range(view.model().rowCount()))
        return [
            row
            for row in rows
            if row.flags() & Qt.ItemFlag.ItemIsSelectable and words in str(row.data())
        ]

    driver.until(lambda: bool(found()), f"no session “{words}” in the list")
    driver.click_at(view.viewport(), view.visualRect(found()[0]).center())
    driver.until(lambda: driver.is_open(words), "the session did not open")
    driver.settled()


def pick_command(driver: Driver, title: str) -> None:
    """Carry out a command from the palette."""
    driver.press("Ctrl+K")
    driver.type_into("Command palette", title)
    driver.press("Return")
    driver.settled()


def answer_as(driver: Driver, walkthrough: Walkthrough, item: LaneItem) -> None:
    """Answer an open item of the walkthrough's playbook as its cause would have it."""
    playbook = driver.app.core.playbooks().get(walkthrough.playbook_id)
    assert playbook is not None
    option, output = walkthrough.answer(playbook, item), walkthrough.output(item)
    if item.kind.value == "question":
        answer(driver, item.text, option)
    elif output is not None:
        paste_result(driver, item.text, output)
    else:
        pick_result(driver, item.text, option)


def open_items(driver: Driver) -> list[LaneItem]:
    return [item for item in driver.stored().lane if item.status is LaneStatus.OPEN]


def fix_status(driver: Driver) -> FixStatus | None:
    fix = driver.stored().fix
    return fix.status if fix is not None else None


def _card(driver: Driver, kind: type[QWidget], name: str) -> QWidget:
    def found() -> list[QWidget]:
        cards = driver.visible(kind, driver.lane)
        return [card for card in cards if card.accessibleName().startswith(name)]

    driver.until(lambda: bool(found()), f"no card “{name}”")
    return found()[0]
