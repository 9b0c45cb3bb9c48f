"""Secrets that stand in a script."""

from __future__ import annotations

import re

from core.redaction.redactor import Redactor
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.report import Report
from core.scripts.syntax import Span

_ASSIGNED = re.compile(
    r"(?:=\s*|\w:|SecureString\s+(?:-String\s+)?)[\"']?$|/user:\S+\s+$", re.IGNORECASE
)
_ADVICE = (
    "Make it a password parameter, or ask for it when the script runs. Change it when the script "
    "was given to anyone."
)


def check_secrets(text: str, report: Report) -> None:
    """Say where a password, key or token stands in the text; the finding never repeats it."""
    redactor = Redactor()
    redactor.redact(text)
    for made in redactor.made:
        if not made.is_secret or _is_reference(made.original):
            continue
        at = text.find(made.original)
        if at >= 0 and not _is_word(made.original, text[:at]):
            span = Span(at, at + len(made.original))
            what = f"A {made.kind.value}" if made.kind.value != "account" else "An account number"
            report.add(
                "secret",
                Severity.MEDIUM,
                span,
                f"{what} stands in the script, where everyone who sees it can read it.",
                _ADVICE,
            )


def _is_word(original: str, before: str) -> bool:
    """A mere word is a secret only where it is assigned: prose and lists of names have many."""
    return original.isalpha() and _ASSIGNED.search(before) is None


def _is_reference(original: str) -> bool:
    """`$env:TOKEN`, `$(cat …)`, `os.environ[…]`: where a secret comes from is no secret."""
    text = original.strip("\"' ")
    return text.startswith(("$", "os.environ", "getpass", "(", "%", "{{", "[", "-", "@"))
