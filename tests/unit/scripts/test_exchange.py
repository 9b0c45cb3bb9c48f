"""Templates as files: there and back, and what a broken file gets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import EnvironmentProblem
from core.scripts.exchange import TemplateExchange, export_text, read_template
from core.scripts.model import FieldType, Parameter, TemplateOrigin
from core.scripts.template_content import content_of
from tests.unit.scripts.bench import RESET, UNLOCK, ScriptBench

FULL = replace(
    UNLOCK,
    description="Unlocks „it“: yes\nand says so",
    parameters=(
        *UNLOCK.parameters,
        Parameter(
            key="kind", label="Kind", field_type=FieldType.SELECT, default="a", options=("a", "b")
        ),
    ),
    body="$a = {{ account }}\n\n$k = {{ kind }}\n'# not a comment: x'\n\n",
    runs_on="domain controller",
    needs_admin=True,
    dry_run=True,
    verify=("It works.",),
    undo=("Lock it.",),
)


@pytest.fixture
def exchange(bench: ScriptBench) -> TemplateExchange:
    return TemplateExchange(bench.templates)


def test_a_file_holds_the_whole_template(bench: ScriptBench) -> None:
    template = bench.given_template(FULL)
    assert read_template(export_text(template), "a.yaml") == (template.slug, content_of(template))


def test_what_was_exported_is_imported_elsewhere(
    bench: ScriptBench, exchange: TemplateExchange, tmp_path: Path
) -> None:
    for content in (FULL, RESET):
        bench.given_template(content)
    written = exchange.export_to(tmp_path / "out", None)
    assert sorted(path.name for path in written) == [
        "reset-a-password.yaml",
        "unlock-an-account.yaml",
    ]

    (tmp_path / "other").mkdir()
    other = ScriptBench(tmp_path / "other")
    try:
        result = TemplateExchange(other.templates).import_from([tmp_path / "out"])
        assert (result.created, result.updated, result.refused) == (2, 0, ())
        taken = {entry.template.slug: entry.template for entry in other.templates.library()}
        assert content_of(taken["unlock-an-account"]) == content_of(
            next(e.template for e in bench.templates.library() if e.template.needs_admin)
        )
        assert taken["reset-a-password"].origin is TemplateOrigin.IMPORTED
    finally:
        other.close()


def test_a_file_of_a_known_slug_becomes_a_version_or_nothing(
    bench: ScriptBench, exchange: TemplateExchange, tmp_path: Path
) -> None:
    template = bench.given_template()
    (path,) = exchange.export_to(tmp_path, (template.id,))
    assert exchange.import_from([path]).unchanged == 1
    path.write_text(path.read_text().replace("Unlock-ADAccount", "Get-ADUser"))
    assert exchange.import_from([path]).updated == 1
    assert bench.template(template.id).version == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"name: [", "valid YAML"),
        (b"name: A\nslug: a", "body"),
        (b"x" * (1024 * 1024 + 1), "too large"),
    ],
)
def test_a_broken_file_is_named_and_the_others_are_taken(
    bench: ScriptBench, exchange: TemplateExchange, tmp_path: Path, content: bytes, words: str
) -> None:
    template = bench.given_template()
    (good,) = exchange.export_to(tmp_path, (template.id,))
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(content)
    result = exchange.import_from([broken, good, tmp_path / "gone.yaml"])
    assert result.unchanged == 1
    assert [name for name, _ in result.refused] == ["broken.yaml", "gone.yaml"]
    assert words in result.refused[0][1]


def test_a_folder_that_cannot_be_written_is_named(
    bench: ScriptBench, exchange: TemplateExchange, tmp_path: Path
) -> None:
    bench.given_template()
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        exchange.export_to(tmp_path / "file", None)
