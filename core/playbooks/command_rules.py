"""What a check's command must not do: change the machine, wait for input, or need PowerShell 7.

This reads tokens, it does not understand programs: a net for mistakes in playbooks, not a sandbox.
PowerShell is held by an allow list of verbs, since a cmdlet's verb says what it does; native tools
by a list of their changing switches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from core.playbooks.visible_code import Shell, VisibleCode, visible_code

_READING_VERBS = re.compile(
    r"""(?ix) compare | convert | convertfrom | convertto | find | foreach | format | get | group
    | join | measure | resolve | select | show | sort | split | test | where"""
)
_HARMLESS_CMDLETS = re.compile(
    r"""(?ix) import-module | new-object | new-timespan | out-null | out-string | set-strictmode
    | start-sleep | manage-bde | write-(?: error | host | output | verbose | warning )"""
)
_ASKING_CMDLETS = re.compile(r"(?ix) get-credential | read-host | out-gridview | show-command")
_CMDLET = re.compile(r"(?<![\w$.:\\/-])([A-Za-z]+)-([A-Za-z]\w*)(?![\w-]*[\\/:])")

# Native tools that can do both: the arguments that change something.
_CHANGING_ARGUMENTS = {
    "attrib": r"[+-]\w",
    "bcdedit": r"/(?!enum)\w+",
    "certutil": r"-(?:addstore|delstore|import\w*|delete\w*|setreg|f\b)",
    "chkdsk": r"/[bfrx]\b",
    "cmdkey": r"/(?:add|delete|generic)",
    "dism": r"/(?:restorehealth|startcomponentcleanup|(?:add|remove|enable|disable|set|apply)-)",
    "dsregcmd": r"/(?:leave|join|forcerecovery|refreshprt|cleanupaccounts)",
    "fsutil": r"(?:set|create|delete)\w*\b",
    "icacls": r"/(?:grant|deny|reset|remove|setowner|inheritance)",
    "ipconfig": r"(?:/(?:renew|release|flushdns|registerdns|setclassid)|set\b)",
    "klist": r"(?:-li\s+\S+\s+)?purge",
    "manage-bde": r"-(?!status|protectors\s+-get|get\b)\w+",
    "net": r"(?:stop|start\s+\S|pause|continue|/delete|/add|use\s+\S+:\s+\S)",
    "netsh": r"(?:set|add|delete|reset|connect|disconnect|import|start|stop)\b",
    "nltest": r"/sc_(?:reset|change_pwd)",
    "pnputil": r"/(?:add|delete|remove|scan|restart|enable|disable)",
    "powercfg": r"[/-](?!l\b|list|q\b|query|a\b|availablesleepstates|requests|lastwake|waketimers"
    r"|getactivescheme)\w+",
    "reg": r"(?:add|delete|import|restore|load|unload|copy)\b",
    "sc": r"(?:start|stop|config|delete|create|failure|pause|continue|control)\b",
    "schtasks": r"/(?:run|create|delete|change|end)",
    "vssadmin": r"(?:delete|create|resize|revert|add)\b",
    "w32tm": r"/(?:resync|config|register|unregister)",
    "wevtutil": r"(?:cl|clear-log|sl|set-log|im|um)\b",
    # POSIX
    "airport": r"-z\b",
    "arp": r"-[ds]\b",
    "chronyc": r"(?:makestep|burst|add|delete|online|offline)\b",
    "curl": r"(?-i:-O\b|-o\s*(?!/dev/null)[\w./$\"]|--output\s+(?!/dev/null)|-X\s*(?!GET|HEAD)\w"
    r"|-d\b|--data|-T\b|--upload|-F\b)",
    "date": r"-s\b",
    "defaults": r"(?:write|delete)\b",
    "dscacheutil": r"-flushcache",
    "find": r"-(?:delete|exec|ok)",
    "hostnamectl": r"set-",
    "ifconfig": r"(?:up|down|add|delete|inet\s+\d|mtu)\b",
    "ip": r"(?:add|del|delete|set|flush|change|replace|append|prepend)\b",
    "launchctl": r"(?:load|unload|start|stop|kickstart|bootout|bootstrap|enable|disable|kill)\b",
    "networksetup": r"-(?:set|add|remove|create|delete|rename|switch|order|detect)",
    "nmcli": r"(?:up|down|add|delete|modify|connect|edit|disconnect|on|off|reload|set|reapply|clone"
    r"|import|hotspot|rescan)\b",
    "ntpdate": r"(?!-\w*q)\S",
    "pmset": r"(?!-g)\S",
    "resolvectl": r"(?:flush|reset|revert|(?:dns|domain)[^\S\n]+[^\s|;&)<>]+[^\S\n]+"
    r"(?!\d?>)[^\s|;&)])",
    "rfkill": r"(?:un)?block\b",
    "route": r"(?:add|del|delete|flush|change)\b",
    "scutil": r"--(?:set|nc)",
    "sed": r"-\w*i",
    "service": r"\S+\s+(?!status)\w",
    "sntp": r"-[sS]\b",
    "sysctl": r"(?:-w\b|\S+=)",
    "systemctl": r"(?:(?:re)?(?:start|load)|stop|enable|disable|mask|unmask|kill|isolate|set-|edit"
    r"|daemon-)",
    "timedatectl": r"set-",
    "wget": r"(?!.*(?:-\w*O\s*(?:-|/dev/null)|--spider)).",
}
_CHANGING_WINDOWS_TOOLS = re.compile(
    r"""(?ix)\b(?: gpupdate | shutdown | taskkill | tskill | diskpart | format\.com | sfc | msiexec
    | usoclient | wuauclt | robocopy | xcopy | takeown | logoff | tsdiscon | rundll32 | regsvr32
    | mshta | wusa | setx | cleanmgr | defrag | wscript | cscript | pwsh )(?:\.exe)?(?![\w.=])
    | \bcmd(?:\.exe)?\s+/[ck] | \bpowershell(?:\.exe)?\s+-"""
)
_POWERSHELL_ALIASES = re.compile(
    r"""(?ix)(?<![\w$.\\-])(?: iex | icm | iwr | irm | ri | rni | mi | ci | cpi | ni | si | sp | clc
    | kill | spps | sasv | spsv | saps | del | erase | rd | rmdir | rm | mv | cp | copy | move | ren
    | md | mkdir | echo | ls | dir | cat | gc | gci | gcim | gwmi | gps | gsv | select )
    (?=\s+[\w$'"{.*/\\-])"""
)
_CHANGING_DOTNET = re.compile(
    r"""(?x)\[(?:System\.)?IO\.(?:File|Directory)\]::(?:Write|Append|Delete|Move|Copy|Create|Set)
    | \[(?:System\.)?Diagnostics\.Process\]::Start
    | \[(?:Microsoft\.Win32\.)?Registry\]::SetValue
    | \[(?:System\.)?Environment\]::(?:Set|Exit)
    | \.(?: ClearLog | CommitChanges | CopyTo | CreateSubKey | Delete\w* | Download\w* | EnableDHCP
    | EnableStatic | Install | InvokeMethod | JoinDomain\w* | Kill | MoveTo | Put | Reboot
    | ReleaseDHCPLease\w* | RenewDHCPLease\w* | Repair | Save | SaveAs | SetDNS\w* | SetInfo
    | SetPassword | SetValue | StartService | StopService | Terminate | Uninstall | Unregister
    | Upload\w* | Win32Shutdown\w* | WriteEntry )\s*\("""
)
_CHANGING_POSIX_TOOLS = r"""(?: rm | mv | cp | dd | ln | tee | touch | mkdir | rmdir | truncate
    | install | chmod | chown | mkfs\S* | shred | unlink | rsync | scp | sftp | sudo | su | doas
    | pkexec | kill | killall | pkill | reboot | shutdown | halt | poweroff | init | mount | umount
    | crontab | dhclient | dhcpcd | ifup | ifdown | apt | apt-get | dnf | yum | zypper | pacman
    | brew | snap | useradd | usermod | passwd | iptables | nft | ufw | modprobe | rmmod | swapoff
    | swapon | eval | exec | source | xargs | nohup | (?:ba|da|z|k)?sh )(?![\w./=-])"""
_POWERSHELL_OUTPUT = re.compile(r"(?:^|[^=<-])>>?(?!\s*(?:\$null\b|&\d))")
_POSIX_OUTPUT = re.compile(r"(?<![<&\d])\d?>>?(?!\s*(?:/dev/null\b|&\d|\())")
_POWERSHELL_7 = {
    "&& needs PowerShell 7": r"&&",
    "|| needs PowerShell 7": r"\|\|",
    "?? and ?. need PowerShell 7": r"\?\?|\$\{?\w+\}?\?[.\[]",
    "a ternary needs PowerShell 7 (and ? as Where-Object is an alias)": r"(?<=[\s)])\?(?=[\s({])",
    "a parameter of PowerShell 7": r"\s-(?:Parallel|AsHashtable|TimeoutSeconds|SkipCertificateCheck"
    r"|SkipHttpErrorCheck|TargetName|MaxHops|MtuSize|TcpPort|SslProtocol|NoEmphasis|EnumsAsStrings"
    r"|AsUTC|LeafBase|AsByteStream|NoProxy|MaximumRetryCount)\b",
    "a cmdlet of PowerShell 7": r"\b(?:Get-Error|Get-Uptime|Join-String|Test-Json|Remove-Alias"
    r"|ConvertFrom-Markdown|Get-SecureRandom)\b",
    "a variable of PowerShell 7": r"\$(?:IsWindows|IsLinux|IsMacOS|IsCoreCLR|PSStyle)\b",
    "an API that .NET Framework lacks": r"\[(?:System\.)?Math\]::Clamp|::GetRelativePath\("
    r"|\[semver\]",
    "ConvertFrom-Json -Depth needs PowerShell 7": r"ConvertFrom-Json[^\n|;]*-Depth",
}
_BASH_ONLY = {
    "[[ is not POSIX": r"(?<!\S)\[\[\s",
    "process substitution is not POSIX": r"[<>]\(",
    "a here-string is not POSIX": r"<<<",
    "&> is not POSIX": r"&>",
    "an array is not POSIX": r"(?<!\S)\w+=\((?!\()",
    "'function' is not POSIX": r"(?<!\S)function\s+\w",
    "echo -e is not POSIX": r"\becho\s+-[en]\b",
}
# Where a command may begin, so that `--rm` or a file called `mount` is not taken for one.
_POSIX_START = (
    r"(?:^|[\n;|&({`!]|\b(?:do|then|else|if|while|until|time|command|env)\s)\s*(?:\w+=\S*\s+)*"
)
_CHANGING_POSIX = re.compile(f"{_POSIX_START}{_CHANGING_POSIX_TOOLS}", re.MULTILINE | re.VERBOSE)


def check_command_problems(command: str, shell: Shell) -> list[str]:
    """Why a check may not run this command; empty when nothing was found."""
    code = visible_code(command, shell)
    found = [code.broken] if code.broken else []
    found += _changing_arguments(code.text)
    if shell == "powershell":
        return [*found, *_powershell_changes(code.text), *_matches(_POWERSHELL_7, code.text)]
    found += [f"{match.group().strip()} is not allowed" for match in _found(_CHANGING_POSIX, code)]
    found += ["output into a file" for _ in _found(_POSIX_OUTPUT, code)]
    return [*found, *_matches(_BASH_ONLY, code.text)]


def script_problems(script: str, shell: Shell) -> list[str]:
    """Why a fix's script would not run where the product promises it; it may change things."""
    code = visible_code(script, shell)
    found = [code.broken] if code.broken else []
    return found + (_matches(_POWERSHELL_7, code.text) if shell == "powershell" else [])


def _changing_arguments(code: str) -> Iterator[str]:
    for tool, arguments in _CHANGING_ARGUMENTS.items():
        call = rf"(?<![\w$.=-]){tool}(?:\.exe)?(?:[^\S\n](?:[^\n|;&)]*[^\S\n])?){arguments}"
        if match := re.search(call, code, re.IGNORECASE):
            yield f"'{match.group().strip()}' changes something"


def _powershell_changes(code: str) -> Iterator[str]:
    for match in _CMDLET.finditer(code):
        name = match.group()
        if _ASKING_CMDLETS.fullmatch(name):
            yield f"{name} waits for input"
        elif not (_READING_VERBS.fullmatch(match.group(1)) or _HARMLESS_CMDLETS.fullmatch(name)):
            yield f"{name} may change something"
    for rule, why in (
        (_CHANGING_WINDOWS_TOOLS, "changes something or hides what it does"),
        (_POWERSHELL_ALIASES, "is an alias"),
        (_CHANGING_DOTNET, "changes something"),
        (_POWERSHELL_OUTPUT, "writes to a file"),
    ):
        if found := rule.search(code):
            yield f"'{found.group().strip()}' {why}"


def _found(rule: re.Pattern[str], code: VisibleCode) -> Iterator[re.Match[str]]:
    return rule.finditer(code.text)


def _matches(rules: Mapping[str, str], code: str) -> list[str]:
    return [why for why, rule in rules.items() if re.search(rule, code)]
