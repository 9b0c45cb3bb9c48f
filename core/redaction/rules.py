"""Every rule in order; where two find the same place, the earlier one names its kind."""

from __future__ import annotations

from core.redaction import cloud, device, generic, labels, numbers, tables, windows
from core.redaction.rule import Rule

RULES: tuple[Rule, ...] = (
    *cloud.RULES,
    *device.RULES,
    *windows.RULES,
    *generic.RULES,
    *labels.RULES,
    *tables.RULES,
    *numbers.RULES,
)
