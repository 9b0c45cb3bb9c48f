"""What runs without a screen: the self-test and the guided demo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

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


def test_the_demo_ends_with_a_note_and_pictures(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "--demo", tmp_path],
        env=dict(os.environ, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "# " in (tmp_path / "resolution-note.md").read_text(encoding="utf-8")
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) > 10
    assert QImage(str(pictures[0])).size() == QSize(1280, 800)
