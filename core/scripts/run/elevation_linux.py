"""Linux: pkexec asks, and everything secret goes over its standard input."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.scripts.run.elevation import ElevatedStart, new_mark, sha256_of_file
from core.scripts.run.interpreters import Interpreter

_DISMISSED, _NOT_ALLOWED = 126, 127

# Its input stays open while FlowPilot wants the script to run, and closes when FlowPilot is gone.
BOOTSTRAP = r"""
umask 077
sha=$1; length=$2; values=$3; mark=$4; name=$5; shift 5
folder=$(mktemp -d) || exit 125
trap 'rm -rf "$folder"' EXIT
head -c "$length" > "$folder/$name"
if ! printf '%s  %s\n' "$sha" "$folder/$name" | sha256sum -c --status; then
  echo 'The script changed on its way; it was not run.' >&2
  exit 125
fi
set -a
eval "$(head -c "$values")"
set +a
printf '%s\n' "$mark" >&2
exec 3<&0
setsid "$@" "$folder/$name" < /dev/null 3<&- &
script=$!
{
  cat > /dev/null; kill -s TERM -- "-$script"; sleep 1; kill -s KILL -- "-$script"
} <&3 > /dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$script" 2> /dev/null
code=$?
kill "$watcher" 2> /dev/null
kill -s KILL -- "-$script" 2> /dev/null
exit "$code"
"""


@dataclass(frozen=True, slots=True)
class Pkexec:
    program: Path

    def start(
        self, interpreter: Interpreter, script: Path, values: Mapping[str, str]
    ) -> ElevatedStart:
        mark = new_mark()
        text = script.read_bytes()
        settings = "\n".join(f"{name}={shlex.quote(value)}" for name, value in values.items())
        carried = settings.encode()
        arguments = [
            sha256_of_file(script),
            str(len(text)),
            str(len(carried)),
            mark,
            script.name,
            *interpreter.argv(script)[:-1],
        ]
        argv = [str(self.program), "/bin/sh", "-c", BOOTSTRAP, "flowpilot", *arguments]
        return ElevatedStart(argv, mark.encode(), text + carried)

    def was_refused(self, exit_code: int | None, stderr: str) -> bool:
        """126: the prompt was dismissed. 127: no rights, or nothing there that could ask."""
        return exit_code == _DISMISSED or (
            exit_code == _NOT_ALLOWED and "not authorized" in stderr.lower()
        )
