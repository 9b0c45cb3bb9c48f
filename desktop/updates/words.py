"""Where an update stands, as the settings and the notice in the window say it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.settings.wording import file_size, moment
from desktop.theme.tokens import Tone
from sync.updates.installation import UpdateWay
from sync.updates.offer import Offer
from sync.updates.state import Stage, Update

_OFF = "Off: there is no address, so nobody is asked."
_BY_HAND = "Install it the way you installed this one."
_WHAT_HAPPENS = (
    "It is downloaded and its signatures are checked. FlowPilot closes, is updated and starts "
    "again; if the new version does not pass its own test, this one is put back."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateView:
    """What is said, and which buttons are offered."""

    tone: Tone
    text: str
    notes: str = ""
    can_check: bool = False
    can_download: bool = False
    can_install: bool = False
    can_stop_waiting: bool = False
    is_downloading: bool = False


def update_view(update: Update, way: UpdateWay) -> UpdateView:
    """The state in words."""
    return UpdateView(
        tone=_TONES.get(update.stage, Tone.NEUTRAL),
        text=_text(update, way),
        notes="" if update.offer is None else update.offer.notes,
        can_check=update.stage not in (Stage.OFF, Stage.WAITING) and not update.is_busy,
        can_download=update.stage is Stage.AVAILABLE and way is UpdateWay.INSTALLER,
        can_install=update.stage in (Stage.READY, Stage.WAITING),
        can_stop_waiting=update.stage is Stage.WAITING,
        is_downloading=update.stage is Stage.DOWNLOADING,
    )


def notice_text(update: Update) -> str:
    """One quiet sentence for the window; empty when there is nothing to say."""
    if update.offer is None:
        return ""
    if update.stage is Stage.AVAILABLE:
        return f"FlowPilot {update.offer.version} is available."
    if update.stage is Stage.READY:
        return f"FlowPilot {update.offer.version} is ready to be installed."
    if update.stage is Stage.WAITING:
        return f"FlowPilot {update.offer.version} waits. {' '.join(update.waits_for)}"
    return ""


_TONES = {
    Stage.UP_TO_DATE: Tone.SUCCESS,
    Stage.AVAILABLE: Tone.INFO,
    Stage.READY: Tone.INFO,
    Stage.WAITING: Tone.WARNING,
    Stage.FAILED: Tone.DANGER,
}


def _text(update: Update, way: UpdateWay) -> str:
    if update.offer is not None:
        return _about(update, update.offer, way)
    if update.stage is Stage.OFF:
        return update.failure or _OFF
    if update.stage is Stage.CHECKING:
        return "Looking for updates…"
    if update.stage is Stage.UP_TO_DATE:
        return f"This is the newest version.{_looked(update)}"
    if update.stage is Stage.NOT_ASKED:
        return _looked(update).strip() or "Nobody was asked yet."
    return update.failure


def _about(update: Update, offer: Offer, way: UpdateWay) -> str:
    if update.stage is Stage.AVAILABLE:
        size = file_size(offer.length)
        by_hand = "" if way is UpdateWay.INSTALLER else f" {_BY_HAND}"
        return f"Version {offer.version} is available, {size}.{by_hand}{_looked(update)}"
    if update.stage is Stage.DOWNLOADING:
        return f"Downloading version {offer.version}…"
    if update.stage is Stage.READY:
        return f"Version {offer.version} is ready. {_WHAT_HAPPENS}"
    if update.stage is Stage.WAITING:
        reasons = " ".join(update.waits_for)
        return (
            f"Version {offer.version} waits so that nothing is lost. {reasons} "
            "Once that is done, press Install and restart again."
        )
    return f"FlowPilot closes now to become version {offer.version}."


def _looked(update: Update) -> str:
    return "" if update.checked_at is None else f" Looked on {moment(update.checked_at)}."
