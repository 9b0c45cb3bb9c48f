"""A laptop with a model: FlowPilot set up to ask a server on this machine."""

from __future__ import annotations

from core.paths import find_places
from core.settings.definitions import LOCAL_BASE_URL, LOCAL_MODEL_STANDARD, LOCAL_STALL_LIMIT
from core.settings.store import SettingsStore
from tests.e2e.laptop import Laptop
from tests.fakes.model_server import ModelServer, block

MODEL = "qwen3:8b"


def set_up(laptop: Laptop, server: ModelServer) -> None:
    """Write the server's address into the settings, before FlowPilot starts."""
    settings = SettingsStore(find_places(laptop.folder).settings_file)
    settings.write(LOCAL_BASE_URL, server.url)
    settings.write(LOCAL_MODEL_STANDARD, MODEL)
    settings.write(LOCAL_STALL_LIMIT, 30)


ASKS = (
    "It may be the account or this PC. Let us tell them apart.\n\n"
    + block(
        "QUESTIONS",
        [{"text": "Does webmail work?", "context": "Same account.", "options": ["Yes", "No"]}],
    )
    + "\n"
    + block("ACTIONS", [{"label": "Read the registration", "command": "dsregcmd /status"}])
)


def proposes(source: str) -> str:
    """A fix, and the fact that an answered question proves."""
    promoted = {
        "source_type": "question",
        "source_ref": source,
        "text": "Webmail works with the same account.",
        "summary": "rules out the account",
    }
    fix = {
        "title": "Join the device again",
        "description": "The registration is gone. Join it again, then sign in.",
        "confidence": 84,
    }
    return (
        "So the account is fine; this PC is not.\n"
        + block("PROMOTE", promoted)
        + block("SUGGEST_FIX", fix)
    )


def worked(fix_id: str) -> str:
    outcome = {"fix_id": fix_id, "outcome": "success", "reason": "The engineer says so."}
    return "Good to hear. Please confirm it.\n" + block("FIX_OUTCOME", outcome)
