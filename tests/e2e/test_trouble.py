"""After a real crash the next start says so, and the engineer can read and save what is known."""

from __future__ import annotations

import signal
import subprocess
import sys
import zipfile
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from core.sessions.session_service import Intake
from core.team.client_rules import ModelPolicy
from desktop.settings.files_sheet import FilesSheet
from tests.arch.rule import ROOT
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.strictness.logs import LogGuard

CLIENT = "Zanzibar Shipping"
NOTICE = "FlowPilot ended unexpectedly last time."
# The real program; what it does once its window is up is added from outside.
PROGRAM = """
import ctypes, sys, main
from desktop.app import DesktopApp

def say_ready():
    print("ready", flush=True)

def crash():
    say_ready()
    ctypes.string_at(0)

def fail_in_a_slot():
    QTimer.singleShot(0, say_ready)  # when this has gone wrong
    raise ValueError("password=hunter2")

def fail():
    QTimer.singleShot(0, fail_in_a_slot)

def fatal():
    say_ready()
    qFatal("the platform plugin is gone")

from PySide6.QtCore import QTimer, qFatal
show = DesktopApp.show

def show_and_go_on(app, **how):
    show(app, **how)
    QTimer.singleShot(0, {"crash": crash, "wait": say_ready, "fail": fail, "fatal": fatal}[way])

DesktopApp.show = show_and_go_on
way = sys.argv[2]
main.main(["--profile", sys.argv[1], "-platform", "offscreen"])
"""


def run_and_lose(folder: Path, way: str) -> int:
    """Start FlowPilot on a folder and let it end badly; returns its exit code."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), way],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        if way in ("wait", "fail"):
            program.kill()
        return program.wait(60)


def read_report(driver: Driver) -> str:
    driver.click("View report…")
    driver.until(lambda: bool([*driver.visible(FilesSheet)]), "no report opened")
    return next(driver.visible(FilesSheet)).text.toPlainText()


def save_in_view(driver: Driver, button: str, path: Path) -> None:
    """Press the save button of a sheet and give the file its place, as a person does."""
    driver.click(button)
    driver.until(lambda: bool([*driver.visible(QFileDialog)]), "no file dialog opened")
    driver.press("Ctrl+A")
    driver.type(str(path))
    driver.press("Return")
    driver.until(path.exists, f"{path} was not written")


def test_a_native_crash_is_told_at_the_next_start(laptop: Laptop, tmp_path: Path) -> None:
    code = run_and_lose(laptop.folder, "crash")
    assert code != 0
    laptop.start()
    driver = Driver(laptop)
    assert driver.sees(NOTICE)
    text = read_report(driver)
    assert text.startswith("A crash: FlowPilot ended unexpectedly")
    assert "in string_at" in text
    assert str(Path.home()) not in text
    saved = tmp_path / "report.txt"
    save_in_view(driver, "Save report…", saved)
    assert saved.read_text(encoding="utf-8") == text
    driver.wait_for_toast("Saved as")
    assert not driver.sees(NOTICE)


def test_a_killed_run_is_told_once(laptop: Laptop) -> None:
    assert run_and_lose(laptop.folder, "wait") == -signal.SIGKILL
    laptop.start()
    driver = Driver(laptop)
    assert driver.sees(NOTICE)
    assert "no trace of a crash" in read_report(driver)
    driver.click("Close")
    driver.restart()
    assert not driver.sees(NOTICE)


def test_the_last_words_of_qt_are_kept(laptop: Laptop) -> None:
    assert run_and_lose(laptop.folder, "fatal") == -signal.SIGABRT
    laptop.start()
    text = read_report(Driver(laptop))
    assert "\nQt: [A qFatal() call was made from Python code]\nFatal Python error: Aborted" in text


def test_a_failing_slot_leaves_a_report(laptop: Laptop) -> None:
    run_and_lose(laptop.folder, "fail")
    laptop.start()
    kept = laptop.app.core.crashes.reports.found()
    texts = [one.path.read_text(encoding="utf-8") for one in kept]
    [failed] = [text for text in texts if text.startswith("A mistake in the program: nobody")]
    assert "in fail_in_a_slot" in failed
    assert "hunter2" not in "".join(texts)


def test_what_fails_while_it_runs_is_told_and_kept(driver: Driver, expected_logs: LogGuard) -> None:
    """Through the window's own presenter, and as the hooks of the process tell it."""
    expected_logs("problem.bug task=count")
    app = driver.app
    app.problems.present(ValueError(CLIENT), "count")
    driver.click("Close")
    [kept] = app.core.crashes.reports.found()
    assert "while: count" in kept.path.read_text(encoding="utf-8")
    app.core.bus.publish(kept)
    driver.wait_for_toast("Something went wrong in FlowPilot.")
    driver.click("View report")
    driver.until(lambda: bool([*driver.visible(FilesSheet)]), "no report opened")
    assert CLIENT not in next(driver.visible(FilesSheet)).text.toPlainText()
    driver.click("Close")


def test_the_bundle_holds_what_its_preview_shows(driver: Driver, tmp_path: Path) -> None:
    core = driver.app.core
    core.sessions.create(Intake(text="Printer is dead", client_name=CLIENT))
    core.client_rules.save("Acme Widgets", ModelPolicy.LOCAL_ONLY, ["Project Falcon"])
    log = core.storage.profile.logs / "flowpilot.log"
    log.write_text(f"client={CLIENT} term=Project Falcon token=hunter2\n", encoding="utf-8")
    driver.click("Settings")
    driver.choose_row("Settings sections", "Diagnostics")
    driver.click("Save a diagnostics bundle…")
    driver.wait_for("Diagnostics bundle: 3 files")
    sheet = next(driver.visible(FilesSheet))
    shown = {}
    for number in range(sheet.list.rowCount()):
        item = sheet.list.item(number, 0)
        assert item is not None
        driver.click_at(sheet.list.viewport(), sheet.list.visualItemRect(item).center())
        shown[item.text()] = next(driver.visible(QPlainTextEdit, sheet)).toPlainText()
    path = tmp_path / "bundle.zip"
    save_in_view(driver, "Save bundle…", path)
    with zipfile.ZipFile(path) as opened:
        found = {name: opened.read(name).decode() for name in opened.namelist()}
    assert found == shown
    assert set(found) == {"diagnostics.txt", "settings.json", "logs/flowpilot.log"}
    assert "client=[client] term=[client] token=[redacted]" in found["logs/flowpilot.log"]
    assert "Database check: whole" in found["diagnostics.txt"]
    everything = "".join(found.values())
    private = (CLIENT, "Zanzibar", "Falcon", "hunter2", "Printer is dead", str(laptop_root(driver)))
    for word in private:
        assert word not in everything


def laptop_root(driver: Driver) -> Path:
    return driver.app.core.storage.profile.root
