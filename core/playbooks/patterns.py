"""Refuses regular expressions whose time can explode on hostile output."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""(?x)
    (?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])      # a character class hides what is in it
    | (?P<skip>\\.)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<repeat>[*+]|\{\d*,\})                # no upper limit
    """,
    re.DOTALL,
)
_REPEAT = re.compile(r"[*+]|\{\d*,\}")


def repeats_a_repeat(pattern: str) -> bool:
    """Whether a group without upper limit holds a part without upper limit, such as `(a+)*`.

    Such a pattern can take exponential time; everything else is at worst polynomial, which the cap
    on the size of an output keeps short. Some harmless patterns are refused as well; they can be
    written with a limit, such as `(a{1,50})*`.
    """
    holds_repeat = [False]
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            holds_repeat.append(False)
        elif token["close"] and len(holds_repeat) > 1:
            inner = holds_repeat.pop()
            repeated = _REPEAT.match(pattern, token.end()) is not None
            if inner and repeated:
                return True
            holds_repeat[-1] = holds_repeat[-1] or inner
        elif token["repeat"]:
            holds_repeat[-1] = True
    return False
