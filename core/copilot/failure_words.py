"""What people are told when a model did not answer: what happened, what it means, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.copilot.model import FailureKind


@dataclass(frozen=True, slots=True)
class FailureWords:
    """One failure. `needs_settings`: the next step is in the settings, so a way there is offered.

    may_queue  asking again later, by itself, can succeed without anybody changing anything
    """

    title: str
    meaning: str
    next_step: str
    needs_settings: bool = False
    may_queue: bool = False


_KEPT = "Your message is kept."
_PART_KEPT = "What it wrote so far is kept."

WORDS: Mapping[FailureKind, FailureWords] = {
    FailureKind.OFFLINE: FailureWords(
        "The model cannot be reached.",
        f"There is no connection to it. {_KEPT}",
        "Carry on with the playbook, or have the model asked when it can be reached again.",
        may_queue=True,
    ),
    FailureKind.PROXY: FailureWords(
        "The proxy asks for a sign-in.",
        f"It let nothing through to the model. {_KEPT}",
        "Write the proxy's address, your user name and your password in the settings, under "
        "Network.",
        needs_settings=True,
    ),
    FailureKind.TLS: FailureWords(
        "The connection to the model is not secure.",
        f"The server's certificate is not trusted, so nothing was sent. {_KEPT}",
        "Sign in to the network if it asks for that. Behind a company's proxy, add its "
        "certificate in the settings.",
        needs_settings=True,
        may_queue=True,
    ),
    FailureKind.REFUSED: FailureWords(
        "The model's server refused the key.",
        f"The key is wrong, has expired, or may not use this model. {_KEPT}",
        "Check the key in the settings.",
        needs_settings=True,
    ),
    FailureKind.NOT_FOUND: FailureWords(
        "The server does not know this model.",
        f"The model's name or the address is wrong. {_KEPT}",
        "Check both in the settings.",
        needs_settings=True,
    ),
    FailureKind.OVERLOADED: FailureWords(
        "The model is busy.",
        f"Its server takes no more requests at the moment. {_KEPT}",
        "Try again in a moment, or carry on with the playbook.",
        may_queue=True,
    ),
    FailureKind.TOO_LONG: FailureWords(
        "The session is too long for this model.",
        f"It was shortened once and still did not fit. {_KEPT}",
        "Use a model with a larger context, or carry on with the playbook.",
        needs_settings=True,
    ),
    FailureKind.SILENT: FailureWords(
        "The model stopped answering.",
        f"Nothing came for longer than the limit in the settings. {_PART_KEPT}",
        "Try again. A slow local model may need a longer limit.",
        needs_settings=True,
        may_queue=True,
    ),
    FailureKind.INTERRUPTED: FailureWords(
        "The answer was cut off.",
        f"The connection ended before the answer did. {_PART_KEPT}",
        "Try again, or let the model continue where it stopped.",
        may_queue=True,
    ),
    FailureKind.INCOMPATIBLE: FailureWords(
        "This server does not speak the Messages API.",
        f"Something else answered at the model's address. {_KEPT}",
        "Check the address in the settings, and sign in to the network if it asks for that.",
        needs_settings=True,
    ),
    FailureKind.REJECTED: FailureWords(
        "The server did not accept the request.",
        f"Its reason is under Details. {_KEPT}",
        "Check the model in the settings, or carry on with the playbook.",
        needs_settings=True,
    ),
    FailureKind.SERVER: FailureWords(
        "The model's server has a problem.",
        f"The fault is on its side. {_KEPT}",
        "Try again in a moment, or carry on with the playbook.",
        may_queue=True,
    ),
    FailureKind.EMPTY: FailureWords(
        "The model gave an empty answer.",
        f"It ended without a word. {_KEPT}",
        "Try again, or say more about the problem.",
    ),
}
