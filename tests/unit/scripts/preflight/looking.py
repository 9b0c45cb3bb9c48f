"""Short words for what a look at a script found."""

from __future__ import annotations

from pathlib import Path

from core.scripts.model import Language
from core.scripts.preflight.check import check_script
from core.scripts.preflight.findings import Finding, Preflight, Severity

CORPUS = Path(__file__).parents[3] / "fixtures" / "script_corpus"
LANGUAGES = {".ps1": Language.POWERSHELL, ".sh": Language.BASH, ".txt": Language.PYTHON}


DANGEROUS_TEXTS = (
    "Format-Volume -DriveLetter D",
    "& ('i' + 'ex') $x",
    "Remove-ADUser jdoe",
)


def powershell(text: str) -> Preflight:
    return check_script(text, Language.POWERSHELL)


def bash(text: str) -> Preflight:
    return check_script(text, Language.BASH)


def python(text: str) -> Preflight:
    return check_script(text, Language.PYTHON)


def rules(preflight: Preflight, at_least: Severity = Severity.INFO) -> set[str]:
    return {one.rule for one in preflight.findings if one.severity >= at_least}


def finding(preflight: Preflight, rule: str) -> Finding:
    return next(one for one in preflight.findings if one.rule == rule)


def scripts(kind: str) -> list[Path]:
    return sorted(path for path in (CORPUS / kind).iterdir() if path.suffix in LANGUAGES)


def look_at(path: Path) -> Preflight:
    return check_script(path.read_text(encoding="utf-8"), LANGUAGES[path.suffix])
