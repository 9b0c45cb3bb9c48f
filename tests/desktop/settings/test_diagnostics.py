"""The diagnostics say how the installation is, and nothing about anybody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.app import Core
from core.sessions.session_service import Intake
from desktop.settings.diagnostics import disputed_words
from desktop.settings.diagnostics_section import DiagnosticsSection
from tests.desktop.settings.room import Room

SECRET_CLIENT = "Zanzibar Shipping"


def copied_report(room: Room) -> str:
    copied: list[str] = []
    room.feature.copied.connect(copied.append)
    room.click("Copy report")
    return copied[0]


def test_versions_are_shown_and_copied(room: Room) -> None:
    room.open(DiagnosticsSection)
    for name in ("FlowPilot", "Python", "Qt", "SQLCipher", "Database"):
        assert name in room.texts()
        assert f"{name}: " in copied_report(room)
    assert "1.2.3" in room.texts()


def test_the_report_names_no_client_no_path_and_no_key(room: Room) -> None:
    room.core.sessions.create(Intake(text=SECRET_CLIENT, client_name=SECRET_CLIENT))
    room.open(DiagnosticsSection)
    report = copied_report(room)
    assert SECRET_CLIENT not in report
    assert str(room.core.storage.profile.root) not in report
    assert str(Path.home()) not in report
    for row in room.core.storage.recovery_key().splitlines():
        assert row not in report


def test_the_database_is_checked(room: Room) -> None:
    room.open(DiagnosticsSection)
    room.click("Check the database now")
    assert room.sees("The database is whole. Checked")
    assert "Database check: whole" in copied_report(room)


def test_damage_is_said(room: Room) -> None:
    room.open(DiagnosticsSection)
    spoil(room.core)
    room.click("Check the database now")
    assert room.sees("The database is damaged.")
    assert room.button("Check the database now").isEnabled()
    assert "Database check: failed" in copied_report(room)


@pytest.mark.parametrize(
    ("rate", "said", "advice"),
    [
        (None, "no facts yet", ""),
        (0.12, "12%", "standard model"),
        (0.07, "7%", "keep what you use"),
        (0.02, "2%", "fast model"),
    ],
)
def test_disputed_facts_lead_to_a_recommendation(
    rate: float | None, said: str, advice: str
) -> None:
    words, recommendation = disputed_words(rate)
    assert said in words
    assert advice in recommendation


def spoil(core: Core) -> None:
    """Fold the log into the file, then change one byte in the middle of a page."""
    path = core.storage.profile.database
    core.storage.back_up()
    backup = core.storage.backups()[0]
    core.storage.restore(backup)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
