"""Facts from answers and outputs: proposed with a model or without one, kept only on request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core.copilot.desk import CopilotDesk
from core.copilot.fact_proposals import FactProposal, FactProposals
from core.copilot.model import FailureKind, ModelError
from core.copilot.model_thread import ModelThread
from core.copilot.turn import ProposedCheck, ProposedQuestion, Turn
from core.copilot.turn_service import TurnService
from core.errors import Conflict, UserError
from core.playbooks.library import PlaybookLibrary
from core.sessions.facts import RAW_LIMIT, Candidate
from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy
from tests.fakes.scripted_model import ScriptedModel
from tests.unit.copilot.asked import Asked, asked, sent_text

QUESTION, CHECK = "Since when?", "Look at the label"
SECRET = "Winter-Rain-4711"


class Case:
    """A session with a question and a check, and whoever proposes facts."""

    def __init__(self, laptop: Asked) -> None:
        self.laptop = laptop
        self.id = laptop.begin("No internet", "Fabrikam")
        turn = Turn(
            questions=(ProposedQuestion(text=QUESTION),), checks=(ProposedCheck(label=CHECK),)
        )
        TurnService(laptop.database, laptop.clock).apply(self.id, turn, Rung.CLOUD)
        self.thread = ModelThread()
        self.proposals = FactProposals(
            laptop.database,
            laptop.facts,
            CopilotDesk(laptop.connections, laptop.settings, laptop.clock),
            laptop.assistants,
            self.thread,
        )

    def item(self, text: str) -> UUID:
        return next(one.id for one in self.laptop.workspace(self.id).lane if one.text == text)

    def answered(self, text: str) -> FactProposal:
        self.laptop.lane.answer(self.item(QUESTION), text)
        return self.propose(self.item(QUESTION))

    def propose(self, item_id: UUID) -> FactProposal:
        async def propose() -> FactProposal:
            return await self.proposals.propose(item_id)

        return asyncio.run(propose())


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel([json.dumps({"text": "It began on Monday.", "summary": "since Monday"})])


@pytest.fixture
def case(tmp_path: Path, library: PlaybookLibrary, model: ScriptedModel) -> Iterator[Case]:
    with asked(tmp_path, library, cloud=model) as laptop:
        case = Case(laptop)
        yield case
        asyncio.run(case.thread.aclose(model.aclose))


def test_a_model_proposes_and_nothing_is_stored(case: Case, model: ScriptedModel) -> None:
    proposal = case.answered("since Monday I think")

    assert proposal.candidate == Candidate("It began on Monday.", "since Monday")
    assert proposal.rung is Rung.CLOUD
    assert model.asked[0].model == "claude-haiku-5-5"
    assert not case.laptop.workspace(case.id).facts


def test_a_secret_does_not_leave_and_is_there_again(case: Case, model: ScriptedModel) -> None:
    model.scripts = [[json.dumps({"text": "The password is REDACTED_PASSWORD_1.", "summary": ""})]]

    proposal = case.answered(f"password: {SECRET}")

    assert SECRET not in sent_text(model.asked[0])
    assert proposal.candidate is not None
    assert proposal.candidate.text == f"The password is {SECRET}."


@pytest.mark.parametrize("reply", ["null", "", "I cannot say.", '{"text": "unknown"}'])
def test_nothing_is_an_answer(case: Case, model: ScriptedModel, reply: str) -> None:
    model.scripts = [[reply]]

    proposal = case.answered("since Monday")

    assert (proposal.candidate, proposal.rung) == (None, Rung.CLOUD)


def test_a_failure_leaves_the_answer_as_it_stands(case: Case, model: ScriptedModel) -> None:
    model.scripts = [[ModelError(FailureKind.OVERLOADED)]]

    proposal = case.answered("since Monday")

    assert proposal.candidate is not None
    assert proposal.candidate.text == "Since when: since Monday"
    assert (proposal.rung, proposal.notice) == (None, "The model is busy.")


def test_a_client_without_models_is_not_told_of(case: Case, model: ScriptedModel) -> None:
    case.laptop.rules.save("Fabrikam", ModelPolicy.NO_MODEL, ())

    proposal = case.answered("since Monday")

    assert proposal.candidate == Candidate("Since when: since Monday", "from your answer")
    assert (proposal.rung, proposal.notice) == (None, "")
    assert model.asked == []


def test_a_long_output_is_taken_from_its_beginning(case: Case) -> None:
    case.laptop.rules.save("Fabrikam", ModelPolicy.NO_MODEL, ())
    case.laptop.lane.paste_result(case.item(CHECK), "serial=ZB-1\n" + "x\n" * RAW_LIMIT)

    proposal = case.propose(case.item(CHECK))

    assert proposal.candidate is not None
    assert proposal.candidate.text == f"{CHECK}: serial=ZB-1"


def test_what_is_open_has_nothing_to_propose(case: Case) -> None:
    with pytest.raises(UserError, match="no answer or output"):
        case.propose(case.item(QUESTION))


def test_what_is_kept_refers_to_its_source_once(case: Case) -> None:
    proposal = case.answered("since Monday")
    case.proposals.keep(proposal, "It began on Monday morning.", "since Monday")

    workspace = case.laptop.workspace(case.id)
    [fact] = workspace.facts
    assert (fact.text, fact.source_ref) == ("It began on Monday morning.", case.item(QUESTION))
    assert fact.ai_made
    assert next(one.became for one in workspace.lane if one.text == QUESTION) == "Now a fact"
    with pytest.raises(Conflict, match="already"):
        case.proposals.keep(proposal, "Again.", "")


def test_without_substance_nothing_is_kept(case: Case) -> None:
    proposal = case.answered("since Monday")

    with pytest.raises(UserError, match="nothing in this"):
        case.proposals.keep(proposal, "unknown", "")
    assert not case.laptop.workspace(case.id).facts
