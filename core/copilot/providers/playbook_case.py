"""A session as one playbook sees it: which observations were made, and what they showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.checks.runs import CheckRun, RunSource
from core.copilot.turn import TurnContext
from core.playbooks.engine import Evidence, Findings
from core.playbooks.parsing import Output, ParsedResult, Unparsed, parse
from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneItem, LaneKind, LaneStatus

if TYPE_CHECKING:
    from core.playbooks.schema import Observation, Playbook, Result

CHOICE_ORIGIN = "playbook:?"
_TURNED_DOWN = (FixStatus.APPLIED_FAILED, FixStatus.DISMISSED)


def observation_origin(playbook: Playbook, observation: Observation) -> str:
    """Marks a lane item as this observation of this playbook."""
    return f"playbook:{playbook.id}/{observation.id}"


def cause_origin(playbook: Playbook, cause_id: str) -> str:
    """Marks a fix as the one for this cause."""
    return f"playbook:{playbook.id}/{cause_id}"


def playbook_of(origin: str) -> str:
    """The playbook id in an origin; empty for a choice or for a model's item."""
    kind, _, rest = origin.partition(":")
    name, slash, _ = rest.partition("/")
    return name if kind == "playbook" and slash else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a lane item turned out to show.

    values       what the parser captured
    source_line  the line of output that proves it
    """

    item: LaneItem
    observation: Observation
    result: Result
    values: Mapping[str, str] = field(default_factory=dict)
    source_line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A playbook's knowledge of a session.

    readings   results that could be read, in order of the lane
    unread     checks that ran but whose newest output no rule recognised, with the reason
    open_items what is still open of this playbook, by observation id
    """

    playbook: Playbook
    findings: Findings
    readings: tuple[Reading, ...]
    unread: tuple[tuple[LaneItem, Observation, str], ...]
    open_items: Mapping[str, LaneItem]


def read_case(playbook: Playbook, context: TurnContext) -> Case:
    """Read lane, runs and fixes as evidence about a playbook's causes."""
    newest = {run.lane_item_id: run for run in context.runs}
    readings: dict[str, Reading] = {}
    unread: dict[str, tuple[LaneItem, Observation, str]] = {}
    skipped: set[str] = set()
    open_items: dict[str, LaneItem] = {}
    for item, observation in _own_items(playbook, context.lane):
        if item.status is LaneStatus.OPEN:
            open_items[observation.id] = item
        elif item.status is LaneStatus.SKIPPED:
            skipped.add(observation.id)
        found = _read(item, observation, newest.get(item.id))
        if isinstance(found, Reading):
            readings[observation.id] = found
            unread.pop(observation.id, None)
        elif isinstance(found, Unparsed):
            readings.pop(observation.id, None)
            unread[observation.id] = (item, observation, found.reason)
    return Case(
        playbook=playbook,
        findings=Findings(
            evidence=tuple(Evidence(key, one.result.id) for key, one in readings.items()),
            skipped=frozenset(skipped | unread.keys()),
            excluded=_causes(playbook, context, _TURNED_DOWN),
            partial=_causes(playbook, context, (FixStatus.APPLIED_PARTIAL,)),
        ),
        readings=tuple(readings.values()),
        unread=tuple(unread.values()),
        open_items=open_items,
    )


def _own_items(playbook: Playbook, lane: Sequence[LaneItem]) -> list[tuple[LaneItem, Observation]]:
    by_origin = {observation_origin(playbook, one): one for one in playbook.observations}
    return [(item, by_origin[item.origin]) for item in lane if item.origin in by_origin]


def _causes(
    playbook: Playbook, context: TurnContext, statuses: Sequence[FixStatus]
) -> frozenset[str]:
    origins = {fix.origin for fix in context.fixes if fix.status in statuses}
    return frozenset(
        cause.id for cause in playbook.causes if cause_origin(playbook, cause.id) in origins
    )


def _read(
    item: LaneItem, observation: Observation, run: CheckRun | None
) -> Reading | Unparsed | None:
    """What a closed item showed; None when it says nothing (open, skipped, own words)."""
    if item.kind is LaneKind.QUESTION:
        return _labelled(item, observation, item.answer)
    if run is None or item.status is not LaneStatus.DONE:
        return None
    if run.source is RunSource.REPORTED:
        return _labelled(item, observation, run.stdout)
    output = Output(stdout=run.stdout, stderr=run.stderr, exit_code=run.exit_code)
    parsed = parse(observation.parse, output)
    if isinstance(parsed, Unparsed):
        return parsed
    return _parsed(item, observation, parsed)


def _parsed(item: LaneItem, observation: Observation, parsed: ParsedResult) -> Reading | None:
    result = observation.result(parsed.result_id)
    if result is None:
        return None
    return Reading(
        item=item,
        observation=observation,
        result=result,
        values=parsed.values,
        source_line=parsed.source_line,
    )


def _labelled(item: LaneItem, observation: Observation, label: str) -> Reading | None:
    result = next((one for one in observation.results if one.label == label), None)
    if result is None or item.status not in (LaneStatus.ANSWERED, LaneStatus.DONE):
        return None
    return Reading(item=item, observation=observation, result=result)
