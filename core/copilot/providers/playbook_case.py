"""A session as one playbook sees it: which observations were made, and what they showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.copilot.providers.playbook_words import option_meant
from core.copilot.turn import TurnContext
from core.playbooks.engine import Evidence, Findings
from core.playbooks.parsing import Output, ParsedResult, Unparsed, parse
from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneItem, LaneKind, LaneStatus

if TYPE_CHECKING:
    from core.playbooks.schema import Observation, Playbook, Result

CHOICE_ORIGIN = "playbook:?"
"""Marks a question about which playbook to follow."""
NONE_OF_THESE = "None of these"
_FINISHED = (RunEnd.EXITED, RunEnd.PASTED)
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
class Unread:
    """A check that ran but whose newest output no rule recognised; `reason` is a sentence."""

    item: LaneItem
    observation: Observation
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A playbook's knowledge of a session.

    readings    what could be read, in the order in which it became known
    unread      what ran but could not be read, and was not answered by hand since
    own_words   answers that name none of the options
    open_items  what is still open of this playbook, by observation id
    taken       texts of items that belong to somebody else; the lane knows an item by its text
    """

    playbook: Playbook
    findings: Findings
    readings: tuple[Reading, ...]
    unread: tuple[Unread, ...]
    own_words: tuple[LaneItem, ...]
    open_items: Mapping[str, LaneItem]
    taken: frozenset[str] = frozenset()


def read_case(playbook: Playbook, context: TurnContext) -> Case:
    """Read lane, runs and fixes as evidence about a playbook's causes.

    An observation may have several items: the check, and the question that asked what it showed.
    What became known last is what counts.
    """
    newest = {run.lane_item_id: run for run in context.runs if run.end in _FINISHED}
    open_items: dict[str, LaneItem] = {}
    closed: set[str] = set()
    known: dict[str, Reading | Unread | LaneItem] = {}
    for item, observation in sorted(_own_items(playbook, context.lane), key=_moment):
        if item.status is LaneStatus.OPEN:
            open_items[observation.id] = item
        elif item.status is not LaneStatus.WITHDRAWN:
            closed.add(observation.id)
        found = _read(item, observation, newest.get(item.id))
        if found is not None:
            known.pop(observation.id, None)  # what is known last stands last
            known[observation.id] = found
    readings = tuple(one for one in known.values() if isinstance(one, Reading))
    return Case(
        playbook=playbook,
        findings=Findings(
            evidence=tuple(Evidence(one.observation.id, one.result.id) for one in readings),
            skipped=frozenset(closed),
            excluded=_causes(playbook, context, _TURNED_DOWN),
            partial=_causes(playbook, context, (FixStatus.APPLIED_PARTIAL,)),
        ),
        readings=readings,
        unread=tuple(one for one in known.values() if isinstance(one, Unread)),
        own_words=tuple(one for one in known.values() if isinstance(one, LaneItem)),
        open_items=open_items,
        taken=frozenset(
            item.text for item in context.lane if playbook_of(item.origin) != playbook.id
        ),
    )


def _moment(pair: tuple[LaneItem, Observation]) -> tuple[bool, float, int]:
    """When an item was closed, open ones last; one just read from a message is the newest."""
    item, _ = pair
    is_dated = item.closed_at is not None
    return (not is_dated, item.closed_at.timestamp() if item.closed_at else 0.0, item.position)


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
) -> Reading | Unread | LaneItem | None:
    """What a closed item showed; the item itself when it was answered in other words."""
    if item.kind is LaneKind.QUESTION:
        if item.status is not LaneStatus.ANSWERED or item.answer == NONE_OF_THESE:
            return None
        return _labelled(item, observation, item.answer) or item
    if run is None or item.status is not LaneStatus.DONE:
        return None
    reported = (
        _labelled(item, observation, run.stdout) if run.source is RunSource.REPORTED else None
    )
    if reported is not None:
        return reported
    output = Output(stdout=run.stdout, stderr=run.stderr, exit_code=run.exit_code)
    parsed = parse(observation.parse, output)
    if isinstance(parsed, Unparsed):
        return Unread(item=item, observation=observation, reason=parsed.reason)
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


def _labelled(item: LaneItem, observation: Observation, said: str) -> Reading | None:
    label = option_meant(said, [result.label for result in observation.results])
    result = next((one for one in observation.results if one.label == label), None)
    return None if result is None else Reading(item=item, observation=observation, result=result)
