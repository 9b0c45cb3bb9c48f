"""What the settings say about the models, and what a test of them found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.copilot.connection import SMALL_CONTEXT, ModelConnections
from core.copilot.endpoint_test import EndpointReport
from core.copilot.model import Endpoint, ImagePart, ModelClient, ModelTier
from core.copilot.model_key import ModelSecrets
from core.copilot.pictures import unseen
from core.copilot.request.attached import Attached
from core.copilot.standing import ModelReach
from core.ids import new_id
from core.network.sign_in import ProxyPassword
from core.secrets import PassingSecrets
from core.sessions.messages import Rung
from core.settings import definitions as settings
from core.settings.store import SettingsStore
from tests.unit.db.samples import AT


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json")


@pytest.fixture
def connections(store: SettingsStore) -> ModelConnections:
    secrets = ModelSecrets(PassingSecrets())
    secrets.keep_key(Rung.CLOUD, "sk-a-key")

    def no_client(_: Endpoint) -> ModelClient:
        raise AssertionError("nobody is asked")

    return ModelConnections(store, secrets, ProxyPassword(PassingSecrets()), no_client)


def test_a_key_is_enough_for_the_cloud(connections: ModelConnections) -> None:
    setup = connections.setup(Rung.CLOUD)
    assert setup.is_configured
    assert setup.host == "api.anthropic.com"
    assert setup.model(ModelTier.FAST) != setup.model(ModelTier.STANDARD)


def test_a_local_model_needs_address_and_name(
    store: SettingsStore, connections: ModelConnections
) -> None:
    assert not connections.setup(Rung.LOCAL).is_configured
    store.write(settings.LOCAL_BASE_URL, "http://127.0.0.1:11434")
    connections.refresh()
    assert not connections.setup(Rung.LOCAL).is_configured
    store.write(settings.LOCAL_MODEL_STANDARD, "qwen3:8b")
    connections.refresh()
    setup = connections.setup(Rung.LOCAL)
    assert setup.is_configured
    assert setup.model(ModelTier.FAST) == "qwen3:8b"


@pytest.mark.parametrize(("found", "sees"), [(True, True), (None, True), (False, False)])
def test_a_test_that_failed_keeps_pictures_back(
    store: SettingsStore, connections: ModelConnections, found: bool | None, sees: bool
) -> None:
    report = EndpointReport(model="m", tested_at=AT, answers=True, images=found)
    store.write(settings.CLOUD_TESTED, report.to_json())
    assert connections.setup(Rung.CLOUD).sees_pictures is sees


@pytest.mark.parametrize("rung", [Rung.CLOUD, Rung.LOCAL])
@pytest.mark.parametrize(("found", "tokens"), [(True, None), (None, None), (False, SMALL_CONTEXT)])
def test_a_model_that_lost_the_thread_of_a_long_prompt_gets_short_ones(
    store: SettingsStore,
    connections: ModelConnections,
    rung: Rung,
    found: bool | None,
    tokens: int | None,
) -> None:
    kept = settings.CLOUD_TESTED if rung is Rung.CLOUD else settings.LOCAL_TESTED
    assert connections.setup(rung).context_tokens is None
    report = EndpointReport(model="m", tested_at=AT, answers=True, long_prompts=found)
    store.write(kept, report.to_json())
    connections.tested()
    assert connections.setup(rung).context_tokens == tokens
    store.write(kept, "")
    connections.tested()
    assert connections.setup(rung).context_tokens is None


def test_what_is_known_of_an_address_outlasts_a_test(connections: ModelConnections) -> None:
    connections.learned(Rung.CLOUD, ModelReach.REACHABLE)
    connections.tested()
    assert connections.reach(Rung.CLOUD) is ModelReach.REACHABLE


def test_pictures_nobody_can_see_are_named() -> None:
    message_id = new_id()
    part = ImagePart("image/png", b"content", "error.png")
    attached = Attached(images={message_id: (part,)})
    assert unseen(attached).images == {message_id: (replace(part, content=b""),)}
