"""The part of a command that a shell would execute: without comments and the text of strings.

A small scanner, not a parser: enough to look for words without being fooled by `'Remove-Item'` in a
message, and without missing `"$(Remove-Item x)"`, which is a command inside a string.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shell = Literal["powershell", "posix"]


@dataclass(frozen=True, slots=True)
class VisibleCode:
    """`broken` says what is not closed, empty when all is well."""

    text: str
    broken: str = ""


def visible_code(code: str, shell: Shell) -> VisibleCode:
    """The code with comments left out and string literals emptied; `$(…)` in them is kept."""
    scanner = _Scanner(code.replace("\r\n", "\n"), shell)
    scanner.run(closing="")
    return VisibleCode("".join(scanner.out), scanner.broken)


_PAIRS = {"(": ")", "{": "}", "[": "]"}


class _Scanner:
    def __init__(self, code: str, shell: Shell) -> None:
        self._code = code
        self._at = 0
        self._is_powershell = shell == "powershell"
        self._escape = "`" if self._is_powershell else "\\"
        self.out: list[str] = []
        self.broken = ""

    def run(self, closing: str) -> None:
        """Copy code up to the bracket that closes it; strings and comments are emptied."""
        while self._at < len(self._code):
            if self._skip_comment() or self._skip_string():
                continue
            char = self._code[self._at]
            if char == self._escape:
                self._copy(2)
            elif char == closing:
                self._copy(1)
                return
            elif char in _PAIRS and self._counts(char):
                self._copy(1)
                self.run(_PAIRS[char])
            elif char in _PAIRS.values() and self._counts(char):
                self._fail(f"'{char}' closes nothing")
                self._copy(1)
            else:
                self._copy(1)
        if closing:
            self._fail(f"'{closing}' is missing")

    def _counts(self, bracket: str) -> bool:
        """In a POSIX shell only `$(` nests reliably: `case x)` closes nothing."""
        if self._is_powershell:
            return True
        return bracket == "(" and self._code[self._at - 1 : self._at] == "$"

    def _skip_comment(self) -> bool:
        if self._is_powershell and self._code.startswith("<#", self._at):
            end = self._code.find("#>", self._at)
            self._at = len(self._code) if end < 0 else end + 2
            return True
        before = self._code[self._at - 1] if self._at else "\n"
        if self._code[self._at] == "#" and before in " \t\n;({|&":
            end = self._code.find("\n", self._at)
            self._at = len(self._code) if end < 0 else end
            return True
        return False

    def _skip_string(self) -> bool:
        rest = self._code[self._at : self._at + 2]
        if self._is_powershell and rest in ("@'", '@"'):
            self._here_string(rest[1])
            return True
        if rest[0] == "'":
            end = self._code.find("'", self._at + 1)
            self._end_string("'", end)
            return True
        if rest[0] == '"':
            self._at += 1
            self.out.append('"')
            self._expandable()
            return True
        return False

    def _here_string(self, quote: str) -> None:
        end = self._code.find(f"\n{quote}@", self._at)
        self._end_string("'", end + 2 if end >= 0 else -1)

    def _end_string(self, quote: str, end: int) -> None:
        """Put an empty string in place of a literal that ends at `end`; doubled quotes go on."""
        self.out.append(quote * 2)
        if end < 0:
            self._fail("a quote is not closed")
        self._at = len(self._code) if end < 0 else end + 1

    def _expandable(self) -> None:
        """Empty a double-quoted string, but keep the commands in it."""
        while self._at < len(self._code):
            char = self._code[self._at]
            if char == self._escape:
                self._at += 2
            elif char == '"':
                self._copy(1)
                return
            elif self._code.startswith("$(", self._at):
                self._copy(2)
                self.run(")")
            else:
                self._at += 1
        self._fail("a quote is not closed")

    def _copy(self, count: int) -> None:
        self.out.append(self._code[self._at : self._at + count])
        self._at += count

    def _fail(self, what: str) -> None:
        self.broken = self.broken or what
