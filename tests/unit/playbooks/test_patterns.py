from __future__ import annotations

import re

import pytest

from core.playbooks.patterns import repeats_a_repeat


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+",
        r"(a+)*b",
        r"(?:a*b)+",
        r"(?:.*,)*",
        r"(?:\w+\s?)*",
        r"((a+)b)*",
        r"(?P<all>\S+)+",
        r"(?:a|b+)*",
        r"(?:a{2,})*",
        r"(?:-?\d+)*",
        r"(?:\s*\S+)+$",
        r"(?:\.*)*",
    ],
)
def test_a_repeat_within_a_repeat_is_refused(pattern: str) -> None:
    re.compile(pattern)
    assert repeats_a_repeat(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)+",
        r"(?:ab)*",
        r"\(a+\)*",
        r"[(a+)]*",
        r"[]+(]*x",
        r"(?:[+*])*",
        r"(?:a{1,5})*",
        r"(?:a+)?",
        r"(?:a+){3}",
        r"a+b*c+",
        r"[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        r"(?:\s+[\da-f.:]+)*",
        r"(?:\d{1,3}\.){3}\d+",
        r"(?!x+)y*",
        r"(?:,[^,\n]*)*",
    ],
)
def test_patterns_with_one_way_to_match_are_fine(pattern: str) -> None:
    re.compile(pattern)
    assert not repeats_a_repeat(pattern)
