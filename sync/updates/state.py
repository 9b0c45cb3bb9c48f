"""Where an update stands. Pure: every arrow is a row of `ARROWS`, and nothing else is possible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from core.outcome import Refused
from sync.updates.offer import Offer


class Stage(StrEnum):
    OFF = "off"
    NOT_ASKED = "not asked yet"
    CHECKING = "checking"
    UP_TO_DATE = "up to date"
    AVAILABLE = "available"
    DOWNLOADING = "downloading"
    READY = "ready"
    WAITING = "waiting for work to end"
    INSTALLING = "installing"
    FAILED = "failed"


class Event(StrEnum):
    SWITCH_OFF = "switched off"
    CONFIGURE = "configured"
    CHECK = "check"
    NOTHING_NEWER = "nothing newer"
    OFFER = "offered"
    DOWNLOAD = "download"
    DOWNLOADED = "downloaded"
    CANCEL = "cancelled"
    INSTALL = "install, nothing under way"
    WAIT = "install, work under way"
    WORK_ENDED = "work ended"
    FAIL = "failed"


_ANYWHERE = {Event.SWITCH_OFF: Stage.OFF, Event.CONFIGURE: Stage.NOT_ASKED}

ARROWS: dict[Stage, dict[Event, Stage]] = {
    Stage.OFF: dict(_ANYWHERE),
    Stage.NOT_ASKED: {**_ANYWHERE, Event.CHECK: Stage.CHECKING},
    Stage.CHECKING: {
        **_ANYWHERE,
        Event.NOTHING_NEWER: Stage.UP_TO_DATE,
        Event.OFFER: Stage.AVAILABLE,
        Event.CANCEL: Stage.NOT_ASKED,
        Event.FAIL: Stage.FAILED,
    },
    Stage.UP_TO_DATE: {**_ANYWHERE, Event.CHECK: Stage.CHECKING},
    Stage.AVAILABLE: {
        **_ANYWHERE,
        Event.CHECK: Stage.CHECKING,
        Event.DOWNLOAD: Stage.DOWNLOADING,
    },
    Stage.DOWNLOADING: {
        **_ANYWHERE,
        Event.DOWNLOADED: Stage.READY,
        Event.CANCEL: Stage.AVAILABLE,
        Event.FAIL: Stage.FAILED,
    },
    Stage.READY: {
        **_ANYWHERE,
        Event.CHECK: Stage.CHECKING,
        Event.INSTALL: Stage.INSTALLING,
        Event.WAIT: Stage.WAITING,
        Event.FAIL: Stage.FAILED,
    },
    Stage.WAITING: {
        **_ANYWHERE,
        Event.WAIT: Stage.WAITING,
        Event.WORK_ENDED: Stage.READY,
        Event.INSTALL: Stage.INSTALLING,
        Event.CANCEL: Stage.READY,
        Event.FAIL: Stage.FAILED,
    },
    # The installer takes over when the program has closed: there is no way back but a failure.
    Stage.INSTALLING: {Event.FAIL: Stage.FAILED},
    Stage.FAILED: {**_ANYWHERE, Event.CHECK: Stage.CHECKING},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Where it stands, and what belongs to that.

    offer      what is offered, from AVAILABLE on
    file       the checked download, from READY on
    waits_for  what has to end first, in sentences
    failure    why not, in words; why updates are off, when they cannot be on
    """

    stage: Stage = Stage.OFF
    offer: Offer | None = None
    file: Path | None = None
    waits_for: tuple[str, ...] = ()
    failure: str = ""
    checked_at: datetime | None = None

    @property
    def is_busy(self) -> bool:
        return self.stage in (Stage.CHECKING, Stage.DOWNLOADING, Stage.INSTALLING)

    def can(self, event: Event) -> bool:
        return event in ARROWS[self.stage]


def advance(
    update: Update,
    event: Event,
    *,
    offer: Offer | None = None,
    file: Path | None = None,
    waits_for: tuple[str, ...] = (),
    failure: str = "",
    at: datetime | None = None,
) -> Update | Refused:
    """What follows an event. What belongs to the old stage only is dropped."""
    stage = ARROWS[update.stage].get(event)
    if stage is None:
        return Refused(f"An update that is {update.stage} cannot be {event}.")
    keeps_offer = stage in (
        Stage.AVAILABLE, Stage.DOWNLOADING, Stage.READY, Stage.WAITING, Stage.INSTALLING
    )  # fmt: skip
    keeps_file = stage in (Stage.READY, Stage.WAITING, Stage.INSTALLING)
    return replace(
        update,
        stage=stage,
        offer=(offer or update.offer) if keeps_offer else None,
        file=(file or update.file) if keeps_file else None,
        waits_for=waits_for,
        failure=failure,
        checked_at=at or update.checked_at,
    )
