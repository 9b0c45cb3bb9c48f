"""Whatever was done in a session: a branch begins with what was there before its message.

Random deeds over the real services and a real database. Before every message it is noted what the
session was like; then a branch is begun at each of them and compared with that. What rows do not
keep (core/sessions/branches.py) is noted by the deed that blurs it and left out of the comparison.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.copilot.turn import (
    AnswerRead,
    PromotedFact,
    ProposedOutcome,
    Turn,
    Withdrawal,
)
from core.errors import UserError
from core.sessions.banner import BannerMode, BannerView, banner_mode
from core.sessions.facts import Fact, SourceType
from core.sessions.fixes import Decision, Fix, Outcome, ProposedResult
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.messages import Role
from core.sessions.workspace import Workspace
from tests.unit.sessions.bench import CHECK, FIX, OTHER_FIX, QUESTION, Bench

SCRIPTED = replace(FIX, title="Run the script", drafted_script="Restart-Service")
PROPOSALS = (FIX, OTHER_FIX, SCRIPTED)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Picture:
    """A session at a moment, without ids."""

    items: dict[str, tuple[LaneStatus, str, str]]
    facts: dict[datetime, str]
    fixes: tuple[tuple[object, ...], ...]
    banner: BannerMode


class Actor:
    """Does one thing after another, and notes what is blurred by it."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.pictures: dict[int, Picture] = {}
        self.taken_up_again: set[str] = set()
        self.read_again: set[str] = set()
        self.facts_changed: set[datetime] = set()
        self.facts_back: set[datetime] = set()

    def send(self, number: int) -> None:
        self._picture()
        self.bench.conversation.send(self.bench.id, f"Message {number}")

    def ask(self, number: int) -> None:
        questions = (replace(QUESTION, text=f"Question {number}?"),)
        checks = (replace(CHECK, label=f"Check {number}"),)
        known = {item.text for item in self._items(LaneStatus.WITHDRAWN)}
        self.taken_up_again |= known & {questions[0].text, checks[0].label}
        self._say(Turn(prose="Look.", questions=questions, checks=checks))

    def read(self, number: int) -> None:
        """The assistant reads an answer, and takes it as proven."""
        item = _pick(self.bench.workspace.lane, number)
        if item is None:
            return
        self._blur(item, has_output=self._has_output(item))
        fact = PromotedFact(
            source_type=SourceType.DIAGNOSTIC_CHECK, text=f"Known {number}", source_ref=item.id
        )
        answer = AnswerRead(item_id=item.id, result="fine")
        self._say(Turn(prose="Read.", answers=(answer,), facts=(fact,)))

    def withdraw(self, number: int) -> None:
        if item := _pick(self._items(LaneStatus.OPEN), number):
            withdrawal = Withdrawal(item_id=item.id, reason="Clear")
            self._say(Turn(prose="Never mind.", withdrawals=(withdrawal,)))

    def propose(self, number: int) -> None:
        self._say(Turn(prose="This.", fix=PROPOSALS[number % len(PROPOSALS)]))

    def believe(self, number: int) -> None:
        if fix := self.bench.workspace.fix:
            result = list(ProposedResult)[number % len(ProposedResult)]
            outcome = ProposedOutcome(fix_id=fix.id, result=result, reason="said so")
            self._say(Turn(prose="Did it?", outcome=outcome))

    def answer(self, number: int) -> None:
        self._close(number, lambda item: self.bench.lane.answer(item.id, f"Answer {number}"))

    def paste(self, number: int) -> None:
        self._close(number, lambda item: self.bench.lane.paste_result(item.id, "Reply"))

    def report(self, number: int) -> None:
        self._close(number, lambda item: self.bench.lane.report_result(item.id, "As it should"))

    def skip(self, number: int) -> None:
        if item := _pick(self._items(LaneStatus.OPEN), number):
            self.bench.lane.skip(item.id)

    def reopen(self, number: int) -> None:
        if item := _pick(self._items(LaneStatus.SKIPPED), number):
            self.bench.lane.reopen(item.id)
            self.taken_up_again.add(item.text)

    def note(self, number: int) -> None:
        self.bench.facts.add_note(self.bench.id, f"Note {number}")

    def reword(self, number: int) -> None:
        own = [one for one in self.bench.workspace.facts if not one.source_type.has_source]
        if fact := _pick(own, number):
            self.bench.facts.edit(fact.id, "In other words")
            self.facts_changed.add(fact.created_at)

    def delete(self, number: int) -> None:
        if fact := _pick(self.bench.workspace.facts, number):
            self.bench.facts.delete(fact.id)

    def restore(self, number: int) -> None:
        if fact := _pick(self._deleted(), number):
            self.bench.facts.restore(fact.id)
            self.facts_back.add(fact.created_at)

    def decide(self, number: int) -> None:
        decision = list(Decision)[number % len(Decision)]
        self._with_fix(lambda fix: self.bench.fixes.decide(fix.id, decision))

    def apply(self, number: int) -> None:
        self._with_fix(lambda fix: self.bench.fixes.apply(fix.id))

    def record(self, number: int) -> None:
        outcome = list(Outcome)[number % len(Outcome)]
        self._with_fix(lambda fix: self.bench.fixes.record_outcome(fix.id, outcome, "half"))

    def finish(self, number: int) -> None:
        self._with_fix(lambda fix: self.bench.fixes.resume_partial(fix.id))

    def confirm(self, number: int) -> None:
        self._with_fix(lambda fix: self.bench.fixes.confirm_proposal(fix.id))

    def clear(self, number: int) -> None:
        self._with_fix(lambda fix: self.bench.fixes.clear_proposal(fix.id))

    def bring_back(self, number: int) -> None:
        if fix := _pick(self.bench.workspace.parked, number):
            self.bench.fixes.restore(fix.id)

    def _say(self, turn: Turn) -> None:
        self._picture()
        self.bench.say(turn)

    def _picture(self) -> None:
        with self.bench.database.work() as work:
            position = work.messages.next_position(self.bench.id)
        # A turn may put a footnote first.
        picture = take_picture(self.bench, self.bench.workspace)
        self.pictures[position] = self.pictures[position + 1] = picture

    def _items(self, status: LaneStatus) -> list[LaneItem]:
        return [item for item in self.bench.workspace.lane if item.status is status]

    def _deleted(self) -> list[Fact]:
        with self.bench.database.work() as work:
            return work.facts.of_session(self.bench.id, deleted=True)

    def _close(self, number: int, close: Callable[[LaneItem], object]) -> None:
        item = _pick(self.bench.workspace.lane, number)
        if item is None:
            return
        has_output = self._has_output(item)
        try:
            close(item)
        except UserError:
            return
        self._blur(item, has_output=has_output)

    def _has_output(self, item: LaneItem) -> bool:
        return any(run.lane_item_id == item.id for run in self.bench.workspace.runs)

    def _blur(self, item: LaneItem, *, has_output: bool) -> None:
        """An item that was closed is closed again."""
        if item.status is LaneStatus.DONE and has_output:
            self.read_again.add(item.text)
        elif item.status is not LaneStatus.OPEN:
            self.taken_up_again.add(item.text)

    def _with_fix(self, change: Callable[[Fix], object]) -> None:
        if fix := self.bench.workspace.fix:
            try:
                change(fix)
            except UserError:
                return

    def compare(self, before: Picture, branch: Picture) -> None:
        """The branch is as the session was, but for what was blurred since."""
        assert branch.items.keys() == before.items.keys()
        for text, was in before.items.items():
            status, answer, became = branch.items[text]
            if text in self.taken_up_again:
                continue
            assert status is was[0], text
            if text not in self.read_again:
                assert (answer, became) == was[1:], text
        facts, had = (
            {at: text for at, text in one.facts.items() if at not in self.facts_back}
            for one in (branch, before)
        )
        assert facts.keys() == had.keys()
        for at in facts.keys() - self.facts_changed:
            assert facts[at] == had[at]
        assert branch.fixes == before.fixes
        assert branch.banner is before.banner


def take_picture(bench: Bench, workspace: Workspace) -> Picture:
    with bench.database.work() as work:
        history = work.fixes.history(workspace.session.id)
    return Picture(
        items={one.text: (one.status, one.answer, one.became) for one in workspace.lane},
        facts={one.created_at: one.text for one in workspace.facts},
        fixes=tuple(_fix(one) for one in history),
        banner=banner_mode(workspace.fix, 0, BannerView()),
    )


def _fix(fix: Fix) -> tuple[object, ...]:
    ending = (fix.applied_at, fix.verified_at, fix.ai_outcome_proposal)
    notes = (fix.partial_notes, fix.pending_reason, fix.failure_reason)
    return (fix.title, fix.is_active, fix.status, fix.user_decision, *ending, *notes)


def _pick(rows: Sequence[T], number: int) -> T | None:
    return rows[number % len(rows)] if rows else None


DEEDS = [name for name, deed in vars(Actor).items() if callable(deed) and name[0] != "_"]
DEEDS.remove("compare")
SERIES = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5)), min_size=12, max_size=40)


# An example takes half a second: what fails is shown as it is found.
@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(series=SERIES)
def test_a_branch_begins_as_the_session_was(series: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        try:
            actor = Actor(bench)
            for deed, number in series:
                getattr(actor, deed)(number)
            actor.send(0)
            for message in bench.workspace.messages:
                if message.role is not Role.FOOTNOTE:
                    branch = bench.fork(message.position)
                    actor.compare(actor.pictures[message.position], take_picture(bench, branch))
        finally:
            bench.close()
