from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.playbooks.validate import main, shipped_problems
from tests.unit.playbooks.builders import cause, document, flat
from tests.unit.playbooks.shipped import IDS


def test_what_is_shipped_is_sound_and_complete() -> None:
    assert [str(problem) for problem in shipped_problems()] == []
    assert "general-isolation" in IDS


def test_a_sound_file_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written(tmp_path, "Get-Date"))]) == 0
    assert capsys.readouterr().out == "Playbooks checked: 1, problems found: 0\n"


def test_a_check_that_changes_something_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(written(tmp_path, "Restart-Service Spooler"))]) == 1
    assert capsys.readouterr().out == (
        "own.yaml: observations.flat0.commands.windows: Restart-Service may change something\n"
        "Playbooks checked: 1, problems found: 1\n"
    )


def written(folder: Path, command: str) -> Path:
    causes = [cause(name) for name in ("left", "right", "up", "down")]
    content = document(causes, [flat(n) for n in range(6)])
    observations = content["observations"]
    assert isinstance(observations, list)
    observations[0] |= {
        "kind": "check",
        "commands": {"windows": command},
        "parse": [{"result": "r0", "match": "x"}],
    }
    path = folder / "own.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path
