"""Check runs: what was run or pasted, and what it printed, kept word for word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RunSource(StrEnum):
    LOCAL = "local"
    PASTED = "pasted"
    REPORTED = "reported"
    """Done by hand; the engineer picked or typed what it showed."""


class RunEnd(StrEnum):
    """How a run ended. Only `EXITED` has an exit code."""

    EXITED = "exited"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    FAILED_TO_START = "failed_to_start"
    PASTED = "pasted"
    UNKNOWN = "unknown"
    """FlowPilot ended while it ran; nobody saw what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutput:
    """What a runner hands back. `note` says in plain words what was cut or went wrong."""

    end: RunEnd
    stdout: str = ""
    stderr: str = ""
    exit_code: int | None = None
    duration_ms: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """One row of `check_runs`.

    result_id    the playbook result the output was read as; empty when it was not readable
    values       named values the parser captured
    source_line  the line of output that proves the result
    """

    id: UUID
    account_id: UUID
    session_id: UUID
    lane_item_id: UUID
    source: RunSource
    command: str
    shell: str
    end: RunEnd
    stdout: str
    stderr: str
    exit_code: int | None
    duration_ms: int
    note: str = ""
    started_at: datetime
