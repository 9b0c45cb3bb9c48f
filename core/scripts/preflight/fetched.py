"""Files that a Bash script fetches and then runs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.scripts.preflight.commands import Command, Word
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.report import Report

_REDIRECTED = re.compile(r"\b(?:curl|wget)\b[^|;&\n]*[^2&]>\s*([^\s;&|]+)")
_SHELLS = re.compile(r"^(?:ba|da|z|k)?sh$|^(?:python|perl|ruby)[\d.]*$|^(?:source|\.)$")


def check_fetched(text: str, commands: Iterable[Command], report: Report) -> None:
    fetched = {found[1].strip("\"'") for found in _REDIRECTED.finditer(text)}
    for command in commands:
        if command.name in ("curl", "wget"):
            fetched |= set(_fetched(command))
        elif _runs(command, fetched):
            report.add(
                "download-and-run", Severity.HIGH, command.span,
                "It runs a file that it fetched from an address just before.",
                "Read the file first, or check its signature.",
            )  # fmt: skip


def _fetched(command: Command) -> Iterable[str]:
    for before, word in zip(command.words, command.words[1:], strict=False):
        names = re.fullmatch(r"-\w*[oO]|--output(?:-document)?", before.text)
        if names and not before.text.endswith("O" if command.name == "curl" else "o"):
            yield _plain(word)
    for word in command.words:
        if re.match(r"https?://", word.shown):
            yield word.shown.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def _runs(command: Command, fetched: set[str]) -> bool:
    if re.sub(r"^\./", "", command.written.strip("\"'")) in fetched:
        return True
    return _SHELLS.match(command.name) is not None and any(
        _plain(word) in fetched for word in command.words
    )


def _plain(word: Word) -> str:
    return re.sub(r"^\./", "", word.shown.strip("\"'"))
