"""What a benchmark gives back, and how it is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One line of the table.

    target  the highest ratio of measured to floor that is fine; None: only to be looked at
    limit   the highest measured value that is fine, in `unit`
    """

    what: str
    floor: float
    measured: float
    unit: str
    target: float | None = None
    limit: float | None = None

    @property
    def ratio(self) -> float:
        return self.measured / self.floor

    @property
    def verdict(self) -> str:
        if self.target is None and self.limit is None:
            return ""
        fits = (self.target is None or self.ratio <= self.target) and (
            self.limit is None or self.measured <= self.limit
        )
        return "ok" if fits else "OVER"

    @property
    def targets(self) -> str:
        ratio = "" if self.target is None else f"≤ {self.target:g} ×"
        limit = "" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        return " and ".join(part for part in (ratio, limit) if part) or "—"

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "verdict": self.verdict}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Measurement:
        return cls(**{field.name: row[field.name] for field in fields(cls)})


def interleaved(
    rounds: int, floor: Callable[[], float], measured: Callable[[], float]
) -> tuple[float, float]:
    """The medians of two timings, taken in turn so that a busy moment hits both."""
    pairs = [(floor(), measured()) for _ in range(rounds)]
    return median(first for first, _ in pairs), median(second for _, second in pairs)


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` percent of the values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[share - 1]


def table(measurements: Sequence[Measurement]) -> str:
    """All measurements under each other, for people."""
    head = ("what", "floor", "measured", "ratio", "target", "")
    rows = [
        (
            one.what,
            f"{one.floor:.1f} {one.unit}",
            f"{one.measured:.1f} {one.unit}",
            f"{one.ratio:.2f} ×",
            one.targets,
            one.verdict,
        )
        for one in measurements
    ]
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if place in (0, 4, 5) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)
