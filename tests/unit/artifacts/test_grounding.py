"""A model may phrase what the session bears out; it may not add to it."""

from __future__ import annotations

import pytest

from core.artifacts.bundle import Bundle, CheckAccount, Finding, FixAccount, FixState
from core.artifacts.composer import compose
from core.artifacts.documents import DocumentKind
from core.artifacts.gather import gather
from core.artifacts.grounding import Verdict, check_document, ungrounded
from core.sessions.fixes import Fix
from tests.unit.artifacts.records import (
    FAILED,
    PARTIAL,
    PENDING,
    PROPOSED,
    VERIFYING,
    WORKED,
    a_record,
)

BUNDLE = Bundle(
    problem="Outlook asks for the password on LT-0457 since Monday",
    client="Fabrikam",
    ticket="48211",
    findings=(
        Finding(text="Webmail at mail.fabrikam.example works", proof="HTTP 200"),
        Finding(text="The profile is in C:\\Users\\Public\\Outlook"),
    ),
    fix=FixAccount(
        title="Join the device again",
        description="The registration in Entra ID is gone; gateway is 10.20.0.1.",
        confidence=87,
        state=FixState.WORKED,
        steps=("Open Settings", "Choose Access work or school", "Join"),
    ),
    checks=(CheckAccount(label="Registration", command="dsregcmd /status", result="NO"),),
)


@pytest.mark.parametrize(
    "text",
    [
        "Outlook asked for a password on LT-0457.",
        "Webmail at mail.fabrikam.example answered with 200.",
        "The gateway 10.20.0.1 was reachable. Confidence was 87%.",
        "The profile was found in `C:\\Users\\Public\\Outlook`.",
        "Two things were proven. 1 check was run and 3 steps were taken.",
        "1. Settings were opened\n2. The device was joined",
        "Everything works. Nobody complains: The device’s registration is back.",
        "## Problem\n\nFabrikam's Outlook asked again.",
        "It was joined to Entra ID on Monday.",
    ],
)
def test_what_the_session_says_is_not_flagged(text: str) -> None:
    assert ungrounded(text, BUNDLE) == ()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("It has happened 14 times.", "14"),
        ("The gateway was 10.20.0.254.", "10.20.0.254"),
        ("Only 10 devices were seen.", "10"),
        ("The server SRV-DC02 was restarted.", "SRV-DC02"),
        ("We asked vpn.fabrikam.example for it.", "vpn.fabrikam.example"),
        ("The profile was in C:\\Users\\jane\\Outlook.", "C:\\Users\\jane\\Outlook"),
        ("The share \\\\files01\\home was mapped.", "\\\\files01\\home"),
        ("A line in /etc/resolv.conf was changed.", "/etc/resolv.conf"),
        ("The user opened Teams and it worked.", "Teams"),
        ("It was CrowdStrike.", "CrowdStrike"),
        ("BitLocker was switched off.", "BitLocker"),
        ("Error 0x80070005 was shown.", "0x80070005"),
        ("Windows 11 24H2 was installed.", "24H2"),
        ("Write to jane.doe@fabrikam.example about it.", "jane.doe@fabrikam.example"),
        ("KB5034441 was removed.", "KB5034441"),
        ("At 14:35 it was back.", "14:35"),
        ("See https://example.com/guide for more.", "https://example.com/guide"),
    ],
)
def test_what_it_does_not_say_is_flagged(text: str, flag: str) -> None:
    assert flag in ungrounded(text, BUNDLE)


def test_each_piece_is_flagged_once_in_order() -> None:
    text = "On Monday Teams failed 14 times. Then Teams failed on SRV-DC02."
    assert ungrounded(text, BUNDLE) == ("Teams", "14", "SRV-DC02")


NOTE = "## Problem\n\nx\n\n## What we confirmed\n\nx\n\n## Root cause\n\nx\n\n## Resolution\n\nx"


@pytest.mark.parametrize(
    ("markdown", "is_well_formed"),
    [
        (NOTE, True),
        (NOTE.replace("## ", "# "), True),
        (NOTE.replace("Root cause", "Root Cause"), True),
        (NOTE.replace("Root cause", "The cause"), False),
        (f"{NOTE}\n\n## Next steps\n\nx", False),
        (NOTE.replace("## Problem\n\nx\n\n", ""), False),
        ("Just prose.", False),
        ("", False),
    ],
)
def test_the_headings_are_exactly_those_of_the_document(
    markdown: str, is_well_formed: bool
) -> None:
    verdict = check_document(DocumentKind.RESOLUTION_NOTE, markdown, BUNDLE)
    assert verdict.is_well_formed is is_well_formed


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("fix", [WORKED, FAILED, PARTIAL, PENDING, PROPOSED, VERIFYING])
def test_what_the_composer_writes_passes(kind: DocumentKind, fix: Fix) -> None:
    record = a_record(fix)
    verdict = check_document(kind, compose(kind, record), gather(record))
    assert verdict == Verdict(is_well_formed=True)
