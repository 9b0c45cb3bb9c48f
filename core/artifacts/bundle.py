"""What a document is made from: the lane told in plain values, never the conversation.

The bundle serves the composer and, where there is one, a language model. Its texts are untrusted
and unescaped. It holds no names of people and no passwords.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

from core.artifacts.script_account import ScriptAccount
from core.checks.runs import CheckRun
from core.scripts.model import Parameter, ScriptGeneration, ScriptRun
from core.sessions.facts import Fact
from core.sessions.fixes import Fix
from core.sessions.lane import LaneItem, LaneKind
from core.sessions.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """The rows of one session.

    facts        not deleted, in order of creation
    fixes        every fix, oldest first
    lane         every item, in order of position
    runs         every check run, oldest first
    scripts      every script generated, oldest first
    script_runs  every run of one of them, oldest first
    schemas      the parameters of the templates those scripts came from, by template id
    """

    session: Session
    facts: tuple[Fact, ...]
    fixes: tuple[Fix, ...]
    lane: tuple[LaneItem, ...]
    runs: tuple[CheckRun, ...]
    scripts: tuple[ScriptGeneration, ...] = ()
    script_runs: tuple[ScriptRun, ...] = ()
    schemas: Mapping[UUID, Sequence[Parameter]] = field(default_factory=dict)


class FixState(Enum):
    """A fix's status, where applied without an outcome yet is a state of its own."""

    PROPOSED = "proposed"
    VERIFYING = "verifying"
    WORKED = "worked"
    FAILED = "failed"
    PARTIAL = "partial"
    PENDING = "pending"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact. `proof` is the line of output that shows it."""

    text: str
    provenance: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixAccount:
    """One fix and what became of it.

    cause       what the fix takes to be wrong; empty when only the description tells
    notes       what the engineer said about the outcome: what is left, awaited, or went wrong
    afterwards  the engineer's own facts since it failed: what was done instead
    by_script   the engineer ran a script rather than to follow the steps; `script` is that one
    """

    title: str
    cause: str = ""
    description: str
    confidence: int
    state: FixState
    notes: str = ""
    afterwards: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    verify: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    script: ScriptAccount | None = None
    by_script: bool = False

    @property
    def was_applied(self) -> bool:
        return self.state not in (FixState.PROPOSED, FixState.DISMISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAccount:
    """The newest run of one check. `result` is empty when the run said nothing."""

    label: str
    command: str = ""
    how: str = ""
    result: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """A question or check without a result."""

    kind: LaneKind
    text: str
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Everything a document may say.

    reported  the words of the report, where they say more than `problem`
    fix       the fix the document is about: the active one, never a dismissed one
    others    the other fixes, oldest first
    """

    problem: str
    reported: str = ""
    ticket: str = ""
    client: str = ""
    priority: str = ""
    escalation_reason: str = ""
    findings: tuple[Finding, ...] = ()
    fix: FixAccount | None = None
    others: tuple[FixAccount, ...] = ()
    checks: tuple[CheckAccount, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    skipped: tuple[OpenItem, ...] = ()
    scripts: tuple[ScriptAccount, ...] = ()
