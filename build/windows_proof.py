"""Installs, runs, upgrades and removes the built program under Wine, as a user would.

The order is one life of a laptop: an older version is installed and used, an update that cannot
work is refused, the update that works keeps the data, and the program is removed.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from build.contents import NAME
from build.environment import ROOT
from build.program import folder_size
from build.update_server import UpdateServer
from build.version_resource import project_version
from build.windows_build import Installer, copy_as, make_installer
from build.wine import Wine, windows_path

OLDER = "0.0.1"
LARGEST_INSTALLER = 80_000_000
LARGEST_PROGRAM = 220_000_000
_OFFSCREEN = ("-platform", "offscreen")
_UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\FlowPilot"
_LINK_KEY = r"HKCU\Software\Classes\flowpilot\shell\open\command"
_RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
_PATIENCE = 60  # seconds, for what a program does after it has returned


class ProofFailedError(Exception):
    """Something is not as it must be; the text says what."""


class WindowsProof:
    """The steps, in order; each raises when it does not hold.

    program    the folder PyInstaller made     installer   the installer of this version
    scratch    a folder for older and broken installers and for pictures
    """

    def __init__(self, wine: Wine, program: Path, installer: Path, scratch: Path) -> None:
        self._wine = wine
        self._program = program
        self._installer = installer
        self._scratch = scratch
        self._installed = wine.local_app_data / "Programs" / NAME
        self._data = wine.local_app_data / NAME
        self._version = project_version(ROOT)
        self.pictures = scratch / "pictures"

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """What is proven, by name; each returns what it found."""
        return [
            ("sizes", self._sizes),
            ("install an older version silently", self._install_older),
            ("self-test of the installed program", self._self_test_older),
            ("guided demo in the installed program", self._demo),
            ("use it: data in the usual folder", self._open_for_a_while),
            ("roll back an update that fails its self-test", self._broken_update),
            ("refuse an update that is not what was signed", self._forged_update),
            ("update from the server and keep the data", self._update),
            ("open the data with the new version", self._use_again),
            ("uninstall and keep the data", self._uninstall),
            ("install again and remove everything", self._purge),
        ]

    def _sizes(self) -> str:
        setup, installed = self._installer.stat().st_size, folder_size(self._program)
        found = f"installer {setup / 1e6:.1f} MB, installed {installed / 1e6:.1f} MB"
        _require(setup <= LARGEST_INSTALLER and installed <= LARGEST_PROGRAM, found)
        return found

    def _install_older(self) -> str:
        self._install(self._made(OLDER))
        command = self._registry(_LINK_KEY, "/ve")
        _require(f'{NAME}.exe" "%1"' in command, f"links are not handled: {command}")
        _require("REG_SZ" not in self._registry(_RUN_KEY, "/v", NAME), "it starts at sign-in")
        return f"{self._entry('DisplayVersion')}, {self._entry('EstimatedSize')} kB"

    def _self_test_older(self) -> str:
        return self._self_test(OLDER)

    def _demo(self) -> str:
        shutil.rmtree(self.pictures, ignore_errors=True)
        self._run("--demo", windows_path(self.pictures), *_OFFSCREEN)
        note = (self.pictures / "resolution-note.md").read_text(encoding="utf-8")
        drawn = sorted(self.pictures.glob("*.png"))
        _require(bool(note.strip()) and len(drawn) > 3, "the demo left no note or no pictures")
        return f"a note of {len(note.split())} words and {len(drawn)} pictures"

    def _use_again(self) -> str:
        backups = [path.name for path in (self._data / "backups").glob("*.db")]
        found = self._open_for_a_while()
        more = {path.name for path in (self._data / "backups").glob("*.db")}.difference(backups)
        _require(any("upgrade" in name for name in more), f"no backup before the new one: {more}")
        return f"{found}; backed up first as {', '.join(sorted(more))}"

    def _broken_update(self) -> str:
        broken = copy_as(self._program, "0.0.2", self._scratch / "broken")
        shutil.rmtree(broken / "_internal" / "resources" / "playbooks")
        setup = self._scratch / "broken.exe"
        make_installer(Installer(broken, "0.0.2", setup, compressed=False))
        shutil.rmtree(broken)
        self._wine.run([windows_path(setup), "/S", "/UPDATE"], code=4)
        told = self._outcome()
        _require(told["outcome"] == "rolled back", f"it was not rolled back: {told}")
        _require(not (self._installed / "previous").exists(), "the old program was left aside")
        return f"{told['detail']} {self._self_test(OLDER)}"

    def _forged_update(self) -> str:
        with self._server("forged").serving() as server:
            published = server.publish(self._installer, self._version)
            content = bytearray(published.read_bytes())
            content[len(content) // 2] ^= 1
            published.write_bytes(content)
            told = self._update_now(server, code=1)
        _require(bool(told["detail"]), f"no reason is given: {told}")
        kept = [path.name for path in (self._data / "updates").rglob("*.exe")]
        _require(not kept, f"the forged file was kept: {kept}")
        return f"“{told['detail']}” {self._self_test(OLDER)}"

    def _update(self) -> str:
        with self._server("signed").serving() as server:
            server.publish(self._installer, self._version)
            told = self._update_now(server, code=0)
        before = self._kept()
        _require(told["version"] == self._version, f"another version was offered: {told}")
        self._wait((self._data / "update-outcome.json").exists, "the installer told nothing")
        outcome = self._outcome()
        _require(outcome["outcome"] == "installed", f"it was not installed: {outcome}")
        _require(before.items() <= self._kept().items(), "data changed with the program")
        _require(not (self._installed / "previous").exists(), "the old program was left aside")
        return self._self_test(self._version)

    def _uninstall(self) -> str:
        before = self._kept()
        self._remove("/S")
        _require(self._kept() == before, "the data was touched")
        _require("REG_SZ" not in self._registry(_UNINSTALL_KEY), "the uninstall entry was left")
        _require("REG_SZ" not in self._registry(_LINK_KEY, "/ve"), "the link handler was left")
        return f"no program file left, {len(before)} data files kept"

    def _purge(self) -> str:
        self._install(self._installer, "/AUTOSTART")
        _require("--background" in self._registry(_RUN_KEY, "/v", NAME), "no start at sign-in")
        self._remove("/S", "/PURGE")
        _require(not self._data.exists(), "data was left")
        return "neither program nor data left"

    # --- What the steps are made of

    def _server(self, name: str) -> UpdateServer:
        folder = self._scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return UpdateServer(folder)

    def _update_now(self, server: UpdateServer, code: int) -> dict[str, str]:
        """Point the installed program at the server and let it update; what it printed."""
        own_root = self._data / "updates" / "root.json"
        own_root.parent.mkdir(exist_ok=True)
        shutil.copyfile(server.root_file, own_root)
        settings = self._data / "settings.json"
        stored = json.loads(settings.read_text("utf-8")) if settings.exists() else {}
        settings.write_text(
            json.dumps({"version": 1, **stored, "update_address": server.address}), "utf-8"
        )
        report = self._scratch / "update.json"
        report.unlink(missing_ok=True)
        program = windows_path(self._installed / f"{NAME}.exe")
        self._wine.run([program, "--update-now", "--report", windows_path(report)], code=code)
        told: dict[str, str] = json.loads(report.read_text(encoding="utf-8"))
        return told

    def _made(self, version: str) -> Path:
        program = copy_as(self._program, version, self._scratch / version)
        setup = self._scratch / f"{version}.exe"
        make_installer(Installer(program, version, setup, compressed=False))
        shutil.rmtree(program)
        return setup

    def _install(self, setup: Path, *switches: str) -> None:
        self._wine.run([windows_path(setup), "/S", *switches])
        _require((self._installed / f"{NAME}.exe").is_file(), f"{setup.name} installed nothing")

    def _remove(self, *switches: str) -> None:
        self._wine.run([windows_path(self._installed / "Uninstall.exe"), *switches])
        # The uninstaller goes on as a copy of itself, so that it can remove its own file.
        self._wait(lambda: not self._installed.exists(), "program files were left")

    def _run(self, *arguments: str) -> str:
        return self._wine.run([windows_path(self._installed / f"{NAME}.exe"), *arguments])

    def _self_test(self, version: str) -> str:
        file = self._scratch / "self-test.json"
        file.unlink(missing_ok=True)
        self._run("--self-test", "--report", windows_path(file), *_OFFSCREEN)
        report = json.loads(file.read_text(encoding="utf-8"))
        _require(report["ok"] and report["version"] == version, f"the self-test says {report}")
        return f"self-test of {version}: {len(report['checks'])} checks passed"

    def _open_for_a_while(self) -> str:
        """Start the installed program as its user would, and end it when its data is there."""
        database = self._data / "flowpilot.db"
        log = self._data / "logs" / "flowpilot.log"
        lines = log.read_text(encoding="utf-8").count("\n") if log.exists() else 0
        program = self._wine.start([windows_path(self._installed / f"{NAME}.exe"), *_OFFSCREEN])
        try:
            self._wait(
                lambda: (
                    database.exists()
                    and log.exists()
                    and log.read_text(encoding="utf-8").count("\n") > lines
                ),
                "the installed program did not open its data",
            )
            _require(program.poll() is None, "the installed program ended by itself")
        finally:
            self._wine.end()
            program.wait()
        return f"{len(self._kept())} files in the data folder"

    def _kept(self) -> dict[str, int]:
        """Every data file and its size; the outcome of an update is for the next start only."""
        return {
            str(path.relative_to(self._data)): path.stat().st_size
            for path in self._data.rglob("*")
            if path.is_file() and path.suffix != ".json"
        }

    def _outcome(self) -> dict[str, str]:
        file = self._data / "update-outcome.json"
        told: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        file.unlink()
        return told

    def _entry(self, name: str) -> str:
        line = self._registry(_UNINSTALL_KEY, "/v", name).split()
        _require(bool(line), f"the uninstall entry has no {name}")
        return str(int(line[-1], 16)) if line[-1].startswith("0x") else line[-1]

    def _registry(self, key: str, *what: str) -> str:
        return self._wine.outcome(["reg", "query", key, *what]).output

    def _wait(self, holds: Callable[[], bool], otherwise: str) -> None:
        last = time.monotonic() + _PATIENCE
        while not holds():
            _require(time.monotonic() < last, otherwise)
            time.sleep(0.25)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ProofFailedError(otherwise)
