"""The playbooks the product ships, as the shared tests see them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from core.playbooks.schema import Playbook

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "resources" / "playbooks"
OUTPUTS = ROOT / "tests" / "fixtures" / "playbook_outputs"
NOT_PLAYBOOKS = {"synonyms"}

IDS = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in NOT_PLAYBOOKS)


@cache
def shipped(playbook_id: str) -> Playbook:
    text = (FOLDER / f"{playbook_id}.yaml").read_text(encoding="utf-8")
    return Playbook.model_validate(yaml.safe_load(text))
