"""What a call costs, from the reported usage and the prices in `resources/models/prices.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import resources
from core.copilot.model import Usage
from core.sessions.messages import Rung

_TOKENS_PER_PRICE = 1_000_000
_MICRO = 1_000_000


def cost_of(rung: Rung, model: str, usage: Usage) -> int | None:
    """Millionths of a US dollar, rounded up; None when the model's price is not known.

    A local model costs nothing. Prices go by the family in the model's name: aliases move on to
    newer versions without telling.
    """
    if rung is not Rung.CLOUD:
        return 0
    price = next((one for family, one in _families().items() if family in model.lower()), None)
    if price is None:
        return None
    dollars = (
        usage.input_tokens * price["input"]
        + usage.output_tokens * price["output"]
        + usage.cache_read_tokens * price["cache_read"]
        + usage.cache_creation_tokens * price["cache_creation"]
    ) / _TOKENS_PER_PRICE
    return -int(-dollars * _MICRO // 1)


@cache
def _families() -> Mapping[str, Mapping[str, float]]:
    families: Mapping[str, Mapping[str, float]] = json.loads(
        resources.read_text("models", "prices.json")
    )["families"]
    return families
