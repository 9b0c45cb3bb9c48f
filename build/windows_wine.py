"""Builds the Windows installer on Linux under Wine, and proves that it works.

Exit codes: 0 proven, 1 something does not hold, 0 with the word "skipped" where Wine cannot run.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from build.program import DIST
from build.windows_build import WORK, freeze_under_wine, release_installer
from build.windows_proof import ProofFailedError, WindowsProof
from build.wine import ToolsMissingError, WindowsProgramFailedError, Wine, provide_tools
from build.wine_gaps import fill_gaps


def main() -> int:
    began = time.monotonic()
    if sys.platform != "linux":
        print("skipped: the proof under Wine is for Linux. On Windows: build/windows.ps1")
        return 0
    try:
        provide_tools()
    except ToolsMissingError as missing:
        print(f"skipped: the Windows installer was neither built nor proven. {missing}")
        return 0
    wine = Wine(WORK / "wine")
    try:
        # What an earlier proof installed must not be what this one finds.
        wine.end()
        shutil.rmtree(wine.prefix, ignore_errors=True)
        wine.create()
        fill_gaps(wine.prefix)
        _say("a Windows installation", began)
        program = freeze_under_wine(wine)
        _say("the program, by PyInstaller", began)
        installer = release_installer(program)
        _say(f"the installer, by NSIS: {installer}", began)
        pictures = _prove(WindowsProof(wine, program, installer, WORK / "proof"), began)
    except (ProofFailedError, WindowsProgramFailedError) as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        wine.end()
    print(f"The Windows installer is proven: {installer}\nIts pictures: {pictures}")
    return 0


def _prove(proof: WindowsProof, began: float) -> Path:
    for name, step in proof.steps():
        _say(f"{name}: {step()}", began)
    shown = DIST / "windows-pictures"
    shutil.rmtree(shown, ignore_errors=True)
    shutil.copytree(proof.pictures, shown)
    return shown


def _say(what: str, began: float) -> None:
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
