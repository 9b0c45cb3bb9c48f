"""Builds FlowPilot for Windows: the program folder, by the Windows Python, and its installer."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build.contents import NAME
from build.environment import ROOT
from build.program import DIST, Argument, folder_size, freeze, icon_of
from build.version_resource import four_numbers, project_version
from build.windows_inputs import provide_python
from build.wine import Wine, windows_path

WORK = ROOT / "work-build" / "windows"


@dataclass(frozen=True, slots=True)
class Installer:
    """An installer to make.

    program      the folder PyInstaller made
    version      what it says it is
    compressed   small, but slow to make
    """

    program: Path
    version: str
    target: Path
    compressed: bool = True


def freeze_under_wine(wine: Wine) -> Path:
    """The program folder for Windows, made with the Windows Python under Wine."""
    python = provide_python(WORK / "python")
    site = python.parent / "site"

    def run(arguments: Sequence[Argument], paths: Mapping[str, Path]) -> None:
        words = [windows_path(each) if isinstance(each, Path) else each for each in arguments]
        told = {name: windows_path(path) for name, path in paths.items()}
        wine.run([windows_path(python), "-m", "PyInstaller", *words], env=told)

    return freeze(run, site, site / "bin" / "ruff.exe", WORK)


def make_installer(wanted: Installer) -> Path:
    """Pack a program folder into an installer.

    Raises:
        subprocess.CalledProcessError: NSIS refused; its words are on standard error.
    """
    wanted.target.parent.mkdir(parents=True, exist_ok=True)
    defined = {
        "VERSION": wanted.version,
        "VERSION_NUMBERS": ".".join(map(str, four_numbers(wanted.version))),
        "PROGRAM": str(wanted.program),
        "INSTALLED_KB": str(folder_size(wanted.program) // 1024),
        "ICON": str(icon_of(WORK)),
        "OUTPUT": str(wanted.target),
        **({} if wanted.compressed else {"UNCOMPRESSED": "1"}),
        # A command that signs the file it is given. Without a certificate nothing is signed.
        **({"SIGN": os.environ["FLOWPILOT_SIGN"]} if "FLOWPILOT_SIGN" in os.environ else {}),
    }
    options = [f"-D{name}={text}" for name, text in defined.items()]
    script = str(ROOT / "build" / "installer.nsi")
    subprocess.run(["makensis", "-V2", "-NOCD", *options, script], check=True)
    return wanted.target


def release_installer(program: Path) -> Path:
    """The installer of the version in pyproject.toml."""
    version = project_version(ROOT)
    return make_installer(Installer(program, version, DIST / f"{NAME}-Setup-{version}.exe"))


def copy_as(program: Path, version: str, target: Path) -> Path:
    """The same program under another version, for proofs of updates."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(program, target)
    project = target / "_internal" / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    current = f'version = "{project_version(ROOT)}"'
    if current not in text:
        raise ValueError(f"{project} does not say {current}")
    project.write_text(text.replace(current, f'version = "{version}"', 1), encoding="utf-8")
    return target
