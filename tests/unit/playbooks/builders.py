"""Small playbooks to test the engine's rules on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.playbooks.schema import Playbook


def cause(cause_id: str, prior: float = 1.0) -> dict[str, object]:
    return {
        "id": cause_id,
        "title": cause_id.upper(),
        "prior": prior,
        "fix": {
            "title": f"Fix {cause_id}",
            "description": f"Repairs {cause_id}.",
            "steps": ["Do it"],
            "verify": ["Look"],
            "undo": ["Nothing to undo"],
        },
    }


def question(
    observation_id: str, likelihood: Mapping[str, Sequence[float]], cost: float = 1.0
) -> dict[str, object]:
    """A question whose results are r0, r1, … as many as the rows have values."""
    width = len(next(iter(likelihood.values())))
    return {
        "id": observation_id,
        "kind": "question",
        "text": f"What about {observation_id}?",
        "why": f"{observation_id} is quick to see.",
        "cost_minutes": cost,
        "results": [
            {
                "id": f"r{index}",
                "label": f"{observation_id} r{index}",
                "proves": {"text": f"{observation_id} is r{index}.", "summary": "seen"},
            }
            for index in range(width)
        ],
        "likelihood": {key: list(row) for key, row in likelihood.items()},
    }


def document(
    causes: Sequence[dict[str, object]], observations: Sequence[dict[str, object]]
) -> dict[str, object]:
    return {
        "id": "sample",
        "version": 1,
        "title": "Sample",
        "domain": "general",
        "summary": "For tests.",
        "opening": "Let us look.",
        "symptoms": {"phrases": ["it is broken", "does not start", "no light"]},
        "causes": list(causes),
        "observations": list(observations),
    }


def flat(index: int) -> dict[str, object]:
    """A question that tells nothing, to fill up the minimum."""
    return question(f"flat{index}", {"default": [0.5, 0.5]})


def playbook(
    causes: Sequence[dict[str, object]], observations: Sequence[dict[str, object]]
) -> Playbook:
    """A valid playbook; filled up with causes of tiny weight and questions that tell nothing."""
    filled = [*causes, *(cause(f"spare{n}", 0.000001) for n in range(max(0, 4 - len(causes))))]
    padding = [flat(n) for n in range(max(0, 6 - len(observations)))]
    return Playbook.model_validate(document(filled, [*observations, *padding]))
