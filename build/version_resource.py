"""What Windows shows in the properties of FlowPilot.exe."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

PUBLISHER = "FlowPilot"
_US_ENGLISH_UNICODE = "040904B0"


def project_version(root: Path) -> str:
    """The version in pyproject.toml, the only place that says it."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """The version as Windows counts it: `1.2.3-beta` is 1.2.3.0."""
    release = version.partition("+")[0].partition("-")[0]
    numbers = [int("".join(filter(str.isdigit, part)) or 0) for part in release.split(".")]
    first, second, third, fourth, *_ = [*numbers, 0, 0, 0, 0]
    return first, second, third, fourth


def version_resource(root: Path) -> Any:  # noqa: ANN401 - PyInstaller has no types
    """The resource, for PyInstaller on Windows."""
    from PyInstaller.utils.win32 import versioninfo  # type: ignore[import-untyped]

    version = project_version(root)
    numbers = four_numbers(version)
    texts = {
        "CompanyName": PUBLISHER,
        "FileDescription": "FlowPilot",
        "FileVersion": version,
        "InternalName": "FlowPilot",
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": "FlowPilot.exe",
        "ProductName": "FlowPilot",
        "ProductVersion": version,
    }
    rows = [versioninfo.StringStruct(name, text) for name, text in texts.items()]
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            versioninfo.StringFileInfo([versioninfo.StringTable(_US_ENGLISH_UNICODE, rows)]),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )
