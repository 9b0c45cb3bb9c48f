"""Gathers the licence texts of everything that is shipped; nothing goes out without its text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

OWN_TEXTS = Path(__file__).parent / "licences"
INDEX = "THIRD-PARTY.txt"
_NAMES = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
# They build the program and stay behind, but for PyInstaller's start code, whose licence allows it.
_ONLY_BUILD = {
    "altgraph",
    "macholib",
    "packaging",
    "pefile",
    "pip",
    "pyinstaller-hooks-contrib",
    "setuptools",
}


# Not every wheel of them has a text; build/licences has them: Qt.txt, LGPL-3.0.txt, GPL-3.0.txt.
_COVERED = {"pyside6-essentials", "shiboken6"}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A package that is shipped. `texts` are the files with its licence."""

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[Path, ...]


class MissingLicenceError(Exception):
    """A package came without its licence text. Add one to build/licences."""


def shipped_packages(site: Path) -> list[Shipped]:
    """Every package installed in `site` that goes into the program, by name."""
    found = (_shipped(one) for one in distributions(path=[str(site)]))
    return sorted((one for one in found if one.name not in _ONLY_BUILD), key=lambda one: one.name)


def write_licences(packages: Iterable[Shipped], target: Path) -> None:
    """Fill the folder `target` with every text and an index.

    Raises:
        MissingLicenceError: a package has no text.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(OWN_TEXTS, target)
    lines = ["What FlowPilot is made of, and under which licence it is used.", ""]
    for package in packages:
        if not package.texts and package.name not in _COVERED:
            raise MissingLicenceError(f"{package.name} {package.version} has no licence text.")
        folder = target / package.name
        folder.mkdir()
        for text in package.texts:
            shutil.copyfile(text, folder / text.name)
        lines.append(f"{package.name} {package.version}: {package.licence} {package.home}".rstrip())
    (target / INDEX).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shipped(distribution: Distribution) -> Shipped:
    about = distribution.metadata.json
    name = re.sub(r"[-_.]+", "-", str(about["name"])).lower()
    texts = [
        Path(str(file.locate()))
        for file in distribution.files or ()
        if ".dist-info" in file.parts[0] and _NAMES.search(file.as_posix())
    ]
    licence = about.get("license_expression") or about.get("license") or _classified(about)
    return Shipped(
        name, str(about["version"]), str(licence).splitlines()[0], _home(about), tuple(texts)
    )


def _classified(about: dict[str, str | list[str]]) -> str:
    named = [
        line.rpartition(" :: ")[2]
        for line in about.get("classifier", [])
        if line.startswith("License ::")
    ]
    return ", ".join(named) or "see its licence text"


def _home(about: dict[str, str | list[str]]) -> str:
    urls = [line.partition(", ")[2] for line in about.get("project_url", [])]
    return str(about.get("home_page") or next(iter(urls), ""))
