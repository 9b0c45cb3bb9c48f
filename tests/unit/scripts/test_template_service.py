"""The library: versions, reviews, slugs, favourites, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import Conflict, UserError
from core.events import Aggregate
from core.ids import new_id
from core.scripts.model import TemplateOrigin
from core.scripts.template_content import TemplateContent, slug_for
from tests.unit.scripts.bench import RESET, UNLOCK, ScriptBench


def test_a_new_template_is_version_one_and_nobody_reviewed_it(bench: ScriptBench) -> None:
    template = bench.given_template()
    details = bench.templates.details(template.id)
    assert (template.slug, template.version, template.reviewed_at) == ("unlock-an-account", 1, None)
    assert [version.version for version in details.versions] == [1]
    assert bench.heard[-1].aggregates == {Aggregate.TEMPLATE}


def test_a_change_makes_a_version_and_takes_the_review_away(bench: ScriptBench) -> None:
    template = bench.given_template()
    bench.templates.review(template.id)
    assert bench.template(template.id).reviewed_at is not None

    bench.templates.save(template.id, replace(UNLOCK, body=UNLOCK.body + "'Done'\n"))

    changed = bench.template(template.id)
    assert (changed.version, changed.reviewed_at, changed.reviewed_by) == (2, None, None)
    bodies = [version.body for version in bench.templates.details(template.id).versions]
    assert bodies == [UNLOCK.body + "'Done'\n", UNLOCK.body]


@pytest.mark.parametrize(
    "content",
    [
        replace(UNLOCK, name="Another"),
        replace(UNLOCK, parameters=(replace(UNLOCK.parameters[0], help="SAM name"),)),
        replace(UNLOCK, undo=("Lock it again.",)),
        replace(UNLOCK, needs_admin=True),
    ],
)
def test_whatever_changes_needs_a_new_review(bench: ScriptBench, content: TemplateContent) -> None:
    template = bench.given_template()
    bench.templates.review(template.id)
    bench.templates.save(template.id, content)
    assert bench.template(template.id).reviewed_at is None


def test_tags_alone_and_nothing_at_all_leave_version_and_review(bench: ScriptBench) -> None:
    template = bench.given_template()
    bench.templates.review(template.id)
    heard = len(bench.heard)

    assert bench.templates.save(template.id, UNLOCK).aggregates == frozenset()
    assert len(bench.heard) == heard
    bench.templates.save(template.id, replace(UNLOCK, tags=("Lockout", " ad ", "ad")))

    kept = bench.template(template.id)
    assert (kept.version, kept.tags) == (1, ("lockout", "ad"))
    assert kept.reviewed_at is not None


def test_a_second_template_of_a_name_gets_a_slug_of_its_own(bench: ScriptBench) -> None:
    slugs = [bench.given_template().slug for _ in range(3)]
    assert slugs == ["unlock-an-account", "unlock-an-account-2", "unlock-an-account-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Join a device!", "join-a-device"),
        ("Zurücksetzen: Ölstand", "zurucksetzen-olstand"),
        ("  ---  ", "script"),
        ("日本", "script"),
        ("A" * 300, "a" * 96),
    ],
)
def test_a_slug_is_kebab_case(name: str, slug: str) -> None:
    assert slug_for(name) == slug


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (replace(UNLOCK, name=" "), "name", "name"),
        (replace(UNLOCK, name="x" * 201), "name", "201 characters of 200"),
        (replace(UNLOCK, category="cooking"), "category", "no category “cooking”"),
        (replace(UNLOCK, body=" \n"), "body", "empty"),
        (replace(UNLOCK, body="x" * 50_001), "body", "50,001 characters of 50,000"),
        (replace(UNLOCK, parameters=()), "body", "account"),
        (replace(UNLOCK, body="# {{ account }}\nGet-Date"), "body", "comment"),
    ],
)
def test_what_is_not_allowed_is_named_and_nothing_is_stored(
    bench: ScriptBench, content: TemplateContent, field: str, words: str
) -> None:
    with pytest.raises(UserError, match=words) as refused:
        bench.templates.create(content, template_id=new_id())
    assert refused.value.field == field
    assert bench.templates.library() == ()


def test_favourites_are_marks_of_the_user(bench: ScriptBench) -> None:
    first, second = bench.given_template(), bench.given_template(RESET)
    bench.templates.set_favourite(first.id, True)
    bench.templates.set_favourite(first.id, True)
    marked = {one.template.id: one.favourite for one in bench.templates.library()}
    assert marked == {first.id: True, second.id: False}
    bench.templates.set_favourite(first.id, False)
    assert not any(one.favourite for one in bench.templates.library())


def test_a_deleted_template_comes_back_unless_its_slug_is_taken(bench: ScriptBench) -> None:
    template = bench.given_template()
    bench.templates.delete(template.id)
    assert bench.templates.library() == ()
    bench.templates.restore(template.id)
    assert len(bench.templates.library()) == 1

    bench.templates.delete(template.id)
    bench.given_template()
    with pytest.raises(Conflict):
        bench.templates.restore(template.id)


def test_a_template_says_where_it_came_from(bench: ScriptBench) -> None:
    session_id = bench.given_session("4711")
    template_id = new_id()
    bench.templates.create(
        UNLOCK, template_id=template_id, origin=TemplateOrigin.SESSION, session_id=session_id
    )
    with bench.database.work() as work:
        engineer = work.users.get(work.user_id).name
        template = work.script_templates.get(template_id)
        work.script_templates.save(replace(template, usage_count=3))
    provenance = bench.templates.details(template_id).entry.provenance
    assert provenance == f"generated from CW #4711 · resolved by {engineer} · used 3 times"
