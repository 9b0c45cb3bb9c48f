"""Reads the commands of a Windows command prompt line (`cmd /c …`)."""

from __future__ import annotations

import re

from core.scripts.preflight.commands import Command, Word, base_name
from core.scripts.syntax import Span

_BETWEEN = re.compile(r"&&|\|\||[&|\n]")
_WORD = re.compile(r"\"[^\"]*\"\S*|\S+")
_PREFIXES = ("call", "start", "@echo", "if", "for", "do", "echo")


def read_lines(text: str) -> tuple[Command, ...]:
    """The commands, roughly: enough to find the dangerous ones."""
    commands = []
    at = 0
    plain = text.replace("^", "")
    for fragment in _BETWEEN.split(plain):
        start = max(plain.find(fragment, at), 0)
        at = start + len(fragment)
        words = [
            Word(found[0], found[0].strip('"'), Span(start + found.start(), start + found.end()))
            for found in _WORD.finditer(fragment)
        ]
        while words and words[0].shown.lower() in _PREFIXES[:2]:
            words.pop(0)
        if words:
            commands.append(command_of(words))
    return tuple(commands)


def command_of(words: list[Word]) -> Command:
    """The first word is the command."""
    name = words[0]
    span = Span(name.span.start, words[-1].span.end)
    written = name.shown.lstrip("@(")
    return Command(base_name(written), written, name.span, span, tuple(words[1:]))
