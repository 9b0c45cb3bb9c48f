"""Makes the virtual environments of `dev.py`, and sees to the system libraries that Qt expects.

Standard library only, and every problem ends the program with what to do about it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "build" / "requirements"
OLDEST, NEWEST = (3, 11), (3, 14)

# An environment made from a lock also has everything of the locks beside it.
COVERS = {
    "test": ("test", "desktop"),
    "desktop": ("desktop",),
    "package": ("package", "desktop"),
    "test-core": ("test-core",),
}

# A shared library that Qt loads: its package on Debian and Ubuntu, and on Fedora.
QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
}
WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
}
# Without a display only pictures are made, and they should look alike everywhere.
FONTS = Path("/usr/share/fonts")
PICTURE_FONTS = {"inter": "fonts-inter", "jetbrains-mono": "fonts-jetbrains-mono"}


def require_supported_python() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        supported = " to ".join(".".join(map(str, version)) for version in (OLDEST, NEWEST))
        sys.exit(
            f"FlowPilot Desktop needs Python {supported}; this is {sys.version.split()[0]} "
            f"({sys.executable}). Run dev.py with another one, for example: python3.13 dev.py run"
        )


def has_display() -> bool:
    """Whether there is somebody to show a window to."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if sys.platform in ("win32", "darwin"):
        return not ("CI" in os.environ or "SSH_CONNECTION" in os.environ)
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def environment(name: str, lock: str) -> Path:
    """The Python of the virtual environment `name`, made or renewed to hold what the lock says."""
    if sys.platform == "linux" and lock != "test-core":
        _provide_system_libraries()
    folder = ROOT / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamps = {path.stem: path.read_text() for path in folder.glob("*.stamp")}
    fresh = python.exists() and stamps == {of: _stamp(of) for of in stamps} != {}
    if fresh and lock in stamps:
        return python
    if not fresh:
        _make(folder)
        _provide_fonts()
    _install(python, lock)
    for covered in COVERS[lock]:
        (folder / f"{covered}.stamp").write_text(_stamp(covered))
    return python


def _stamp(lock: str) -> str:
    """What an environment was made from; another stamp means that it has to be made anew."""
    text = (LOCKS / f"{lock}.txt").read_bytes()
    return f"{hashlib.sha256(text).hexdigest()} python{sys.version_info[0]}.{sys.version_info[1]}"


def _make(folder: Path) -> None:
    if Path(sys.prefix).resolve() == folder:
        sys.exit(f"{folder.name} has to be made anew: run dev.py with the Python outside of it.")
    if importlib.util.find_spec("ensurepip") is None:  # Debian and Ubuntu package it apart
        if not shutil.which("apt-get"):
            sys.exit("This Python has no ensurepip. Install your system's package for Python venv.")
        _apt_install([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
    print(f"Making the environment {folder.name} ...", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", folder]):
        sys.exit(f"The environment {folder} could not be made; the reason is above.")


def _install(python: Path, lock: str) -> None:
    """Install exactly the locked packages: nothing is resolved, nothing is built."""
    print(f"Installing the packages of {lock}.txt, which takes a minute ...", flush=True)
    options = "-m pip --disable-pip-version-check install --quiet --no-input --no-deps"
    hashed = ["--only-binary=:all:", "--require-hashes", "-r", str(LOCKS / f"{lock}.txt")]
    done = subprocess.run(
        [str(python), *options.split(), *hashed], check=False, stderr=subprocess.PIPE, text=True
    )
    if done.returncode == 0:
        return
    if "DO NOT MATCH THE HASHES" in done.stderr:
        reason = "A package is not the one this project was tested with; nothing was installed."
    elif "No matching distribution" in done.stderr or "connection" in done.stderr.lower():
        reason = "The package index was not reached or lacks a package. The first set-up needs it."
    else:
        reason = "The packages could not be installed."
    sys.exit(f"{done.stderr}\n{reason} pip's own message is above.")


def _provide_system_libraries() -> None:
    wanted = QT_LIBRARIES | WINDOW_LIBRARIES if has_display() else QT_LIBRARIES
    missing = {library: names for library, names in wanted.items() if not _can_load(library)}
    if not missing:
        return
    if not shutil.which("apt-get"):
        fedora = " ".join(name for _, name in missing.values())
        sys.exit(
            f"Qt needs system libraries that are missing here: {', '.join(missing)}.\n"
            f"Install them and try again. On Fedora: sudo dnf install {fedora}"
        )
    _apt_install([debian for debian, _ in missing.values()])


def _provide_fonts() -> None:
    """Ask for the fonts of the pictures; they look worse without, so this may fail."""
    missing = [deb for name, deb in PICTURE_FONTS.items() if not any(FONTS.glob(f"*/{name}*"))]
    if missing and not has_display() and _may_install():
        _apt("update")
        _apt(f"install -y --no-install-recommends {' '.join(missing)}")


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt_install(packages: list[str]) -> None:
    """Install Debian packages where that is allowed without asking; else say how to."""
    if not provide_packages(packages):
        install = f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
        sys.exit(
            "System packages are missing and could not be installed. Run this and try again:\n"
            f"  sudo apt-get update && {install}"
        )


def provide_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages where that is allowed without asking; whether it worked."""
    if not _may_install():
        return False
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    _apt("update")
    return _apt(f"install -y --no-install-recommends {' '.join(packages)}") == 0


def _may_install() -> bool:
    if not shutil.which("apt-get"):
        return False
    sudo = ["sudo", "-n", "true"]
    return os.geteuid() == 0 or bool(
        shutil.which("sudo") and subprocess.call(sudo, stderr=subprocess.DEVNULL) == 0
    )


def _apt(action: str) -> int:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
    return subprocess.call([*sudo, *apt, *action.split()], stdout=subprocess.DEVNULL)
