"""What a client's rules are called on screen."""

from __future__ import annotations

from dataclasses import dataclass

from core.team.client_rules import ModelPolicy
from desktop.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """A policy as a chip, and what it means in a line."""

    text: str
    meaning: str
    icon: str
    tone: Tone


POLICY_WORDS = {
    ModelPolicy.CLOUD_ALLOWED: PolicyWords(
        "Cloud allowed",
        "Any model, after secrets and the words below are hidden.",
        "cloud",
        Tone.NEUTRAL,
    ),
    ModelPolicy.LOCAL_ONLY: PolicyWords(
        "Local model only",
        "Only one on this laptop or your network.",
        "cpu",
        Tone.INFO,
    ),
    ModelPolicy.NO_MODEL: PolicyWords(
        "No model",
        "Playbooks alone answer; nothing reaches a model.",
        "prohibit",
        Tone.WARNING,
    ),
}
