"""A script in use: filled in, looked at, copied, run here or elsewhere, and recorded.

Nothing runs that was not shown: `prepare` says what would run and names it by its hash, `run`
takes that hash and refuses anything else. The record is there before the script starts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from core.checks.runs import RunEnd, RunSource
from core.clock import Clock
from core.db.database import Database, Work
from core.errors import UserError
from core.events import Aggregate, Changes, EndedWork
from core.ids import new_id
from core.outcome import accept
from core.redaction.hiding import without_secrets
from core.scripts.draft_service import propose_draft
from core.scripts.model import (
    DRY_RUN,
    Language,
    Parameter,
    ScriptGeneration,
    ScriptRun,
    Value,
)
from core.scripts.rendering import (
    Passwords,
    Runnable,
    ValueProblem,
    check_values,
    render,
    runnable,
    shown_values,
)
from core.scripts.run.interpreters import Interpreter
from core.scripts.run.result import RunCancelled, RunResult
from core.scripts.run.runner import ScriptRunner
from core.scripts.run.script_file import fingerprint
from core.sessions import fixes
from core.sessions.fix_service import add_fix_event
from core.sessions.fixes import Decision, Fix, FixStatus

if TYPE_CHECKING:
    from core.scripts.preflight.findings import Preflight

OUTPUT_LIMIT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is about to be used: a template with values, or a script as it stands.

    session_id, fix_id  what it is used for; None from the library
    """

    title: str
    language: Language
    body: str
    parameters: tuple[Parameter, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    template_id: UUID | None = None
    template_version: int = 0
    session_id: UUID | None = None
    fix_id: UUID | None = None
    needs_admin: bool = False

    @property
    def is_dry_run(self) -> bool:
        """Whether it is only to say what it would do."""
        return self.values.get(DRY_RUN) is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A script ready to be looked at.

    text         exactly what runs here, the values apart as data; empty while values are wrong
    copy_text    the same with the values inside, for elsewhere; passwords are asked for there
    values       what goes in, passwords hidden
    sha256       names `text` together with the values
    interpreter  what runs it; None when this laptop has none
    """

    text: str
    copy_text: str
    values: Mapping[str, object]
    sha256: str
    interpreter: Interpreter | None
    problems: tuple[ValueProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAccount:
    """A run and the script it ran."""

    run: ScriptRun
    generation: ScriptGeneration


class ScriptService:
    """Uses scripts and keeps the record of it."""

    def __init__(self, database: Database, clock: Clock, runner: ScriptRunner) -> None:
        self._database = database
        self._clock = clock
        self._runner = runner

    def prepare(self, script: Script) -> Prepared:
        """Fill in the values; wrong ones are named in `problems`."""
        problems = check_values(script.parameters, script.values)
        ready = None if problems else _runnable(script)
        return Prepared(
            text="" if ready is None else ready.script,
            copy_text="" if ready is None else _rendered(script, Passwords.ASK),
            values=shown_values(script.parameters, script.values),
            sha256="" if ready is None else fingerprint(ready),
            interpreter=self._runner.interpreter_for(script.language),
            problems=problems,
        )

    async def preflight(self, script: Script) -> Preflight:
        """Check what would run, with the tools this laptop has. Nothing is executed."""
        from core.scripts.preflight.tools import check_with_tools

        text = (await asyncio.to_thread(self.prepare, script)).text
        return await check_with_tools(text, script.language)

    def copied(self, script: Script) -> Changes:
        """Record that the script was copied or saved for elsewhere. It does not count as applied.

        Raises:
            UserError: a value is missing or wrong.
        """
        with self._database.work() as work:
            self._generate(work, script)
            return work.changed(script.session_id, Aggregate.SCRIPT, *_told(script))

    async def run(
        self,
        script: Script,
        *,
        confirmed: str,
        timeout: timedelta,  # noqa: ASYNC109 - a rule of the run, part of its record
        elevated: bool = False,
        decision: Decision | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> ScriptRun:
        """Run the script on this laptop and keep what became of it.

        A fix it is used for counts as applied from the start of the run; a dry run applies nothing.

        confirmed  the hash of what the engineer looked at

        Raises:
            UserError: a value is wrong, or the script is not what was confirmed; nothing ran.
            asyncio.CancelledError: the run was ended, and recorded as cancelled.
        """
        ready = _runnable(script)
        if fingerprint(ready) != confirmed:
            raise UserError("The script changed since you looked at it. Look at it again.")
        begun = await self._database.run(
            lambda: self._begin(script, decision, RunSource.LOCAL, elevated)
        )
        try:
            result = await self._runner.run(
                ready,
                script.language,
                confirmed=confirmed,
                timeout=timeout,
                elevated=elevated,
                on_line=on_line,
            )
        except RunCancelled as cancelled:
            result = cancelled.result
            await self._database.complete(lambda: self._end(begun, result))
            raise
        return await self._database.complete(lambda: self._end(begun, result))

    def ran_elsewhere(
        self, script: Script, output: str = "", decision: Decision | None = None
    ) -> Changes:
        """Record that the engineer ran it on another machine, with what it printed there.

        Raises:
            UserError: a value is missing or wrong, or the output is too long.
        """
        if len(output) > OUTPUT_LIMIT:
            raise UserError(
                f"The output has {len(output):,} characters; the limit is {OUTPUT_LIMIT:,}.",
                hint="Keep the beginning and the end.",
                field="output",
            )
        begun = self._begin(script, decision, RunSource.PASTED, elevated=False)
        transcript = without_secrets(output, _runnable(script).secrets)
        with self._database.work() as work:
            ended = replace(
                begun,
                end=RunEnd.PASTED,
                transcript=transcript,
                transcript_sha256=sha256(transcript.encode()).hexdigest(),
                ended_at=begun.started_at,
            )
            work.script_runs.save(ended)
            return work.changed(script.session_id, Aggregate.SCRIPT, *_told(script))

    def runs(self, session_id: UUID) -> tuple[RunAccount, ...]:
        """Every run of a session, oldest first."""
        with self._database.work() as work:
            runs = work.script_runs.where(session_id=session_id, order="started_at")
            return tuple(_account(work, run) for run in runs)

    def run_record(self, run_id: UUID) -> RunAccount:
        with self._database.work() as work:
            return _account(work, work.script_runs.get(run_id))

    def recover(self) -> int:
        """At the start: what ran when FlowPilot last ended is not known to have worked."""
        with self._database.work() as work:
            cut_off = work.script_runs.where(end=None)
            for run in cut_off:
                work.script_runs.save(replace(run, end=RunEnd.UNKNOWN, note=_CUT_OFF))
                work.changed(run.session_id, Aggregate.SCRIPT)
            return len(cut_off)

    def _begin(
        self, script: Script, decision: Decision | None, source: RunSource, elevated: bool
    ) -> ScriptRun:
        with self._database.work() as work:
            generation = self._generate(work, script)
            self._declare(work, script, decision)
            run = work.script_runs.add(
                ScriptRun(
                    id=new_id(),
                    account_id=work.account_id,
                    user_id=work.user_id,
                    generation_id=generation.id,
                    session_id=script.session_id,
                    source=source,
                    elevated=elevated,
                    script_sha256=sha256(_runnable(script).script.encode()).hexdigest(),
                    started_at=self._clock.now(),
                )
            )
            work.changed(script.session_id, Aggregate.SCRIPT, *_told(script))
            return run

    def _end(self, begun: ScriptRun, result: RunResult) -> ScriptRun:
        with self._database.work() as work:
            ended = work.script_runs.save(
                replace(
                    begun,
                    end=result.end,
                    exit_code=result.exit_code,
                    stderr=result.stderr,
                    transcript=result.transcript,
                    transcript_sha256=result.transcript_sha256,
                    duration_ms=result.duration_ms,
                    note=result.note,
                    ended_at=self._clock.now(),
                )
            )
            work.changed(begun.session_id, Aggregate.SCRIPT)
            work.ended(EndedWork.SCRIPT_RUN, begun.session_id)
            if begun.session_id is not None:
                work.bump(begun.session_id)
            return ended

    def _generate(self, work: Work, script: Script) -> ScriptGeneration:
        generation = work.script_generations.add(
            ScriptGeneration(
                id=new_id(),
                account_id=work.account_id,
                user_id=work.user_id,
                session_id=script.session_id,
                fix_id=script.fix_id,
                template_id=script.template_id,
                template_version=script.template_version,
                title=script.title,
                language=script.language,
                script=_rendered(script, Passwords.HIDDEN),
                values=shown_values(script.parameters, script.values),
                created_at=self._clock.now(),
            )
        )
        if script.template_id is not None:
            template = work.script_templates.get(script.template_id)
            work.script_templates.save(replace(template, usage_count=template.usage_count + 1))
        if script.session_id is not None:
            work.bump(script.session_id)
        return generation

    def _declare(self, work: Work, script: Script, decision: Decision | None) -> None:
        """The engineer runs it for a fix: stamp that, and what was decided about its script."""
        if script.fix_id is None or script.is_dry_run:
            return
        fix = work.fixes.get(script.fix_id)
        now = self._clock.now()
        if decision is None:
            changed = accept(fixes.apply(fix, now)) if _may_apply(fix) else fix
        else:
            attached = fix
            if script.body != fix.drafted_script:
                attached = accept(
                    fixes.attach_script(
                        fix, script.body, fix.drafted_parameters, script.language.value
                    )
                )
                add_fix_event(work, fix, "script_attached", now)
            changed = accept(fixes.decide(attached, decision, now))
        if changed != fix:
            work.fixes.save(changed)
            add_fix_event(work, fix, decision.value if decision else "applied", now)
        if decision is Decision.DRAFT_TEMPLATE:
            body, parameters = _drafted(script, changed)
            propose_draft(work, changed, body, parameters, now)


def _drafted(script: Script, fix: Fix) -> tuple[str, tuple[Parameter, ...]]:
    """What of a script becomes a draft: with parameters where its values can be told apart."""
    from core.scripts.extraction import extract

    if script.parameters:
        return script.body, script.parameters
    extracted = extract(script.body, script.language, fix.drafted_parameters)
    return extracted.body, extracted.parameters


_CUT_OFF = "FlowPilot ended while the script ran. What became of it is not known."


def _may_apply(fix: Fix) -> bool:
    return fix.is_active and fix.status is FixStatus.PROPOSED


def _runnable(script: Script) -> Runnable:
    return runnable(script.body, script.language, script.parameters, script.values)


def _rendered(script: Script, passwords: Passwords) -> str:
    return render(
        script.body, script.language, script.parameters, script.values, passwords=passwords
    )


def _told(script: Script) -> Sequence[Aggregate]:
    told = [Aggregate.TEMPLATE] if script.template_id is not None else []
    if script.session_id is not None:
        told += [Aggregate.FIX, Aggregate.SESSION]
    return told


def _account(work: Work, run: ScriptRun) -> RunAccount:
    return RunAccount(run=run, generation=work.script_generations.get(run.generation_id))
