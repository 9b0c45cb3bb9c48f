"""Builds FlowPilot for the platform this runs on: an installer on Windows, else an archive."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from build.contents import NAME
from build.environment import ROOT
from build.program import DIST, archive, folder_size, freeze_here
from build.version_resource import project_version
from build.windows_build import WORK as WINDOWS_WORK
from build.windows_build import release_installer

_WORK = ROOT / "work-build" / sys.platform


def main() -> int:
    """Build, check what was built, and say where it is and how large; the exit code."""
    windows = sys.platform == "win32"
    program = freeze_here(WINDOWS_WORK if windows else _WORK)
    problem = _self_test(program / (f"{NAME}.exe" if windows else NAME))
    if problem:
        print(f"FAILED: the built program does not pass its self-test.\n{problem}", file=sys.stderr)
        return 1
    if windows and "FLOWPILOT_SIGN" in os.environ:
        subprocess.run(f'{os.environ["FLOWPILOT_SIGN"]} "{program / NAME}.exe"', check=True)
    made = release_installer(program) if windows else archive(program, DIST / _archive_name())
    print(
        f"{made}: {made.stat().st_size / 1e6:.1f} MB, installed {folder_size(program) / 1e6:.1f} MB"
    )
    return 0


def _archive_name() -> str:
    system = "macos" if sys.platform == "darwin" else sys.platform
    return f"{NAME}-{project_version(ROOT)}-{system}-{platform.machine().lower()}"


def _self_test(program: Path) -> str:
    """The report of a self-test that failed; empty when all is well."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        arguments = ["--self-test", "--report", str(report), "-platform", "offscreen"]
        done = subprocess.run(
            [str(program), *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return ""
        told = report.read_text(encoding="utf-8") if report.exists() else "It left no report."
        return f"{told}\n{done.stderr}"


if __name__ == "__main__":
    sys.exit(main())
