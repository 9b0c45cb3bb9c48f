"""A stand-in for the Windows installer, by the same contract: started with /S /UPDATE [/RESTART].

Run as a program: installer_program.py PLAN FILE /S /UPDATE …

FILE, the downloaded "installer", is JSON: {"version": "1.2.0", "self_test": true}. PLAN says where
things are; see `Plan`. It waits for FlowPilot to let go of its profile, keeps the old program
beside the new one, "installs", runs the "self-test", and writes what happened.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sys
from pathlib import Path

_PATIENCE_SECONDS = 20


def main(plan: dict[str, str], setup: Path, arguments: list[str]) -> None:
    said = json.loads(setup.read_text())
    wait_for_the_end(Path(plan["lock"]))
    program = Path(plan["program"])
    previous = program.with_name("program.previous")
    program.rename(previous)
    program.mkdir()
    (program / "version").write_text(said["version"])
    if said["self_test"]:
        ended, detail = "installed", ""
        (previous / "version").unlink()
        previous.rmdir()
    else:
        ended, detail = "rolled back", "The self-test ended with 1."
        (program / "version").unlink()
        program.rmdir()
        previous.rename(program)
    outcome = {"version": said["version"], "outcome": ended, "detail": detail}
    Path(plan["outcome"]).write_text(json.dumps(outcome))
    part = Path(plan["record"]).with_suffix(".part")
    leads = os.getsid(0) == os.getpid()
    part.write_text(json.dumps({"arguments": arguments, "is_on_its_own": leads}))
    part.rename(plan["record"])


def wait_for_the_end(lock: Path) -> None:
    """Wait until nobody has the profile open; the alarm ends this program if that never comes."""
    if lock.exists():
        signal.alarm(_PATIENCE_SECONDS)
        with lock.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]), sys.argv[3:])
