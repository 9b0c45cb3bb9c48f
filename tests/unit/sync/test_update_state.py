"""Every arrow of an update, and that there are no others."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from core.outcome import Refused
from sync.updates.offer import Offer
from sync.updates.state import ARROWS, Event, Stage, Update, advance
from sync.updates.version import Version

OFFER = Offer(
    target="stable/windows-x64/a.exe",
    length=1,
    sha256="00",
    version=Version((1, 2, 0), text="1.2.0"),
    channel="stable",
    platform="windows-x64",
)
FULL = {"offer": OFFER, "file": Path("a.exe"), "waits_for": ("A check is running.",)}

# Written out a second time, as the table in ARCHITECTURE.md has it.
TABLE = {
    ("off", "configured"): "not asked yet",
    ("not asked yet", "check"): "checking",
    ("checking", "nothing newer"): "up to date",
    ("checking", "offered"): "available",
    ("checking", "cancelled"): "not asked yet",
    ("checking", "failed"): "failed",
    ("up to date", "check"): "checking",
    ("available", "check"): "checking",
    ("available", "download"): "downloading",
    ("downloading", "downloaded"): "ready",
    ("downloading", "cancelled"): "available",
    ("downloading", "failed"): "failed",
    ("ready", "check"): "checking",
    ("ready", "install, nothing under way"): "installing",
    ("ready", "install, work under way"): "waiting for work to end",
    ("ready", "failed"): "failed",
    ("waiting for work to end", "install, work under way"): "waiting for work to end",
    ("waiting for work to end", "work ended"): "ready",
    ("waiting for work to end", "install, nothing under way"): "installing",
    ("waiting for work to end", "cancelled"): "ready",
    ("waiting for work to end", "failed"): "failed",
    ("installing", "failed"): "failed",
    ("failed", "check"): "checking",
}
for stage in Stage:
    if stage is not Stage.INSTALLING:
        TABLE[stage, "switched off"] = "off"
        TABLE[stage, "configured"] = "not asked yet"


@pytest.mark.parametrize(("stage", "event"), list(product(Stage, Event)))
def test_an_arrow_leads_where_the_table_says_or_is_refused(stage: Stage, event: Event) -> None:
    moved = advance(Update(stage=stage, offer=OFFER), event)
    expected = TABLE.get((stage.value, event.value))
    if expected is None:
        assert isinstance(moved, Refused)
        assert event not in ARROWS[stage]
    else:
        assert isinstance(moved, Update)
        assert moved.stage.value == expected


def test_what_belongs_to_a_stage_goes_with_it() -> None:
    ready = Update(stage=Stage.READY, offer=OFFER, file=Path("a.exe"))
    waiting = advance(ready, Event.WAIT, waits_for=("A check is running.",))
    assert isinstance(waiting, Update)
    assert (waiting.offer, waiting.file) == (OFFER, Path("a.exe"))
    again = advance(waiting, Event.WORK_ENDED)
    assert isinstance(again, Update)
    assert again == ready
    failed = advance(again, Event.FAIL, failure="The disk is full.")
    assert failed == Update(stage=Stage.FAILED, failure="The disk is full.")


def test_the_time_of_the_last_check_stays() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    found = advance(Update(stage=Stage.CHECKING), Event.NOTHING_NEWER, at=at)
    assert isinstance(found, Update)
    asked = advance(found, Event.CHECK)
    assert isinstance(asked, Update)
    assert asked.checked_at == at
    assert asked.is_busy
