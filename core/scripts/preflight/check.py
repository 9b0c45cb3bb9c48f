"""The look at a script before it is run or saved. Nothing is started."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.scripts.model import Language
from core.scripts.preflight.bash import look_bash
from core.scripts.preflight.findings import Preflight
from core.scripts.preflight.inner import Inner
from core.scripts.preflight.powershell import look_powershell
from core.scripts.preflight.prompt import look_prompt
from core.scripts.preflight.python import look_python
from core.scripts.preflight.report import Report
from core.scripts.preflight.secrets import check_secrets

LONGEST = 200_000
"""Characters. A longer script is not looked at in full, and the result says so."""
_DEEPEST = 4

_LOOKS: Mapping[Language | None, Callable[[str, Report], tuple[Inner, ...]]] = {
    Language.POWERSHELL: look_powershell,
    Language.BASH: look_bash,
    Language.PYTHON: look_python,
    None: look_prompt,
}


def check_script(text: str, language: Language) -> Preflight:
    """What the script does, what could go wrong, and what it touches.

    Pure; a few milliseconds for most scripts. What could not be read makes the result incomplete:
    such a script is never to be called safe.
    """
    report = Report.of(text)
    if len(text) > LONGEST:
        report.unread(f"Only the first {LONGEST:,} characters were checked.")
    if "\x00" in text:
        report.unread("The script has characters that no script should have.")
    text = text[:LONGEST]
    _look(text, language, report, 0)
    check_secrets(text, report)
    return report.preflight()


def _look(text: str, language: Language | None, report: Report, depth: int) -> None:
    for inner in _LOOKS[language](text, report):
        if depth >= _DEEPEST:
            report.unread("There are scripts within scripts, deeper than was checked.")
            return
        if inner.text.strip():
            _look(inner.text, inner.language, report.within(inner.span), depth + 1)
