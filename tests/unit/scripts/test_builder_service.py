"""Builders: five without a session, one per session, and nothing typed is lost."""

from __future__ import annotations

import pytest

from core.errors import Conflict, UserError
from core.scripts.model import BuilderRole, BuilderView, Language
from tests.unit.scripts.bench import ScriptBench


def test_at_most_five_builders_are_open(bench: ScriptBench) -> None:
    opened = [bench.builders.standalone(f"Script {number}").builder for number in range(5)]
    with pytest.raises(Conflict, match="5 script builders are open"):
        bench.builders.standalone()
    bench.builders.close(opened[0].id)
    bench.builders.standalone("The next one")
    assert len(bench.builders.open_ones()) == 5


def test_a_session_has_one_builder_which_does_not_count(bench: ScriptBench) -> None:
    session_id = bench.given_session()
    assert bench.builders.find_inline(session_id) is None
    first = bench.builders.inline(session_id, "Unlock it").builder
    assert bench.builders.inline(session_id, "Something else").builder == first
    assert bench.builders.open_ones() == ()
    for _ in range(5):
        bench.builders.standalone()


def test_what_is_typed_is_kept_field_by_field(bench: ScriptBench) -> None:
    builder = bench.builders.standalone().builder
    bench.builders.keep(builder.id, script="Get-Date", language=Language.BASH)
    bench.builders.keep(builder.id, message="Make it", view=BuilderView.EDITOR)
    kept = bench.builders.state(builder.id)
    assert (kept.builder.script, kept.builder.language) == ("Get-Date", Language.BASH)
    assert (kept.builder.message, kept.builder.view) == ("Make it", BuilderView.EDITOR)
    assert kept.is_unsent
    with pytest.raises(UserError, match="50,001") as refused:
        bench.builders.keep(builder.id, script="x" * 50_001)
    assert refused.value.field == "script"
    assert bench.builders.state(builder.id).builder.script == "Get-Date"


def test_the_conversation_is_in_order_and_names_the_builder(bench: ScriptBench) -> None:
    builder = bench.builders.standalone().builder
    bench.builders.keep(builder.id, message="Unlock an account")
    bench.builders.say(builder.id, "Unlock an account\nand say so")
    bench.builders.answered(builder.id, "Here it is.", "Unlock-ADAccount jdoe")
    state = bench.builders.state(builder.id)
    assert [(one.position, one.role) for one in state.messages] == [
        (1, BuilderRole.ENGINEER),
        (2, BuilderRole.ASSISTANT),
    ]
    assert state.messages[1].script == "Unlock-ADAccount jdoe"
    assert (state.builder.title, state.builder.message) == ("Unlock an account", "")


@pytest.mark.parametrize(("text", "words"), [(" \n", "Write what"), ("x" * 20_001, "20,001")])
def test_a_message_has_to_say_something(bench: ScriptBench, text: str, words: str) -> None:
    builder = bench.builders.standalone().builder
    with pytest.raises(UserError, match=words):
        bench.builders.say(builder.id, text)
    assert bench.builders.state(builder.id).messages == ()


def test_a_closed_builder_comes_back(bench: ScriptBench) -> None:
    builder = bench.builders.standalone("A").builder
    bench.builders.close(builder.id)
    assert bench.builders.open_ones() == ()
    bench.builders.reopen(builder.id)
    assert [one.id for one in bench.builders.open_ones()] == [builder.id]
