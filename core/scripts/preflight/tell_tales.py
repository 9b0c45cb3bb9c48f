"""Words that give away what a PowerShell text is up to, wherever they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.scripts.preflight.findings import Severity
from core.scripts.preflight.report import Report
from core.scripts.syntax import Span

_ADVICE = "Ask who wrote this and why. Run it only when you know what each part does."

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH


@dataclass(frozen=True, slots=True)
class TellTale:
    """`words` is looked for in every line, in any case."""

    rule: str
    severity: Severity
    words: str
    message: str


TELL_TALES = (
    TellTale("amsi", _HIGH, r"amsi(?:utils|initfailed|scanbuffer|context|session|\.dll)"
             r"|amsi['\"]\s*\+",
             "It names the part of Windows that checks scripts, as scripts do that switch it off."),
    TellTale("etw-off", _HIGH, r"etweventwrite|pseventlogprovider|etwprovider",
             "It touches what records PowerShell's work, as scripts do that hide it."),
    TellTale("loads-code", _HIGH,
             r"(?:reflection\.|\[)assembly\]?::(?:unsafe)?load(?:file|from)?\s*\("
             r"|appdomain\]?::currentdomain\.load|definedynamicassembly",
             "It loads a program from memory: no virus scanner sees the file."),
    TellTale("memory-code", _HIGH, r"virtualalloc|createthread|createremotethread"
             r"|writeprocessmemory|getdelegateforfunctionpointer|getprocaddress|rtlmovememory"
             r"|minidumpwritedump",
             "It puts code into memory and starts it, as malware does."),
    TellTale("download-text", _HIGH, r"\.download(?:string|data)(?:async|taskasync)?\b"
             r"|\.openread\s*\(",
             "It fetches text from an address, mostly to run it unseen."),
    TellTale("download-file", _MEDIUM, r"\.downloadfile(?:async|taskasync)?\b|net\.webclient"
             r"|net\.http\.httpclient|xmlhttp|winhttprequest|httpwebrequest",
             "It talks to another computer over the network."),
    TellTale("sockets", _HIGH, r"net\.sockets\.(?:tcplistener|socket|udpclient)\b"
             r"|\.getstream\s*\(",
             "It opens a connection of its own, past every proxy and log."),
    TellTale("connects", _LOW, r"net\.sockets\.tcpclient\b",
             "It opens a connection of its own. To test a port is fine; to talk over it is not."),
    TellTale("base64", _MEDIUM, r"frombase64(?:string|transform)",
             "It decodes a text that nobody can read in the script."),
    TellTale("unpacks", _HIGH, r"io\.compression\.(?:deflate|gzip)stream.*",
             "It unpacks code or data that is hidden in the script."),
    TellTale("xor", _HIGH, r"-bxor\b.*", "It decrypts something inside the script."),
    TellTale("made-of-env", _HIGH, r"\$(?:env:)?(?:comspec|pshome|shellid|public|psmodulepath"
             r"|verbosepreference(?:\.tostring\(\))?|maximumdrivecount)\s*\[",
             "It builds a command out of letters of other texts."),
    TellTale("reversed", _HIGH, r"\[-1\s*\.\.\s*-|\[array\]::reverse|righttoleft"
             r"|\.length\s*\.\.\s*0\s*\]",
             "It turns a text round to hide it."),
    TellTale("script-block-made", _HIGH, r"\[(?:system\.management\.automation\.)?scriptblock\]"
             r"::create|invokescript|newscriptblock|\[powershell\]::create|addscript\s*\(",
             "It makes code out of a text: what it does is not to be seen before it runs."),
    TellTale("hidden-window", _MEDIUM, r"-w(?:in\w*)?\s+hid\w*|windowstyle\s*=?\s*['\"]?hidden",
             "It works in a window that nobody sees."),
    TellTale("restarts", _MEDIUM, r"win32shutdown|::failfast",
             "It ends the work of whoever is signed in, or the script at once."),
    TellTale("steals-passwords", _HIGH, r"mimikatz|sekurlsa|lsadump|invoke-kerberoast"
             r"|login data['\"]|\\sam['\"]|ntds\.dit|cryptunprotectdata|protecteddata\]::unprotect",
             "It reaches for passwords that are kept on the machine."),
    TellTale("certificate-check-off", _HIGH, r"servercertificatevalidationcallback"
             r"|trustallcertspolicy|skipcertificatecheck|dangerousacceptanyservercertificate",
             "It does not check whom it talks to: anybody can stand in between."),
    TellTale("deletes-shadows", _HIGH, r"win32_shadowcopy.*delete|delete.*win32_shadowcopy",
             "It deletes shadow copies, from which Windows restores files."),
)  # fmt: skip
_COMPILED = tuple((one, re.compile(one.words, re.IGNORECASE)) for one in TELL_TALES)
_SEAM = re.compile(r"['\"]\s*\+\s*['\"]")


def check_words(text: str, report: Report) -> None:
    """Look for tell-tale words in a PowerShell text, escapes and seams taken out."""
    start = 0
    for line in text.split("\n"):
        plain = line.replace("`", "")
        joined = _SEAM.sub("", plain)
        for tale, pattern in _COMPILED:
            found = pattern.search(plain) or pattern.search(joined)
            if found is not None:
                # Without its escapes the line is shorter: then all of it is meant.
                place = found.span() if found.string == line else (0, len(line))
                span = Span(start + place[0], start + place[1])
                report.add(tale.rule, tale.severity, span, tale.message, _ADVICE)
        start += len(line) + 1
