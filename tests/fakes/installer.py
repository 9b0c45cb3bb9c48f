"""A laptop with an installed program, which `installer_program.py` stands ready to update."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from sync.updates.installation import SILENT_UPDATE, Installation, UpdateWay
from tests.fakes.updates import PLATFORM

_PROGRAM = Path(__file__).with_name("installer_program.py")


@dataclass(frozen=True)
class Plan:
    """program  the installed folder, with a file `version`;  lock  of the profile;
    outcome  for the next start;  record  how the stand-in was started, for the test
    """

    program: str
    lock: str
    outcome: str
    record: str

    @classmethod
    def under(cls, folder: Path, profile: Path) -> Plan:
        """A program of version 1.1.0, installed in `folder`."""
        program = folder / "program"
        program.mkdir(parents=True)
        (program / "version").write_text("1.1.0")
        return cls(
            str(program),
            str(profile / "flowpilot.lock"),
            str(folder / "update-outcome.json"),
            str(folder / "record.json"),
        )

    def installation(self, folder: Path) -> Installation:
        """This computer, as the program under test sees it."""
        file = folder / "plan.json"
        file.write_text(json.dumps(asdict(self)))
        stand_in = (sys.executable, str(_PROGRAM), str(file))
        return Installation(
            way=UpdateWay.INSTALLER,
            platform=PLATFORM,
            outcome_file=Path(self.outcome),
            command=lambda setup: (*stand_in, str(setup), *SILENT_UPDATE),
        )

    def installed(self) -> str:
        """The version of the installed program."""
        return (Path(self.program) / "version").read_text()

    def arguments(self) -> list[str]:
        """How the stand-in was started; empty while it was not, or has not ended."""
        arguments = self._recorded().get("arguments")
        return [str(one) for one in arguments] if isinstance(arguments, list) else []

    def ran_on_its_own(self) -> bool:
        """Whether the end of FlowPilot's own process could not have ended the stand-in."""
        return self._recorded().get("is_on_its_own") is True

    def _recorded(self) -> dict[str, object]:
        record = Path(self.record)
        said: dict[str, object] = json.loads(record.read_text()) if record.exists() else {}
        return said


def installer(version: str, *, passes: bool = True) -> bytes:
    """What the update server offers."""
    return json.dumps({"version": version, "self_test": passes}).encode()
