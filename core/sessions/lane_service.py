"""Commands on the task lane: answers, check results, skips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.checks.runs import CheckRun, RunEnd, RunOutput, RunSource
from core.clock import Clock
from core.db.database import Database, Work
from core.errors import UserError
from core.events import Aggregate, Changes, EndedWork
from core.ids import new_id
from core.outcome import Refused, accept
from core.sessions import lane
from core.sessions.lane import LaneItem, LaneKind

PASTE_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckToRun:
    """What the runner needs, as it stood on the card the engineer clicked."""

    item_id: UUID
    session_id: UUID
    label: str
    command: str
    shell: str


class LaneService:
    """Records what the engineer answered, ran, pasted or skipped."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def answer(self, item_id: UUID, text: str) -> Changes:
        """Answer a question with an option or in one's own words.

        Raises:
            UserError: the answer is empty or longer than 10,000 characters.
            Conflict: the question is already answered or withdrawn.
        """
        return self._close(item_id, lambda item, now: lane.answer(item, text, now))

    def skip(self, item_id: UUID) -> Changes:
        return self._close(item_id, lane.skip)

    def reopen(self, item_id: UUID) -> Changes:
        """Undo a skip."""
        return self._close(item_id, lambda item, now: lane.reopen(item))

    def check_to_run(self, item_id: UUID) -> CheckToRun:
        """The command of a check.

        Raises:
            UserError: the check has no command; its result can be pasted or picked.
        """
        with self._database.work() as work:
            item = work.lane_items.get(item_id)
            if item.kind is not LaneKind.CHECK or not item.command:
                raise UserError("This step has no command to run.", hint="Paste or pick a result.")
            return CheckToRun(item.id, item.session_id, item.text, item.command, item.shell)

    def record_run(self, check: CheckToRun, output: RunOutput) -> Changes:
        """Keep the output of a local run, whatever came of it."""
        return self._record(check.item_id, RunSource.LOCAL, output, check.command, check.shell)

    def paste_result(self, item_id: UUID, text: str) -> Changes:
        """Keep output that was produced elsewhere.

        Raises:
            UserError: nothing was pasted, or more than 1 MB.
        """
        if not text.strip():
            raise UserError("Paste the output first.", field="output")
        if len(text) > PASTE_LIMIT:
            raise UserError(
                "This output is larger than 1 MB.",
                hint="Paste the part that matters, or attach it as a file.",
                field="output",
            )
        output = RunOutput(end=RunEnd.PASTED, stdout=text)
        return self._record(item_id, RunSource.PASTED, output)

    def report_result(self, item_id: UUID, option: str) -> Changes:
        """Keep the result the engineer picked for a check done by hand."""
        if not option.strip():
            raise UserError("Pick what the check showed.", field="result")
        output = RunOutput(end=RunEnd.PASTED, stdout=option)
        return self._record(item_id, RunSource.REPORTED, output, answer=option)

    def _record(
        self,
        item_id: UUID,
        source: RunSource,
        output: RunOutput,
        command: str = "",
        shell: str = "",
        answer: str = "",
    ) -> Changes:
        now = self._clock.now()
        with self._database.work() as work:
            item = work.lane_items.get(item_id)
            work.check_runs.add(
                CheckRun(
                    id=new_id(),
                    account_id=work.account_id,
                    session_id=item.session_id,
                    lane_item_id=item.id,
                    source=source,
                    command=command or item.command,
                    shell=shell or item.shell,
                    end=output.end,
                    stdout=output.stdout,
                    stderr=output.stderr,
                    exit_code=output.exit_code,
                    duration_ms=output.duration_ms,
                    note=output.note,
                    started_at=now,
                )
            )
            if output.end in (RunEnd.EXITED, RunEnd.PASTED):
                done = accept(lane.complete(item, answer, now))
                work.lane_items.save(replace(done, became=""))
            work.bump(item.session_id)
            if output.end is not RunEnd.PASTED:
                work.ended(EndedWork.CHECK_RUN, item.session_id)
            return work.changed(
                item.session_id, Aggregate.LANE, Aggregate.CHECK_RUN, Aggregate.SESSION
            )

    def _close(
        self, item_id: UUID, transition: Callable[[LaneItem, datetime], LaneItem | Refused]
    ) -> Changes:
        with self._database.work() as work:
            item = work.lane_items.get(item_id)
            return self._save(work, accept(transition(item, self._clock.now())))

    def _save(self, work: Work, item: LaneItem) -> Changes:
        work.lane_items.save(item)
        return work.changed(item.session_id, Aggregate.LANE)
