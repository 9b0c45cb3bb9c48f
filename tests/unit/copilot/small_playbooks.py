"""Two small playbooks with answers that leave no doubt, and a general one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.playbooks.library import PlaybookLibrary
from core.playbooks.schema import Playbook
from tests.unit.playbooks.builders import cause

FUSE, SEAL, COIL, SCALE = "Blown fuse", "Leaking seal", "Dead coil", "Lime scale"
LIGHT, FLOOR, SWITCH, METER, NOISE, AGE = (
    "Is the light on?",
    "Is the floor wet?",
    "Did the fuse box trip?",
    "Measure the coil",
    "Does it hum?",
    "How old is it?",
)


def _item(
    item_id: str,
    text: str,
    labels: Sequence[str],
    rows: Mapping[str, Sequence[float]],
    cost: float = 1,
) -> dict[str, object]:
    return {
        "id": item_id,
        "kind": "question",
        "text": text,
        "why": f"{item_id} is seen at once.",
        "cost_minutes": cost,
        "results": [
            {
                "id": f"r{number}",
                "label": label,
                "proves": {"text": f"{item_id.capitalize()}: {label}.", "summary": "seen"},
            }
            for number, label in enumerate(labels)
        ],
        "likelihood": rows,
    }


def _check(item: dict[str, object]) -> dict[str, object]:
    return {
        **item,
        "kind": "check",
        "commands": {"windows": "Get-Coil", "linux": "coil"},
        "parse": [
            {"result": "r0", "match": r"^ohm=(?P<ohm>\d+)", "at_least": {"ohm": 100}},
            {"result": "r1", "match": r"^ohm=(?P<ohm>\d+)", "below": {"ohm": 100}},
        ],
        "results": [
            {
                "id": "r0",
                "label": "No current flows",
                "proves": {"text": "The coil has {ohm} ohm.", "summary": "points to the coil"},
            },
            {
                "id": "r1",
                "label": "Current flows",
                "proves": {"text": "The coil is fine ({ohm} ohm).", "summary": "rules out it"},
            },
        ],
    }


def _playbook(
    playbook_id: str, title: str, phrases: Sequence[str], prefix: str = ""
) -> dict[str, object]:
    causes = []
    for cause_id, name in (("fuse", FUSE), ("seal", SEAL), ("coil", COIL), ("scale", SCALE)):
        causes.append({**cause(cause_id), "title": f"{prefix}{name}"})
    clear = {
        "light": {"fuse": [0.02, 0.98], "default": [0.98, 0.02]},
        "floor": {"seal": [0.98, 0.02], "default": [0.02, 0.98]},
        "meter": {"coil": [0.98, 0.02], "default": [0.02, 0.98]},
        "switch": {"fuse": [0.9, 0.1], "default": [0.1, 0.9]},
        "noise": {"scale": [0.97, 0.03], "default": [0.03, 0.97]},
        "age": {"default": [0.5, 0.5]},
    }
    noise = _item("noise", f"{prefix}{NOISE}", ("It hums loudly", "Silent"), clear["noise"], cost=3)
    noise["results"] = [{"id": "r0", "label": "It hums loudly"}, {"id": "r1", "label": "Silent"}]
    yes_no = ("Yes", "No, it is not")
    return {
        "id": playbook_id,
        "version": 1,
        "title": title,
        "domain": "general",
        "summary": "For tests.",
        "opening": f"{title}: let us look.",
        "symptoms": {"phrases": list(phrases)},
        "causes": causes,
        "observations": [
            _item("light", f"{prefix}{LIGHT}", ("Light is on", "It stays dark"), clear["light"]),
            _item("floor", f"{prefix}{FLOOR}", ("Wet all over", "Dry"), clear["floor"]),
            _item("switch", f"{prefix}{SWITCH}", yes_no, clear["switch"], cost=2),
            _check(_item("meter", f"{prefix}{METER}", yes_no, clear["meter"])),
            noise,
            _item("age", f"{prefix}{AGE}", ("New", "Old"), clear["age"]),
        ],
    }


def small_library(toaster: str = "Toaster: ") -> PlaybookLibrary:
    """`toaster` begins every text of the toaster's playbook."""
    kettle = _playbook(
        "kettle", "Kettle stays cold", ["kettle is cold", "kettle does not heat", "no hot water"]
    )
    toasting = _playbook(
        "toaster",
        "Toaster burns",
        ["toaster burns bread", "toast is black", "smoke from the toaster"],
        prefix=toaster,
    )
    general = _playbook(
        "general-isolation",
        "General isolation",
        ["something is wrong", "it is broken", "it fails"],
        prefix="General: ",
    )
    documents = (kettle, toasting, general)
    return PlaybookLibrary([Playbook.model_validate(one) for one in documents])
