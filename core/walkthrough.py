"""A worked example: what an engineer would answer if the cause were known.

The guided demo plays it in the window; the sample session plays its first half.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import resources
from core.copilot.providers.playbook_case import observation_origin
from core.sessions.lane import LaneItem

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkthrough:
    """The script of the example.

    outputs  what some checks print, by observation id; the others are answered by hand
    """

    text: str
    client_name: str
    ticket_id: str
    playbook_id: str
    cause_id: str
    outputs: Mapping[str, str]

    def answer(self, playbook: Playbook, item: LaneItem) -> str:
        """The label of the result that is most likely under the example's cause."""
        for observation in playbook.observations:
            if observation_origin(playbook, observation) == item.origin:
                likely = max(
                    observation.results,
                    key=lambda result: observation.probability(result.id, self.cause_id),
                )
                return likely.label
        raise LookupError(f"{item.text} is not part of the playbook {playbook.id}")

    def output(self, item: LaneItem) -> str | None:
        """What the item's check prints, if the example has it."""
        return self.outputs.get(item.origin.partition("/")[2])


def load_walkthrough() -> Walkthrough:
    """The example that is shipped."""
    return Walkthrough(**json.loads(resources.read_text("demo", "outlook.json")))
