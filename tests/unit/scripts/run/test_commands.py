"""What the systems are told: interpreters, and the programs that ask for more rights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.checks.shell import Shell, ShellId
from core.scripts.model import Language
from core.scripts.run import elevation_windows, interpreters
from core.scripts.run.elevation_macos import AdministratorPrivileges
from core.scripts.run.elevation_windows import RunAs, bootstrap
from core.scripts.run.interpreters import Interpreter, interpreter_for
from core.scripts.run.result import input_note
from core.scripts.run.script_file import encoded
from core.scripts.syntax import parse

POWERSHELL = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
WINDOWS = Interpreter(Language.POWERSHELL, "Windows PowerShell 5.1", POWERSHELL)


def test_powershell_reads_the_very_file_in_utf_8() -> None:
    script = Path("Jo & Co", "script.ps1")

    assert WINDOWS.command(script, "win32") == (
        r'"C:\Windows\System32\cmd.exe" /d /s /c ""C:\Windows\System32\chcp.com" 65001 >nul & '
        rf'"{POWERSHELL}" -NoLogo -NoProfile -NonInteractive -ExecutionPolicy RemoteSigned '
        f'-File "{script}""'
    )


def test_the_others_get_their_file_as_an_argument() -> None:
    bash = Interpreter(Language.BASH, "Bash", "/bin/bash")
    python = Interpreter(Language.PYTHON, "Python 3", "/usr/bin/python3")
    pwsh = Interpreter(Language.POWERSHELL, "PowerShell 7", "/usr/bin/pwsh")

    assert bash.command(Path("/t/script.sh"), "linux") == [
        "/bin/bash", "--noprofile", "--norc", "/t/script.sh"
    ]  # fmt: skip
    assert python.command(Path("/t/script.py"), "linux") == [
        "/usr/bin/python3", "-I", "-B", "-u", "-X", "utf8", "/t/script.py"
    ]  # fmt: skip
    assert pwsh.command(Path("/t/script.ps1"), "linux") == [
        "/usr/bin/pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-File", "/t/script.ps1"
    ]  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_encoding_are_those_the_interpreter_wants(ends: str) -> None:
    script = f"a{ends}ü{ends}"

    assert encoded(script, Language.POWERSHELL) == b"\xef\xbb\xbfa\r\n\xc3\xbc\r\n"
    assert encoded(script, Language.BASH) == b"a\n\xc3\xbc\n"
    assert encoded(script, Language.PYTHON) == b"a\n\xc3\xbc\n"


@pytest.mark.skipif(sys.platform == "win32", reason="looks for the programs of POSIX systems")
def test_the_packaged_app_is_never_taken_for_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, system = tmp_path / "app", tmp_path / "system"
    for folder in (app, system):
        folder.mkdir()
        (folder / "python3").write_text("")
        (folder / "python3").chmod(0o755)
    monkeypatch.setenv("PATH", f".:{app}:{system}")
    monkeypatch.setattr(sys, "executable", str(app / "flowpilot"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    found = interpreter_for(Language.PYTHON)

    assert found is not None
    assert found.executable == str(system / "python3")


def test_the_preferred_powershell_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    shells = (
        Shell(ShellId.WINDOWS_POWERSHELL, "Windows PowerShell 5.1", "/5/powershell"),
        Shell(ShellId.POWERSHELL_7, "PowerShell 7", "/7/pwsh"),
    )
    monkeypatch.setattr(interpreters, "available_shells", lambda: shells)

    found = interpreter_for(Language.POWERSHELL)

    assert found is not None
    assert found.executable == "/5/powershell"


def windows_bootstrap() -> str:
    script = Path("/Users/O'Neil/run/script.ps1")
    return bootstrap(WINDOWS, script, "ab" * 32, "the-mark", POWERSHELL)


def inner_of(outer: str) -> str:
    """The elevated part, as the outer one hands it over."""
    line = next(line for line in outer.splitlines() if line.startswith("$inner = "))
    literal = line.removeprefix("$inner = '").partition("'.Replace('%user%'")[0]
    return literal.replace("''", "'")


def test_both_parts_on_windows_are_powershell() -> None:
    outer = windows_bootstrap()

    assert not parse(outer, Language.POWERSHELL).errors
    assert not parse(inner_of(outer), Language.POWERSHELL).errors


def test_windows_asks_by_itself_and_the_elevated_part_trusts_nothing() -> None:
    outer = windows_bootstrap()
    inner = inner_of(outer)

    assert "-Verb RunAs" in outer
    assert "exit 1223" in outer
    assert '"' not in inner
    assert "\n" not in inner
    assert len(inner) < 8_000
    read = inner.index("ReadAllBytes")
    checked = inner.index(f"-ne '{'ab' * 32}') {{ exit 125 }}")
    assert read < checked < inner.index("ReadAllText") < inner.index("Start-Process")
    assert inner.count("ReadAllBytes") == 1
    assert "O''Neil" in inner
    assert "[IO.File]::Delete($file)" in inner
    assert "-not (Get-Process -Id %outer% -ErrorAction Ignore)" in inner
    assert "%script%" in inner


def test_values_for_windows_are_in_a_private_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elevation_windows, "_powershell", lambda: POWERSHELL)
    script = tmp_path / "script.ps1"
    script.write_bytes(b"")

    start = RunAs().start(WINDOWS, script, {"FLOWPILOT_W": "sesame"})

    carried = tmp_path / "values.json"
    assert json.loads(carried.read_text()) == {"FLOWPILOT_W": "sesame"}
    assert "sesame" not in " ".join(start.argv)
    assert sys.platform == "win32" or carried.stat().st_mode & 0o777 == 0o600
    assert RunAs().was_refused(1223, "")
    assert not RunAs().was_refused(1, "")


def test_macos_asks_by_itself_and_hands_values_over_in_a_private_file(tmp_path: Path) -> None:
    script = tmp_path / "script.sh"
    script.write_text("true")
    bash = Interpreter(Language.BASH, "Bash", "/bin/bash")

    start = AdministratorPrivileges().start(bash, script, {"FLOWPILOT_W": "it's sesame"})

    outer = start.argv[-1]
    assert "with administrator privileges" in outer
    assert "sesame" not in outer
    assert (tmp_path / "values").read_text() == "FLOWPILOT_W='it'\"'\"'s sesame'\n"
    assert AdministratorPrivileges().was_refused(126, "execution error: User canceled. (-128)")
    if shell := shutil.which("sh"):
        subprocess.run([shell, "-n", "-c", outer], check=True)


@pytest.mark.parametrize(
    "script", ["while read -r line; do :; done < list", "cat x | read line", "read -r a < file"]
)
def test_reading_from_a_file_is_not_taken_for_asking(script: str) -> None:
    assert not input_note(Language.BASH, script, "")
