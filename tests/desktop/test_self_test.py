"""`main.py --self-test` passes on a machine that passes its tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_installation_proves_itself() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "--self-test"],
        env=dict(os.environ, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    report = json.loads(done.stdout)
    assert [check for check in report["checks"] if not check["ok"]] == []
    assert (done.returncode, report["ok"], len(report["checks"])) == (0, True, 7)
