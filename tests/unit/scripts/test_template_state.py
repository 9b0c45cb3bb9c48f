"""A model is told of the templates that may fit, and of nothing in them but name and keys."""

from __future__ import annotations

from core.copilot.request.limits import CLOUD_BUDGET
from core.copilot.request.state import state_parts, template_line
from core.copilot.session_case import MOST_TEMPLATES, read_case
from core.ids import new_id
from core.redaction.redactor import Redactor
from core.scripts.seeding import seed_template
from core.scripts.seeds import load_seeds
from core.sessions.session_service import Intake
from tests.unit.db.samples import AT
from tests.unit.scripts.bench import RESET, UNLOCK, ScriptBench


def told(bench: ScriptBench, problem: str) -> tuple[str, ...]:
    session_id = bench.sessions.create(Intake(text=problem)).session_id
    with bench.database.work() as work:
        case = read_case(work, session_id, "windows")
    return state_parts(case.context, CLOUD_BUDGET).fixes[1:]  # the first is the active fix


def test_the_templates_that_fit_are_listed_by_slug(bench: ScriptBench) -> None:
    bench.given_template()
    bench.given_template(RESET)
    lines = told(bench, "The user wants to unlock an account")
    assert lines == (
        "Script templates of the library that may fit, as slug(parameters): name:",
        "- unlock-an-account(account): Unlock an account",
    )
    assert not any("Unlock-ADAccount" in line for line in lines)


def test_nothing_is_listed_when_nothing_fits(bench: ScriptBench) -> None:
    bench.given_template()
    assert told(bench, "The toner is empty") == ()


def test_only_the_nearest_few_are_listed(bench: ScriptBench) -> None:
    for _ in range(MOST_TEMPLATES + 3):
        bench.templates.create(UNLOCK, template_id=new_id())
    assert len(told(bench, "Unlock an account")) == 1 + MOST_TEMPLATES


def test_no_shipped_template_is_taken_for_a_secret() -> None:
    seeds = [seed_template(seed, new_id(), AT) for seed in load_seeds()]
    lines = "\n".join(map(template_line, seeds))
    assert Redactor().redact(lines) == lines
