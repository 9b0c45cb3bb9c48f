"""A branch begins as the session was, keeps to itself, and shares what belongs to the incident."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from core.copilot.turn import PromotedFact, Turn
from core.errors import Conflict, NotFound, UserError
from core.events import Aggregate
from core.ids import new_id
from core.scripts.model import Language, ScriptGeneration
from core.search.hits import HitKind
from core.sessions.attachment_rules import NewFile
from core.sessions.facts import SourceType
from core.sessions.fixes import FixStatus, Outcome
from core.sessions.lane import LaneStatus
from core.sessions.messages import (
    AttachmentKind,
    MessageStatus,
    Role,
    Rung,
)
from core.sessions.session import SessionStatus
from core.sessions.session_service import Intake
from tests.unit.db.samples import HIDDEN
from tests.unit.sessions.bench import CHECK, FIX, OTHER_FIX, QUESTION, Bench

PROBLEM = "No internet on one PC"
LOG = NewFile(AttachmentKind.TEXT, "log.txt", "text/plain", b"line one")


def talk(bench: Bench) -> None:
    """1 engineer, 2 assistant (asks), 3 engineer, 4 assistant (fact and fix), 5 engineer."""
    bench.conversation.send(bench.id, PROBLEM)
    bench.say(Turn(prose="Let us see.", questions=(QUESTION,), checks=(CHECK,)))
    bench.conversation.send(bench.id, "It began today", [LOG])
    item = bench.workspace.lane[0]
    bench.lane.answer(item.id, "Today")
    fact = PromotedFact(source_type=SourceType.QUESTION, text="Since today", source_ref=item.id)
    bench.say(Turn(prose="Renew it.", facts=(fact,), fix=FIX))
    bench.conversation.send(bench.id, "I will")


def test_an_edited_message_ends_the_branch(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(3, "It began last week")

    said = [(one.position, one.role, one.text) for one in branch.messages]
    assert said == [
        (1, Role.ENGINEER, PROBLEM),
        (2, Role.ASSISTANT, "Let us see."),
        (3, Role.ENGINEER, "It began last week"),
    ]
    assert [item.status for item in branch.lane] == [LaneStatus.OPEN, LaneStatus.OPEN]
    assert (branch.facts, branch.fix) == ((), None)
    assert len(bench.workspace.messages) == 5  # the other one is untouched
    assert [item.status for item in bench.workspace.lane] == [LaneStatus.ANSWERED, LaneStatus.OPEN]


def test_an_edited_message_keeps_its_files(bench: Bench) -> None:
    talk(bench)
    [file] = bench.workspace.attachments
    with bench.database.work() as work:
        work.image_consents.put(file.id, allowed=False)
    branch = bench.fork(3, "")

    [copied] = branch.attachments
    assert bench.conversation.attachment(copied.id) == (copied, b"line one")
    assert copied.message_id == branch.messages[-1].id
    assert copied.id != file.id
    with bench.database.work() as work:
        assert work.image_consents.of([copied.id]) == {copied.id: False}


def test_an_answer_is_asked_for_anew(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(4)

    assert [one.position for one in branch.messages] == [1, 2, 3]
    question, check = branch.lane
    assert (question.status, question.answer) == (LaneStatus.ANSWERED, "Today")
    assert question.became == ""  # the fact came with the answer that is taken back
    assert check.status is LaneStatus.OPEN
    assert (branch.facts, branch.fix) == ((), None)


def test_references_lead_to_the_branch(bench: Bench) -> None:
    talk(bench)
    bench.lane.paste_result(bench.workspace.lane[1].id, "Reply from 10.0.0.1")
    bench.fixes.apply(bench.fix.id)
    fix = bench.fix
    with bench.database.work() as work:
        work.script_generations.add(
            ScriptGeneration(
                id=new_id(),
                account_id=work.account_id,
                user_id=work.user_id,
                session_id=bench.id,
                fix_id=fix.id,
                language=Language.BASH,
                script="dhclient",
                created_at=fix.created_at,
            )
        )
    bench.conversation.send(bench.id, "Done")
    branch = bench.fork(6, "Done now")

    [fact] = branch.facts
    assert fact.source_ref == branch.lane[0].id
    [run] = branch.runs
    assert run.lane_item_id == branch.lane[1].id
    assert branch.fix is not None
    with bench.database.work() as work:
        [script] = work.script_generations.where(session_id=branch.session.id)
    assert (script.fix_id, script.script) == (branch.fix.id, "dhclient")
    assert bench.events(branch.fix.id) == ["proposed", "applied"]
    assert branch.fix.id != bench.fix.id
    assert branch.fix.applied_at == bench.fix.applied_at


def test_what_is_done_in_a_branch_stays_there(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(5, "I did")
    assert branch.fix is not None
    bench.fixes.record_outcome(branch.fix.id, Outcome.SUCCESS)
    bench.facts.delete(branch.facts[0].id)

    assert bench.fix.status is FixStatus.PROPOSED
    assert len(bench.workspace.facts) == 1
    assert bench.workspace_of(branch.session.id).session.state_version == 2


def test_a_branch_begins_fresh(bench: Bench) -> None:
    talk(bench)
    bench.conversation.keep_draft(bench.id, "half a thought")
    bench.fixes.set_collapsed(bench.id, collapsed=True)
    with bench.database.work() as work:
        view = work.session_views.of(bench.id)
        work.session_views.put(replace(view, forced_rung=Rung.PLAYBOOK))
        work.placeholders.add(bench.id, [HIDDEN])
    branch = bench.fork(5, "I did")

    assert branch.view.composer_draft == ""
    assert not branch.view.banner.collapsed
    # Who may answer was decided for the whole conversation.
    assert branch.view.forced_rung is Rung.PLAYBOOK
    assert branch.session.state_version == 0
    assert branch.documents == ()
    with bench.database.work() as work:
        hidden = work.placeholders.of_session(branch.session.id)
        assert hidden == work.placeholders.of_session(bench.id) != []


def test_what_followed_from_the_first_message_follows_the_new_one(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(1, "The printer is offline. Since Monday.").session

    assert branch.title == "The printer is offline"
    assert branch.intake_text == branch.problem_summary == "The printer is offline. Since Monday."
    assert (branch.branch_of, branch.branch_at) == (bench.id, 1)


def test_a_ticket_stays_a_ticket(bench: Bench) -> None:
    intake = Intake(text="VPN is down", title="#4711 VPN", ticket_id="4711", client_name="Contoso")
    bench.id = bench.sessions.create(intake).session_id
    bench.conversation.send(bench.id, "The user says the VPN is down")
    branch = bench.fork(1, "The user says Wi-Fi is down").session

    assert (branch.title, branch.intake_text) == ("#4711 VPN", "VPN is down")
    assert (branch.psa_ticket_id, branch.client_name) == ("4711", "Contoso")


def test_both_sessions_are_told_as_changed(bench: Bench) -> None:
    talk(bench)
    bench.published.clear()
    branch = bench.fork(3, "Last week")

    told = {one.session_id: one.aggregates for one in bench.published}
    assert Aggregate.SESSION in told[bench.id]
    assert {Aggregate.LANE, Aggregate.MESSAGE, Aggregate.FIX} <= told[branch.session.id]


@pytest.mark.parametrize("text", ["  ", "x" * 20_001])
def test_a_text_that_breaks_a_rule_makes_no_branch(bench: Bench, text: str) -> None:
    talk(bench)
    with pytest.raises(UserError):
        bench.fork(1, text)

    assert len(bench.branches.family(bench.id)) == 1
    assert bench.session.is_current_branch


def test_only_messages_can_be_forked(bench: Bench) -> None:
    talk(bench)
    bench.say(Turn(prose="Better this.", fix=OTHER_FIX))
    assert bench.workspace.messages[5].role is Role.FOOTNOTE
    with pytest.raises(UserError):
        bench.fork(6)
    with pytest.raises(NotFound):
        bench.fork(99)


def test_the_footnote_of_a_turn_goes_with_it(bench: Bench) -> None:
    talk(bench)
    bench.say(Turn(prose="Better this.", fix=OTHER_FIX))
    branch = bench.fork(7)

    assert [one.position for one in branch.messages] == [1, 2, 3, 4, 5]
    assert branch.fix is not None
    assert (branch.fix.title, branch.fix.is_active) == (FIX.title, True)
    bench.turns.apply(branch.session.id, Turn(prose="Or that."), Rung.PLAYBOOK)
    assert bench.workspace_of(branch.session.id).messages[-1].position == 6


def test_a_half_written_answer_is_kept_as_stopped(bench: Bench) -> None:
    talk(bench)
    with bench.database.work() as work:
        [last] = work.messages.page(bench.id, None, 1)
        half = replace(last, id=new_id(), position=6, role=Role.ASSISTANT, text="Let me s")
        work.messages.add(replace(half, status=MessageStatus.STREAMING))
    bench.conversation.send(bench.id, "Wait")
    branch = bench.fork(7, "Go on")

    assert branch.messages[5].status is MessageStatus.STOPPED


@pytest.mark.parametrize(
    "status", [one for one in SessionStatus if one is not SessionStatus.ACTIVE]
)
def test_only_an_open_session_is_taken_up_differently(bench: Bench, status: SessionStatus) -> None:
    talk(bench)
    with bench.database.work() as work:
        work.sessions.save(replace(work.sessions.get(bench.id), status=status))
    if status is SessionStatus.PAUSED:
        assert bench.fork(1, "Other").session.status is SessionStatus.ACTIVE
        assert bench.session.status is SessionStatus.PAUSED
        return
    with pytest.raises(Conflict, match=f"already {status}"):
        bench.fork(1, "Other")


def test_the_list_shows_the_current_branch_once(bench: Bench) -> None:
    talk(bench)
    other = bench.sessions.create(Intake(text="Something newer")).session_id
    branch = bench.fork(1, "The printer is offline").session
    assert [one.id for one in bench.sessions.overview()] == [branch.id, other]

    bench.branches.switch(bench.id)
    listed = bench.sessions.overview()
    # The place in the list is that of the branch that was worked on last.
    assert [one.id for one in listed] == [bench.id, other]
    assert listed[0].updated_at == branch.updated_at
    bench.conversation.send(other, "And newer still")
    assert [one.id for one in bench.sessions.overview()] == [other, bench.id]


def test_switching_tells_both_and_nothing_when_it_is_current(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(1, "Other").session
    bench.published.clear()
    bench.branches.switch(branch.id)
    assert bench.published == []
    bench.branches.switch(bench.id)
    assert {one.session_id for one in bench.published} == {bench.id, branch.id}


def test_a_family_is_numbered_and_told_apart_by_what_differs(bench: Bench) -> None:
    talk(bench)
    second = bench.fork(3, "It began last week").session.id
    third = bench.branches.fork(second, 1, "The printer is offline").session_id
    fourth = bench.fork(4).session.id
    family = bench.branches.family(third)

    assert [one.id for one in family] == [bench.id, second, third, fourth]
    assert [one.number for one in family] == [1, 2, 3, 4]
    assert [one.text for one in family] == [
        PROBLEM,
        "It began last week",
        "The printer is offline",
        "",
    ]
    assert [one.message_count for one in family] == [5, 3, 1, 3]
    assert [one.is_current for one in family] == [False, False, False, True]


def test_the_messages_where_branches_part(bench: Bench) -> None:
    talk(bench)
    second = bench.fork(3, "It began last week").session.id
    third = bench.branches.fork(second, 1, "The printer is offline").session_id
    fourth = bench.fork(3, "It began in May").session.id
    bench.turns.apply(fourth, Turn(prose="In May!"), Rung.PLAYBOOK)
    fifth = bench.branches.fork(fourth, 4).session_id

    def forks(session_id: UUID) -> list[tuple[int, tuple[UUID, ...], int]]:
        points = bench.workspace_of(session_id).forks
        return [
            (one.position, tuple(version.session_id for version in one.versions), one.shown)
            for one in points
        ]

    # The fifth has the fourth's version of message 3 and was worked on last.
    assert forks(bench.id) == [(1, (bench.id, third), 0), (3, (bench.id, second, fifth), 0)]
    assert forks(third) == [(1, (fifth, third), 1)]
    assert forks(fourth) == [
        (1, (fourth, third), 0),
        (3, (bench.id, second, fourth), 2),
        (4, (fourth, fifth), 0),
    ]
    first, point, _ = bench.workspace_of(fourth).forks
    assert (first.neighbour(-1), point.neighbour(1)) == (None, None)
    other = bench.workspace_of(third).messages[0]
    assert first.neighbour(1) == (third, other.id)
    assert point.neighbour(-1) == (second, bench.workspace_of(second).messages[2].id)


def test_a_session_without_branches_says_nothing_of_them(bench: Bench) -> None:
    talk(bench)
    assert (bench.workspace.branches, bench.workspace.forks) == ((), ())
    assert len(bench.branches.family(bench.id)) == 1


@pytest.mark.parametrize("first", ["resolve", "escalate"])
@pytest.mark.parametrize("then", ["resolve", "escalate"])
def test_only_one_branch_ends(bench: Bench, first: str, then: str) -> None:
    talk(bench)
    branch = bench.fork(3, "Last week").session.id

    def end(how: str, session_id: UUID) -> None:
        if how == "resolve":
            bench.documents.resolve(session_id, "## Problem", 0)
        else:
            bench.documents.escalate(session_id, "## Problem", 0, "Too deep")

    end(first, branch)
    assert bench.workspace.is_ended_elsewhere
    with pytest.raises(Conflict, match="Another branch of this session is already"):
        end(then, bench.id)
    assert bench.session.status is SessionStatus.ACTIVE
    assert bench.workspace.documents == ()
    if first != then:  # the branch that ended may still end the other way
        end(then, branch)
    assert not bench.workspace_of(branch).is_ended_elsewhere


def test_a_session_is_deleted_and_restored_with_its_branches(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(3, "It began last week").session.id
    before = [bench.workspace_of(one) for one in (bench.id, branch)]
    for one in (branch, bench.id):
        bench.sessions.delete(one)
        assert bench.sessions.overview() == []
        assert bench.search.search("began") == []
        bench.sessions.restore(one)
        assert [each.id for each in bench.sessions.overview()] == [branch]
    after = [bench.workspace_of(one) for one in (bench.id, branch)]
    assert [one.messages for one in after] == [one.messages for one in before]
    assert [one.lane for one in after] == [one.lane for one in before]


def test_the_ticket_belongs_to_every_branch(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(1, "The printer is offline").session
    known = {"ticket_id": "4711", "client_name": "Contoso", "contact_name": "Ann"}
    bench.sessions.describe(branch.id, title=branch.title, **known)
    assert (bench.session.psa_ticket_id, bench.session.client_name) == ("4711", "Contoso")
    assert bench.session.title == PROBLEM

    bench.sessions.describe(branch.id, title="Reception", **known)
    assert bench.session.title == "Reception"


def test_search_finds_a_copied_message_once(bench: Bench) -> None:
    talk(bench)
    branch = bench.fork(3, "Since the thunderstorm").session.id
    for current, other in ((branch, bench.id), (bench.id, branch)):
        bench.branches.switch(current)
        [hit] = [one for one in bench.search.search("Let us see") if one.kind is HitKind.MESSAGE]
        assert hit.session_id == current
        [hit] = [one for one in bench.search.search("hunderstor") if one.kind is HitKind.MESSAGE]
        assert hit.session_id == branch
        [hit] = [one for one in bench.search.search("began") if one.kind is HitKind.MESSAGE]
        assert hit.session_id == bench.id
        assert other != current


def test_a_copied_fact_counts_once_as_disputed(bench: Bench) -> None:
    talk(bench)
    fact = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="The lease is old")
    bench.say(Turn(facts=(fact,), prose="So."))
    bench.conversation.send(bench.id, "No")
    bench.facts.delete(bench.workspace.facts[-1].id)
    assert bench.facts.disputed_rate() == 0.5
    bench.fork(1, "Other")
    assert bench.facts.disputed_rate() is None
    bench.branches.switch(bench.id)
    assert bench.facts.disputed_rate() == 0.5
