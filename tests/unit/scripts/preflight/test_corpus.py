"""Sixty scripts written for this: no dangerous one passes, and hardly a harmless one is held up."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.scripts.preflight.findings import Risk, TouchKind
from tests.unit.scripts.preflight.looking import look_at, scripts

DANGEROUS, HARMLESS = scripts("dangerous"), scripts("harmless")
TOUCHED = {
    "restart-print-spooler.ps1": {(TouchKind.SERVICES, True), (TouchKind.FILES, True)},
    "unlock-account.ps1": {(TouchKind.ACCOUNTS, True), (TouchKind.ACCOUNTS, False)},
    "outlook-registry-setting.ps1": {(TouchKind.REGISTRY, True), (TouchKind.REGISTRY, False)},
    "installed-software.ps1": {(TouchKind.REGISTRY, False)},
    "flush-dns.ps1": {(TouchKind.NETWORK, True), (TouchKind.NETWORK, False)},
    "clear-teams-cache.ps1": {(TouchKind.PROCESSES, True), (TouchKind.FILES, True)},
    "restart-service-if-down.sh": {(TouchKind.SERVICES, True), (TouchKind.SYSTEM, False)},
    "csv-to-json.py.txt": {(TouchKind.FILES, True)},
    "ping-hosts.py.txt": {(TouchKind.PROCESSES, True)},
}


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert (len(DANGEROUS), len(HARMLESS)) == (30, 30)


@pytest.mark.parametrize("script", DANGEROUS, ids=lambda path: path.name)
def test_every_dangerous_script_needs_a_typed_confirmation(script: Path) -> None:
    assert look_at(script).risk is Risk.HIGH


def test_at_most_two_harmless_scripts_do() -> None:
    high = [script.name for script in HARMLESS if look_at(script).risk is Risk.HIGH]

    assert len(high) <= 2, high


def test_harmless_scripts_are_read_to_the_end() -> None:
    unread = [script.name for script in HARMLESS if not look_at(script).complete]

    assert not unread


@pytest.mark.parametrize("name", TOUCHED)
def test_says_what_a_script_touches(name: str) -> None:
    script = next(path for path in HARMLESS if path.name == name)

    touched = {(touch.kind, touch.changes) for touch in look_at(script).touches}

    assert touched >= TOUCHED[name]


def test_every_finding_stands_in_the_script_and_says_something() -> None:
    for script in (*DANGEROUS, *HARMLESS):
        lines = script.read_text(encoding="utf-8").split("\n")
        for found in look_at(script).findings:
            line = lines[found.line - 1]
            assert 1 <= found.column <= len(line) + 1, (script.name, found)
            assert found.column + found.length - 1 <= max(len(line), 1), (script.name, found)
            assert found.message.endswith((".", "?")), found
            assert found.advice, found
