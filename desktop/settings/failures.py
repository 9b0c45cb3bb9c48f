"""What an expected error says beside the thing it concerns."""

from __future__ import annotations

from core.errors import AppError, Bug


def explained(error: Exception) -> str:
    """What happened, what it means, what to do; empty for a bug, which the presenter shows."""
    return str(error) if isinstance(error, AppError) and not isinstance(error, Bug) else ""
