"""Names that are made up, secrets that stand in a script, and what it touches."""

from __future__ import annotations

import re

import pytest

import resources
from core.scripts.preflight.findings import Severity, TouchKind
from core.scripts.preflight.known_names import aliases, cmdlets, nearest
from tests.unit.scripts.preflight.looking import bash, finding, powershell, python, rules


def test_a_made_up_cmdlet_is_named_with_what_it_may_mean() -> None:
    found = finding(
        powershell("Get-Date\nGet-ADUserLockoutStatus -Identity jdoe"), "unknown-cmdlet"
    )

    assert found.severity is Severity.MEDIUM
    assert (found.line, found.column, found.length) == (2, 1, 23)
    assert "Get-ADUserLockoutStatus" in found.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Get-Mailbos", "Get-Mailbox"),
        ("Unlock-ADAcount", "Unlock-ADAccount"),
        ("Reset-NetAdapter", "Restart-NetAdapter"),
        ("Delete-Item", "Remove-Item"),
    ],
)
def test_the_nearest_names_are_offered(written: str, meant: str) -> None:
    assert cmdlets()[meant.lower()] == meant
    same_noun = {name for name in cmdlets() if name.endswith(meant.lower().partition("-")[2])}

    assert meant in nearest(written) or {name.lower() for name in nearest(written)} <= same_noun


@pytest.mark.parametrize(
    "script",
    [
        "function Get-Thing { 1 }\nGet-Thing",
        "filter Get-Thing { $_ }\n1 | get-thing",
        "Set-Alias Get-Thing Get-Date\nGet-Thing",
        "Get-ADUser x; Get-Mailbox y; Get-MgUser -UserId z; Get-CsOnlineUser a; Get-SPOSite b",
        "Get-LocalUser; Test-NetConnection x; Resolve-DnsName y; Get-BitLockerVolume",
        "ForEach-Object { 1 }; Where-Object { 1 }; Import-Module x",
        "git-lfs pull; apt-get update; foo.exe",
    ],
)
def test_real_and_own_names_are_known(script: str) -> None:
    assert "unknown-cmdlet" not in rules(powershell(script))


def test_a_foreign_module_may_bring_a_name() -> None:
    found = finding(powershell("Import-Module ContosoTools\nGet-Thing"), "unknown-cmdlet")

    assert found.severity is Severity.LOW
    assert "ContosoTools" in found.message


def test_the_lists_say_where_they_come_from_and_hold_names_only() -> None:
    for name in ("cmdlets.txt", "aliases.txt"):
        text = resources.read_text("script_rules", name)
        assert "Source" in text.split("\n\n")[0]
        assert text.isascii()
    assert len(cmdlets()) > 5_000
    assert all(re.fullmatch(r"[A-Za-z]+-[A-Za-z0-9]+", name) for name in cmdlets().values())
    assert aliases()["iex"] == "invoke-expression"
    assert {meant for meant in aliases().values() if "-" in meant} <= set(cmdlets())


@pytest.mark.parametrize(
    "script",
    [
        "$password = 'Summer2026!'",
        "$s = ConvertTo-SecureString 'P@ssw0rd1' -AsPlainText -Force",
        "net user bob Hunter22 /add",
        "$h = @{ Authorization = 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' }",
    ],
)
def test_a_secret_in_the_text_is_found_and_not_repeated(script: str) -> None:
    found = finding(powershell(f"Get-Date\n{script}\n"), "secret")

    assert (found.line, found.severity) == (2, Severity.MEDIUM)
    at = script[found.column - 1 : found.column - 1 + found.length]
    assert at
    assert at not in found.message + found.advice


def test_secrets_are_found_in_every_language() -> None:
    assert "secret" in rules(bash("export DB_PASSWORD=hunter2\n"))
    assert "secret" in rules(python("password = 'hunter2'\n"))


@pytest.mark.parametrize(
    "script",
    [
        "$password = Read-Host -AsSecureString",
        "$token = $env:API_TOKEN",
        "param([securestring] $Password)\nif (-not $Password) { throw 'No password given.' }",
        "'LockedOut', 'PasswordLastSet', 'PasswordNeverExpires'",
        "Write-Output 'There is no token: lock and unlock the screen.'",
    ],
)
def test_where_a_secret_comes_from_is_none(script: str) -> None:
    assert "secret" not in rules(powershell(script))


def test_touches_name_the_thing_and_whether_it_changes() -> None:
    preflight = powershell(
        "Get-Service Spooler\nRestart-Service -Name Spooler\n"
        "Set-ItemProperty -Path HKCU:\\Software\\Contoso -Name A -Value 1\n"
        "$x = Get-Content C:\\a.txt\nTest-Connection dc01"
    )

    touched = [(one.kind, one.what, one.line, one.changes) for one in preflight.touches]
    assert touched == [
        (TouchKind.SERVICES, "Restart-Service Spooler", 2, True),
        (TouchKind.REGISTRY, "Set-ItemProperty HKCU:\\Software\\Contoso", 3, True),
        (TouchKind.SERVICES, "Get-Service Spooler", 1, False),
        (TouchKind.FILES, "Get-Content C:\\a.txt", 4, False),
        (TouchKind.NETWORK, "Test-Connection dc01", 5, False),
    ]


def test_what_stays_inside_the_script_is_no_touch() -> None:
    script = "Get-Date | ForEach-Object { Write-Output $_ }\n$x = New-Object Text.StringBuilder"

    assert powershell(script).touches == ()
