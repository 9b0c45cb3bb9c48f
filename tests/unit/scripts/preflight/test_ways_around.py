"""Dangerous snippets that were written to get past the rules: every one is a high risk."""

from __future__ import annotations

import pytest

from core.scripts.model import Language
from core.scripts.preflight.check import check_script
from core.scripts.preflight.findings import Risk
from tests.unit.scripts.preflight.looking import CORPUS

SNIPPETS = [
    (language, snippet)
    for language in Language
    for snippet in (CORPUS / "snippets" / f"{language.value}.txt")
    .read_text(encoding="utf-8")
    .rstrip("\n")
    .split("\n----\n")
]


@pytest.mark.parametrize(("language", "snippet"), SNIPPETS)
def test_no_way_around(language: Language, snippet: str) -> None:
    assert check_script(snippet, language).risk is Risk.HIGH
