"""Which settings belong to the cloud model and which to the local one."""

from __future__ import annotations

from dataclasses import dataclass

from core.sessions.messages import Rung
from core.settings import definitions as settings
from core.settings.definitions import Setting
from core.settings.places import Place, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RungSettings:
    """The settings of one rung, and the names of models to offer."""

    rung: Rung
    base_url: Setting[str]
    fast: Setting[str]
    standard: Setting[str]
    connect_timeout: Setting[int]
    stall_limit: Setting[int]
    tested: Setting[str]
    known_fast: tuple[str, ...] = ()
    known_standard: tuple[str, ...] = ()


CLOUD = RungSettings(
    rung=Rung.CLOUD,
    base_url=settings.CLOUD_BASE_URL,
    fast=settings.CLOUD_MODEL_FAST,
    standard=settings.CLOUD_MODEL_STANDARD,
    connect_timeout=settings.CLOUD_CONNECT_TIMEOUT,
    stall_limit=settings.CLOUD_STALL_LIMIT,
    tested=settings.CLOUD_TESTED,
    known_fast=(settings.CLOUD_MODEL_FAST.default, settings.CLOUD_MODEL_STANDARD.default),
    known_standard=(settings.CLOUD_MODEL_STANDARD.default, "claude-opus-5-5"),
)
LOCAL = RungSettings(
    rung=Rung.LOCAL,
    base_url=settings.LOCAL_BASE_URL,
    fast=settings.LOCAL_MODEL_FAST,
    standard=settings.LOCAL_MODEL_STANDARD,
    connect_timeout=settings.LOCAL_CONNECT_TIMEOUT,
    stall_limit=settings.LOCAL_STALL_LIMIT,
    tested=settings.LOCAL_TESTED,
)

LOCAL_SERVERS = (
    ("Ollama", "http://127.0.0.1:11434"),
    ("LM Studio", "http://127.0.0.1:1234"),
    ("llama.cpp", "http://127.0.0.1:8080"),
    ("vLLM", "http://127.0.0.1:8000"),
    ("LiteLLM", "http://127.0.0.1:4000"),
)

_PLACES = {
    Place.LAPTOP: "On this laptop: what is sent there stays here.",
    Place.NETWORK: "On your network: what is sent there leaves this laptop, but not the network.",
    Place.INTERNET: "On the internet.",
}


def place_words(address: str) -> str:
    """Where an address is, in a sentence; empty for no address."""
    return _PLACES[place_of(address)] if address else ""
