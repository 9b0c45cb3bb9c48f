"""Where Apply leads (domain.md 4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.ids import new_id
from core.scripts.routes import Route, RouteKind, has_builder, route
from core.sessions.fixes import Fix, FixStatus
from tests.unit.db.samples import AT
from tests.unit.scripts.bench import ScriptBench

ID = new_id()
FIX = Fix(
    id=ID,
    account_id=ID,
    session_id=ID,
    title="Unlock",
    description="It is locked.",
    confidence=90,
    created_at=AT,
)


def test_the_first_way_that_fits_opens(bench: ScriptBench) -> None:
    template = bench.given_template()
    library = {template.slug: template}
    named = replace(FIX, script_template_slug=template.slug, drafted_script="Get-Date")
    assert route(named, library) == Route(RouteKind.TEMPLATE, template.id)
    assert route(named, {}) == Route(RouteKind.DRAFTED)
    assert route(replace(FIX, drafted_script="Get-Date"), library) == Route(RouteKind.DRAFTED)
    assert route(replace(FIX, drafted_script="Get-Date", steps=("Do it",)), library) == Route(
        RouteKind.STEPS
    )
    assert route(replace(FIX, steps=("Do it",)), library) == Route(RouteKind.STEPS)
    assert route(FIX, library) == Route(RouteKind.BUILDER)


def test_a_template_for_the_same_cause_stands_beside_the_steps(bench: ScriptBench) -> None:
    template = replace(bench.given_template(), causes=("account-lockout/saved-sign-in",))
    fix = replace(FIX, steps=("Do it",), origin="playbook:account-lockout/saved-sign-in")
    assert route(fix, {template.slug: template}) == Route(RouteKind.STEPS, template.id)
    other = replace(fix, origin="playbook:account-lockout/phone")
    assert route(other, {template.slug: template}) == Route(RouteKind.STEPS)


def test_a_template_that_changes_goes_before_one_that_only_reports(bench: ScriptBench) -> None:
    cause = ("account-lockout/saved-sign-in",)
    report = replace(bench.given_template(), causes=cause, changes=False, slug="a-report")
    change = replace(bench.given_template(), causes=cause)
    fix = replace(FIX, steps=("Do it",), origin=f"playbook:{cause[0]}")
    assert route(fix, {"a-report": report, "b": change}).template_id == change.id
    assert route(fix, {"a-report": report}).template_id == report.id


@pytest.mark.parametrize(
    ("fix", "shown"),
    [
        (None, False),
        (FIX, True),
        (replace(FIX, status=FixStatus.APPLIED_PARTIAL), True),
        (replace(FIX, status=FixStatus.APPLIED_FAILED), False),
        (replace(FIX, superseded_at=AT), False),
        (replace(FIX, drafted_script="Get-Date"), False),
        (replace(FIX, script_template_slug="unlock"), False),
        (replace(FIX, steps=("Do it",)), True),
    ],
)
def test_the_builders_tab_is_for_open_fixes_without_a_script(fix: Fix | None, shown: bool) -> None:
    assert has_builder(fix) is shown
