"""Reads commands out of a text whose syntax could not be read.

It takes more for a command than is one: better a word too many than a dangerous one missed.
"""

from __future__ import annotations

import re

from core.scripts.model import Language
from core.scripts.preflight.command_prompt import command_of
from core.scripts.preflight.commands import Command, Word
from core.scripts.syntax import Span

_BETWEEN = re.compile(r"&&|\|\||[;|&{}\n()`]|(?<![\w$])=(?!=)")
_BETWEEN_POWERSHELL = re.compile(r"&&|\|\||[;|&{}\n()]|(?<![\w$])=(?!=)")
_WORD = re.compile(r"\"[^\"]*\"\S*|'[^']*'\S*|\S+")
_PREFIXES = ("sudo", "then", "do", "else", "exec", "nohup", "return", "if", "!", ".", "doas")


def read_loosely(text: str, language: Language) -> tuple[Command, ...]:
    between = _BETWEEN_POWERSHELL if language is Language.POWERSHELL else _BETWEEN
    commands: list[Command] = []
    at = 0
    while at <= len(text):
        end = between.search(text, at)
        stop = len(text) if end is None else end.start()
        fragment = text[at:stop]
        if not fragment.lstrip().startswith("#"):
            commands += _read_fragment(fragment, at)
        at = len(text) + 1 if end is None else end.end()
    return tuple(commands)


def _read_fragment(fragment: str, start: int) -> list[Command]:
    words = []
    for found in _WORD.finditer(fragment):
        text = found[0]
        plain = text.replace("`", "").strip("\"'")
        if text.startswith("-"):
            text = plain = plain.lower()
        words.append(Word(text, plain, Span(start + found.start(), start + found.end())))
    while words and words[0].shown.lower() in _PREFIXES:
        words.pop(0)
    return [command_of(words)] if words else []
