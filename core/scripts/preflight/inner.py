"""Scripts inside a script: what is handed to another shell as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.scripts.model import Language
from core.scripts.preflight.commands import Command, Word, base_name
from core.scripts.preflight.powershell_values import from_base64
from core.scripts.syntax import Span

_POWERSHELL = ("powershell", "pwsh")
_SWITCHES = ("-wait", "-nonewwindow", "-passthru", "-loaduserprofile", "-force")
_UNIX_SHELLS = ("bash", "sh", "dash", "zsh", "ksh", "ash")
_PYTHONS = re.compile(r"^(?:python|pypy)[\d.]*$|^py$")
_STARTERS = ("start-process", "start", "[diagnostics.process]::start", ".shellexecute")
_TAKES_LINE = (".run", ".exec", ".create", "invoke-wmimethod", "invoke-cimmethod")


@dataclass(frozen=True, slots=True)
class Inner:
    """A text that another shell will run. `language` None: the Windows command prompt."""

    text: str
    language: Language | None
    span: Span


def inner_scripts(command: Command) -> Iterator[Inner]:
    """What `command` hands to a shell, where the text is known."""
    name, words = command.name, command.words
    if name in _STARTERS:
        name, words = _started(words)
    if name in _TAKES_LINE:
        yield from (
            Inner(word.value, None, word.span) for word in words if word.value and " " in word.value
        )
    elif name in _POWERSHELL:
        yield from _of_powershell(words)
    elif name == "cmd":
        yield from _rest(words, ("/c", "/k", "/r"), None)
    elif name in (*_UNIX_SHELLS, "wsl"):
        yield from _after(words, re.compile(r"^-\w*c\w*$|^-e$"), Language.BASH)
    elif name in ("su", "runuser"):
        yield from _after(words, re.compile(r"^-\w*c$|^--command$"), Language.BASH)
    elif name == "ssh":
        yield from _of_ssh(words)
    elif _PYTHONS.match(name):
        yield from _after(words, re.compile(r"^-\w*c$"), Language.PYTHON)
    elif name == "trap" and words and words[0].value:
        yield Inner(words[0].value, Language.BASH, words[0].span)
    elif name == "alias":
        for word in words:
            _, _, meant = (word.value or "").partition("=")
            if meant:
                yield Inner(meant, Language.BASH, word.span)
    elif name == ".exec_command" and words and words[0].value:
        yield Inner(words[0].value, Language.BASH, words[0].span)
    elif name == "eval":
        known = [word.value for word in words]
        if words and all(value is not None for value in known):
            text = " ".join(value or "" for value in known)
            yield Inner(text, Language.BASH, command.span)
    elif name == "invoke-expression":
        for word in words:
            if word.value is not None and not word.text.startswith("-"):
                yield Inner(word.value, Language.POWERSHELL, word.span)


def started_command(command: Command) -> Command | None:
    """What a `Start-Process` starts, as a command of its own."""
    if command.name not in _STARTERS:
        return None
    name, words = _started(command.words)
    if not name:
        return None
    return Command(name, name, command.name_span, command.span, words)


def encoded_words(command: Command) -> Iterator[Word]:
    """The texts handed to PowerShell in Base64."""
    name, words = command.name, command.words
    if name in _STARTERS:
        name, words = _started(words)
    if name in _POWERSHELL:
        for word, following in pairwise(words):
            if _is_encoded_switch(word.text):
                yield following


def _started(words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """The program of a `Start-Process`, and its arguments taken apart."""
    plain = list(_without_settings(words))
    if not plain:
        return "", ()
    arguments: list[Word] = []
    for word in plain[1:]:
        text = word.shown.replace(",", " ") if "," in word.text else word.shown
        arguments += [Word(part, part, word.span) for part in _split(text)]
    return base_name(plain[0].shown), tuple(arguments)


def _without_settings(words: tuple[Word, ...]) -> Iterator[Word]:
    """The program first, then its arguments; not how its window looks or who it runs as."""
    at = 0
    program = [following for word, following in pairwise(words) if word.text == "-filepath"]
    yield from program[:1]
    while at < len(words):
        text = words[at].text
        if not text.startswith("-"):
            yield words[at]
        elif text not in ("-argumentlist", "-args", "-a", *_SWITCHES):
            at += 1
        at += 1


def _split(text: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|\S+", text)]


def _is_encoded_switch(text: str) -> bool:
    name = text.lower().replace("`", "").lstrip("-/").rstrip(":")
    return text[:1] in "-/" and (name == "ec" or (name != "" and "encodedcommand".startswith(name)))


def _is_command_switch(text: str) -> bool:
    name = text.lower().lstrip("-/").rstrip(":")
    return text[:1] in "-/" and name != "" and "command".startswith(name)


def _of_powershell(words: tuple[Word, ...]) -> Iterator[Inner]:
    for at, word in enumerate(words):
        if _is_encoded_switch(word.text) and at + 1 < len(words):
            text = from_base64(words[at + 1].value, "utf-16-le")
            if text is not None:
                yield Inner(text, Language.POWERSHELL, words[at + 1].span)
            return
        if _is_command_switch(word.text):
            yield from _joined(words[at + 1 :], Language.POWERSHELL)
            return
    if words and not any(word.text.lower().startswith(("-f", "/f")) for word in words):
        last = words[-1]
        if last.value is not None and " " in last.value:
            yield Inner(last.value, Language.POWERSHELL, last.span)


def _of_ssh(words: tuple[Word, ...]) -> Iterator[Inner]:
    """What stands behind the name of the machine."""
    rest = list(words)
    while rest and rest[0].text.startswith("-"):
        rest = rest[2:] if re.match(r"^-[bcDEeFIiJLlmOopQRSWw]$", rest[0].text) else rest[1:]
    if len(rest) > 1:
        yield from _joined(tuple(rest[1:]), Language.BASH)


def _rest(
    words: tuple[Word, ...], switches: tuple[str, ...], language: Language | None
) -> Iterator[Inner]:
    for at, word in enumerate(words):
        if word.shown.lower() in switches:
            yield from _joined(words[at + 1 :], language)
            return


def _after(words: tuple[Word, ...], switch: re.Pattern[str], language: Language) -> Iterator[Inner]:
    for word, following in pairwise(words):
        if switch.match(word.text):
            if following.value is not None:
                yield Inner(following.value, language, following.span)
            return


def _joined(words: tuple[Word, ...], language: Language | None) -> Iterator[Inner]:
    if words and not any(word.text.startswith("{") for word in words):
        span = Span(words[0].span.start, words[-1].span.end)
        yield Inner(" ".join(word.shown for word in words), language, span)
