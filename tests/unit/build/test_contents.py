"""What goes into a built program, and under which licences."""

from __future__ import annotations

from email.message import Message
from pathlib import Path

import pytest

from build.contents import HIDDEN, is_needed
from build.licences import INDEX, MissingLicenceError, shipped_packages, write_licences
from build.version_resource import four_numbers, project_version
from build.windows_inputs import windows_requirements
from core import secrets
from core.version import program_version

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "path",
    [
        "Qt6Core.dll",
        "PySide6/QtWidgets.pyd",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "libQt6XcbQpa.so.6",
        "resources/icons/archive.svg",
        "sqlcipher3/_sqlite3.cp311-win_amd64.pyd",
    ],
)
def test_what_is_used_goes_in(path: str) -> None:
    assert is_needed(path)


@pytest.mark.parametrize(
    "path",
    [
        "Qt6Quick.dll",
        "libQt6Pdf.so.6",
        "PySide6/translations/qt_de.qm",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/plugins/imageformats/qpdf.dll",
        "PySide6/plugins/sqldrivers/qsqlite.dll",
        "PySide6\\opengl32sw.dll",
        "core/db/migrations/__pycache__/env.cpython-311.pyc",
    ],
)
def test_what_nobody_opens_stays_out(path: str) -> None:
    assert not is_needed(path)


def test_every_keyring_we_name_goes_in() -> None:
    for platform, backends in secrets._ALLOWED.items():
        modules = {name.rpartition(".")[0] for name in backends}
        assert modules <= set(HIDDEN[platform])


def test_the_version_is_the_one_of_the_project() -> None:
    assert project_version(ROOT) == program_version()


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.2.3", (1, 2, 3, 0)),
        ("1.2", (1, 2, 0, 0)),
        ("1.2.3-beta.1", (1, 2, 3, 0)),
        ("1.2.3.4+local.7", (1, 2, 3, 4)),
    ],
)
def test_windows_counts_in_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert four_numbers(version) == numbers


def test_only_what_windows_needs_is_fetched_with_its_hashes() -> None:
    lines = windows_requirements("package").splitlines()
    names = [line.partition("==")[0] for line in lines]
    assert "pywin32-ctypes" in names
    assert not {"secretstorage", "jeepney", "macholib"}.intersection(names)
    assert names.count("pyside6-essentials") == 1
    assert all(" --hash=sha256:" in line and ";" not in line for line in lines)


def made_package(site: Path, name: str, *texts: str) -> None:
    folder = site / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    about = Message()
    about["Metadata-Version"], about["Name"], about["Version"] = "2.4", name, "1.0"
    about["License-Expression"] = "MIT"
    (folder / "METADATA").write_text(str(about))
    for text in texts:
        (folder / text).write_text(f"the licence of {name}")
    files = ("METADATA", *texts)
    (folder / "RECORD").write_text("".join(f"{folder.name}/{file},,\n" for file in files))


def test_every_shipped_package_brings_its_licence(tmp_path: Path) -> None:
    made_package(tmp_path / "site", "useful", "LICENSE")
    made_package(tmp_path / "site", "setuptools", "LICENSE")
    target = tmp_path / "licences"
    write_licences(shipped_packages(tmp_path / "site"), target)
    assert (target / "useful" / "LICENSE").read_text() == "the licence of useful"
    assert "useful 1.0: MIT" in (target / INDEX).read_text()
    assert not (target / "setuptools").exists()
    assert (target / "LGPL-3.0.txt").exists()


def test_a_package_without_a_licence_stops_the_build(tmp_path: Path) -> None:
    made_package(tmp_path / "site", "bare")
    with pytest.raises(MissingLicenceError, match=r"bare 1\.0"):
        write_licences(shipped_packages(tmp_path / "site"), tmp_path / "licences")
