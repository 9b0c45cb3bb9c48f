"""What the network is like, as the status bar says it."""

from __future__ import annotations

from dataclasses import dataclass, replace

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


_MODEL = {
    Reach.UNKNOWN: StatusView(
        "Looking for the {model}", "{icon}", Tone.NEUTRAL, "The first check is under way."
    ),
    Reach.REACHABLE: StatusView(
        "{Model} reachable", "{icon}", Tone.SUCCESS, "The {model}’s address answers."
    ),
    Reach.PORTAL: StatusView(
        "Sign-in page",
        "warning",
        Tone.WARNING,
        "A page of the network answers in place of the {model}. Open a browser and sign in to the "
        "network.",
    ),
    Reach.UNREACHABLE: StatusView(
        "{Model} unreachable",
        "{lost}",
        Tone.WARNING,
        "The {model}’s address does not answer.",
    ),
}
_CLOUD = {"model": "cloud model", "Model": "Cloud model", "icon": "cloud", "lost": "cloud-slash"}
_LOCAL = {"model": "local model", "Model": "Local model", "icon": "cpu", "lost": "cpu"}


def internet_view(connectivity: Connectivity) -> StatusView:
    """Describe what the internet check found, and nothing else."""
    return _INTERNET[connectivity.internet]


def status_view(connectivity: Connectivity) -> StatusView:
    """Describe the network in one word, with a sentence about everything that is watched.

    What is wrong comes first: no network, then no model.
    """
    internet = internet_view(connectivity)
    models = [
        _model_view(reach, words)
        for reach, words in ((connectivity.cloud, _CLOUD), (connectivity.local, _LOCAL))
        if reach is not Reach.NOT_CONFIGURED
    ]
    if not models:
        return internet
    asked = connectivity.internet is not Reach.NOT_CONFIGURED
    views = [internet, *models] if asked else models
    troubled = [view for view in views if view.tone is Tone.WARNING]
    first = (troubled or views)[0]
    said = [first.explanation, *(view.explanation for view in views if view is not first)]
    if troubled:
        said.append("Playbooks always answer.")
    return replace(first, explanation=" ".join(said))


def _model_view(reach: Reach, words: dict[str, str]) -> StatusView:
    view = _MODEL[reach]
    return replace(
        view,
        text=view.text.format_map(words),
        icon=view.icon.format_map(words),
        explanation=view.explanation.format_map(words),
    )
