"""Registry values that weaken a machine or start something by themselves. Data only.

They are looked for in whatever writes the registry: the cmdlets, reg.exe and .NET.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.scripts.preflight.findings import Severity


@dataclass(frozen=True, slots=True)
class RegistryRule:
    rule: str
    severity: Severity
    place: re.Pattern[str]
    message: str
    advice: str


def _rule(rule: str, severity: Severity, place: str, message: str, advice: str) -> RegistryRule:
    return RegistryRule(rule, severity, re.compile(place), message, advice)


_HIGH, _MEDIUM = Severity.HIGH, Severity.MEDIUM
_ZERO = r".*\b(?:0x?0*|0)\b"
_ONE = r".*\b(?:0x0*1|1)\b"

REGISTRY_RULES = (
    _rule("run-key", _HIGH,
          r"currentversion\\+(?:run|runonce|runservices|policies\\+explorer\\+run)\b",
          "It makes a program start whenever somebody signs in.",
          "Use a scheduled task or a policy, which can be seen and undone."),
    _rule("logon-hook", _HIGH,
          r"winlogon.*\b(?:shell|userinit|notify)\b|image file execution options"
          r"|appinit_dlls|silentprocessexit|\\lsa.*(?:security|notification|authentication) pack",
          "It puts a program in the place of a part of Windows.",
          "Leave these values to Windows."),
    _rule("auto-logon", _HIGH, r"winlogon.*\b(?:defaultpassword|autoadminlogon)\b",
          "It keeps a password in the registry, readable to all, to sign in by itself.",
          "Use assigned access or a managed account."),
    _rule("uac-off", _HIGH,
          rf"\b(?:enablelua|consentpromptbehavioradmin|promptonsecuredesktop|filteradmin\w*){_ZERO}"
          rf"|localaccounttokenfilterpolicy{_ONE}",
          "It turns User Account Control off: programs get full rights without asking.",
          "Leave it on, and run the one program elevated."),
    _rule("defender-off", _HIGH,
          rf"\bdisable(?:antispyware|antivirus|realtimemonitoring|behaviormonitoring"
          rf"|ioavprotection|onaccessprotection|scanonrealtimeenable){_ONE}"
          rf"|windows defender.*exclusions|tamperprotection{_ZERO}",
          "It turns a part of Microsoft Defender off.",
          "Leave the protection on; find out what it blocks and why."),
    _rule("firewall-off", _HIGH, rf"firewallpolicy.*enablefirewall{_ZERO}",
          "It turns the Windows firewall off.", "Open the one port that is needed instead."),
    _rule("smartscreen-off", _HIGH, rf"(?:enablesmartscreen|smartscreenenabled)(?:{_ZERO}|.*\boff)",
          "It turns the check of downloaded programs off.", "Leave it on."),
    _rule("logging-off", _HIGH,
          rf"enable(?:scriptblocklogging|modulelogging|transcripting){_ZERO}"
          rf"|\\eventlog.*\benabled{_ZERO}|processcreationincludecmdline_enabled{_ZERO}",
          "It stops Windows from recording what scripts and programs do.", "Leave it on."),
    _rule("remote-desktop-nla", _HIGH, rf"rdp-tcp.*(?:userauthentication|securitylayer){_ZERO}",
          "It lets Remote Desktop connect before anybody proved who they are.",
          "Leave Network Level Authentication on."),
    _rule("remote-desktop", _MEDIUM, rf"fdenytsconnections{_ZERO}",
          "It turns Remote Desktop on.", "Reach the machine through the RMM or a VPN instead."),
    _rule("plain-passwords", _HIGH,
          rf"uselogoncredential{_ONE}|\blmcompatibilitylevel\b.*\b[012]\b|\bnolmhash{_ZERO}"
          rf"|runasppl{_ZERO}|disablerestrictedadmin{_ZERO}|limitblankpassworduse{_ZERO}"
          rf"|restrictanonymous\w*{_ZERO}|everyoneincludesanonymous{_ONE}",
          "It makes Windows keep or send passwords in a form that can be stolen.",
          "Leave it as Windows has it."),
    _rule("old-protocol", _HIGH,
          rf"lanmanserver.*\bsmb1{_ONE}|(?:ssl [23]\.0|tls 1\.[01]).*\benabled(?:{_ONE}|.*ffffffff)"
          rf"|requiresecuritysignature{_ZERO}|allowinsecureguestauth{_ONE}",
          "It allows an old, unsafe protocol.", "Update what needs it instead."),
    _rule("updates-off", _HIGH, rf"\bnoautoupdate{_ONE}|disablewindowsupdateaccess{_ONE}",
          "It turns updates of Windows off.", "Pause them for some days instead."),
    _rule("security-service-off", _HIGH,
          r"services\\+(?:windefend|mpssvc|sense|wscsvc|eventlog|wdnissvc|securityhealthservice)\b"
          r".*\bstart\b.*\b0?x?0*[34]\b",
          "It keeps a service from starting that protects or records the machine.",
          "Leave it running; find out what it blocks and why."),
    _rule("tools-off", _HIGH, rf"\bdisable(?:taskmgr|registrytools|cmd){_ONE}",
          "It takes away the tools with which trouble is found.", "Leave them."),
    _rule("print-nightmare", _HIGH,
          rf"restrictdriverinstallationtoadministrators{_ZERO}|nowarningnoelevationoninstall{_ONE}",
          "It lets anybody install printer drivers, which attackers use to take over machines.",
          "Install the driver as an administrator."),
    _rule("macro-on", _HIGH,
          rf"\bvbawarnings{_ONE}|accessvbom{_ONE}|blockcontentexecution\w*{_ZERO}",
          "It lets macros of documents run without asking.", "Trust one location or publisher."),
)  # fmt: skip
