"""Files that a script fetches and then starts."""

from __future__ import annotations

import re

from core.scripts.preflight.commands import Command, Word
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.powershell_reading import PowerShell
from core.scripts.preflight.report import Report

_FETCHES = ("invoke-webrequest", "invoke-restmethod", "start-bitstransfer", "curl", "wget")
_STARTS = ("start-process", "invoke-item", "msiexec", "powershell", "pwsh", "cmd", "wscript",
           "cscript", "mshta", "rundll32", "regsvr32", "import-module", "invoke-expression",
           "expand-archive", "add-appxpackage")  # fmt: skip
_DOWNLOAD_FILE = re.compile(r"\.DownloadFile\w*\s*\(\s*[^,]+,\s*([^)]+)\)", re.IGNORECASE)
_ADVICE = "Download it by hand, check its signature, and start what you checked."


def check_downloads(script: PowerShell, report: Report) -> None:
    fetched: set[str] = set()
    for command in script.commands:
        if command.name in _FETCHES:
            word = command.value_of("outfile", "destination", "o")
            fetched |= set() if word is None else _names(word)
    for found in _DOWNLOAD_FILE.finditer(script.tree.text):
        fetched.add(found[1].strip().strip("\"'").lower())
    for command in script.commands:
        if _starts(command, fetched):
            report.add(
                "download-and-run", Severity.HIGH, command.span,
                "It starts a file that it fetched from an address just before.", _ADVICE,
            )  # fmt: skip


def _starts(command: Command, fetched: set[str]) -> bool:
    if command.name in _STARTS and command.name != "expand-archive":
        return any(_names(word) & fetched or _mentions(word, fetched) for word in command.words)
    return command.written.strip("\"'").lower().removeprefix(".\\") in fetched


def _mentions(word: Word, fetched: set[str]) -> bool:
    return any(name in word.text.lower() or name in word.shown.lower() for name in fetched)


def _names(word: Word) -> set[str]:
    texts = (text.strip("\"'").lower().removeprefix(".\\") for text in (word.text, word.shown))
    return {text for text in texts if text}
