"""The shipped templates as scripts: real commands, tried first, waiting for no answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from core.playbooks.command_rules import script_problems
from core.scripts.model import FieldType, Language, Value
from core.scripts.placeholders import placeholders
from core.scripts.preflight.check import check_script
from core.scripts.preflight.findings import Preflight, Risk
from core.scripts.rendering import Passwords, render
from core.scripts.seed_schema import SeedTemplate
from core.scripts.seeds import load_seeds

PLAYBOOKS = Path(__file__).parents[3] / "resources" / "playbooks"
SEEDS = load_seeds()
EACH = pytest.mark.parametrize("seed", SEEDS, ids=[seed.slug for seed in SEEDS])
POWERSHELL = [seed for seed in SEEDS if seed.language is Language.POWERSHELL]
EACH_POWERSHELL = pytest.mark.parametrize(
    "seed", POWERSHELL, ids=[seed.slug for seed in POWERSHELL]
)
LONGEST_LINE = 115
LEFT_TO_THE_STEPS = {
    "dns-resolution/forwarding",
    "rdp-fails/licensing",
    "site-outage/dns-dhcp",
}
"""Fixes with a short script of their own on a server, for which there is no template yet."""
READS_ALL_THE_SAME = (
    "New-CimSession",
    "Remove-CimSession",
    "Confirm-SecureBootUEFI",
    "Invoke-CimMethod Get",
)
"""Commands that change nothing although their verb sounds like it."""
WAITS_FOR_AN_ANSWER = re.compile(
    r"Read-Host|Get-Credential|ConfirmImpact|-Confirm(?!:\$false)|\$host\.UI|Out-GridView",
    re.IGNORECASE,
)


def plain_values(seed: SeedTemplate) -> dict[str, Value]:
    """The defaults, and something harmless where there is none."""
    values: dict[str, Value] = {}
    for each in seed.parameters:
        match each.field_type:
            case FieldType.BOOLEAN:
                values[each.key] = each.default == "true"
            case FieldType.NUMBER:
                values[each.key] = each.default or "5"
            case FieldType.SELECT:
                values[each.key] = each.default or each.options[0]
            case FieldType.MULTI_TEXT:
                values[each.key] = tuple((each.default or "sample").split("\n"))
            case _:
                values[each.key] = each.default or "sample"
    return values


def filled(seed: SeedTemplate) -> str:
    return render(
        seed.body,
        seed.language,
        seed.row_parameters(),
        plain_values(seed),
        passwords=Passwords.HIDDEN,
    )


def looked_at(seed: SeedTemplate) -> Preflight:
    return check_script(filled(seed), seed.language)


def without_comments(body: str) -> str:
    return re.sub(r"(?s)<#.*?#>|(?m:^\s*#.*$)", "", body)


@EACH
def test_our_own_look_before_a_run_can_read_all_of_it(seed: SeedTemplate) -> None:
    preflight = looked_at(seed)
    assert preflight.complete, preflight.why_incomplete
    assert preflight.risk < Risk.HIGH, preflight.findings


@EACH_POWERSHELL
def test_every_cmdlet_is_real(seed: SeedTemplate) -> None:
    made_up = [one.message for one in looked_at(seed).findings if one.rule == "unknown-cmdlet"]
    assert made_up == []


@EACH_POWERSHELL
def test_one_that_only_reads_touches_nothing(seed: SeedTemplate) -> None:
    if not seed.changes:
        changed = [touch.what for touch in looked_at(seed).touches if touch.changes]
        assert [what for what in changed if not what.startswith(READS_ALL_THE_SAME)] == []


@EACH_POWERSHELL
def test_it_is_written_for_windows_powershell(seed: SeedTemplate) -> None:
    assert script_problems(filled(seed), "powershell") == []


@EACH_POWERSHELL
def test_it_waits_for_no_answer(seed: SeedTemplate) -> None:
    assert WAITS_FOR_AN_ANSWER.findall(without_comments(seed.body)) == []


@EACH
def test_it_is_tried_unless_the_box_is_unticked(seed: SeedTemplate) -> None:
    tries = [each for each in seed.parameters if each.key == "dry_run"]
    if not seed.changes:
        assert tries == []
        return
    assert [(each.field_type, each.default) for each in tries] == [(FieldType.BOOLEAN, "true")]
    if seed.language is Language.POWERSHELL:
        assert re.search(r"if \(\$DryRun\) \{ \$WhatIfPreference = \$true \}", seed.body)


@EACH
def test_a_value_is_put_in_at_one_place(seed: SeedTemplate) -> None:
    keys = [one.key for one in placeholders(seed.body, seed.language)]
    assert sorted(keys) == sorted(each.key for each in seed.parameters)


@EACH
def test_its_lines_fit_the_editor(seed: SeedTemplate) -> None:
    lines = seed.body.splitlines()
    assert [line for line in lines if len(line) > LONGEST_LINE or line != line.rstrip()] == []


def test_every_playbook_leads_to_a_template() -> None:
    named = {cause.partition("/")[0] for seed in SEEDS for cause in seed.playbooks}
    playbooks = {path.stem for path in PLAYBOOKS.glob("*.yaml")} - {"synonyms"}
    assert playbooks - named == set()


def test_the_fixes_with_a_script_lead_to_a_template() -> None:
    """What a playbook can already do by script, the library does with a form and a trial."""
    named = {cause for seed in SEEDS for cause in seed.playbooks}
    scripted = set()
    for path in PLAYBOOKS.glob("*.yaml"):
        content = yaml.safe_load(path.read_text("utf-8"))
        scripted |= {
            f"{content['id']}/{cause['id']}"
            for cause in content.get("causes", ())
            if cause["fix"].get("script")
        }
    assert scripted - named <= LEFT_TO_THE_STEPS
