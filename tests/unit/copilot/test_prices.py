"""What a call costs, in millionths of a dollar."""

from __future__ import annotations

import pytest

from core.copilot.model import Usage
from core.copilot.prices import cost_of
from core.sessions.messages import Rung
from core.settings.definitions import CLOUD_MODEL_FAST, CLOUD_MODEL_STANDARD

USAGE = Usage(
    input_tokens=1_000, output_tokens=2_000, cache_read_tokens=10_000, cache_creation_tokens=4_000
)


@pytest.mark.parametrize(
    ("model", "cost"),
    [
        ("claude-haiku-5-5", 1_000 + 10_000 + 1_000 + 5_000),
        ("claude-sonnet-5-5", 3_000 + 30_000 + 3_000 + 15_000),
        ("anthropic/Claude-Opus-4-1@20250805", 5_000 + 50_000 + 5_000 + 25_000),
    ],
)
def test_each_kind_of_token_has_its_price(model: str, cost: int) -> None:
    assert cost_of(Rung.CLOUD, model, USAGE) == cost


def test_a_local_model_costs_nothing() -> None:
    assert cost_of(Rung.LOCAL, "qwen3:8b", USAGE) == 0


def test_an_unknown_model_has_no_price() -> None:
    assert cost_of(Rung.CLOUD, "house-model", USAGE) is None


def test_the_smallest_use_costs_something() -> None:
    assert cost_of(Rung.CLOUD, "claude-haiku-5-5", Usage(cache_read_tokens=1)) == 1


@pytest.mark.parametrize("setting", [CLOUD_MODEL_FAST, CLOUD_MODEL_STANDARD])
def test_the_models_asked_by_default_have_a_price(setting: object) -> None:
    assert cost_of(Rung.CLOUD, getattr(setting, "default", ""), USAGE)
