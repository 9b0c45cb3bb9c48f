"""A model in the script builder: what it is told, what is kept, and what never leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from core.copilot.desk import CopilotDesk
from core.copilot.model import FailureKind, ModelAction, ModelError, Speaker, StopReason
from core.copilot.model_thread import ModelThread
from core.copilot.request.limits import CLOUD_BUDGET, LOCAL_BUDGET, Budget
from core.playbooks.library import PlaybookLibrary
from core.scripts.builder_service import BuilderService, BuilderState
from core.scripts.extraction import Extracted
from core.scripts.model import BuilderMessage, BuilderRole, Language
from core.scripts.script_service import Script
from core.scripts.script_writing import (
    BuilderCase,
    Written,
    build_script_request,
    read_proposals,
    split_script,
)
from core.scripts.writing import NOBODY, STOPPED, BuilderWriting
from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy
from tests.fakes.scripted_model import FOREVER, ScriptedModel, Step, Stop
from tests.unit.copilot.asked import Asked, asked, sent_text
from tests.unit.db.samples import AT

ANSWER = "It clears the queue.\n\n```bash\necho cleared\n```\nI assumed CUPS.\n"
SECRET = "Winter-Rain-4711"
CLIENT = "Fabrikam"


class Case:
    """A builder of a session, and one of its own, with whoever writes in them."""

    def __init__(self, laptop: Asked) -> None:
        self.laptop = laptop
        self.builders = BuilderService(laptop.database, laptop.clock)
        desk = CopilotDesk(laptop.connections, laptop.settings, laptop.clock)
        self.thread = ModelThread()
        self.writing = BuilderWriting(
            laptop.database, self.builders, desk, laptop.assistants, self.thread
        )
        self.session_id = laptop.begin("The queue is stuck", CLIENT)
        self.inline: UUID = self.builders.inline(self.session_id, "Clear it").builder.id
        self.alone: UUID = self.builders.standalone("Report").builder.id
        self.grown: list[str] = []

    def say(self, builder_id: UUID, text: str = "Clear the queue desk-42") -> None:
        self.builders.say(builder_id, text)

    def state(self, builder_id: UUID) -> BuilderState:
        return self.builders.state(builder_id)

    def newest(self, builder_id: UUID) -> BuilderMessage:
        return self.state(builder_id).messages[-1]

    def answer(self, builder_id: UUID) -> None:
        self.play(lambda: self.writing.answer(builder_id, self.grown.append))

    def play(self, step: Callable[[], object]) -> None:
        async def run() -> None:
            try:
                result = step()
                if asyncio.iscoroutine(result):
                    await result
            finally:
                await self.thread.aclose(_nothing)
                await self.laptop.copilot.aclose()

        asyncio.run(run())


async def _nothing() -> None:
    """Nothing is left to do on the thread."""


WithModel = Callable[[ScriptedModel | None], AbstractContextManager[Case]]


@pytest.fixture
def case(tmp_path: Path, library: PlaybookLibrary) -> WithModel:
    @contextmanager
    def with_model(model: ScriptedModel | None) -> Iterator[Case]:
        with asked(tmp_path, library, cloud=model) as laptop:
            yield Case(laptop)

    return with_model


@pytest.mark.parametrize("where", ["inline", "alone"])
def test_an_answer_is_kept_as_prose_and_script(case: WithModel, where: str) -> None:
    model = ScriptedModel([ANSWER[:10], ANSWER[10:]])
    with case(model) as at:
        builder_id = getattr(at, where)
        at.say(builder_id)
        at.answer(builder_id)
        message = at.newest(builder_id)
        assert (message.role, message.failure) == (BuilderRole.ASSISTANT, "")
        assert message.script == "echo cleared"
        assert message.text == "It clears the queue.\n\nI assumed CUPS."
        with at.laptop.database.work() as work:
            (call,) = work.model_calls.newest(5)
        assert call.action is ModelAction.SCRIPT_BUILD
        assert call.session_id == (at.session_id if where == "inline" else None)


def test_a_model_is_told_the_fix_the_facts_and_the_editor_without_secrets(
    case: WithModel,
) -> None:
    model = ScriptedModel([f"```bash\necho {'REDACTED_PASSWORD_1'}\n```"])
    with case(model) as at:
        at.laptop.facts.add_note(at.session_id, f"The queue of {CLIENT} is desk-42.")
        at.builders.keep(at.inline, script=f"password='{SECRET}'\n", language=Language.BASH)
        at.say(at.inline)
        at.answer(at.inline)
        told = sent_text(model.asked[0])
        assert "The queue of" in told
        assert "In the editor now:" in told
        assert "Clear the queue desk-42" in told
        assert "Bash" in told
        assert SECRET not in told
        assert CLIENT not in told
        assert at.newest(at.inline).script == f"echo {SECRET}"


def test_secrets_do_not_leave_from_a_builder_of_its_own(case: WithModel) -> None:
    model = ScriptedModel([ANSWER])
    with case(model) as at:
        at.say(at.alone, f"The password is {SECRET}, use it")
        at.answer(at.alone)
        assert SECRET not in sent_text(model.asked[0])
        with at.laptop.database.work() as work:
            assert SECRET not in work.model_calls.newest(1)[0].body


def test_no_clients_words_leave_from_a_builder_of_its_own(case: WithModel) -> None:
    model = ScriptedModel([ANSWER])
    with case(model) as at:
        at.laptop.rules.save("Tailspin", ModelPolicy.NO_MODEL, ["files-2"])
        at.say(at.alone, f"{CLIENT} and Tailspin keep it on files-2")
        at.answer(at.alone)
        told = sent_text(model.asked[0])
        assert not [word for word in (CLIENT, "Tailspin", "files-2") if word in told]


@pytest.mark.parametrize(
    ("reply", "script"),
    [
        (["```sh\nrm -rf /srv/old/", Stop(StopReason.OUT_OF_TOKENS)], ""),
        (["```sh\nls\n```\nAnd th", Stop(StopReason.OUT_OF_TOKENS)], "ls"),
        ([Stop(StopReason.DECLINED)], ""),
    ],
)
def test_half_an_answer_says_so_and_half_a_script_is_none(
    case: WithModel, reply: list[Step], script: str
) -> None:
    with case(ScriptedModel(reply)) as at:
        at.say(at.inline)
        at.answer(at.inline)
        assert at.newest(at.inline).failure
        assert at.newest(at.inline).script == script


def test_a_failure_is_an_answer_that_says_so_and_keeps_what_came(
    case: WithModel,
) -> None:
    model = ScriptedModel(["Half a th", ModelError(FailureKind.INTERRUPTED)])
    with case(model) as at:
        at.say(at.inline)
        at.answer(at.inline)
        message = at.newest(at.inline)
        assert message.text == "Half a th"
        assert message.failure


def test_stop_keeps_what_came(case: WithModel) -> None:
    model = ScriptedModel(["So far so good", FOREVER])
    with case(model) as at:
        at.say(at.inline)

        async def stopped() -> None:
            task = asyncio.ensure_future(at.writing.answer(at.inline, at.grown.append))
            await at.laptop.until(lambda: bool(at.grown))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        at.play(stopped)
        message = at.newest(at.inline)
        assert (message.text, message.failure) == ("So far so good", STOPPED)
        assert model.cut_off == 1


def test_without_a_model_nobody_is_asked(case: WithModel) -> None:
    with case(None) as at:
        at.say(at.alone)
        at.answer(at.alone)
        assert at.newest(at.alone).failure == NOBODY


def test_a_clients_rules_hold_in_the_builder_of_its_session(case: WithModel) -> None:
    model = ScriptedModel([ANSWER])
    with case(model) as at:
        at.laptop.rules.save(CLIENT, ModelPolicy.NO_MODEL, [])
        at.say(at.inline)
        at.answer(at.inline)
        assert model.asked == []
        assert at.newest(at.inline).failure == NOBODY


PING = Script(title="Ping", language=Language.BASH, body="ping -c1 'gateway-7'\n")


@pytest.mark.parametrize(
    ("reply", "keys"),
    [
        ('[{"key": "gateway", "text": "gateway-7", "label": "Gateway"}]', ["gateway"]),
        ('Sure: [{"key": "x", "text": "not in it"}]', []),
        ('[{"key": "code", "text": "REDACTED_PASSWORD_1"}]', []),
        ('[{"key": "Bad Key", "text": "gateway-7"}, 5, {"key": "a"}]', []),
        ("no JSON at all", []),
        ("[" * 5_000, []),
    ],
)
def test_what_a_model_names_is_taken_only_when_the_script_comes_back(
    case: WithModel, reply: str, keys: list[str]
) -> None:
    model = ScriptedModel([reply])
    with case(model) as at:
        found: list[Extracted] = []

        async def extract() -> None:
            found.append(await at.writing.extract(at.session_id, PING, {}))

        at.play(extract)
        assert [one.key for one in found[0].parameters] == keys
        assert model.asked[0].messages[0].speaker is Speaker.USER


def test_what_came_with_the_script_needs_no_call(case: WithModel) -> None:
    model = ScriptedModel(["[]"])
    with case(model) as at:
        found: list[Extracted] = []

        async def extract() -> None:
            found.append(await at.writing.extract(at.session_id, PING, {"host": "gateway-7"}))

        at.play(extract)
        assert found[0].body == "ping -c1 '{{ host }}'\n"
        assert model.asked == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Which queue?", Written("Which queue?")),
        (ANSWER, Written("It clears the queue.\n\nI assumed CUPS.", "echo cleared", Language.BASH)),
        ("```powershell\nGet-Date", Written("", "Get-Date", Language.POWERSHELL)),
        (
            "```\nls\n```\n```py\nprint(1)\nprint(2)\n```",
            Written("```\nls\n```", "print(1)\nprint(2)", Language.PYTHON),
        ),
        ("````bash\r\nls\r\n`````\r\nDone.", Written("Done.", "ls", Language.BASH)),
        (
            "```\na long example of its output\n```\n```sh\nls\n```",
            Written("```\na long example of its output\n```", "ls", Language.BASH),
        ),
        ("~~~sh\necho '```'\n~~~", Written("", "echo '```'", Language.BASH)),
        ("", Written("")),
    ],
)
def test_an_answer_is_split_into_prose_and_its_longest_script(text: str, written: Written) -> None:
    assert split_script(text) == written


def message(position: int, role: BuilderRole, text: str) -> BuilderMessage:
    some = UUID(int=position)
    return BuilderMessage(
        id=some,
        account_id=some,
        builder_id=some,
        position=position,
        role=role,
        text=text,
        created_at=AT,
    )


@pytest.mark.parametrize("count", [1, 2, 9, 400])
def test_a_request_keeps_its_budget_and_begins_with_the_engineer(count: int) -> None:
    roles = (BuilderRole.ENGINEER, BuilderRole.ASSISTANT)
    history = tuple(message(n + 1, roles[n % 2], f"{n} " + "word " * 400) for n in range(count))
    newest = message(count + 1, BuilderRole.ENGINEER, "And now?")
    case = BuilderCase(
        language=Language.POWERSHELL, script="x" * 50_000, messages=(*history, newest)
    )
    budget: Budget = CLOUD_BUDGET
    request = build_script_request(case, model="m", budget=budget, rung=Rung.CLOUD)
    speakers = [one.speaker for one in request.messages]
    assert speakers[0] is Speaker.USER
    assert speakers[-1] is Speaker.USER
    assert all(one is not other for one, other in pairwise(speakers))
    assert len(sent_text(request)) < budget.total * 5
    assert "And now?" in sent_text(request)


def test_a_script_that_does_not_fit_is_not_sent_in_part() -> None:
    newest = message(1, BuilderRole.ENGINEER, "Make it shorter")
    case = BuilderCase(language=Language.BASH, script="echo x\n" * 7_000, messages=(newest,))
    with pytest.raises(ModelError) as raised:
        build_script_request(case, model="m", budget=LOCAL_BUDGET, rung=Rung.LOCAL)
    assert raised.value.kind is FailureKind.TOO_LONG


def test_proposals_are_read_leniently() -> None:
    (one,) = read_proposals('Here: [{"key": "a", "text": "b", "label": 5, "help": "x\\ny"}] ok')
    assert (one.key, one.text, one.label, one.help) == ("a", "b", "", "x y")
