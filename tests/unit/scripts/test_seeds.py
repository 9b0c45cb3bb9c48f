"""Every shipped template keeps its promises: it can be filled in, tried, and leads somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from core.errors import UserError
from core.scripts.model import FieldType, Language, TemplateOrigin, Value
from core.scripts.placeholders import check_template
from core.scripts.rendering import Passwords, render, runnable
from core.scripts.seed_schema import SeedTemplate
from core.scripts.seeds import load_seeds, parse_template, seed_files
from core.scripts.template_content import content_of
from tests.unit.scripts.bench import ScriptBench

ROOT = Path(__file__).parents[3]
SEEDS = load_seeds()
EACH = pytest.mark.parametrize("seed", SEEDS, ids=[seed.slug for seed in SEEDS])


def sample_values(seed: SeedTemplate) -> dict[str, Value]:
    """A value for every parameter, such as an engineer might give."""
    values: dict[str, Value] = {}
    for each in seed.parameters:
        match each.field_type:
            case FieldType.BOOLEAN:
                values[each.key] = True
            case FieldType.NUMBER:
                values[each.key] = each.default or "5"
            case FieldType.SELECT:
                values[each.key] = each.default or each.options[0]
            case FieldType.MULTI_TEXT:
                values[each.key] = ("one", "it's two")
            case _:
                values[each.key] = each.default or "O'Brien $(id) `x`"
    return values


def causes() -> set[str]:
    """Every cause of every shipped playbook, as `playbook/cause`."""
    found: set[str] = set()
    for file in (ROOT / "resources/playbooks").glob("*.yaml"):
        content = yaml.safe_load(file.read_text("utf-8"))
        if "causes" in content:
            found |= {f"{content['id']}/{cause['id']}" for cause in content["causes"]}
    return found


def test_there_are_enough_of_them_and_no_two_are_alike() -> None:
    assert len(SEEDS) >= 40
    assert len({seed.name for seed in SEEDS}) == len(SEEDS)
    assert {seed.language for seed in SEEDS} == set(Language)
    powershell = sum(seed.language is Language.POWERSHELL for seed in SEEDS)
    assert powershell > len(SEEDS) // 2


def test_a_file_stands_in_its_category_under_its_slug() -> None:
    places = {seed.slug: seed.category for seed in SEEDS}
    assert {name.removesuffix(".yaml"): category for category, name in seed_files()} == places


@EACH
def test_it_can_be_filled_in(seed: SeedTemplate) -> None:
    parameters = seed.row_parameters()
    assert check_template(seed.body, seed.language, parameters) == ()
    values = sample_values(seed)
    for text in (
        render(seed.body, seed.language, parameters, values, passwords=Passwords.HIDDEN),
        runnable(seed.body, seed.language, parameters, values).script,
    ):
        assert (
            "{{" not in re.sub(r"\{\{\{|\{\{\}\}", "", text) or seed.language is Language.POWERSHELL
        )
        parses(text, seed.language)


def parses(text: str, language: Language) -> None:
    if language is Language.PYTHON:
        compile(text, "seed", "exec")
    elif language is Language.BASH and (bash := shutil.which("bash")):
        done = subprocess.run(
            [bash, "-n"], input=text, text=True, capture_output=True, check=False, timeout=20
        )
        assert done.returncode == 0, done.stderr


@EACH
def test_what_changes_something_can_be_tried_first(seed: SeedTemplate) -> None:
    if not seed.changes:
        assert "SupportsShouldProcess" not in seed.body
        return
    assert seed.whatif
    if seed.language is Language.POWERSHELL:
        assert "SupportsShouldProcess" in seed.body
        assert "ShouldProcess(" in seed.body
    else:
        assert any(each.key == "dry_run" for each in seed.parameters)


@EACH
def test_it_says_where_it_runs_and_how_to_check_it(seed: SeedTemplate) -> None:
    assert seed.runs_on
    assert seed.description
    assert seed.verify
    assert seed.undo or not seed.changes


@EACH
def test_it_fails_loudly(seed: SeedTemplate) -> None:
    if seed.language is Language.POWERSHELL:
        assert "$ErrorActionPreference = 'Stop'" in seed.body
    elif seed.language is Language.BASH:
        assert "set -euo pipefail" in seed.body


def test_the_causes_it_names_are_there() -> None:
    named = {cause for seed in SEEDS for cause in seed.playbooks}
    assert named - causes() == set()
    assert len({cause.partition("/")[0] for cause in named}) >= 15


def test_a_broken_file_is_refused_with_its_line() -> None:
    with pytest.raises(UserError, match="no script template") as refused:
        parse_template("name: A\nslug: a\ncategory: cooking\nlanguage: bash\nbody: ls", "a.yaml")
    assert "a.yaml, line 3: category" in refused.value.message


def test_the_library_takes_them_in_once(bench: ScriptBench) -> None:
    assert bench.templates.take_in_seeds().aggregates
    entries = bench.templates.library()
    assert len(entries) == len(SEEDS)
    assert {entry.template.origin for entry in entries} == {TemplateOrigin.SEED}
    assert all(entry.provenance.startswith("comes with FlowPilot") for entry in entries)
    assert not bench.templates.take_in_seeds().aggregates
    gone = entries[0].template
    bench.templates.delete(gone.id)
    assert not bench.templates.take_in_seeds().aggregates
    assert len(bench.templates.library()) == len(SEEDS) - 1


def test_a_newer_seed_renews_what_nobody_changed(
    bench: ScriptBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.templates.take_in_seeds()
    mine, untouched = (one.template for one in bench.templates.library()[:2])
    bench.templates.save(mine.id, replace(content_of(mine), description="As we do it."))
    bench.templates.set_favourite(untouched.id, True)
    newer = [seed.model_copy(update={"version": 2, "description": "Better."}) for seed in SEEDS]
    monkeypatch.setattr("core.scripts.seeds.load_seeds", lambda: tuple(newer))

    assert bench.templates.take_in_seeds().aggregates

    assert bench.template(mine.id).description == "As we do it."
    assert "changed by your team" in bench.templates.details(mine.id).entry.provenance
    renewed = bench.templates.details(untouched.id)
    assert (renewed.entry.template.description, renewed.entry.template.version) == ("Better.", 2)
    assert renewed.entry.favourite
    assert [version.version for version in renewed.versions] == [2, 1]
