"""Every field refuses what breaks a rule, says which one, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.sessions.session_view import SessionView
from core.sessions.workspace import Workspace
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import check, describe, get_fix, question

PNG = b"\x89PNG\r\n\x1a\n"


def content(driver: Driver) -> Workspace:
    """What is stored, without what is only on screen."""
    stored = driver.stored()
    return replace(stored, view=SessionView(session_id=stored.session.id))


def refused(driver: Driver, name: str, text: str, give: Callable[[], None], words: str) -> None:
    """Write a text, give it, and see that it is refused with these words and kept."""
    before = content(driver)
    driver.write(name, text)
    give()
    driver.wait_for(words)
    driver.settled()
    assert driver.text_in(name) == text
    assert content(driver) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [("  \n ", "Write a message first."), ("x" * 20_001, "The message has 20,001 characters")],
)
def test_message(driver: Driver, text: str, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    refused(driver, "Message", text, lambda: driver.click("Send"), words)


def test_problem_that_is_too_long(driver: Driver) -> None:
    text = "x" * 20_001
    driver.write("Problem", text)
    driver.click("Start")
    driver.wait_for_toast("The message has 20,001 characters; the limit is 20,000.")
    driver.settled()

    assert driver.text_in("Problem") == text
    assert driver.app.core.sessions.overview() == []


def test_blank_problem(driver: Driver) -> None:
    driver.write("Problem", "   ")
    driver.click("Start")
    driver.settled()

    assert driver.sees("What is going wrong?")
    assert driver.app.core.sessions.overview() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [("   ", "Write an answer first."), ("x" * 10_001, "The answer has 10,001 characters")],
)
def test_answer(driver: Driver, text: str, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    card = question(driver, beacon.LIGHT)
    driver.click("Other answer", card)
    refused(driver, "Your answer", text, lambda: driver.click("Answer", card), words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("   ", "There is nothing in this to keep as a fact."),
        ("unknown", "There is nothing in this to keep as a fact."),
        ("x" * 2001, "The fact has 2,001 characters; the limit is 2,000."),
    ],
)
def test_note(driver: Driver, text: str, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Add a note")
    refused(driver, "Note", text, lambda: driver.click("Keep as a fact"), words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  ", "A fact needs a text."),
        ("x" * 2001, "The fact has 2,001 characters; the limit is 2,000."),
    ],
)
def test_edited_fact(driver: Driver, text: str, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    add_note(driver, "The roof is dry.")
    driver.click("Edit this fact")
    refused(driver, "Fact", text, lambda: driver.click("Save", driver.lane), words)
    driver.write("Fact", "The roof is wet.")
    driver.click("Save", driver.lane)
    driver.settled()

    assert [fact.text for fact in driver.stored().facts] == ["The roof is wet."]


def test_pasted_output_that_is_too_large(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    card = check(driver, beacon.METER)
    driver.click("Paste a result", card)
    text = "\n".join(["x" * 1000] * 1049)
    refused(
        driver,
        "Pasted output",
        text,
        lambda: driver.click("Use this output", card),
        "This output is larger than 1 MB.",
    )


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Title", "   ", "A session needs a title."),
        ("Title", "x" * 201, "The title has 201 characters; the limit is 200."),
        ("Ticket number", "9" * 201, "The ticket has 201 characters; the limit is 200."),
        ("Client", "x" * 201, "The client has 201 characters; the limit is 200."),
        ("Contact", "x" * 201, "The contact has 201 characters; the limit is 200."),
    ],
)
def test_details(driver: Driver, name: str, text: str, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    driver.choose("More for this session", "Edit title and ticket…")
    refused(driver, name, text, lambda: driver.click("Save"), words)


def test_reason_for_giving_up(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.choose("More for this session", "Give up on this session…")
    refused(
        driver,
        "Reason",
        "x" * 2001,
        lambda: driver.click("Give up"),
        "The reason has 2,001 characters; the limit is 2,000.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  \n", "The document is empty."),
        ("x" * 20_001, "The document has 20,001 characters; the limit is 20,000."),
    ],
)
def test_document(driver: Driver, text: str, words: str) -> None:
    get_fix(driver)
    driver.click("Resolve", driver.lane)
    driver.click("Edit")
    refused(
        driver,
        "Document text in Markdown",
        text,
        lambda: driver.click("Confirm and resolve"),
        words,
    )


def test_summary(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Resolve", driver.lane)
    refused(
        driver,
        "Summary (optional; the first line is used)",
        "x" * 501,
        lambda: driver.click("Confirm and resolve"),
        "The summary has 501 characters; the limit is 500.",
    )


@pytest.mark.parametrize(
    ("name", "length", "words"),
    [
        ("Reason for escalating", 2001, "The reason has 2,001 characters; the limit is 2,000."),
        ("Hand over to", 201, "The name has 201 characters; the limit is 200."),
    ],
)
def test_escalation(driver: Driver, name: str, length: int, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Escalate", driver.lane)
    refused(driver, name, "x" * length, lambda: driver.click("Confirm and escalate"), words)


def test_control_characters_on_one_line_become_spaces(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.choose("More for this session", "Edit title and ticket…")
    driver.write("Title", "Beacon\tsilent\x07 on\u2028the roof")
    driver.click("Save")
    driver.settled()

    title = driver.stored().session.title
    assert title.isprintable(), ascii(title)


def attach(driver: Driver, *paths: Path) -> None:
    driver.click_on(driver.editor("Message"))
    driver.paste_files(*paths)
    driver.settled()


def file_with(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.log", b"", "empty.log is empty."),
        ("program.exe", b"MZ\x00\x01\x02", "program.exe is neither a PNG or JPEG image nor a text"),
        ("huge.log", b"x" * (1024 * 1024 + 1), "huge.log is larger than 1 MB."),
        ("huge.png", PNG + b"x" * (20 * 1024 * 1024), "huge.png is larger than 20 MB."),
    ],
)
def test_file(driver: Driver, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    describe(driver, beacon.PROBLEM)
    driver.write("Message", "see the attachment")
    good = file_with(tmp_path, "good.log", b"all is well")
    attach(driver, good, file_with(tmp_path, name, data))

    driver.wait_for(words, driver.page.composer)
    assert driver.offers("Remove good.log")
    assert not driver.offers(f"Remove {name}")
    assert driver.text_in("Message") == "see the attachment"


def test_file_that_is_not_there(driver: Driver, tmp_path: Path) -> None:
    describe(driver, beacon.PROBLEM)
    attach(driver, tmp_path / "gone.log")
    driver.wait_for("gone.log cannot be read: No such file or directory.")

    assert not driver.offers("Remove gone.log")


def test_folder_instead_of_a_file(driver: Driver, tmp_path: Path) -> None:
    describe(driver, beacon.PROBLEM)
    (tmp_path / "logs").mkdir()
    attach(driver, tmp_path / "logs")

    driver.wait_for("logs cannot be read", driver.page.composer)


def test_too_many_files(driver: Driver, tmp_path: Path) -> None:
    describe(driver, beacon.PROBLEM)
    attach(driver, *(file_with(tmp_path, f"{n}.log", b"line") for n in range(11)))
    driver.wait_for("A message can carry 10 files; this one has 11.", driver.page.composer)
    driver.click("Send")
    driver.settled()

    assert len(driver.stored().attachments) == 10


def test_too_many_images(driver: Driver, tmp_path: Path) -> None:
    describe(driver, beacon.PROBLEM)
    attach(driver, *(file_with(tmp_path, f"{n}.png", PNG + b"data") for n in range(4)))

    driver.wait_for("A message can carry 3 images; this one has 4.", driver.page.composer)
    assert not driver.offers("Remove 3.png")


def test_what_was_refused_can_be_sent_when_it_is_cured(driver: Driver, tmp_path: Path) -> None:
    """Text and files are still there after a refusal."""
    describe(driver, beacon.PROBLEM)
    attach(driver, file_with(tmp_path, "good.log", b"all is well"))
    driver.write("Message", "x" * 20_001)
    driver.click("Send")
    driver.wait_for("The message has 20,001 characters")
    driver.write("Message", "shorter")
    driver.click("Send")
    driver.until(lambda: driver.text_in("Message") == "", "the message was not taken")
    driver.settled()

    stored = driver.stored()
    assert [file.name for file in stored.attachments] == ["good.log"]
    assert not driver.sees("The message has 20,001 characters")


def add_note(driver: Driver, text: str) -> None:
    driver.click("Add a note")
    driver.write("Note", text)
    driver.click("Keep as a fact")
    driver.settled()
