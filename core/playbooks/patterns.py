"""Refuses regular expressions whose time can explode on hostile output."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?xs)
    (?P<open>\((?:\?(?:P<\w+>|<?[=!]|[:>]|[aimsux-]+:))?)
    | (?P<close>\))
    | (?P<either>\|)
    | (?P<atom>\[\^?\]?(?:\\.|[^\]\\])*\] | \\. | [^*+?{}])
    """
)
_QUANTIFIER = re.compile(r"[*+?]|\{\d*(?:,\d*)?\}")
_SAMPLE = [chr(code) for code in (*range(1, 256), 0x2013, 0x2019, 0x20AC)]


@dataclass(slots=True)
class _Group:
    """What was seen between two brackets. `atoms` are single characters or classes, in order."""

    atoms: list[str] = field(default_factory=list)
    required: list[bool] = field(default_factory=list)
    first_is_repeated: bool = False
    has_repeat: bool = False
    is_simple: bool = True
    """Without inner groups and alternatives."""

    @property
    def is_delimited(self) -> bool:
        """Whether every pass begins with something that cannot occur further on in a pass.

        Then there is only one way to divide a text into passes, as in `(?:\\.[a-z]+)+`.
        """
        if not (self.is_simple and self.required and self.required[0]):
            return False
        if self.first_is_repeated and not any(self.required[1:]):
            return False
        first, *others = (_characters(atom) for atom in self.atoms)
        return not any(first & other for other in others)


def repeats_a_repeat(pattern: str) -> bool:
    """Whether a repeated group can divide the same text in many ways, such as `(a+)*`.

    Such a pattern can take exponential time; everything else is at worst polynomial, which the cap
    on the size of an output keeps short. Some harmless patterns are refused as well; they can be
    written with a limit, such as `(?:a{1,50}){1,50}`.
    """
    groups = [_Group()]
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            position += 1
            continue
        group = groups[-1]
        quantifier = _QUANTIFIER.match(pattern, token.end())
        is_endless = quantifier is not None and _is_endless(quantifier.group())
        if token["open"]:
            group.is_simple = False
            groups.append(_Group())
        elif token["either"]:
            group.is_simple = False
        elif token["close"] and len(groups) > 1:
            inner = groups.pop()
            if is_endless and inner.has_repeat and not inner.is_delimited:
                return True
            groups[-1].has_repeat = groups[-1].has_repeat or inner.has_repeat or is_endless
        elif token["atom"]:
            if not group.atoms:
                group.first_is_repeated = is_endless
            group.atoms.append(token["atom"])
            group.required.append(quantifier is None or quantifier.group() == "+")
            group.has_repeat = group.has_repeat or is_endless
        position = quantifier.end() if quantifier and not token["open"] else token.end()
    return False


def _is_endless(quantifier: str) -> bool:
    return quantifier in ("*", "+") or quantifier.endswith(",}")


def _characters(atom: str) -> frozenset[str]:
    """Which of the sample an atom matches; none for an assertion such as `\\b`."""
    matcher = re.compile(atom, re.IGNORECASE)
    return frozenset(char for char in _SAMPLE if matcher.fullmatch(char))
