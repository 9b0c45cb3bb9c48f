"""One turn of an assistant, whoever it is: a language model or a playbook.

A provider gets a `TurnContext` and returns a `Turn`. Everything in a turn is a proposal; the
service that applies it enforces the domain's rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from core.checks.runs import CheckRun
from core.scripts.model import ScriptTemplate
from core.sessions.facts import Fact, SourceType
from core.sessions.fixes import Fix, ProposedResult
from core.sessions.lane import LaneItem
from core.sessions.messages import Message, Rung
from core.sessions.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedQuestion:
    """A question for the lane. `options` are mutually exclusive answers."""

    text: str
    context: str = ""
    options: tuple[str, ...] = ()
    why: str = ""
    rules_out: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCheck:
    """A diagnostic check. Without a command it is a step by hand, or a result to paste.

    `shell` is `powershell` or `posix`, and empty when `command` is. `options` are the results the
    engineer can pick when a run cannot be read.
    """

    label: str
    command: str = ""
    shell: str = ""
    description: str = ""
    options: tuple[str, ...] = ()
    why: str = ""
    rules_out: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedFact:
    """A statement the assistant takes as proven by `source_ref`, a lane item."""

    source_type: SourceType
    text: str
    summary: str = ""
    source_ref: UUID | None = None
    source_line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFix:
    """The best resolution path now. `confidence` is 0-100. See `Fix` for the other fields."""

    title: str
    description: str
    confidence: int
    cause: str = ""
    script_template_slug: str = ""
    drafted_script: str = ""
    drafted_parameters: Mapping[str, object] = field(default_factory=dict)
    script_language: str = ""
    steps: tuple[str, ...] = ()
    verify: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedOutcome:
    """What the assistant believes became of a fix; only ever a proposal."""

    fix_id: UUID
    result: ProposedResult
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRead:
    """An open lane item that the engineer's own words answered; `result` is the option meant."""

    item_id: UUID
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """An open lane item that no longer helps, and why."""

    item_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A reply: prose for the conversation and proposals for the lane and the banner."""

    prose: str = ""
    questions: tuple[ProposedQuestion, ...] = ()
    checks: tuple[ProposedCheck, ...] = ()
    facts: tuple[PromotedFact, ...] = ()
    fix: ProposedFix | None = None
    outcome: ProposedOutcome | None = None
    answers: tuple[AnswerRead, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    out_of_depth: bool = False
    """The assistant has nothing better to offer than a handoff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnContext:
    """Everything an assistant may know about a session.

    messages    oldest first; the engineer's newest is last unless a lane event asked for the turn
    lane        every item of the session, in order of position, whatever its status
    facts       not deleted, in order of creation
    fixes       every fix, oldest first; at most one is active
    runs        every check run, oldest first
    platform    `windows`, `linux` or `macos`: the engineer's laptop
    templates   script templates that may fit, the nearest first; only for a model
    """

    session: Session
    messages: tuple[Message, ...]
    lane: tuple[LaneItem, ...]
    facts: tuple[Fact, ...]
    fixes: tuple[Fix, ...]
    runs: tuple[CheckRun, ...]
    platform: str
    templates: tuple[ScriptTemplate, ...] = ()

    @property
    def active_fix(self) -> Fix | None:
        return next((fix for fix in self.fixes if fix.is_active), None)


class Provider(Protocol):
    """An assistant. `reply` may be slow; it is never called on the GUI thread."""

    rung: Rung

    def reply(self, context: TurnContext) -> Turn: ...
