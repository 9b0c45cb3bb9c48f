"""The net that keeps checks read-only catches what it must, and lets diagnosis through."""

from __future__ import annotations

import pytest

from core.playbooks.command_rules import check_command_problems, script_problems

CHANGING_WINDOWS = [
    "Restart-Service Spooler",
    "Set-DnsClientServerAddress -InterfaceIndex 3 -ResetServerAddresses",
    "Get-Service Spooler | Restart-Service",
    "Get-Service Spooler|Stop-Service -Force",
    "if ($x) { Remove-Item C:\\temp -Recurse }",
    '"state=$(Restart-Computer)"',
    '@"\n$(1)\n"@; Remove-Item x',
    "Clear-DnsClientCache",
    "New-Item x.txt",
    "New-PSDrive -Name S -PSProvider FileSystem -Root \\\\server\\share",
    "Add-Content log.txt 'x'",
    "Get-Process > processes.txt",
    "Get-Process >> processes.txt",
    "Get-Process | Out-File x.txt",
    "Get-Process | Export-Csv x.csv",
    "Invoke-Expression $text",
    "Invoke-CimMethod -ClassName Win32_Process -MethodName Create",
    "Start-Process notepad",
    "iex $text",
    "gci C:\\",
    "ls C:\\Users",
    "ipconfig /flushdns",
    "ipconfig.exe /renew",
    "$x = ipconfig /release",
    "net stop spooler",
    "net use S: \\\\server\\share",
    "net.exe use S: /delete",
    "net user administrator /active:yes /add",
    "netsh int ip reset",
    "netsh wlan connect name=Office",
    "netsh interface ip set dns Ethernet dhcp",
    "reg add HKLM\\Software\\X /v Y",
    "sc.exe config spooler start= auto",
    "w32tm /resync",
    "klist purge",
    "klist -li 0x3e7 purge",
    "cmdkey /delete:server",
    "nltest /sc_reset:example",
    "dsregcmd /leave",
    "wevtutil cl System",
    "gpupdate /force",
    "shutdown /r /t 0",
    "taskkill /im outlook.exe",
    "manage-bde -off C:",
    "manage-bde -protectors -delete C:",
    "bcdedit /set testsigning on",
    "schtasks /run /tn Update",
    "cmd /c del x",
    "powershell.exe -EncodedCommand AAAA",
    "pwsh -c x",
    "[System.IO.File]::WriteAllText('x', 'y')",
    "[IO.Directory]::Delete('x')",
    "(Get-Item x).Delete()",
    "(Get-Process outlook).Kill()",
    "(Get-WmiObject Win32_Service).StopService()",
    "$adapter.RenewDHCPLease()",
    "[Environment]::SetEnvironmentVariable('a', 'b')",
    "$client.DownloadFile('http://a', 'b')",
    "Read-Host 'Name'",
    "Get-Credential",
    "chkdsk C: /f",
    "dism /online /cleanup-image /restorehealth",
]
CHANGING_POSIX = [
    "rm -rf /tmp/x",
    "sudo cat /etc/resolv.conf",
    "true && reboot",
    "for f in a b; do touch $f; done",
    "echo x > /etc/hosts",
    "echo x >> log",
    "echo $(kill 1)",
    'echo "$(systemctl restart NetworkManager)"',
    "systemctl restart NetworkManager",
    "systemctl --user stop x",
    "service nscd restart",
    "nmcli con up office",
    "nmcli device wifi connect office",
    "nmcli radio wifi off",
    "ip link set eth0 down",
    "ip -4 addr add 10.0.0.1/24 dev eth0",
    "ip route flush table main",
    "ifconfig en0 down",
    "route -n add 10.0.0.0/8 10.0.0.1",
    "arp -d 10.0.0.1",
    "resolvectl flush-caches",
    "resolvectl dns eth0 1.1.1.1",
    "dscacheutil -flushcache",
    "networksetup -setdnsservers Wi-Fi 1.1.1.1",
    "scutil --set HostName x",
    "ipconfig set en0 DHCP",
    "dhclient eth0",
    "timedatectl set-ntp true",
    "chronyc makestep",
    "sntp -S pool.example",
    "curl -o page http://example.com",
    "curl -X POST http://example.com",
    "curl -d a=b http://example.com",
    "wget http://example.com",
    "sed -i s/a/b/ x",
    "find . -delete",
    "eval $x",
    "sh -c 'x'",
    "ls | xargs rm",
    "if ! mount /dev/sda1; then :; fi",
]
READING_WINDOWS = [
    "Get-NetAdapter | Where-Object { $_.Status -eq 'Up' } | Select-Object -First 1",
    "Test-Connection -ComputerName 1.1.1.1 -Count 1 -Quiet",
    "Resolve-DnsName example.com -DnsOnly -QuickTimeout -ErrorAction SilentlyContinue",
    "'hint=Run Restart-Service Spooler afterwards'",
    "# Remove-Item would be wrong\nGet-Date",
    "<# Restart-Computer #> Get-Date",
    "Get-WinEvent -FilterHashtable @{ LogName = 'Microsoft-Windows-SmbClient/Security' }",
    "$watch.Stop(); $client.Close()",
    "w32tm /query /status 2>$null",
    "w32tm /stripchart /computer:$server /samples:1 /dataonly 2>&1",
    "netsh wlan show interfaces",
    "net use",
    "net.exe time \\\\server 2>&1 | Out-Null",
    "klist",
    "cmdkey.exe /list",
    "dsregcmd /status",
    "manage-bde -status C:",
    "manage-bde -protectors -get C:",
    "nltest /sc_query:example",
    "reg query HKLM\\Software",
    "schtasks /query /tn x",
    "ipconfig /all",
    "ipconfig /displaydns",
    "$set = 1; $delete = $set -gt 0",
    '"size=$([math]::Round($disk.Size / 1GB, 1))"',
    "if ($a -and -not $b) { 'x=1' } else { 'x=0' }",
    "[System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()",
    "$x = @{ 'a-b' = 1 }",
    'foreach ($path in $paths) { Get-Item "$env:TEMP\\Move-Me\\$path" }',
]
READING_POSIX = [
    "ip -4 addr show",
    "ip route get 1.1.1.1 2>/dev/null",
    "ping -c 1 -W 2 1.1.1.1 >/dev/null 2>&1 && echo gateway_answers=True",
    "servers=$( { resolvectl dns 2>/dev/null || cat /etc/resolv.conf; } | grep -oE '[0-9.]+')",
    "nmcli -t -f DEVICE,STATE device",
    "nmcli dev wifi list",
    "case $x in up) echo a;; *) echo b;; esac",
    "awk '{ print $1 > 0 }' /proc/net/dev",
    "# rm -rf /\necho ok",
    "echo 'sudo rm'",
    "curl -s -o /dev/null -w '%{http_code}' http://example.com",
    "networksetup -getairportnetwork en0",
    "ipconfig getifaddr en0",
    "scutil --dns",
    "route -n get default",
    "systemctl is-active NetworkManager",
    'while read -r line; do echo "$line"; done',
    '[ "$a" -gt 3 ] && echo x',
    "echo $((1 + 2))",
]


@pytest.mark.parametrize("command", CHANGING_WINDOWS)
def test_a_changing_windows_command_is_caught(command: str) -> None:
    assert check_command_problems(command, "powershell")


@pytest.mark.parametrize("command", CHANGING_POSIX)
def test_a_changing_posix_command_is_caught(command: str) -> None:
    assert check_command_problems(command, "posix")


@pytest.mark.parametrize("command", READING_WINDOWS)
def test_a_reading_windows_command_passes(command: str) -> None:
    assert check_command_problems(command, "powershell") == []


@pytest.mark.parametrize("command", READING_POSIX)
def test_a_reading_posix_command_passes(command: str) -> None:
    assert check_command_problems(command, "posix") == []


@pytest.mark.parametrize(
    "script",
    [
        "Get-Date && Get-Host",
        "Get-Item x || Get-Item y",
        "$a ?? $b",
        "$a ??= 1",
        "${a}?.Length",
        "$x = $a ? 1 : 2",
        "$x = ($a -eq 1) ? 'yes' : 'no'",
        "1..3 | ForEach-Object -Parallel { $_ }",
        "ConvertFrom-Json $x -AsHashtable",
        "Test-Connection a -TimeoutSeconds 2",
        "Get-Uptime",
        "if ($IsWindows) { 1 }",
        '$x = "$($a ? 1 : 2)"',
    ],
)
def test_syntax_of_powershell_7_is_caught(script: str) -> None:
    assert script_problems(script, "powershell")
    assert check_command_problems(script, "powershell")


@pytest.mark.parametrize(
    "script", ["'is it up?'", '"a && b"', "# a || b", "$text -match '^(?:a|b)?$'", "$a.b?"]
)
def test_the_same_marks_in_text_are_fine(script: str) -> None:
    assert script_problems(script, "powershell") == []


@pytest.mark.parametrize(
    ("script", "shell"),
    [
        ("if ($a) { 'x'", "powershell"),
        ("'open", "powershell"),
        ('"open $(1', "powershell"),
        ("@'\nopen", "powershell"),
        ("'a' }", "powershell"),
        ("echo 'open", "posix"),
        ('echo "$(date', "posix"),
    ],
)
def test_what_is_not_closed_is_reported(script: str, shell: str) -> None:
    assert script_problems(script, "powershell" if shell == "powershell" else "posix")


@pytest.mark.parametrize(
    "command", ["[[ -n $a ]]", "cat <(date)", "cat <<< x", "date &> /dev/null", "a=(1 2)"]
)
def test_bash_only_syntax_is_caught(command: str) -> None:
    assert check_command_problems(command, "posix")
