"""An engineer's own playbook for tests: quick to a fix, with checks of every temper.

It lies in the profile's folder for own playbooks, so that a test decides what a command does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PROBLEM = "The zorbian beacon on the roof stays silent."
LIGHT = "What does the beacon's light do?"
DARK, FLICKERS, BRIGHT = "It stays dark", "It flickers", "It is bright"
LAMP, CABLE, RELAY, BOARD = (
    "Change the lamp",
    "Seat the cable again",
    "Swap the relay",
    "Swap the board",
)
SINCE = "Since when is it silent?"
STORM, WEEKS = "Since a storm", "For weeks"
METER = "Read the voltage of the beacon"
TRACE = "Watch the beacon for a while"
ODD = "Ask the beacon how it feels"
DOOR = "Look behind the beacon's door"
METER_SHOWS = "volts=11.8"

_FIXES = {"lamp": LAMP, "cable": CABLE, "relay": RELAY, "board": BOARD}
_PRIORS = {"lamp": 10, "cable": 10, "relay": 10, "board": 1}
_AT_ONCE = 0.05  # minutes: what costs so little is asked before everything else


def write_beacon(folder: Path, *, eager: tuple[str, ...] = ()) -> None:
    """Put the playbook among the engineer's own.

    A session begins with the questions LIGHT and SINCE and the check METER; the checks named in
    `eager` (METER, TRACE, ODD, DOOR, by their text) come before the others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    document = _document()
    for one in document["observations"]:
        if one["text"] in eager:
            one["cost_minutes"] = _AT_ONCE
    (folder / "beacon.yaml").write_text(json.dumps(document), encoding="utf-8")


def _document() -> dict[str, Any]:
    return {
        "id": "beacon",
        "version": 1,
        "title": "The beacon is silent",
        "domain": "general",
        "summary": "For tests.",
        "opening": "Let us look at the beacon.",
        "symptoms": {
            "phrases": ["zorbian beacon silent", "zorbian beacon stays dark", "no zorbian beacon"]
        },
        "threshold": 0.8,
        "causes": [_cause(key, title) for key, title in _FIXES.items()],
        "observations": [
            _question("light", LIGHT, {DARK: "lamp", FLICKERS: "cable", BRIGHT: "relay"}, cost=0.5),
            _question("since", SINCE, {STORM: "lamp cable", WEEKS: "relay board"}, cost=1),
            _check(
                "meter",
                METER,
                "relay",
                (f"printf '{METER_SHOWS}\\n'", f"Write-Output '{METER_SHOWS}'"),
            ),
            _check("trace", TRACE, "cable", ("sleep 600", "Start-Sleep -Seconds 600"), cost=3),
            _check("odd", ODD, "lamp", ("printf 'hm hm\\n'", "Write-Output 'hm hm'"), cost=4),
            _check("door", DOOR, "cable", None, cost=5),
        ],
    }


def _cause(cause_id: str, fix: str) -> dict[str, Any]:
    return {
        "id": cause_id,
        "title": f"The {cause_id} is broken",
        "prior": _PRIORS[cause_id],
        "fix": {
            "title": fix,
            "description": f"The {cause_id} has to be renewed. The beacon then speaks again.",
            "steps": ["Climb the roof", f"Renew the {cause_id}", "Climb down"],
            "verify": ["The beacon speaks"],
            "undo": [f"Put the old {cause_id} back"],
            "script": {"language": "bash", "body": f"echo renew the {cause_id}"},
        },
    }


def _question(key: str, text: str, points_to: dict[str, str], *, cost: float) -> dict[str, Any]:
    """A question; each of its answers points to one or two causes."""
    answers = list(points_to)
    rows = {
        cause: [0.98 if label == answer else 0.02 / (len(answers) - 1) for label in answers]
        for answer, causes in points_to.items()
        for cause in causes.split()
    }
    return {
        "id": key,
        "kind": "question",
        "text": text,
        "why": f"Asking about {key} is quick.",
        "context": f"Take your time with {key}.",
        "cost_minutes": cost,
        "results": [
            {
                "id": f"answer{number}",
                "label": label,
                "proves": {"text": f"The {key}: {label}.", "summary": f"{key} asked"},
            }
            for number, label in enumerate(answers)
        ],
        "likelihood": {**rows, "default": [1 / len(answers)] * len(answers)},
    }


def _check(
    key: str, text: str, cause: str, commands: tuple[str, str] | None, *, cost: float = 1
) -> dict[str, Any]:
    """A check that tells one cause from the rest; without commands it is done by hand."""
    check: dict[str, Any] = {
        "id": key,
        "kind": "check",
        "text": text,
        "why": f"The {key} is quick to see.",
        "cost_minutes": cost,
        "results": [
            {
                "id": "good",
                "label": f"{key} is fine",
                "proves": {"text": f"The {key} is fine.", "summary": f"{key} seen"},
            },
            {"id": "bad", "label": f"{key} is off"},
        ],
        "likelihood": {cause: [0.03, 0.97], "default": [0.97, 0.03]},
    }
    if commands is not None:
        posix, powershell = commands
        check["commands"] = {"windows": powershell, "linux": posix, "macos": posix}
        check["parse"] = [{"result": "good", "match": r"^volts=[\d.]+"}]
    return check
