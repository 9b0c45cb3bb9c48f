"""Where everything lives on this machine.

The settings file stays in the user's configuration folder. It may point to a data folder
elsewhere; that folder, a `Profile`, holds everything else and can be moved as a whole.
With `--profile DIR` both are inside DIR, and nothing outside it is read or written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import platformdirs

from core.errors import EnvironmentProblem
from core.ids import new_id

APP_NAME = "FlowPilot"


@dataclass(frozen=True, slots=True)
class Places:
    """The settings file, and the data folder to use while the settings name no other."""

    settings_file: Path
    default_data_folder: Path


def find_places(profile_folder: Path | None = None) -> Places:
    """The usual places of this operating system, or everything inside `profile_folder`."""
    if profile_folder is not None:
        folder = profile_folder.expanduser().absolute()
        return Places(folder / "settings.json", folder)
    return Places(
        platformdirs.user_config_path(APP_NAME, appauthor=False) / "settings.json",
        platformdirs.user_data_path(APP_NAME, appauthor=False),
    )


def update_outcome_file() -> Path:
    """Where the installer says what became of an update. The same whichever profile is open."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False) / "update-outcome.json"


@dataclass(frozen=True, slots=True)
class Profile:
    """A data folder and the names of what is in it."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "flowpilot.db"

    @property
    def secrets_file(self) -> Path:
        """Only where the computer has no keyring."""
        return self.root / "flowpilot.key"

    @property
    def id_file(self) -> Path:
        return self.root / "profile.id"

    @property
    def lock_file(self) -> Path:
        return self.root / "flowpilot.lock"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def crash_reports(self) -> Path:
        return self.logs / "crashes"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def playbooks(self) -> Path:
        """The engineer's own playbooks."""
        return self.root / "playbooks"

    @property
    def updates(self) -> Path:
        """What is known of updates, and a downloaded one; made when it is needed."""
        return self.root / "updates"

    def prepare(self) -> None:
        """Make the folder and those inside it, readable by their owner only.

        Raises:
            EnvironmentProblem: a folder cannot be made or written.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.backups, self.logs, self.exports, self.playbooks):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EnvironmentProblem(
                "The data folder cannot be used.",
                f"{self.root}: {error.strerror}.",
                hint="Check the disk and your rights there, or choose another data folder.",
                retryable=True,
            ) from error

    def read_id(self) -> UUID:
        """The profile's own id, made at first use. It names its key in the keyring.

        It moves with the folder, so that a moved folder still finds its key.
        """
        file = self.id_file
        try:
            return UUID(file.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            made = new_id()
            file.write_text(f"{made}\n", encoding="ascii")
            return made
        except ValueError:
            raise EnvironmentProblem(
                "The data folder is damaged.",
                f"{file} does not hold an id.",
                hint="Restore this file from a backup of the folder, or choose another folder.",
            ) from None


def chosen_profile(places: Places, data_folder: str) -> Profile:
    """The profile the settings name; an empty `data_folder` means the default.

    Raises:
        EnvironmentProblem: a folder was chosen and is not there. It is never made anew: a drive
            that is not connected must not look like an empty FlowPilot.
    """
    if not data_folder:
        return Profile(places.default_data_folder)
    folder = Path(data_folder)
    if not folder.is_dir():
        raise EnvironmentProblem(
            "The data folder is not there.",
            f"FlowPilot keeps its data in {folder}.",
            hint="Connect the drive it is on and try again.",
            retryable=True,
        )
    return Profile(folder)
