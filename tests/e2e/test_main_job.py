"""The main job, by clicks and typing: from free text to a resolution note."""

from __future__ import annotations

from core.artifacts.documents import DocumentKind, DocumentOutcome
from core.sessions.banner import BannerMode
from core.sessions.facts import SourceType
from core.sessions.fixes import FixStatus
from core.sessions.session import SessionStatus
from core.walkthrough import load_walkthrough
from tests.e2e.driver import Driver
from tests.e2e.moves import (
    answer_as,
    apply_fix,
    describe,
    fix_status,
    open_items,
    say,
    wait_for_banner,
)

SECTIONS = ("Problem", "What we confirmed", "Root cause", "Resolution")


def test_from_free_text_to_a_resolution_note(driver: Driver) -> None:
    """Outlook's shipped playbook, with checks pasted from the user's PC."""
    walkthrough = load_walkthrough()
    describe(driver, walkthrough.text)
    steps = 0
    while driver.stored().fix is None and steps < 12:
        answer_as(driver, walkthrough, open_items(driver)[0])
        steps += 1

    wait_for_banner(driver, BannerMode.PROPOSED)
    facts = driver.stored().facts
    assert len(facts) >= 5
    assert all(driver.sees(fact.text, driver.lane) for fact in facts[-4:])
    pasted = [fact for fact in facts if fact.source_type is SourceType.DIAGNOSTIC_CHECK]
    assert any(fact.source_line for fact in pasted)

    apply_fix(driver)
    say(driver, "yep that fixed it, thanks")
    wait_for_banner(driver, BannerMode.AI_CONFIRMING)
    assert fix_status(driver) is FixStatus.PROPOSED
    driver.click("Confirm and resolve")
    driver.wait_for("Resolution note")
    driver.settled()
    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS
    note = driver.text_of_document()
    assert [line for line in note.splitlines() if line.startswith("#")] == [
        f"## {section}" for section in SECTIONS
    ]

    driver.click("Edit")
    driver.click_on(driver.editor("Document text in Markdown"))
    driver.press("Ctrl+End")
    driver.type("Told the user to restart tonight.")
    driver.click("Done editing")
    assert "Told the user to restart tonight." in driver.text_of_document()
    driver.click("Confirm and resolve")
    driver.wait_for_toast("Session resolved.")
    driver.settled()

    stored = driver.stored()
    assert stored.session.status is SessionStatus.RESOLVED
    [document] = stored.documents
    assert document.kind is DocumentKind.RESOLUTION_NOTE
    assert document.outcome is DocumentOutcome.RESOLVED_LOCAL
    assert document.markdown.endswith("Told the user to restart tonight.")
    assert driver.sees("Resolved", driver.page.header)
