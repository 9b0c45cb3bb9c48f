"""A broken playbook file is reported with file, place and rule, and never blocks the others."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.playbooks import loading
from core.playbooks.loading import load_library, read_playbook, shipped_files
from core.playbooks.problem import PlaybookProblem
from tests.unit.playbooks.builders import cause, document, flat, question

Break = Callable[[dict[str, Any]], object]


def sound() -> dict[str, Any]:
    check = {
        **question("seen", {"left": [0.9, 0.1], "default": [0.1, 0.9]}),
        "kind": "check",
        "commands": {"windows": "Get-Date"},
        "parse": [{"result": "r0", "match": r"^x=(?P<x>\d+)"}],
    }
    causes = [cause(name) for name in ("left", "right", "up", "down")]
    return copy.deepcopy(document(causes, [check, *(flat(n) for n in range(5))]))


def problems(content: bytes | str) -> tuple[PlaybookProblem, ...]:
    raw = content.encode() if isinstance(content, str) else content
    read = read_playbook("own.yaml", raw)
    assert isinstance(read, tuple), "the document is fine"
    assert all(problem.file == "own.yaml" for problem in read)
    return read


def test_a_sound_document_is_read() -> None:
    read = read_playbook("own.yaml", yaml.safe_dump(sound()).encode())
    assert not isinstance(read, tuple)
    assert read.id == "sample"


BROKEN: list[tuple[str, Break, str, str]] = [
    ("missing key", lambda d: d.pop("title"), "title", "is missing"),
    (
        "misspelt key",
        lambda d: d.update(sympthoms=1),
        "sympthoms",
        "'sympthoms' is not a known key; did you mean 'symptoms'?",
    ),
    ("strange key", lambda d: d.update(xyz=1), "xyz", "'xyz' is not a known key"),
    ("number for text", lambda d: d.update(title=5), "title", "must be text; put it in quotes"),
    ("empty text", lambda d: d.update(title="  "), "title", "must not be empty"),
    (
        "long text",
        lambda d: d.update(title="x" * 301),
        "title",
        "has 301 characters; the limit is 300",
    ),
    (
        "bad id",
        lambda d: d.update(id="My Playbook"),
        "id",
        (
            "'My Playbook' may only have lower-case letters, digits and single dashes between "
            "them, and begins with a letter"
        ),
    ),
    (
        "bad domain",
        lambda d: d.update(domain="cloud"),
        "domain",
        (
            "'cloud' is not allowed; use 'network', 'identity', 'microsoft365', 'windows', "
            "'printing', 'storage' or 'general'"
        ),
    ),
    (
        "too few causes",
        lambda d: d.update(causes=d["causes"][:2]),
        "causes",
        "needs at least 4 entries and has 2",
    ),
    ("text for list", lambda d: d.update(causes="none"), "causes", "must be a list"),
    (
        "text for block",
        lambda d: d["causes"].__setitem__(0, "left"),
        "causes[0]",
        "must be a block of keys and values",
    ),
    (
        "deep missing key",
        lambda d: d["causes"][1]["fix"].pop("undo"),
        "causes[1].fix.undo",
        "is missing",
    ),
    (
        "zero prior",
        lambda d: d["causes"][0].update(prior=0),
        "causes[0].prior",
        "must be greater than 0",
    ),
    (
        "text for number",
        lambda d: d["causes"][0].update(prior="often"),
        "causes[0].prior",
        "'often' is not a number",
    ),
    ("threshold", lambda d: d.update(threshold=1.5), "threshold", "must be at most 0.99"),
    ("low threshold", lambda d: d.update(threshold=0.1), "threshold", "must be at least 0.5"),
    ("half version", lambda d: d.update(version=1.5), "version", "must be a whole number"),
    (
        "same cause twice",
        lambda d: d["causes"][1].update(id="left"),
        "document",
        "cause 'left' appears twice",
    ),
    (
        "row too short",
        lambda d: d["observations"][0]["likelihood"].update(left=[1.0]),
        "observations[0]",
        "likelihood of 'left' has 1 values for 2 results",
    ),
    (
        "row does not add up",
        lambda d: d["observations"][0]["likelihood"].update(left=[0.5, 0.6]),
        "observations[0]",
        "likelihood of 'left' adds up to 1.10, not 1",
    ),
    (
        "likelihood above one",
        lambda d: d["observations"][0]["likelihood"].update(left=[1.5, 0]),
        "observations[0].likelihood.left[0]",
        "must be at most 1",
    ),
    (
        "stray likelihood",
        lambda d: d["observations"][0]["likelihood"].update(nobody=[0.5, 0.5]),
        "document",
        "observation 'seen' rates unknown 'nobody'",
    ),
    (
        "cause without likelihood",
        lambda d: d["observations"][0]["likelihood"].pop("default"),
        "document",
        "observation 'seen' has no row for 'down', 'right', 'up'",
    ),
    (
        "bad expression",
        lambda d: d["observations"][0]["parse"][0].update(match="(x"),
        "observations[0].parse[0].match",
        "not a valid regular expression: missing ), unterminated subpattern at position 0",
    ),
    (
        "explosive expression",
        lambda d: d["observations"][0]["parse"][0].update(match="(x+)+"),
        "observations[0].parse[0].match",
        "repeats a part that repeats itself, such as (a+)*; set a limit",
    ),
    (
        "unknown result",
        lambda d: d["observations"][0]["parse"][0].update(result="r9"),
        "observations[0]",
        "parse rule names the unknown result 'r9'",
    ),
    (
        "comparison without group",
        lambda d: d["observations"][0]["parse"][0].update(below={"y": 1}),
        "observations[0].parse[0]",
        "compares 'y', which `match` does not capture",
    ),
    (
        "commands without rules",
        lambda d: d["observations"][0].pop("parse"),
        "observations[0]",
        "a check with commands needs parse rules",
    ),
    (
        "proof that cannot be filled",
        lambda d: d["observations"][0]["results"][0]["proves"].update(text="It is {y}."),
        "observations[0]",
        "proof of 'r0' uses 'y', never captured",
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "rule"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_rule_is_named_in_plain_words(change: Break, path: str, rule: str) -> None:
    broken = sound()
    change(broken)
    assert [(p.path, p.rule) for p in problems(yaml.safe_dump(broken))] == [(path, rule)]


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    broken = sound()
    del broken["title"]
    broken["threshold"] = 2
    assert {p.path for p in problems(yaml.safe_dump(broken))} == {"title", "threshold"}


def test_a_problem_knows_its_line() -> None:
    text = yaml.safe_dump(sound(), sort_keys=False).replace("title: RIGHT", "title: ''")
    line = text[: text.index("title: ''")].count("\n") + 1
    (problem,) = problems(text)
    assert problem.line == line
    assert str(problem) == f"own.yaml, line {line}: causes[1].title: must not be empty"


def test_a_missing_key_points_to_the_block_it_is_missing_from() -> None:
    broken = sound()
    del broken["causes"][1]["fix"]
    text = yaml.safe_dump(broken, sort_keys=False)
    (problem,) = problems(text)
    assert problem.line == text[: text.index("id: right")].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "path", "part_of_rule"),
    [
        ("a: [1, 2\n", "line 2, column 1", "is not valid YAML: did not find expected"),
        ("a: b: c", "line 1, column 5", "is not valid YAML: mapping values are not allowed"),
        ("id: x\n\ttitle: y", "line 2, column 1", "is not valid YAML: found a tab character"),
        ("id: x\nid: y", "document", "'id' appears twice"),
        ("a:\n  b: 1\n  c: 2\n  b: 3", "a", "'b' appears twice"),
        ("a: [{b: 1, b: 2}]", "a[0]", "'b' appears twice"),
        ("", "document", "the file is empty"),
        ("# only a comment\n", "document", "the file is empty"),
        ("a: &x 1\nb: *x", "document", "anchors and aliases (& and *) are not allowed"),
        ("&x [*x]", "document", "anchors and aliases"),
        ("[" * 100_000, "document", "is nested too deeply"),
        ("a: 1\n---\nb: 2", "line 2, column 1", "is not valid YAML: but found another document"),
        (
            "a: !!python/object:os.system {}",
            "line 1, column 4",
            "could not determine a constructor",
        ),
        ("d: 2024-13-45", "document", "has an impossible value"),
        ("a: \x07", "document", "is not valid YAML"),
        ("- just\n- a list", "document", "must be a block of keys and values"),
        ("just text", "document", "must be a block of keys and values"),
    ],
)
def test_what_is_not_readable_yaml_says_where(text: str, path: str, part_of_rule: str) -> None:
    (problem,) = problems(text)
    assert problem.path == path
    assert part_of_rule in problem.rule


def test_duplicate_keys_name_the_line() -> None:
    (problem,) = problems("a:\n  b: 1\n  c: 2\n  b: 3")
    assert problem.line == 4


def test_bytes_that_are_not_utf_8_are_refused_and_a_byte_order_mark_is_fine() -> None:
    (problem,) = problems("title: Überlauf".encode("latin-1"))
    assert problem.rule == "is not UTF-8 text (byte 8)"
    read = read_playbook("own.yaml", b"\xef\xbb\xbf" + yaml.safe_dump(sound()).encode())
    assert not isinstance(read, tuple)


def test_own_playbooks_join_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(sound()), encoding="utf-8")
    library = load_library(tmp_path)
    assert library.get("sample") is not None
    assert library.own == {"sample"}
    assert len(list(library)) == len(shipped_files()) + 1
    assert library.problems == ()


def test_an_own_playbook_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    own = {**sound(), "id": "general-isolation", "title": "Mine"}
    (tmp_path / "x.yml").write_text(yaml.safe_dump(own), encoding="utf-8")
    library = load_library(tmp_path)
    replaced = library.get("general-isolation")
    assert replaced is not None
    assert replaced.title == "Mine"
    assert len(list(library)) == len(shipped_files())


def test_broken_own_files_do_not_block_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(sound()), encoding="utf-8")
    (tmp_path / "c.yaml").write_text(yaml.safe_dump({**sound(), "version": 0}), encoding="utf-8")
    (tmp_path / "d.yaml").write_bytes(b"#" * (loading.OWN_FILE_LIMIT + 1))
    (tmp_path / "e.yaml").write_text(yaml.safe_dump(sound()), encoding="utf-8")
    (tmp_path / "f.yaml").mkdir()
    (tmp_path / "notes.txt").write_text("not a playbook", encoding="utf-8")
    library = load_library(tmp_path)
    assert library.get("sample") is not None
    assert [(problem.file, problem.path) for problem in library.problems] == [
        ("a.yaml", "line 2, column 1"),
        ("c.yaml", "version"),
        ("d.yaml", "document"),
        ("e.yaml", "id"),
        ("f.yaml", "document"),
    ]
    assert library.problems[2].rule == "is larger than 512 KB"
    assert library.problems[3].rule == "'sample' is already the id of b.yaml"


def test_a_folder_that_does_not_exist_has_no_own_playbooks(tmp_path: Path) -> None:
    assert load_library(tmp_path / "nowhere").own == frozenset()


def test_a_broken_playbook_leaves_the_rest_of_the_library_untouched(tmp_path: Path) -> None:
    good = {playbook.id for playbook in load_library(None)}
    (tmp_path / "bad.yaml").write_text("id: 5", encoding="utf-8")
    assert {playbook.id for playbook in load_library(tmp_path)} == good
