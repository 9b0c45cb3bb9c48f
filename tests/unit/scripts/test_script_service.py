"""Scripts in use: what is shown is what runs, and the record says what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from core.checks.runs import RunEnd, RunSource
from core.errors import Conflict, UserError
from core.paths import Profile
from core.scripts.model import DRY_RUN, FieldType, Language, Parameter
from core.scripts.run.runner import ScriptRunner
from core.scripts.script_service import Script, ScriptService
from core.sessions.fixes import Decision, FixStatus, Outcome
from tests.unit.scripts.bench import RESET, ScriptBench

MINUTE = timedelta(minutes=1)
WORD = Parameter(key="word", label="Word", field_type=FieldType.PASSWORD)
NAME = Parameter(key="name", label="Name")
ECHO = Script(
    title="Say a name",
    language=Language.BASH,
    body='echo {{ name }}\nw={{ word }}\necho "word: $w"\n',
    parameters=(NAME, WORD),
    values={"name": "O'Brien", "word": "hunter2!"},
)


@pytest.fixture
async def use(bench: ScriptBench, tmp_path: Path) -> AsyncIterator[ScriptService]:
    runner = ScriptRunner(lambda: Profile(tmp_path))
    yield ScriptService(bench.database, bench.clock, runner)
    await runner.aclose()


def test_the_values_are_apart_from_what_runs(use: ScriptService) -> None:
    prepared = use.prepare(ECHO)
    other = use.prepare(replace(ECHO, values={"name": "Eve", "word": "x"}))
    assert prepared.text == other.text
    assert prepared.sha256 != other.sha256
    assert "hunter2" not in prepared.text + prepared.copy_text
    assert "O" in prepared.copy_text
    assert prepared.values == {"name": "O'Brien", "word": "(hidden)"}
    assert prepared.interpreter is not None


def test_wrong_values_are_named_and_nothing_is_ready(use: ScriptService) -> None:
    prepared = use.prepare(replace(ECHO, values={"word": "x"}))
    assert [problem.key for problem in prepared.problems] == ["name"]
    assert (prepared.text, prepared.sha256) == ("", "")


async def test_a_run_leaves_a_record_without_passwords(
    bench: ScriptBench, use: ScriptService
) -> None:
    session_id = bench.given_session()
    script = replace(ECHO, session_id=session_id)
    run = await use.run(script, confirmed=use.prepare(script).sha256, timeout=MINUTE)

    assert (run.end, run.exit_code, run.source) == (RunEnd.EXITED, 0, RunSource.LOCAL)
    (account,) = use.runs(session_id)
    assert account.run == run
    assert account.generation.title == "Say a name"
    assert account.generation.values == {"name": "O'Brien", "word": "(hidden)"}
    stored = f"{run.transcript}{run.stderr}{account.generation.script}"
    assert "hunter2" not in stored
    assert "O'Brien" in run.transcript
    assert run.transcript_sha256 == sha256(run.transcript.encode()).hexdigest()


async def test_nothing_runs_that_was_not_looked_at(bench: ScriptBench, use: ScriptService) -> None:
    session_id = bench.given_session()
    script = replace(ECHO, session_id=session_id)
    shown = use.prepare(script).sha256
    for changed in (replace(script, body="id"), replace(script, values={"name": "x", "word": ""})):
        with pytest.raises(UserError):
            await use.run(changed, confirmed=shown, timeout=MINUTE)
    assert use.runs(session_id) == ()


async def test_a_run_stamps_the_fix_from_its_start_and_copying_does_not(
    bench: ScriptBench, use: ScriptService
) -> None:
    session_id = bench.given_session()
    fix = bench.given_fix(session_id)
    script = replace(ECHO, session_id=session_id, fix_id=fix.id)
    use.copied(script)
    assert bench.fix(fix.id).applied_at is None

    stamps: list[object] = []
    await use.run(
        replace(script, body="echo now", parameters=(), values={}),
        confirmed=use.prepare(replace(script, body="echo now", parameters=(), values={})).sha256,
        timeout=MINUTE,
        on_line=lambda _: stamps.append(bench.fix(fix.id).applied_at),
    )

    applied = bench.fix(fix.id)
    assert applied.applied_at is not None
    assert stamps == [applied.applied_at]
    assert (applied.status, applied.user_decision) == (FixStatus.PROPOSED, None)
    assert bench.version_of(session_id) == 3  # copied; begun and applied; ended


@pytest.mark.parametrize("decision", [Decision.ONE_OFF, Decision.DRAFT_TEMPLATE])
async def test_a_decision_is_kept_with_the_edited_script(
    bench: ScriptBench, use: ScriptService, decision: Decision
) -> None:
    session_id = bench.given_session()
    fix = bench.given_fix(session_id, drafted_script="echo old", script_language="bash")
    script = Script(
        title=fix.title,
        language=Language.BASH,
        body="echo new",
        session_id=session_id,
        fix_id=fix.id,
    )
    await use.run(script, confirmed=use.prepare(script).sha256, timeout=MINUTE, decision=decision)
    decided = bench.fix(fix.id)
    assert (decided.user_decision, decided.drafted_script) == (decision, "echo new")
    assert decided.applied_at is not None
    drafts = bench.drafts.pending()
    assert [draft.body for draft in drafts] == (
        ["echo new"] if decision is Decision.DRAFT_TEMPLATE else []
    )


def test_a_run_elsewhere_counts_and_keeps_what_it_printed(
    bench: ScriptBench, use: ScriptService
) -> None:
    session_id = bench.given_session()
    fix = bench.given_fix(session_id)
    script = replace(ECHO, session_id=session_id, fix_id=fix.id)
    use.ran_elsewhere(script, "done by hunter2!")
    (account,) = use.runs(session_id)
    assert (account.run.end, account.run.source) == (RunEnd.PASTED, RunSource.PASTED)
    assert account.run.transcript == "done by (hidden)"
    assert bench.fix(fix.id).applied_at is not None
    with pytest.raises(UserError, match="50,001"):
        use.ran_elsewhere(script, "x" * 50_001)
    assert len(use.runs(session_id)) == 1


async def test_a_dry_run_applies_nothing(bench: ScriptBench, use: ScriptService) -> None:
    session_id = bench.given_session()
    fix = bench.given_fix(session_id)
    dry = Parameter(key=DRY_RUN, label="Only show", field_type=FieldType.BOOLEAN)
    script = replace(
        ECHO,
        body="echo {{ dry_run }}",
        parameters=(dry,),
        values={DRY_RUN: True},
        session_id=session_id,
        fix_id=fix.id,
    )
    await use.run(script, confirmed=use.prepare(script).sha256, timeout=MINUTE)
    assert bench.fix(fix.id).applied_at is None
    assert len(use.runs(session_id)) == 1
    real = replace(script, values={DRY_RUN: False})
    await use.run(real, confirmed=use.prepare(real).sha256, timeout=MINUTE)
    assert bench.fix(fix.id).applied_at is not None


def test_a_fix_that_is_over_refuses_a_decision(bench: ScriptBench, use: ScriptService) -> None:
    session_id = bench.given_session()
    fix = bench.given_fix(session_id, drafted_script="echo")
    bench.fixes.record_outcome(fix.id, Outcome.FAILED)
    script = Script(
        title="x", language=Language.BASH, body="echo", session_id=session_id, fix_id=fix.id
    )
    with pytest.raises(Conflict):
        use.ran_elsewhere(script, decision=Decision.ONE_OFF)
    assert use.runs(session_id) == ()
    use.ran_elsewhere(script)
    assert bench.fix(fix.id).status is FixStatus.APPLIED_FAILED


async def test_a_cancelled_run_is_recorded_as_cancelled(
    bench: ScriptBench, use: ScriptService
) -> None:
    session_id = bench.given_session()
    script = Script(
        title="x", language=Language.BASH, body="echo begun; sleep 30", session_id=session_id
    )
    begun = asyncio.Event()
    task = asyncio.ensure_future(
        use.run(
            script,
            confirmed=use.prepare(script).sha256,
            timeout=MINUTE,
            on_line=lambda _: begun.set(),
        )
    )
    await begun.wait()
    (running,) = use.runs(session_id)
    assert running.run.end is None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (ended,) = use.runs(session_id)
    assert ended.run.end is RunEnd.CANCELLED
    assert ended.run.exit_code is None


def test_a_run_that_a_crash_cut_off_is_not_known_to_have_worked(
    bench: ScriptBench, use: ScriptService
) -> None:
    session_id = bench.given_session()
    script = replace(ECHO, session_id=session_id)
    use.ran_elsewhere(script)
    with bench.database.work() as work:
        (run,) = work.script_runs.where()
        work.script_runs.save(replace(run, end=None, source=RunSource.LOCAL, ended_at=None))
    assert use.recover() == 1
    (account,) = use.runs(session_id)
    assert account.run.end is RunEnd.UNKNOWN
    assert "not known" in account.run.note
    assert use.recover() == 0


def test_using_a_template_counts(bench: ScriptBench, use: ScriptService) -> None:
    template = bench.given_template(RESET)
    script = Script(
        title=template.name,
        language=template.language,
        body=template.body,
        parameters=template.parameters,
        values={"account": "jdoe", "word": "hunter2!"},
        template_id=template.id,
        template_version=template.version,
    )
    use.copied(script)
    use.ran_elsewhere(script)
    assert bench.template(template.id).usage_count == 2
    entry = next(one for one in bench.templates.library() if one.template.id == template.id)
    assert entry.last_run is not None
    assert entry.last_run.end is RunEnd.PASTED
    with bench.database.work() as work:
        made = work.script_generations.where(order="created_at")
    assert [one.values for one in made] == [{"account": "jdoe", "word": "(hidden)"}] * 2
    assert all("hunter2" not in one.script for one in made)
