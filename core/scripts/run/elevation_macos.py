"""macOS: osascript asks. What the script prints arrives when it has ended, not line by line."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.scripts.run.elevation import ElevatedStart, new_mark, sha256_of_file
from core.scripts.run.interpreters import Interpreter

_CANCELLED = "(-128)"
_APPLESCRIPT = (
    "on run argv",
    (
        "do shell script (item 1 of argv) with prompt"
        ' "FlowPilot wants to run the script you looked at." with administrator privileges'
    ),
    "end run",
)

# As the administrator: a copy first, checked and run where nobody else can write.
_BOOTSTRAP = r"""
umask 077
folder=$(mktemp -d) || exit 125
trap 'rm -rf "$folder"' EXIT
cp {script} "$folder"/{name} || exit 125
if ! printf '%s  %s\n' {sha} "$folder"/{name} | shasum -a 256 -c -s; then
  echo 'The script changed on its way; it was not run.'; echo 125; exit 0
fi
set -a; . {values}; set +a
rm -f {values}
set -m
{argv} "$folder"/{name} < /dev/null 2>&1 &
script=$!
{{ while kill -0 {app} && kill -0 "$script"; do sleep 1; done
kill -s TERM -- "-$script"; sleep 1; kill -s KILL -- "-$script"; }} > /dev/null 2>&1 &
wait "$script" 2> /dev/null
code=$?
echo; echo "$code"
"""

# As the engineer: the answer's last line is the exit code; its line ends are those of AppleScript.
_OUTER = r"""
umask 077
/usr/bin/osascript {lines} {bootstrap} > {answer} || exit 126
printf '%s\n' {mark} >&2
tr '\r' '\n' < {answer} | sed '$d'
exit "$(tr '\r' '\n' < {answer} | tail -n 1)"
"""


@dataclass(frozen=True, slots=True)
class AdministratorPrivileges:
    def start(
        self, interpreter: Interpreter, script: Path, values: Mapping[str, str]
    ) -> ElevatedStart:
        mark = new_mark()
        carried = script.parent / "values"
        _write_private(carried, values)
        bootstrap = _BOOTSTRAP.format(
            script=shlex.quote(str(script)),
            name=shlex.quote(script.name),
            sha=sha256_of_file(script),
            values=shlex.quote(str(carried)),
            argv=shlex.join(interpreter.argv(script)[:-1]),
            app=os.getpid(),
        )
        outer = _OUTER.format(
            lines=" ".join(f"-e {shlex.quote(line)}" for line in _APPLESCRIPT),
            bootstrap=shlex.quote(bootstrap),
            answer=shlex.quote(str(script.parent / "answer")),
            mark=mark,
        )
        return ElevatedStart(["/bin/sh", "-c", outer], mark.encode())

    def was_refused(self, exit_code: int | None, stderr: str) -> bool:
        return _CANCELLED in stderr


def _write_private(file: Path, values: Mapping[str, str]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
