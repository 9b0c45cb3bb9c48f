"""The settings file: small, readable JSON that one bad value never takes down.

{"version": 1, "theme": "dark", ...}

- What is not in the file has its default; defaults are not written.
- A wrong value counts as missing and is reported. It stays in the file until it is changed, and so
  do keys that this version does not know.
- A file that is no JSON at all is put aside as `settings.json.broken` and reported.
- Every write replaces the file in one step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from core.errors import EnvironmentProblem, UserError
from core.files import write_atomically
from core.settings.definitions import ALL, Setting

T = TypeVar("T", bool, int, str)

Upgrade = Callable[[Mapping[str, object]], Mapping[str, object]]
UPGRADES: tuple[Upgrade, ...] = ()
"""UPGRADES[n] turns the values of version n + 1 into those of version n + 2."""

_VERSION = "version"


class SettingsStore:
    """The settings in force.

    problems  what was wrong with the file, in sentences for people
    """

    def __init__(self, path: Path, upgrades: Sequence[Upgrade] = UPGRADES) -> None:
        """Read the file; a missing one means that everything has its default.

        Raises:
            EnvironmentProblem: the file is there and cannot be read. Going on without it could
                open the wrong data folder.
        """
        self._path = path
        self._newest = len(upgrades) + 1
        self._problems: list[str] = []
        self._values: dict[str, object] = dict(self._load())
        self._upgrade(upgrades)
        self._problems += [
            f"{problem} The default is used."
            for setting in ALL
            if setting.key in self._values
            and (problem := setting.problem_of(self._values[setting.key]))
        ]

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(self._problems)

    def read(self, setting: Setting[T]) -> T:
        """The value in force."""
        value = self._values.get(setting.key, setting.default)
        if setting.problem_of(value):
            return setting.default
        result: T = value  # type: ignore[assignment]  # problem_of proved its type
        return result

    def write(self, setting: Setting[T], value: T) -> None:
        """Change a setting and keep it.

        Raises:
            UserError: the value is not allowed; says why.
            EnvironmentProblem: the file cannot be written; the old value stays in force.
        """
        problem = setting.problem_of(value)
        if problem:
            raise UserError(problem, field=setting.key)
        values = {**self._values, setting.key: value}
        if value == setting.default:
            del values[setting.key]
        if values != self._values:
            self._save(values)
            self._values = values

    def _load(self) -> Mapping[str, object]:
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise EnvironmentProblem(
                "The settings cannot be read.",
                f"{self._path}: {error.strerror}.",
                hint="Check your rights to this file and start again.",
                retryable=True,
            ) from error
        try:
            values = json.loads(text)
        except ValueError:
            values = None
        if isinstance(values, dict):
            return values
        self._put_aside()
        return {}

    def _put_aside(self) -> None:
        broken = self._path.with_name(f"{self._path.name}.broken")
        try:
            self._path.replace(broken)
        except OSError as error:
            raise self._not_writable(error) from error
        self._problems.append(
            f"The settings could not be read and are back to their defaults. The old file is "
            f"{broken}. If your data is in a folder of its own, choose it again."
        )

    def _upgrade(self, upgrades: Sequence[Upgrade]) -> None:
        version = self._values.get(_VERSION, self._newest if not self._values else 1)
        if type(version) is not int or not 1 <= version <= self._newest:
            self._problems.append("The settings were last written by a newer FlowPilot.")
            return
        if version == self._newest:
            return
        backup = self._path.with_name(f"{self._path.name}.v{version}")
        try:
            write_atomically(backup, self._path.read_bytes())
        except OSError as error:
            raise self._not_writable(error) from error
        values: Mapping[str, object] = self._values
        for upgrade in upgrades[version - 1 :]:
            values = upgrade(values)
        self._values = {**values, _VERSION: self._newest}
        self._save(self._values)

    def _save(self, values: Mapping[str, object]) -> None:
        complete = {_VERSION: self._newest, **values}
        text = json.dumps(complete, indent=2, ensure_ascii=False, sort_keys=True)
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path, f"{text}\n".encode())
        except OSError as error:
            raise self._not_writable(error) from error

    def _not_writable(self, error: OSError) -> EnvironmentProblem:
        return EnvironmentProblem(
            "The settings cannot be saved.",
            f"{self._path}: {error.strerror}.",
            hint="Check the disk and your rights to this file.",
            retryable=True,
        )
