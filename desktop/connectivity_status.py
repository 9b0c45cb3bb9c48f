"""What the network is like, as the status bar says it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.theme.tokens import Tone
from sync.connectivity import Connectivity, Reach


@dataclass(frozen=True, slots=True)
class StatusView:
    """A chip of the status bar; `explanation` is its tool tip."""

    text: str
    icon: str
    tone: Tone
    explanation: str


_INTERNET = {
    Reach.NOT_CONFIGURED: StatusView(
        "Works offline",
        "wifi-slash",
        Tone.NEUTRAL,
        "No connection check is set up, so FlowPilot asks nobody. Everything is on this laptop.",
    ),
    Reach.UNKNOWN: StatusView(
        "Checking the connection", "wifi-high", Tone.NEUTRAL, "The first check is under way."
    ),
    Reach.REACHABLE: StatusView(
        "Online", "wifi-high", Tone.SUCCESS, "The address you set for the check answers."
    ),
    Reach.PORTAL: StatusView(
        "Sign-in page",
        "warning",
        Tone.WARNING,
        "The network answers with a page of its own. Open a browser and sign in to the network.",
    ),
    Reach.UNREACHABLE: StatusView(
        "Offline",
        "wifi-slash",
        Tone.WARNING,
        "The address you set for the check does not answer. Your work is safe on this laptop.",
    ),
}


def status_view(connectivity: Connectivity) -> StatusView:
    """Describe the network; a model that cannot be reached is named as well."""
    view = _INTERNET[connectivity.internet]
    if connectivity.model is Reach.UNREACHABLE:
        explanation = f"{view.explanation} The model’s address does not answer; playbooks do."
        return StatusView(view.text, view.icon, view.tone, explanation)
    return view
