"""A model's turn from the snapshot to the lane: whole, cut off, stopped, refused, late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.copilot.connection import SMALL_CONTEXT
from core.copilot.endpoint_test import EndpointReport
from core.copilot.model import FailureKind, ModelError, StopReason
from core.copilot.records import CallEnd, WaitingState
from core.copilot.request.tokens import request_tokens
from core.copilot.standing import ModelReach
from core.playbooks.library import PlaybookLibrary
from core.sessions.attachment_rules import NewFile
from core.sessions.lane import LaneKind
from core.sessions.messages import AttachmentKind, MessageStatus, Rung
from core.settings.definitions import CLOUD_TESTED, MONTHLY_LIMIT
from core.team.client_rules import ModelPolicy
from tests.fakes.scripted_model import FOREVER, Pause, ScriptedModel, Stop
from tests.unit.copilot.asked import Asked, asked, sent_text

QUESTION = '[QUESTIONS][{"text": "Is the cable in?", "options": ["Yes", "No"]}][/QUESTIONS]'
CHECK = '[ACTIONS][{"label": "Ping the gateway", "command": "ping 10.0.0.1"}][/ACTIONS]'
FACT = '[PROMOTE]{"source_type": "ai_synthesis", "text": "Only one PC is offline."}[/PROMOTE]'
FIX = '[SUGGEST_FIX]{"title": "Seat it", "description": "Push.", "confidence": 80}[/SUGGEST_FIX]'
WHOLE = ("Let us look ", "at the cable.\n\n", QUESTION, CHECK, FACT, FIX)

Make = Callable[..., Asked]


@pytest.fixture
def make(tmp_path: Path, library: PlaybookLibrary) -> Iterator[Make]:
    with ExitStack() as stack:

        def made(cloud: ScriptedModel | None = None, local: ScriptedModel | None = None) -> Asked:
            return stack.enter_context(asked(tmp_path, library, cloud, local))

        yield made


def log_file(text: str) -> NewFile:
    return NewFile(AttachmentKind.TEXT, "a.log", "text/plain", text.encode())


def failing(kind: FailureKind, *said: str, **more: object) -> ScriptedModel:
    return ScriptedModel((*said, ModelError(kind, "why", **more)))  # type: ignore[arg-type]


# A whole turn


def test_an_answer_becomes_a_message_and_its_blocks_the_lane(make: Make) -> None:
    model = ScriptedModel(WHOLE)
    laptop = make(model)
    laptop.play(laptop.take_turn)
    workspace = laptop.workspace()
    (answer,) = laptop.answers
    assert (answer.text, answer.status, answer.rung, answer.is_late) == (
        "Let us look at the cable.",
        MessageStatus.COMPLETE,
        Rung.CLOUD,
        False,
    )
    assert [(one.kind, one.text) for one in workspace.lane] == [
        (LaneKind.QUESTION, "Is the cable in?"),
        (LaneKind.CHECK, "Ping the gateway"),
    ]
    assert [one.text for one in workspace.facts] == ["Only one PC is offline."]
    assert workspace.fix is not None
    assert workspace.waiting is None
    assert model.is_closed


def test_a_call_is_remembered_with_what_it_cost(make: Make) -> None:
    laptop = make(ScriptedModel(WHOLE))
    laptop.play(laptop.take_turn)
    (call,) = laptop.calls
    assert (call.end, call.rung, call.failure) == (CallEnd.COMPLETE, Rung.CLOUD, None)
    assert "No internet on one PC" in call.body
    assert call.cost == 6_000
    workspace = laptop.workspace()
    assert (workspace.spend.calls, workspace.spend.cost, workspace.month.cost) == (1, 6_000, 6_000)


def test_no_block_is_ever_told_to_the_window(make: Make) -> None:
    text = "".join(WHOLE)
    pieces = [step for at in range(0, len(text), 7) for step in (text[at : at + 7], Pause(0.01))]
    laptop = make(ScriptedModel(pieces))
    laptop.play(laptop.take_turn)
    assert laptop.told
    for event in laptop.told:
        assert "Let us look at the cable.".startswith(event.prose.strip())


def test_two_sessions_are_written_at_the_same_time(make: Make) -> None:
    model = ScriptedModel(("One", Pause(0.2), " two."))
    laptop = make(model)
    other = laptop.begin("The printer is offline")

    async def both() -> None:
        await asyncio.gather(laptop.copilot.take_turn(laptop.id), laptop.copilot.take_turn(other))

    laptop.play(both)
    assert model.most_at_once == 2
    assert laptop.answers[0].text == laptop.workspace(other).messages[-1].text == "One two."


def test_a_session_is_never_written_twice_at_once(make: Make) -> None:
    model = ScriptedModel(("One", Pause(0.05), " two."))
    laptop = make(model)

    async def both() -> None:
        await asyncio.gather(*(laptop.copilot.take_turn(laptop.id) for _ in range(2)))

    laptop.play(both)
    assert model.most_at_once == 1


def test_an_answer_of_blocks_alone_still_says_something(make: Make) -> None:
    laptop = make(ScriptedModel((QUESTION,)))
    laptop.play(laptop.take_turn)
    (answer,) = laptop.answers
    assert answer.text.strip()
    assert len(laptop.workspace().lane) == 1


# What leaves


def test_secrets_and_names_stay_on_the_laptop_and_come_back_on_screen(make: Make) -> None:
    model = ScriptedModel(("Ask REDACTED_TERM_1 about REDACTED_PASS", "WORD_1, Blue."))
    laptop = make(model)
    laptop.id = laptop.begin("password: Hunter2-x99 is what Meyer typed", client="Meyer")
    laptop.play(laptop.take_turn)
    sent = sent_text(model.asked[0])
    assert "Hunter2-x99" not in sent
    assert "Meyer" not in sent
    assert "Hunter2-x99" not in laptop.calls[0].body
    assert laptop.answers[0].text == "Ask Meyer about Hunter2-x99, Blue."
    assert laptop.calls[0].redacted


def test_a_secret_stays_whose_label_is_cut_out_of_a_long_text(make: Make) -> None:
    model = ScriptedModel(("Seen.",))
    laptop = make(model)
    log = "\n".join(f"{number}: a line without news" for number in range(2_500))
    text = f"{log}\nusername admin privilege 15 secret Hunter2-x99\n{log}\nHunter2-x99 was typed"
    laptop.conversation.send(laptop.id, "See the log.", [log_file(text)])
    laptop.play(laptop.take_turn)
    sent = sent_text(model.asked[0])
    assert "was typed" in sent
    assert "privilege 15" not in sent
    assert "Hunter2-x99" not in sent


def test_the_same_words_are_hidden_alike_in_the_next_turn(make: Make) -> None:
    model = ScriptedModel(("Noted.",))
    laptop = make(model)
    laptop.id = laptop.begin("password: Hunter2-x99")

    def more() -> None:
        laptop.conversation.send(laptop.id, "It is still password: Hunter2-x99, and nothing works.")

    laptop.play(laptop.take_turn, more, laptop.take_turn)
    tokens = [sent_text(one).count("REDACTED_PASSWORD_1") for one in model.asked]
    assert tokens[0] >= 1
    assert tokens[1] > tokens[0]
    assert "REDACTED_PASSWORD_2" not in sent_text(model.asked[1])


def test_a_preview_is_what_is_then_sent_and_stores_nothing(make: Make) -> None:
    model = ScriptedModel(("Noted.",))
    laptop = make(model)
    bodies: list[str] = []

    async def preview() -> None:
        shown = await laptop.copilot.preview(laptop.id, "password: Hunter2-x99")
        assert "Hunter2-x99" not in shown.body
        bodies.append(shown.body)
        assert laptop.calls == []

    def send() -> None:
        laptop.conversation.send(laptop.id, "password: Hunter2-x99")

    laptop.play(preview, send, laptop.take_turn)
    assert bodies == [laptop.calls[0].body]


@pytest.mark.parametrize(
    ("policy", "rung"),
    [(ModelPolicy.LOCAL_ONLY, Rung.LOCAL), (ModelPolicy.NO_MODEL, Rung.PLAYBOOK)],
)
def test_a_clients_policy_holds_also_when_the_cloud_is_chosen(
    make: Make, policy: ModelPolicy, rung: Rung
) -> None:
    cloud, local = ScriptedModel(("From afar.",)), ScriptedModel(("From here.",))
    laptop = make(cloud, local)
    laptop.rules.save("Meyer", policy, ())
    laptop.id = laptop.begin("No internet on one PC", client="Meyer")
    laptop.copilot.force_rung(laptop.id, Rung.CLOUD)
    laptop.play(laptop.take_turn)
    assert cloud.asked == []
    assert laptop.answers[-1].rung is rung


def test_the_monthly_limit_ends_the_use_of_the_cloud(make: Make) -> None:
    cloud = ScriptedModel(("Noted.",))
    laptop = make(cloud)
    laptop.settings.write(MONTHLY_LIMIT, 1)
    laptop.play(laptop.take_turn)
    assert laptop.workspace().standing.rung is Rung.CLOUD
    (call,) = laptop.calls
    with laptop.database.work() as work:
        work.model_calls.save(replace(call, cost=1_000_000))
    standing = laptop.workspace().standing
    assert standing.rung is Rung.PLAYBOOK
    assert "limit" in standing.why


# Stopped


def test_stop_keeps_the_part_and_applies_nothing(make: Make) -> None:
    model = ScriptedModel(("Is the router", QUESTION, FOREVER))
    laptop = make(model)

    async def stop_soon() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await laptop.until(lambda: bool(laptop.told))
        assert laptop.copilot.is_writing(laptop.id)
        laptop.copilot.stop(laptop.id)
        await turn

    laptop.play(stop_soon)
    (answer,) = laptop.answers
    assert (answer.text, answer.status) == ("Is the router", MessageStatus.STOPPED)
    assert laptop.workspace().lane == ()
    assert laptop.waiting is None
    assert [call.end for call in laptop.calls] == [CallEnd.STOPPED]
    assert model.cut_off == 1


def test_stop_before_the_first_word_leaves_nothing(make: Make) -> None:
    model = ScriptedModel((FOREVER,))
    laptop = make(model)

    async def stop_soon() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await laptop.until(lambda: bool(model.asked))
        laptop.copilot.stop(laptop.id)
        await turn

    laptop.play(stop_soon)
    assert laptop.answers == []
    assert laptop.waiting is None


@pytest.mark.parametrize("delay", [0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08])
def test_stop_at_any_moment_leaves_one_clean_state(make: Make, delay: float) -> None:
    laptop = make(ScriptedModel(("Is the router on?", QUESTION)))

    async def stop_then() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await asyncio.sleep(delay)
        laptop.copilot.stop(laptop.id)
        await turn

    laptop.play(stop_then)
    assert len(laptop.answers) <= 1
    assert all(one.status is not MessageStatus.STREAMING for one in laptop.answers)
    assert all(call.end is not CallEnd.UNDER_WAY for call in laptop.calls)
    is_whole = [one.status for one in laptop.answers] == [MessageStatus.COMPLETE]
    assert len(laptop.workspace().lane) == (1 if is_whole else 0)
    assert not laptop.copilot.is_writing(laptop.id)


def test_stop_counts_from_the_moment_a_turn_is_begun(make: Make) -> None:
    model = ScriptedModel((FOREVER,))
    laptop = make(model)

    async def stop_soon() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await laptop.until(lambda: laptop.copilot.is_writing(laptop.id))
        laptop.copilot.stop(laptop.id)
        await turn

    laptop.play(stop_soon)
    assert not laptop.copilot.is_writing(laptop.id)


def test_a_stopped_session_can_be_answered_again(make: Make) -> None:
    model = ScriptedModel((FOREVER,), ("Here I am.",))
    laptop = make(model)

    async def stop_and_ask_again() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await laptop.until(lambda: bool(model.asked))
        laptop.copilot.stop(laptop.id)
        await laptop.take_turn()
        await turn

    laptop.play(stop_and_ask_again)
    assert laptop.answers[-1].text == "Here I am."


def test_what_a_stopped_call_used_is_guessed_for_the_limit(make: Make) -> None:
    laptop = make(ScriptedModel(("Is the router", FOREVER)))

    async def stop_soon() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await laptop.until(lambda: bool(laptop.told))
        laptop.copilot.stop(laptop.id)
        await turn

    laptop.play(stop_soon)
    (call,) = laptop.calls
    assert call.input_tokens > 1_000
    assert call.output_tokens
    assert call.cost


def test_closing_while_it_writes_keeps_the_part_and_the_debt(make: Make) -> None:
    laptop = make(ScriptedModel(("Is the router", FOREVER)))
    left: list[asyncio.Task[None]] = []

    async def begin() -> None:
        left.append(asyncio.ensure_future(laptop.take_turn()))
        await laptop.until(lambda: bool(laptop.told))

    async def close() -> None:
        await asyncio.wait_for(laptop.copilot.aclose(), 2)
        await asyncio.gather(*left, return_exceptions=True)

    laptop.play(begin, close)
    (answer,) = laptop.answers
    assert (answer.text, answer.status) == ("Is the router", MessageStatus.INTERRUPTED)
    assert laptop.waiting is not None
    assert laptop.waiting.failure is FailureKind.INTERRUPTED


# Failed


@pytest.mark.parametrize("kind", FailureKind)
def test_a_failure_becomes_a_turn_that_waits(make: Make, kind: FailureKind) -> None:
    laptop = make(failing(kind))
    laptop.play(laptop.take_turn)
    waiting = laptop.waiting
    assert waiting is not None
    assert (waiting.state, waiting.failure, waiting.detail) == (WaitingState.FAILED, kind, "why")
    assert laptop.answers == []
    assert {call.end for call in laptop.calls} == {CallEnd.FAILED}
    assert {call.failure for call in laptop.calls} == {kind}


@pytest.mark.parametrize("kind", [FailureKind.INTERRUPTED, FailureKind.SILENT, FailureKind.SERVER])
def test_the_part_before_a_failure_is_kept_and_its_blocks_are_not_applied(
    make: Make, kind: FailureKind
) -> None:
    laptop = make(failing(kind, "Is the router", QUESTION))
    laptop.play(laptop.take_turn)
    (answer,) = laptop.answers
    assert (answer.text, answer.status, answer.failure) == (
        "Is the router",
        MessageStatus.INTERRUPTED,
        kind,
    )
    assert laptop.workspace().lane == ()


def test_a_busy_server_says_when_to_come_back(make: Make) -> None:
    laptop = make(failing(FailureKind.OVERLOADED, retry_after=timedelta(seconds=30)))
    laptop.play(laptop.take_turn)
    waiting = laptop.waiting
    assert waiting is not None
    assert waiting.retry_at == waiting.since + timedelta(seconds=30)


@pytest.mark.parametrize("kind", [FailureKind.OFFLINE, FailureKind.TLS, FailureKind.SILENT])
def test_a_model_out_of_reach_is_passed_over_next_time(make: Make, kind: FailureKind) -> None:
    laptop = make(failing(kind), ScriptedModel(("From here.",)))
    laptop.play(laptop.take_turn)
    assert laptop.workspace().standing.rung is Rung.LOCAL


def test_the_next_whole_answer_settles_what_waited(make: Make) -> None:
    laptop = make(ScriptedModel((ModelError(FailureKind.SERVER),), ("Here I am.",)))
    laptop.play(laptop.take_turn, laptop.take_turn)
    assert laptop.waiting is None
    assert laptop.answers[-1].text == "Here I am."


def test_what_is_too_long_is_tried_once_more_in_half(make: Make) -> None:
    model = ScriptedModel((ModelError(FailureKind.TOO_LONG),), ("Now it fits.",))
    laptop = make(model)
    for number in range(4):
        laptop.conversation.send(laptop.id, f"Message {number}. " + "A long story. " * 850)
    laptop.play(laptop.take_turn)
    assert laptop.answers[-1].text == "Now it fits."
    first, second = (len(sent_text(one)) for one in model.asked)
    assert second < first * 0.7
    assert [call.end for call in laptop.calls] == [CallEnd.FAILED, CallEnd.COMPLETE]


def test_a_model_that_failed_the_long_prompt_gets_short_requests(make: Make) -> None:
    model = ScriptedModel(("I see.",), ("I see again.",))
    laptop = make(model)
    for number in range(4):
        laptop.conversation.send(laptop.id, f"Message {number}. " + "A long story. " * 850)

    def find_out() -> None:
        report = EndpointReport(
            model="m", tested_at=laptop.clock.now(), answers=True, long_prompts=False
        )
        laptop.settings.write(CLOUD_TESTED, report.to_json())
        laptop.connections.tested()

    async def look_and_ask() -> None:
        preview = await laptop.copilot.preview(laptop.id)
        await laptop.take_turn()
        assert preview is not None
        assert preview.body == laptop.calls[-1].body

    laptop.play(laptop.take_turn, find_out, look_and_ask)
    long, short = (request_tokens(one) for one in model.asked)
    assert short <= SMALL_CONTEXT * 3 // 4 < long


def test_what_stays_too_long_is_not_tried_for_ever(make: Make) -> None:
    model = failing(FailureKind.TOO_LONG)
    laptop = make(model)
    laptop.play(laptop.take_turn)
    assert len(model.asked) == 2
    assert laptop.waiting is not None


def test_an_answer_without_a_word_or_a_block_is_a_failure(make: Make) -> None:
    laptop = make(ScriptedModel((" \n",)))
    laptop.play(laptop.take_turn)
    waiting = laptop.waiting
    assert waiting is not None
    assert waiting.failure is FailureKind.EMPTY


def test_an_answer_out_of_tokens_keeps_whole_blocks_and_can_go_on(make: Make) -> None:
    model = ScriptedModel(
        ("Two things. ", QUESTION, "And [ACT", Stop(StopReason.OUT_OF_TOKENS)), ("the rest.",)
    )
    laptop = make(model)

    async def go_on() -> None:
        await laptop.copilot.continue_answer(laptop.id)

    laptop.play(laptop.take_turn, go_on)
    first, second = laptop.answers
    assert (first.status, second.status) == (MessageStatus.INTERRUPTED, MessageStatus.COMPLETE)
    assert len(laptop.workspace().lane) == 1
    assert "Continue it exactly where it ended" in sent_text(model.asked[1])


def test_a_model_that_declines_is_told_as_such(make: Make) -> None:
    laptop = make(ScriptedModel((Stop(StopReason.DECLINED),)))
    laptop.play(laptop.take_turn)
    (answer,) = laptop.answers
    assert "declined" in answer.text


# Later


def test_the_playbook_carries_on(make: Make) -> None:
    laptop = make(failing(FailureKind.OFFLINE))

    async def carry_on() -> None:
        await laptop.copilot.carry_on(laptop.id)

    laptop.play(laptop.take_turn, carry_on)
    assert laptop.waiting is None
    assert laptop.answers[-1].rung is Rung.PLAYBOOK


def test_a_queued_turn_is_taken_once_and_late(make: Make) -> None:
    model = ScriptedModel((ModelError(FailureKind.OFFLINE),), ("Here ", Pause(0.05), "I am."))
    laptop = make(model)

    async def later() -> None:
        laptop.copilot.ask_when_online(laptop.id)
        await laptop.copilot.answer_queued()
        assert len(model.asked) == 1
        laptop.copilot.learned(Rung.CLOUD, ModelReach.REACHABLE)
        await asyncio.gather(*(laptop.copilot.answer_queued() for _ in range(3)))
        await laptop.copilot.answer_queued()

    laptop.play(laptop.take_turn, later)
    assert len(model.asked) == 2
    (answer,) = laptop.answers
    assert (answer.text, answer.is_late) == ("Here I am.", True)
    assert laptop.waiting is None


def test_a_queued_turn_waits_on_while_nobody_can_be_reached(make: Make) -> None:
    laptop = make(failing(FailureKind.OFFLINE))

    async def later() -> None:
        laptop.copilot.ask_when_online(laptop.id)
        laptop.copilot.learned(Rung.CLOUD, ModelReach.REACHABLE)
        await laptop.copilot.answer_queued()

    laptop.play(laptop.take_turn, later)
    waiting = laptop.waiting
    assert waiting is not None
    assert waiting.state is WaitingState.QUEUED


@pytest.mark.parametrize(
    "kind",
    [FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.REJECTED, FailureKind.INTERRUPTED],
)
def test_a_queued_turn_that_only_people_can_cure_is_not_asked_again(
    make: Make, kind: FailureKind
) -> None:
    model = ScriptedModel((ModelError(FailureKind.OFFLINE),), ("Part", ModelError(kind)))
    laptop = make(model)

    async def later() -> None:
        laptop.copilot.ask_when_online(laptop.id)
        for _ in range(3):
            laptop.copilot.learned(Rung.CLOUD, ModelReach.REACHABLE)
            await laptop.copilot.answer_queued()

    laptop.play(laptop.take_turn, later)
    assert len(model.asked) == 2
    waiting = laptop.waiting
    assert waiting is not None
    assert waiting.state is WaitingState.FAILED


def test_a_queued_turn_comes_no_sooner_than_the_server_wants(make: Make) -> None:
    busy = ModelError(FailureKind.OVERLOADED, retry_after=timedelta(hours=1))
    model = ScriptedModel((busy,), ("Here I am.",))
    laptop = make(model)

    async def later() -> None:
        laptop.copilot.ask_when_online(laptop.id)
        await laptop.copilot.answer_queued()
        assert len(model.asked) == 1
        laptop.clock.move_on(timedelta(hours=2))
        await laptop.copilot.answer_queued()

    laptop.play(laptop.take_turn, later)
    assert laptop.answers[-1].is_late


def test_what_was_forgotten_is_not_answered(make: Make) -> None:
    model = failing(FailureKind.OFFLINE)
    laptop = make(model)

    async def later() -> None:
        laptop.copilot.ask_when_online(laptop.id)
        laptop.copilot.forget_waiting(laptop.id)
        laptop.copilot.learned(Rung.CLOUD, ModelReach.REACHABLE)
        await laptop.copilot.answer_queued()

    laptop.play(laptop.take_turn, later)
    assert len(model.asked) == 1


def test_an_end_in_the_middle_of_an_answer_keeps_the_part_and_asks_nobody(make: Make) -> None:
    laptop = make(ScriptedModel(("Noted.",)))
    laptop.play(laptop.take_turn)
    (answer,), (call,) = laptop.answers, laptop.calls
    with laptop.database.work() as work:
        work.messages.save(replace(answer, status=MessageStatus.STREAMING, text="Note"))
        work.model_calls.save(replace(call, end=CallEnd.UNDER_WAY, ended_at=None))
    laptop.copilot.recover()
    (answer,), (call,) = laptop.answers, laptop.calls
    assert (answer.text, answer.status) == ("Note", MessageStatus.INTERRUPTED)
    assert (call.end, call.failure) == (CallEnd.FAILED, FailureKind.INTERRUPTED)
    waiting = laptop.waiting
    assert waiting is not None
    assert waiting.state is WaitingState.FAILED


def test_a_call_cut_off_before_its_first_word_is_owed(make: Make) -> None:
    laptop = make(failing(FailureKind.SERVER))
    laptop.play(laptop.take_turn)
    (call,) = laptop.calls
    laptop.copilot.forget_waiting(laptop.id)
    with laptop.database.work() as work:
        work.model_calls.save(replace(call, end=CallEnd.UNDER_WAY, ended_at=None))
    laptop.copilot.recover()
    assert laptop.waiting is not None


def test_a_keyring_that_does_not_answer_costs_the_cloud_and_nothing_else(make: Make) -> None:
    cloud, local = ScriptedModel(("From afar.",)), ScriptedModel(("From here.",))
    laptop = make(cloud, local)
    laptop.secrets.locked = True
    standing = laptop.workspace().standing
    assert standing.rung is Rung.LOCAL
    assert "keyring" in standing.rungs[0].refusal
    laptop.secrets.locked = False
    assert laptop.workspace().standing.rung is Rung.CLOUD
