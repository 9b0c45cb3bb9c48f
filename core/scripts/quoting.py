"""Texts as literals of PowerShell, Bash and Python.

Each function returns source text that evaluates to exactly the text it was given and ends nothing
that was open before it. A NUL and lone surrogates have no place in a script: see `values`.
"""

from __future__ import annotations

import re
import shlex

_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9._@\\:/-]*", re.ASCII)
# What PowerShell takes for quotes: sections 2.3.5.2.1 and 2.3.5.2.2 of its language specification.
# U+201F is no quote there; a back-tick before it changes nothing.
_SINGLE_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")
_LIVE_IN_DOUBLE_QUOTES = re.compile('[`$"#\u201c\u201d\u201e\u201f]')


def powershell_literal(text: str) -> str:
    """Single-quoted: nothing is special but the quote, in any of its forms, and that is doubled."""
    return "'" + _SINGLE_QUOTES.sub(lambda quote: quote[0] * 2, text) + "'"


def powershell_argument(text: str) -> str:
    """Bare where a reader would write it bare, else a literal."""
    return text if _PLAIN_WORD.fullmatch(text) else powershell_literal(text)


def powershell_in_double_quotes(text: str) -> str:
    """Every live character with a back-tick before it.

    Also `#`, which PowerShell would not mind: behind an escape or `$( )` the grammar takes it for a
    comment, and what reads our scripts by the grammar must see what runs.
    """
    return _LIVE_IN_DOUBLE_QUOTES.sub(lambda char: f"`{char[0]}", text)


def bash_literal(text: str) -> str:
    """Always in quotes: also a word like `esac` or `-f` is nothing but text then."""
    return "'" + bash_in_single_quotes(text) + "'"


def bash_argument(text: str) -> str:
    """Bare where a reader would write it bare, else in quotes."""
    return shlex.quote(text)


def bash_in_double_quotes(text: str) -> str:
    return re.sub(r'[\\$"`]', lambda char: f"\\{char[0]}", text)


def bash_in_single_quotes(text: str) -> str:
    return text.replace("'", "'\"'\"'")


def python_literal(text: str) -> str:
    """Double-quoted; single-quoted when that needs less escaping. What can not be seen is escaped,
    so no mark in a text turns the direction of the code."""
    quote = "'" if '"' in text and "'" not in text else '"'
    return quote + "".join(_python_character(char, quote) for char in text) + quote


_PYTHON_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _python_character(char: str, quote: str) -> str:
    if char == quote:
        return f"\\{char}"
    if char in _PYTHON_ESCAPES:
        return _PYTHON_ESCAPES[char]
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
