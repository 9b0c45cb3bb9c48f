"""What a report about trouble must not say: secrets, people, clients."""

from __future__ import annotations

import getpass
import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from core.logs import redact

_LEAST_NAME = 2


@dataclass(frozen=True, slots=True)
class ReportPrivacy:
    """Takes out of a text what does not belong into a report.

    home, user, computer  of whoever runs the program
    terms                 clients' names and the words of their dictionaries
    """

    home: str
    user: str
    computer: str
    terms: tuple[str, ...] = ()

    def with_terms(self, terms: Iterable[str]) -> ReportPrivacy:
        """The same, and these terms too. The longest goes first: it may hold a shorter one."""
        known = dict.fromkeys(term.strip() for term in (*self.terms, *terms))
        return replace(self, terms=tuple(sorted(filter(None, known), key=len, reverse=True)))

    def clean(self, text: str) -> str:
        """The text without secrets, folders of people, names and terms."""
        text = redact(text)
        for spelling in _spellings(self.home):
            text = re.sub(rf"{re.escape(spelling)}(?![\w-])", "~", text, flags=re.IGNORECASE)
        text = _without_names(text, self.terms, "[client]")
        text = _without_names(text, (self.computer,), "[computer]")
        return _without_names(text, (self.user,), "[user]")


def privacy_here() -> ReportPrivacy:
    """For the person and the computer the program runs on."""
    home = Path.home()
    try:
        user = getpass.getuser()
    except (OSError, ImportError, KeyError):  # no name is known to the system
        user = home.name
    return ReportPrivacy(str(home), user, platform.node().partition(".")[0])


def _spellings(folder: str) -> Iterable[str]:
    """As it is, with forward slashes, and with the doubled backslashes of a `repr`."""
    if len(folder) <= _LEAST_NAME:
        return ()
    plain = folder.rstrip("/\\")
    return dict.fromkeys((plain.replace("\\", "\\\\"), plain, plain.replace("\\", "/")))


def _without_names(text: str, names: Iterable[str], instead: str) -> str:
    """Whole names in any case; between their words anything may stand that is no letter."""
    lowered = text.casefold()
    for name in names:
        words = re.findall(r"[^\W_]+", name)
        # Most names are not there at all, which is seen a thousand times faster than by a pattern.
        if len(name) < _LEAST_NAME or not words or words[0].casefold() not in lowered:
            continue
        spelled = r"[\W_]{0,3}".join(map(re.escape, words))
        text = re.sub(rf"(?<![^\W_]){spelled}(?![^\W_])", instead, text, flags=re.IGNORECASE)
    return text
