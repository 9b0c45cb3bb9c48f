"""Which shell takes a command, what exactly it gets, and what it sees of our environment."""

from __future__ import annotations

import sys

import pytest

from core.checks.environment import check_environment
from core.checks.shell import PROLOGUE, Shell, ShellId, available_shells, shell_for

BUILT_IN = Shell(ShellId.WINDOWS_POWERSHELL, "Windows PowerShell 5.1", r"C:\powershell.exe")
NEWER = Shell(ShellId.POWERSHELL_7, "PowerShell 7", r"C:\pwsh.exe")
POSIX = Shell(ShellId.POSIX, "bash", "/bin/bash")


@pytest.mark.parametrize("shell", [BUILT_IN, NEWER])
def test_powershell_gets_the_text_after_the_prologue_and_nothing_else(shell: Shell) -> None:
    command = 'Get-NetAdapter | Where-Object Name -eq "Wi-Fi"\n"ü"'

    assert shell.argv(command) == [
        shell.executable,
        "-NoLogo",
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        PROLOGUE + command,
    ]


def test_the_prologue_is_a_line_of_its_own() -> None:
    assert PROLOGUE.endswith("\n")
    assert PROLOGUE.count("\n") == 1


def test_a_posix_shell_gets_the_text_alone() -> None:
    assert POSIX.argv("ip addr; true") == ["/bin/bash", "-c", "ip addr; true"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("powershell", BUILT_IN),
        ("posix", POSIX),
        ("powershell_7", NEWER),
        ("windows_powershell", BUILT_IN),
        ("python", None),
        ("", None),
    ],
)
def test_the_first_shell_of_a_language_is_preferred(wanted: str, found: Shell | None) -> None:
    assert shell_for(wanted, [BUILT_IN, NEWER, POSIX]) == found


def test_powershell_7_stands_in_where_windows_powershell_is_missing() -> None:
    assert shell_for("powershell", [POSIX, NEWER]) == NEWER


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Linux and macOS")
def test_finds_the_shell_of_this_laptop() -> None:
    assert shell_for("posix", available_shells()) is not None


INHERITED = {
    "PATH": "/usr/bin",
    "LANG": "de_DE.UTF-8",
    "LANGUAGE": "de",
    "BASH_ENV": "/home/x/.trap",
    "PYTHONPATH": "/app",
    "PSModulePath": r"C:\Program Files\PowerShell\7\Modules",
}


def test_a_run_inherits_what_tools_need_and_speaks_english() -> None:
    assert check_environment(INHERITED, "7", "linux") == {
        "PATH": "/usr/bin",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PAGER": "cat",
        "SYSTEMD_PAGER": "cat",
        "FLOWPILOT_CHECK": "7",
    }


def test_windows_tools_keep_their_language() -> None:
    assert check_environment(INHERITED, "7", "win32") == {
        "PATH": "/usr/bin",
        "LANG": "de_DE.UTF-8",
        "FLOWPILOT_CHECK": "7",
    }


def test_a_packaged_app_gives_the_system_its_own_libraries_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packaged = {"LD_LIBRARY_PATH": "/app/lib", "LD_LIBRARY_PATH_ORIG": "/usr/local/lib"}
    seen = check_environment(packaged, "7", "linux")
    assert seen["LD_LIBRARY_PATH"] == "/usr/local/lib"
    assert "LD_LIBRARY_PATH_ORIG" not in seen

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "LD_LIBRARY_PATH" not in check_environment({"LD_LIBRARY_PATH": "/app"}, "7", "linux")


def test_an_engineers_own_library_path_is_left_alone() -> None:
    seen = check_environment({"LD_LIBRARY_PATH": "/opt/lib"}, "7", "linux")

    assert seen["LD_LIBRARY_PATH"] == "/opt/lib"
