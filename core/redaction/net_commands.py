"""`net use` and `net user`: the password has no switch, it is told by where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.redaction.placeholder import Kind
from core.redaction.rule import Rule, Span, without_quotes
from core.redaction.words import is_value

_COMMAND = re.compile(
    r"\bnet1?(?:\.exe)?[ \t]{1,8}(use|user)[ \t]{1,8}((?:\"[^\"\n]{0,300}\"|[^\n|&>\"]){1,300})",
    re.IGNORECASE,
)
_ARGUMENT = re.compile(r"[^\s\"]{0,300}\"[^\"\n]{0,300}\"|\S{1,300}")
_TARGET = re.compile(
    r"(?:[A-Za-z]:|\*|\"?\\\\.*|\"?https?://.*|lpt\d:?)\Z", re.IGNORECASE | re.DOTALL
)
_WORDS_AFTER = frozenset(
    {"in", "on", "the", "and", "to", "works", "fails", "shows", "says", "gives", "command"}
)


def _find(text: str) -> Iterator[Span]:
    for command in _COMMAND.finditer(text):
        at = command.start(2)
        plain = [
            (at + match.start(), at + match.end())
            for match in _ARGUMENT.finditer(command[2])
            if not match[0].startswith(("/", "-"))
        ]
        yield from _password(text, plain, command[1].lower())


def _password(text: str, arguments: list[Span], verb: str) -> Iterator[Span]:
    """The argument after the targets of `use`, or after the name of `user`."""
    words = [text[slice(*span)] for span in arguments]
    if any(word.lower() in _WORDS_AFTER for word in words):
        return
    targets = [bool(_TARGET.match(word)) for word in words]
    if verb == "user":
        place = 1
    elif any(targets):
        place = next((at for at, target in enumerate(targets) if not target), len(words))
        if place < len(words) and place + 1 < len(words) and targets[place + 1]:
            return
    else:
        return
    if place < len(words) and words[place] != "*" and is_value(words[place]):
        yield without_quotes(text, arguments[place])


NET_COMMANDS = Rule(Kind.PASSWORD, "net use and net user with a password", ("net",), _find)
