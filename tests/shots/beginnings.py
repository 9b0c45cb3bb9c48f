"""Before the work: the first run on a computer without a keyring, and starts that fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from core.db import failures
from core.db.backup import Backup, BackupReason
from core.db.profile_lock import ProfileLock
from core.db.upgrade import refuse_newer
from core.errors import AppError, EnvironmentProblem
from core.paths import chosen_profile, find_places
from core.version import program_version
from desktop.demo.hands import Hands
from desktop.onboarding.sheet import OnboardingSheet
from desktop.onboarding.start_window import StartProblemWindow
from desktop.onboarding.start_words import start_problem
from desktop.problems import describe
from desktop.theme.icons import Icons
from tests.desktop.widgets.hands import inside
from tests.shots.eyes import Eye
from tests.shots.stage import Stage

_NOW = datetime(2026, 3, 12, 13, 58, tzinfo=UTC)
_FOLDER = Path("C:/Users/j.vandenberg/AppData/Local/FlowPilot/data")
_BACKUPS = (Backup(_FOLDER / "backups/x.db", _NOW, BackupReason.DAILY, 4_200_000),)


class FirstRunPlay:
    """The three steps, then the window with the warning about the key."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        stage = self._stage
        stage.app.first_run.start_if_new()
        await stage.see("first-run-welcome")
        await stage.hands.click("Next")
        await stage.see("first-run-key")
        await stage.hands.click("Show the recovery key")
        await stage.see("first-run-key-shown")
        await stage.hands.click("I have saved it")
        await stage.see("first-run-key-saved")
        await stage.hands.click("Next")
        await stage.see("first-run-ready")
        sheet = inside(stage.app.window, OnboardingSheet)[0]
        await stage.hands.click("Open the sample session", sheet)
        await stage.until(lambda: bool(stage.open_items()))
        await stage.see("key-warning")
        await stage.hands.click("Encryption…")
        await stage.see("settings-weak-key")


class LockedStart:
    """The window that says why FlowPilot cannot open its data, for each kind of reason."""

    def __init__(self, icons: Icons, eye: Eye) -> None:
        self._icons = icons
        self._eye = eye
        self._hands = Hands()

    async def play(self, scratch: Path) -> None:
        for name, error, backups in _reasons(scratch):
            window = self._window(error, backups)
            await self._see(window, f"locked-{name}")
            window.leave()
        window = self._window(failures.wrong_key(_FOLDER / "flowpilot.db"), _BACKUPS)
        window.show_key_refusal("This is not the recovery key of this data. Check every row.")
        await self._see(window, "locked-refused-key")
        window.show_work("Trying the key…")
        await self._see(window, "locked-working")
        window.leave()

    def _window(self, error: Exception, backups: Sequence[Backup]) -> StartProblemWindow:
        window = StartProblemWindow(self._icons)
        described = describe(error, "start", _NOW, program_version())
        window.show_problem(start_problem(error, described, backups, has_own_folder=True))
        window.show()
        return window

    async def _see(self, window: StartProblemWindow, name: str) -> None:
        await self._hands.settle()
        self._eye.look(name, [window])


def _reasons(scratch: Path) -> list[tuple[str, Exception, Sequence[Backup]]]:
    database = _FOLDER / "flowpilot.db"
    return [
        ("wrong-key", failures.wrong_key(database), ()),
        ("damaged", failures.damaged(database), _BACKUPS),
        ("full-disk", failures.disk_full(database), _BACKUPS),
        ("read-only", failures.read_only(database), ()),
        ("newer", _told_by(lambda: refuse_newer("9999", database)), _BACKUPS),
        ("open-already", _open_already(scratch), ()),
        ("folder-gone", _folder_gone(scratch), ()),
        ("bug", RuntimeError("example"), _BACKUPS),
    ]


def _told_by(attempt: Callable[[], object]) -> AppError:
    try:
        attempt()
    except EnvironmentProblem as problem:
        return problem
    raise AssertionError("Nothing was wrong.")


def _open_already(scratch: Path) -> AppError:
    first = ProfileLock(scratch / "lock")
    try:
        return _told_by(lambda: ProfileLock(scratch / "lock"))
    finally:
        first.release()


def _folder_gone(scratch: Path) -> AppError:
    return _told_by(lambda: chosen_profile(find_places(scratch), str(scratch / "gone")))
