"""Reads a check's output as one of the observation's results.

Output is untrusted and may be huge, mangled or in any language. It is cleaned and cut to a size on
which no rule can take long, then the rules are tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.playbooks.schema import ParseRule

# Patterns backtrack: the time of a rule may grow with the square of what it reads. What matters
# stands at the top (ipconfig, dsregcmd) or at the end (an error), so the middle is left out.
HEAD_CHARACTERS = 24_000
TAIL_CHARACTERS = 8_000
LINE_CHARACTERS = 1_000
SOURCE_LINE_CHARACTERS = 200
VALUE_CHARACTERS = 100

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_UTF16_MARK = re.compile(r"\A(?:\ufeff|\ufffe|ÿþ|þÿ|ï»¿)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2028\u2029\ufeff]")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a command printed. `exit_code` is None when the output was pasted."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedResult:
    """`source_line` is the line of output that proves the result, at most 200 characters."""

    result_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    source_line: str = ""


@dataclass(frozen=True, slots=True)
class Unparsed:
    """No rule recognised the output; `reason` is a sentence for the engineer."""

    reason: str


def parse(rules: Sequence[ParseRule], output: Output) -> ParsedResult | Unparsed:
    """The result of the first rule that applies."""
    stdout, stderr = clean(output.stdout), clean(output.stderr)
    streams = {"stdout": stdout, "stderr": stderr, "both": f"{stdout}\n{stderr}".strip("\n")}
    for rule in rules:
        if _concerns(rule, output.exit_code):
            found = _apply(rule, streams[rule.stream], first_line=stderr or stdout)
            if found is not None:
                return found
    return Unparsed(_reason(stdout, stderr, output.exit_code))


def clean(raw: str) -> str:
    """The text as a person reads it, cut in the middle when it is huge.

    Takes out byte order marks, the NULs of UTF-16 read as bytes, colour codes and carriage returns.
    """
    if len(raw) > 4 * (HEAD_CHARACTERS + TAIL_CHARACTERS):
        raw = raw[: 2 * HEAD_CHARACTERS] + "\n" + raw[-2 * TAIL_CHARACTERS :]
    text = _UTF16_MARK.sub("", raw).replace("\x00", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", _ANSI.sub("", text)).translate(_SPACES)
    lines = [line[:LINE_CHARACTERS].rstrip() for line in text.split("\n")]
    text = "\n".join(lines).strip("\n")
    if len(text) > HEAD_CHARACTERS + TAIL_CHARACTERS:
        text = f"{text[:HEAD_CHARACTERS]}\n{text[-TAIL_CHARACTERS:]}"
    return text


def number(text: str) -> float | None:
    """A captured number in any usual notation: `1234.5`, `1234,5`, `1.234,5`, `1,234.5`, `1 234`.

    One lone comma before exactly three digits groups thousands, unless the number begins with 0.
    """
    digits = re.sub(r"[\s'’]", "", text).replace("−", "-")
    if "," in digits and "." in digits:
        decimal = max(digits.rfind(","), digits.rfind("."))
        whole, fraction = digits[:decimal], digits[decimal + 1 :]
        digits = f"{whole.replace(',', '').replace('.', '')}.{fraction}"
    elif digits.count(",") > 1 or re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", digits):
        digits = digits.replace(",", "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    else:
        digits = digits.replace(",", ".")
    return float(digits) if re.fullmatch(r"[-+]?\d+(?:\.\d*)?|[-+]?\.\d+", digits) else None


def _concerns(rule: ParseRule, exit_code: int | None) -> bool:
    succeeded = exit_code in (0, None)
    return rule.exit_code == "any" or (rule.exit_code == "zero") == succeeded


def _apply(rule: ParseRule, text: str, first_line: str) -> ParsedResult | None:
    if rule.unless is not None and _compiled(rule.unless).search(text):
        return None
    if rule.match is None:
        return ParsedResult(rule.result, {}, _line_at(first_line, 0))
    for match in _compiled(rule.match).finditer(text):
        values = {
            name: " ".join(value.split())[:VALUE_CHARACTERS]
            for name, value in match.groupdict().items()
            if value and value.strip()
        }
        if _is_within(rule, values):
            return ParsedResult(rule.result, values, _line_at(text, _visible_start(match)))
        if not (rule.below or rule.at_least):
            return None
    return None


def _is_within(rule: ParseRule, values: Mapping[str, str]) -> bool:
    for name, limit in rule.below.items():
        value = number(values.get(name, ""))
        if value is None or value >= limit:
            return False
    for name, limit in rule.at_least.items():
        value = number(values.get(name, ""))
        if value is None or value < limit:
            return False
    return True


def _visible_start(match: re.Match[str]) -> int:
    """Where the match begins, past white space it may begin with."""
    found = match.group()
    return match.start() + len(found) - len(found.lstrip())


def _line_at(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start:] if end < 0 else text[start:end]
    return line.strip()[:SOURCE_LINE_CHARACTERS]


def _reason(stdout: str, stderr: str, exit_code: int | None) -> str:
    if exit_code not in (0, None):
        said = _line_at(stderr or stdout, 0)
        return f"The command failed (exit code {exit_code})" + (f": {said}" if said else ".")
    if not stdout.strip():
        return "The command printed nothing."
    return "The output is not one this check knows."


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
