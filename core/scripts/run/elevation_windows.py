"""Windows: Start-Process -Verb RunAs asks, through User Account Control.

Two PowerShells: the outer one, with the rights of the app, asks, follows the output and returns
the exit code; the inner one, elevated, checks and runs the script. The inner one works in a folder
that only administrators can write and the engineer can read. It ends the script when the outer one
is gone: FlowPilot ends that to cancel, and the system does when FlowPilot crashes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.checks.shell import ShellId, available_shells
from core.ids import new_id
from core.scripts.model import Language
from core.scripts.run.elevation import ElevatedStart, new_mark, sha256_of_file
from core.scripts.run.interpreters import Interpreter

_REFUSED = 1223  # ERROR_CANCELLED: "No" in the prompt
_SWITCHES = ("-NoLogo", "-NoProfile", "-NonInteractive")

# No double quotes in here: the whole stands between two of them on a command line.
_INNER = r"""
$ErrorActionPreference = 'Stop';
$given = {folder}; $name = {name}; $own = Join-Path $env:windir ('Temp\' + {own});
$bytes = [IO.File]::ReadAllBytes((Join-Path $given $name));
$sha = [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash($bytes));
if ($sha.Replace('-', '') -ne {sha}) {{ exit 125 }};
$file = Join-Path $given 'values.json';
$values = [IO.File]::ReadAllText($file) | ConvertFrom-Json;
[IO.File]::Delete($file);
foreach ($each in $values.PSObject.Properties) {{
[Environment]::SetEnvironmentVariable($each.Name, [string] $each.Value, 'Process') }};
[void] (New-Item -ItemType Directory -Path $own);
& icacls.exe $own /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' ('*' + {user} + ':(OI)(CI)RX') |
Out-Null; if ($LASTEXITCODE) {{ exit 125 }};
try {{
$script = Join-Path $own $name; [IO.File]::WriteAllBytes($script, $bytes);
$q = [string] [char] 34; $line = {line}.Replace('%q%', $q).Replace('%script%', $script);
$line = 'chcp 65001 >nul & ' + $line + ' >' + $q + $own + '\out' + $q + ' 2>' + $q + $own +
'\err' + $q + ' <nul';
$child = Start-Process -FilePath (Join-Path $env:windir 'System32\cmd.exe') -ArgumentList (
'/d /s /c ' + $q + $line + $q) -WindowStyle Hidden -PassThru; [void] $child.Handle;
while (-not $child.HasExited) {{
if (-not (Get-Process -Id {outer} -ErrorAction Ignore)) {{
& taskkill.exe /T /F /PID $child.Id | Out-Null; break }};
Start-Sleep -Milliseconds 200 }};
$child.WaitForExit();
[IO.File]::WriteAllText((Join-Path $own 'exit.part'), [string] $child.ExitCode);
Rename-Item (Join-Path $own 'exit.part') 'exit';
for ($i = 0; $i -lt 50 -and (Get-Process -Id {outer} -ErrorAction Ignore); $i++) {{
Start-Sleep -Milliseconds 200 }} }}
finally {{ Remove-Item -LiteralPath $own -Recurse -Force -ErrorAction Ignore }}
"""

_OUTER = r"""
$ErrorActionPreference = 'Stop'
$user = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
$inner = {inner}.Replace('%user%', $user).Replace('%outer%', [string] $PID)
try {{
  $started = Start-Process -FilePath {powershell} -Verb RunAs -WindowStyle Hidden -PassThru `
    -ArgumentList ({switches} + [char] 34 + $inner + [char] 34)
}} catch {{
  $problem = $_.Exception
  while ($problem.InnerException) {{ $problem = $problem.InnerException }}
  if ($problem.NativeErrorCode -eq {refused}) {{ exit {refused} }}
  [Console]::Error.WriteLine($problem.Message)
  exit 125
}}
$own = Join-Path $env:windir ('Temp\' + {own})
$end = Join-Path $own 'exit'
$at = @{{ out = 0L; err = 0L }}
$to = @{{ out = [Console]::OpenStandardOutput(); err = [Console]::OpenStandardError() }}
function Copy-New {{
  foreach ($name in 'out', 'err') {{
    $path = Join-Path $own $name
    if (-not (Test-Path -LiteralPath $path)) {{ continue }}
    $file = New-Object IO.FileStream $path, 'Open', 'Read', 'ReadWrite, Delete'
    try {{
      [void] $file.Seek($at[$name], 'Begin')
      $file.CopyTo($to[$name])
      $to[$name].Flush()
      $at[$name] = $file.Position
    }} finally {{ $file.Dispose() }}
  }}
}}
$begun = $false
while ($true) {{
  if (-not $begun -and (Test-Path -LiteralPath (Join-Path $own 'out'))) {{
    [Console]::Error.WriteLine({mark})
    $begun = $true
  }}
  $ended = (Test-Path -LiteralPath $end) -or $started.HasExited
  if ($begun) {{ Copy-New }}
  if ($ended) {{ break }}
  Start-Sleep -Milliseconds 100
}}
if (Test-Path -LiteralPath $end) {{ exit [int] [IO.File]::ReadAllText($end) }}
[Console]::Error.WriteLine('The elevated part ended without saying how the script ended.')
exit 125
"""


@dataclass(frozen=True, slots=True)
class RunAs:
    def start(
        self, interpreter: Interpreter, script: Path, values: Mapping[str, str]
    ) -> ElevatedStart:
        mark = new_mark()
        _write_values(script.parent / "values.json", values)
        powershell = _powershell()
        outer = bootstrap(interpreter, script, sha256_of_file(script), mark, powershell)
        return ElevatedStart([powershell, *_SWITCHES, "-Command", outer], mark.encode())

    def was_refused(self, exit_code: int | None, stderr: str) -> bool:
        return exit_code == _REFUSED


def bootstrap(interpreter: Interpreter, script: Path, sha: str, mark: str, powershell: str) -> str:
    """The text of the outer PowerShell, with the inner one in it."""
    own = f"flowpilot-{new_id().hex}"
    inner = _INNER.format(
        folder=_literal(str(script.parent)),
        name=_literal(script.name),
        own=_literal(own),
        sha=_literal(sha),
        user="'%user%'",
        outer="%outer%",
        line=_literal(_line(interpreter)),
    )
    return _OUTER.format(
        inner=_literal(" ".join(inner.split())),
        powershell=_literal(powershell),
        switches=_literal(f"{' '.join(_SWITCHES)} -ExecutionPolicy RemoteSigned -Command "),
        refused=_REFUSED,
        own=_literal(own),
        mark=_literal(mark),
    )


def _line(interpreter: Interpreter) -> str:
    """The command line of the script; the inner part fills in double quotes and the file."""
    *argv, _ = interpreter.argv(Path("script"), "win32")
    program, *switches = argv
    return " ".join([f"%q%{program}%q%", *switches, "%q%%script%%q%"])


def _literal(text: str) -> str:
    quotes = "'\u2018\u2019\u201a\u201b"
    doubled = "".join(letter * 2 if letter in quotes else letter for letter in text)
    return f"'{doubled}'"


def _powershell() -> str:
    for shell in available_shells():
        if shell.id is ShellId.WINDOWS_POWERSHELL:
            return shell.executable
    raise OSError(f"Windows has no {Language.POWERSHELL.label}")


def _write_values(file: Path, values: Mapping[str, str]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(dict(values), stream)
