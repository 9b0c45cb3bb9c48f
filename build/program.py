"""Freezes the checkout into a program folder, the same way on every platform."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from build.contents import NAME
from build.environment import ROOT
from build.icon import write_icon
from build.licences import shipped_packages, write_licences

DIST = ROOT / "dist"
_SOURCES = (
    *("core", "desktop", "resources", "sync", "main.py", "pyproject.toml", "LICENSE"),
    *("build/contents.py", "build/flowpilot.spec", "build/icon.py", "build/licences"),
    *("build/licences.py", "build/program.py", "build/requirements", "build/version_resource.py"),
)

Argument = str | Path
Run = Callable[[Sequence[Argument], Mapping[str, Path]], None]
"""Runs PyInstaller with arguments and the paths its recipe reads from the environment."""


def freeze(run: Run, site: Path, ruff: Path, work: Path) -> Path:
    """Make the program folder inside `work` and return it.

    `site` holds the packages that go in, `ruff` is the program for the target platform. What was
    made from the same files before is taken again.
    """
    program = work / "dist" / NAME
    made_from = work / "made-from.txt"
    stamp = _stamp()
    if made_from.is_file() and made_from.read_text() == stamp:
        return program
    work.mkdir(parents=True, exist_ok=True)
    made_from.unlink(missing_ok=True)
    write_icon(icon_of(work))
    licences = work / "licences"
    write_licences(shipped_packages(site), licences)
    folders: list[Argument] = ["--distpath", work / "dist", "--workpath", work / "freezing"]
    run(
        ["--noconfirm", "--log-level", "ERROR", *folders, ROOT / "build" / "flowpilot.spec"],
        {
            "FLOWPILOT_ICON": icon_of(work),
            "FLOWPILOT_LICENCES": licences,
            "FLOWPILOT_RUFF": ruff,
        },
    )
    made_from.write_text(stamp)
    return program


def freeze_here(work: Path) -> Path:
    """Freeze with the packages of the running Python, for the platform it runs on."""
    from ruff import find_ruff_bin  # type: ignore[import-untyped]

    def run(arguments: Sequence[Argument], paths: Mapping[str, Path]) -> None:
        command = [sys.executable, "-m", "PyInstaller", *map(str, arguments)]
        told = {name: str(path) for name, path in paths.items()}
        subprocess.run(command, env={**os.environ, **told}, check=True)

    site = Path(sysconfig.get_path("purelib"))
    return freeze(run, site, Path(os.fsdecode(find_ruff_bin())), work)


def icon_of(work: Path) -> Path:
    """The icon file that belongs to the program made in `work`."""
    return work / "flowpilot.ico"


def folder_size(folder: Path) -> int:
    """In bytes."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


def archive(program: Path, target: Path) -> Path:
    """Pack the program folder as a .tar.gz, for platforms without an installer."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = shutil.make_archive(str(target), "gztar", program.parent, program.name)
    return Path(made)


def _stamp() -> str:
    """A digest of every file of the checkout that a program is made from."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        source = ROOT / name
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
