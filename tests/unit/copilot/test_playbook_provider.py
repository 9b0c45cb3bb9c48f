"""The playbook assistant as the engineer meets it, turn by turn."""

from __future__ import annotations

import pytest

from core.copilot.providers import playbook_speech as speech
from core.sessions.fixes import FixStatus, Outcome, ProposedResult
from core.sessions.lane import LaneStatus
from core.sessions.session import IntakeKind
from core.sessions.session_service import Intake
from tests.unit.copilot.conftest import MakeDesk
from tests.unit.copilot.desk import Desk
from tests.unit.copilot.small_playbooks import (
    AGE,
    COIL,
    FLOOR,
    FUSE,
    LIGHT,
    METER,
    NOISE,
    SEAL,
    small_library,
)

WHICH = "Which of these is closest to the problem?"
SCRATCH = "Shall we isolate it from scratch, or do you hand it over?"


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(small_library())


@pytest.fixture
def kettle(desk: Desk) -> Desk:
    desk.say("The kettle is cold")
    return desk


@pytest.fixture
def fixing(kettle: Desk) -> Desk:
    """The dark light was seen, the fuse is proposed and was put in."""
    kettle.answer(LIGHT, "It stays dark")
    kettle.apply()
    return kettle


# Choosing a playbook


def test_a_clear_problem_starts_its_playbook(kettle: Desk) -> None:
    assert kettle.said == [
        "Kettle stays cold: let us look.\n\nI follow the playbook **Kettle stays cold**."
    ]
    assert set(kettle.open) == {LIGHT, METER, FLOOR}


def test_a_ticket_starts_its_playbook_without_a_word_from_the_engineer(
    make_desk: MakeDesk,
) -> None:
    ticket = Intake(
        kind=IntakeKind.TICKET,
        title="Kitchen",
        ticket_context={"summary": "Kettle is cold", "id": 4},
    )
    desk = make_desk(small_library(), ticket)
    desk.take_turn()
    assert "**Kettle stays cold**" in desk.said[0]


def test_nothing_to_go_on_asks_for_the_problem(desk: Desk) -> None:
    assert desk.take_turn().prose == speech.DESCRIBE_IT


def test_two_possible_playbooks_are_asked_about(desk: Desk) -> None:
    desk.say("kettle and toaster")
    assert desk.open == [WHICH]
    assert desk.item(WHICH).options == ("Kettle stays cold", "Toaster burns", "None of these")
    desk.answer(WHICH, "Toaster burns")
    assert desk.said[-1].endswith("I follow the playbook **Toaster burns**.")
    assert all(text.startswith("Toaster: ") for text in desk.open)


def test_the_choice_can_be_made_in_words(desk: Desk) -> None:
    desk.say("kettle and toaster")
    desk.say("toaster burns")
    assert desk.item(WHICH).answer == "Toaster burns"
    assert all(text.startswith("Toaster: ") for text in desk.open)


def test_more_words_can_make_the_choice_unnecessary(desk: Desk) -> None:
    desk.say("kettle and toaster")
    desk.say("there is smoke, the toast is black, the bread burns")
    assert desk.item(WHICH).status is LaneStatus.WITHDRAWN
    assert all(text.startswith("Toaster: ") for text in desk.open)


def test_words_that_choose_nothing_get_a_reply_each_time(desk: Desk) -> None:
    desk.say("kettle and toaster")
    desk.say("hm")
    desk.say("hm hm")
    assert desk.said[-2:] == list(speech.PICK_ONE)
    assert desk.open == [WHICH]


@pytest.mark.parametrize("answer", ["None of these", "the lamp"])
def test_none_of_these_goes_to_general_isolation(desk: Desk, answer: str) -> None:
    desk.say("kettle and toaster")
    desk.answer(WHICH, answer)
    assert "**General isolation**" in desk.said[-1]
    assert desk.facts == []


def test_skipping_the_choice_goes_to_general_isolation(desk: Desk) -> None:
    desk.say("kettle and toaster")
    desk.skip(WHICH)
    assert "**General isolation**" in desk.said[-1]


def test_an_unknown_problem_goes_to_general_isolation(desk: Desk) -> None:
    desk.say("The lamp flickers")
    assert "**General isolation**" in desk.said[-1]


# Asking


def test_at_most_three_items_are_open_and_both_kinds_are_among_them(kettle: Desk) -> None:
    assert len(kettle.open) == 3
    assert METER in kettle.open
    assert AGE not in kettle.open


def test_a_card_says_why_now_and_what_answers_mean(kettle: Desk) -> None:
    item = kettle.item(LIGHT)
    assert item.why == "light is seen at once."
    assert item.rules_out.startswith(f"Splits {FUSE} (25 %) from {SEAL} (25 %).")
    assert f"“It stays dark” points to {FUSE}" in item.rules_out
    assert f"“Light is on” rules out {FUSE}" in item.rules_out
    assert item.origin == "playbook:kettle/light"


@pytest.mark.parametrize(
    ("platform", "command", "shell"),
    [("windows", "Get-Coil", "powershell"), ("linux", "coil", "posix"), ("macos", "", "")],
)
def test_a_check_has_the_command_of_the_laptop(
    make_desk: MakeDesk, platform: str, command: str, shell: str
) -> None:
    desk = make_desk(small_library(), platform=platform)
    desk.say("The kettle is cold")
    item = desk.item(METER)
    assert (item.command, item.shell) == (command, shell)
    assert item.options == ("No current flows", "Current flows")


def test_a_skipped_item_is_not_asked_again(kettle: Desk) -> None:
    kettle.skip(FLOOR)
    assert FLOOR not in kettle.open
    kettle.answer(LIGHT, "Light is on")
    assert FLOOR not in kettle.open
    assert kettle.item(FLOOR).status is LaneStatus.SKIPPED


def test_an_answered_item_is_not_asked_again_and_proves_its_fact(kettle: Desk) -> None:
    turn = kettle.answer(LIGHT, "Light is on")
    assert LIGHT not in kettle.open
    assert kettle.facts == ["Light: Light is on."]
    assert turn.facts[0].source_ref == kettle.item(LIGHT).id
    assert kettle.item(LIGHT).became == "Now a fact"
    assert turn.prose.startswith("Light: Light is on. Leading now: ")


def test_an_item_that_no_longer_helps_is_withdrawn_with_a_reason(kettle: Desk) -> None:
    assert FLOOR in kettle.open
    kettle.answer(LIGHT, "It stays dark")
    assert kettle.open == []
    assert kettle.item(FLOOR).became == "Not needed: the cause is clear enough"


def test_an_answer_in_own_words_that_names_an_option_counts(kettle: Desk) -> None:
    kettle.answer(LIGHT, "It stays dark, whatever I do")
    assert kettle.facts == ["Light: It stays dark."]
    assert kettle.fix.origin == "playbook:kettle/fuse"


def test_an_answer_in_other_words_is_kept_as_given_and_not_asked_again(kettle: Desk) -> None:
    kettle.answer(LIGHT, "It flickers green")
    assert kettle.facts == ["Is the light on: It flickers green"]
    assert LIGHT not in kettle.open
    kettle.take_turn()
    assert kettle.facts == ["Is the light on: It flickers green"]


def test_a_deleted_fact_does_not_come_back(kettle: Desk) -> None:
    kettle.answer(LIGHT, "Light is on")
    kettle.delete_fact("Light: Light is on.")
    kettle.take_turn()
    assert kettle.facts == []


# Checks


def test_an_output_is_read_and_its_line_kept(kettle: Desk) -> None:
    turn = kettle.run(METER, "measured\nohm=7\n")
    assert kettle.facts == ["The coil is fine (7 ohm)."]
    assert turn.facts[0].source_line == "ohm=7"
    assert kettle.item(METER).answer == "Current flows"


def test_a_result_picked_by_hand_speaks_by_its_label(kettle: Desk) -> None:
    kettle.report(METER, "Current flows")
    assert kettle.facts == ["Measure the coil: Current flows."]


def test_pasted_output_is_read_too(kettle: Desk) -> None:
    kettle.paste(METER, "ohm=700\r\n")
    assert kettle.facts == ["The coil has 700 ohm."]
    assert kettle.fix.origin == "playbook:kettle/coil"


@pytest.mark.parametrize(
    ("output", "exit_code", "reason"),
    [
        ("???", 0, "The output is not one this check knows."),
        ("", 0, "The command printed nothing."),
        ("", 1, "The command failed (exit code 1)."),
    ],
)
def test_an_output_nobody_can_read_is_asked_about(
    kettle: Desk, output: str, exit_code: int, reason: str
) -> None:
    kettle.run(METER, output, exit_code)
    question = f"What did “{METER}” show?"
    item = kettle.item(question)
    assert item.options == ("No current flows", "Current flows", "None of these")
    assert item.origin == "playbook:kettle/meter"
    assert kettle.said[-1] == f"{reason} Tell me what it showed."
    kettle.answer(question, "No current flows")
    assert kettle.facts == ["Measure the coil: No current flows."]
    assert kettle.fix.origin == "playbook:kettle/coil"


def test_what_nobody_can_tell_is_left_out_and_not_asked_again(kettle: Desk) -> None:
    kettle.run(METER, "???")
    kettle.answer(f"What did “{METER}” show?", "None of these")
    assert METER not in kettle.open
    assert kettle.facts == []
    assert kettle.context().active_fix is None


def test_running_a_check_again_replaces_what_was_told_by_hand(kettle: Desk) -> None:
    question = f"What did “{METER}” show?"
    kettle.run(METER, "???")
    kettle.run(METER, "ohm=7")
    assert kettle.item(question).status is LaneStatus.WITHDRAWN
    assert kettle.facts == ["The coil is fine (7 ohm)."]
    kettle.run(METER, "ohm=900")
    assert kettle.facts == ["The coil has 900 ohm."]
    assert kettle.fix.origin == "playbook:kettle/coil"


def test_a_run_that_timed_out_stays_open_and_proves_nothing(kettle: Desk) -> None:
    kettle.time_out(METER)
    assert METER in kettle.open
    assert kettle.facts == []


# The fix


def test_the_leading_cause_is_proposed_with_its_grounds(kettle: Desk) -> None:
    turn = kettle.answer(LIGHT, "It stays dark")
    fix = kettle.fix
    assert (fix.title, fix.origin, fix.cause) == ("Fix fuse", "playbook:kettle/fuse", FUSE)
    assert fix.confidence == 94
    assert (fix.steps, fix.verify, fix.undo) == (("Do it",), ("Look",), ("Nothing to undo",))
    assert turn.prose.startswith(f"The evidence points to **{FUSE}** (94 %).")


def test_a_proposed_fix_is_not_proposed_twice(kettle: Desk) -> None:
    kettle.answer(LIGHT, "It stays dark")
    turn = kettle.take_turn()
    assert turn.fix is None
    assert turn.prose == speech.OPEN_FIX
    assert kettle.take_turn().prose == ""


def test_a_failed_fix_takes_its_cause_off_the_table(fixing: Desk) -> None:
    turn = fixing.outcome(Outcome.FAILED)
    assert turn.prose.startswith(f"The fix did not hold, so “{FUSE}” is off the table.")
    assert fixing.open
    assert LIGHT not in fixing.open
    later = fixing.skip(fixing.open[0])
    assert "off the table" not in later.prose


def test_after_a_failed_fix_the_next_cause_is_found(fixing: Desk) -> None:
    fixing.outcome(Outcome.FAILED)
    fixing.answer(FLOOR, "Wet all over")
    assert fixing.fix.origin == "playbook:kettle/seal"


def test_a_dismissed_fix_is_not_proposed_again(kettle: Desk) -> None:
    kettle.answer(LIGHT, "It stays dark")
    turn = kettle.outcome(Outcome.DISMISSED)
    assert turn.prose.startswith(f"You turned that fix down, so I look past “{FUSE}”.")
    assert turn.fix is None


@pytest.mark.parametrize("outcome", [Outcome.PARTIAL, Outcome.PENDING])
def test_a_fix_that_waits_makes_the_assistant_wait(fixing: Desk, outcome: Outcome) -> None:
    turn = fixing.outcome(outcome, notes="half of it")
    assert turn.prose == speech.waiting(fixing.fix)
    assert (turn.questions, turn.checks, turn.fix) == ((), (), None)


def test_a_fix_that_worked_ends_in_an_invitation_to_resolve(fixing: Desk) -> None:
    assert fixing.outcome(Outcome.SUCCESS).prose == speech.SOLVED
    assert fixing.take_turn().prose == ""


def test_evidence_that_changes_the_picture_changes_the_fix(kettle: Desk) -> None:
    kettle.run(METER, "ohm=700")
    assert kettle.fix.origin == "playbook:kettle/coil"
    kettle.run(METER, "ohm=7")
    assert LIGHT in kettle.open
    kettle.answer(LIGHT, "It stays dark")
    assert kettle.fix.origin == "playbook:kettle/fuse"


# Out of its depth


def test_when_nothing_is_left_to_ask_it_says_so_and_offers_a_handoff(kettle: Desk) -> None:
    while kettle.open and kettle.open != [SCRATCH]:
        kettle.skip(kettle.open[0])
    assert kettle.turn.out_of_depth
    assert kettle.said[-1].startswith("I am out of my depth here. There is nothing left to ask")
    assert "Escalate" in kettle.said[-1]
    assert kettle.open == [SCRATCH]


def test_general_isolation_can_take_over_and_is_offered_once(kettle: Desk) -> None:
    while kettle.open and kettle.open != [SCRATCH]:
        kettle.skip(kettle.open[0])
    kettle.answer(SCRATCH, "General isolation")
    assert "**General isolation**" in kettle.said[-1]
    assert all(text.startswith("General: ") for text in kettle.open)
    while kettle.open:
        kettle.skip(kettle.open[0])
    assert kettle.turn.out_of_depth
    assert kettle.open == []


def test_handing_over_keeps_the_playbook(kettle: Desk) -> None:
    while kettle.open and kettle.open != [SCRATCH]:
        kettle.skip(kettle.open[0])
    kettle.answer(SCRATCH, "Hand it over")
    assert kettle.open == []
    assert kettle.facts == []
    assert kettle.turn.out_of_depth


def test_evidence_no_cause_explains_is_admitted(kettle: Desk) -> None:
    kettle.answer(LIGHT, "Light is on")
    kettle.answer(NOISE, "It hums loudly")
    assert kettle.fix.origin == "playbook:kettle/scale"
    kettle.outcome(Outcome.FAILED)
    kettle.answer(FLOOR, "Dry")
    assert kettle.fix.origin == "playbook:kettle/coil"
    kettle.outcome(Outcome.FAILED)
    assert kettle.turn.out_of_depth
    assert "None of the causes this playbook knows explains what you found." in kettle.said[-1]


# The engineer's own words


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("yep that fixed it, thanks", ProposedResult.SUCCESS),
        ("not working yet", ProposedResult.FAILURE),
        ("better but still not hot", ProposedResult.PARTIAL),
    ],
)
def test_words_about_the_fix_become_a_proposed_outcome(
    fixing: Desk, text: str, result: ProposedResult
) -> None:
    fixing.say(text)
    proposal = fixing.fix.ai_outcome_proposal
    assert proposal is not None
    assert proposal.result is result
    assert proposal.reason == f"You wrote: “{text}”"
    assert fixing.fix.status is FixStatus.PROPOSED


def test_the_same_outcome_said_twice_is_not_answered_alike(fixing: Desk) -> None:
    fixing.say("works now")
    fixing.say("yes, it works")
    assert fixing.said[-2] != fixing.said[-1] == speech.CONFIRM_AGAIN


def test_words_about_the_fix_before_it_was_applied_are_a_note(kettle: Desk) -> None:
    kettle.answer(LIGHT, "It stays dark")
    kettle.say("the radio works now")
    assert kettle.fix.ai_outcome_proposal is None
    assert kettle.said[-1] == speech.KEPT_BEFORE_FIX[0]


def test_words_that_say_nothing_about_the_fix_ask_for_the_outcome(fixing: Desk) -> None:
    fixing.say("I went to lunch")
    fixing.say("and came home")
    assert fixing.said[-2:] == list(speech.DID_IT_WORK)


def test_words_that_name_an_option_answer_the_question(kettle: Desk) -> None:
    turn = kettle.say("It stays dark.")
    assert turn.answers[0].result == "It stays dark"
    assert kettle.item(LIGHT).status is LaneStatus.ANSWERED
    assert kettle.facts == ["Light: It stays dark."]
    assert kettle.fix.origin == "playbook:kettle/fuse"


def test_an_answer_that_proves_nothing_still_gets_a_reply(kettle: Desk) -> None:
    kettle.answer(LIGHT, "Light is on")
    kettle.say("Silent")
    assert kettle.item(NOISE).answer == "Silent"
    assert kettle.said[-1] == "Noted: Silent."


def test_words_about_another_problem_offer_its_playbook(kettle: Desk) -> None:
    kettle.say("By the way, smoke comes from the toaster and the bread burns")
    offer = "Is this about “Toaster burns” now?"
    assert offer in kettle.open
    kettle.answer(offer, "Toaster burns")
    assert all(text.startswith("Toaster: ") for text in kettle.open)
    assert kettle.item(LIGHT).became == "Now following Toaster burns"


def test_another_problem_can_follow_a_solved_one(fixing: Desk) -> None:
    fixing.outcome(Outcome.SUCCESS)
    fixing.say("smoke comes from the toaster and the bread burns")
    fixing.answer("Is this about “Toaster burns” now?", "Toaster burns")
    assert len(fixing.open) == 3
    fixing.say("hm")
    assert fixing.said[-1] == speech.KEPT_AS_NOTE[0]
    fixing.answer(f"Toaster: {LIGHT}", "It stays dark")
    assert fixing.fix.origin == "playbook:toaster/fuse"


def test_two_playbooks_may_ask_in_the_same_words(make_desk: MakeDesk) -> None:
    desk = make_desk(small_library(toaster=""))
    desk.say("The kettle is cold")
    desk.answer(LIGHT, "Light is on")
    desk.say("smoke comes from the toaster and the bread burns")
    desk.answer("Is this about “Toaster burns” now?", "Toaster burns")
    assert f"{LIGHT} (Toaster burns)" in desk.open
    desk.answer(f"{LIGHT} (Toaster burns)", "It stays dark")
    assert desk.fix.origin == "playbook:toaster/fuse"


def test_a_declined_offer_changes_nothing_and_is_not_repeated(kettle: Desk) -> None:
    before = set(kettle.open)
    kettle.say("smoke from the toaster")
    kettle.answer("Is this about “Toaster burns” now?", "Kettle stays cold")
    assert set(kettle.open) == before
    kettle.say("really, smoke from the toaster")
    assert set(kettle.open) == before


def test_other_words_are_kept_and_never_answered_twice_alike(kettle: Desk) -> None:
    kettle.say("It rains")
    kettle.say("It still rains")
    kettle.say("Now it stopped")
    first, second = speech.KEPT_AS_NOTE
    assert kettle.said[-3:] == [first, second, first]
    assert kettle.facts == []


def test_words_after_success_get_a_reply(fixing: Desk) -> None:
    fixing.outcome(Outcome.SUCCESS)
    fixing.say("great")
    assert fixing.said[-1] == speech.SOLVED_ALREADY[0]


def test_words_when_out_of_depth_get_a_reply(kettle: Desk) -> None:
    while kettle.open and kettle.open != [SCRATCH]:
        kettle.skip(kettle.open[0])
    kettle.say("hm, what now")
    kettle.say("well")
    assert kettle.said[-2:] == list(speech.KEPT_OUT_OF_DEPTH)


def test_the_same_session_gets_the_same_turn(kettle: Desk) -> None:
    kettle.answer(LIGHT, "Light is on")
    first = kettle.context()
    provider = kettle._provider
    assert provider.reply(first) == provider.reply(first)


def test_a_cause_title_is_plain(kettle: Desk) -> None:
    kettle.report(METER, "No current flows")
    assert kettle.fix.cause == COIL
