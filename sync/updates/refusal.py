"""Every reason an update is not taken, each in its own words."""

from __future__ import annotations

from enum import Enum

from core.errors import RemoteError


class Refusal(Enum):
    """What stood in the way: a title, what it means, and what to do."""

    NOT_SIGNED = (
        "The update's signatures are not enough.",
        "It may not come from whoever publishes FlowPilot for you. It was not taken.",
        "Tell whoever runs your update server. Do not install the file by hand.",
    )
    EXPIRED = (
        "The update server's answers are out of date.",
        "Somebody may be holding newer ones back. Nothing was taken.",
        "Check this computer's clock. If it is right, tell whoever runs your update server.",
    )
    ROLLED_BACK = (
        "The update server offers something older than it did before.",
        "That is how an attacker would bring back an old fault. Nothing was taken.",
        "Tell whoever runs your update server.",
    )
    ALTERED = (
        "What the server sent is not what was signed.",
        "Its length or its checksum differ. It was not taken.",
        "Try again later. If it stays so, tell whoever runs your update server.",
    )
    ENDLESS = (
        "The server sent more than was announced.",
        "The download was stopped and nothing of it was kept.",
        "Try again later. If it stays so, tell whoever runs your update server.",
    )
    WRONG_PLATFORM = (
        "This update is for another kind of computer.",
        "What was signed about it does not fit the place it was found in. It was not taken.",
        "Tell whoever runs your update server.",
    )
    UNREADABLE = (
        "The update server's answers cannot be read.",
        "They are not signed update metadata. Nothing was taken.",
        "Check the address and the root file in the settings.",
    )
    NOT_REACHED = (
        "The update server was not reached.",
        "FlowPilot works on as it is.",
        "Check the network and the address, and try again.",
    )
    NOT_TRUSTED = (
        "The update server could not prove who it is.",
        "Its certificate is not trusted, so nothing was asked.",
        "Check the address and the clock. A certificate can be added in the settings of Copilot.",
    )
    NOT_THERE = (
        "The update server does not have what was asked for.",
        "A sign-in page of the network may have answered in its place.",
        "Check the address in the settings and try again.",
    )
    TOO_SLOW = (
        "The update server is too slow.",
        "The download was stopped and nothing of it was kept.",
        "Try again on another network.",
    )
    DISK_FULL = (
        "The disk is full.",
        "The update was not kept.",
        "Make room on the disk of the data folder and try again.",
    )
    NOT_WRITABLE = (
        "The update cannot be kept.",
        "The data folder or the folder for temporary files cannot be written.",
        "Check your rights there and try again.",
    )
    BAD_ADDRESS = (
        "The address of the update server has to begin with https://.",
        "Without it, somebody on the network could see and change what is asked.",
        "Correct the address in the settings.",
    )
    BAD_ROOT = (
        "The root file cannot be trusted.",
        "It is no root metadata, or not signed by its own keys.",
        "Get it again from whoever runs your update server, and compare its fingerprint.",
    )
    CHANGED_ON_DISK = (
        "The downloaded update has changed since it was checked.",
        "It was removed and not started.",
        "Download it again. If it stays so, have this computer checked.",
    )
    NOT_STARTED = (
        "The installer could not be started.",
        "FlowPilot is as it was.",
        "Try again. If it stays so, install the new version by hand.",
    )


class UpdateError(RemoteError):
    """`refusal` says which rule; `detail` is for a report and names no secret."""

    def __init__(self, refusal: Refusal, detail: str = "", *, why: str = "") -> None:
        """`why` is told people as well."""
        title, message, hint = refusal.value
        message = f"{why} {message}" if why else message
        super().__init__(title, message, hint=hint, retryable=True)
        self.refusal = refusal
        self.detail = detail


class UpdateCancelledError(Exception):
    """Somebody stopped it; nothing was kept."""
