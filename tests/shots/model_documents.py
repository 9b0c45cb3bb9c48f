"""Documents and facts that a model writes: at work, done, made up, offered, failed."""

from __future__ import annotations

import json
from uuid import UUID

from core.artifacts.documents import HEADINGS, DocumentKind
from core.copilot.turn import ProposedCheck, ProposedFix, ProposedQuestion, Turn
from core.sessions.facts import SourceType
from core.sessions.lane import LaneKind
from core.sessions.session_service import Intake
from core.settings.definitions import CLOUD_BASE_URL
from tests.fakes.model_server import ModelServer
from tests.shots.stage import Stage

_FACT = "The VPN client reports error 809 after the hotel's Wi-Fi login."
_QUESTION = "Does the connection work from a phone's hotspot?"
_CHECK = "Read the client's log"
_PARAGRAPHS = (
    "The user could not reach the company network by VPN from a hotel.",
    """\
- The VPN client reported error 809 after the hotel's Wi-Fi login.
- A FortiGate 60F at `10.20.0.1` with firmware 7.2.11 dropped UDP port 4500.""",
    "Root cause not definitively isolated. The hotel most likely blocks UDP, which error 809 fits.",
    "Resolution not yet applied. It is proposed to switch the tunnel to SSTP on VPN-GW-07.",
    "Ask `support@hotel-wifi.example` for the ports, then try again.",
)


def _document(kind: DocumentKind) -> str:
    sections = zip(HEADINGS[kind], _PARAGRAPHS, strict=False)
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections)


class ModelDocuments:
    """Opens one document after the other while a server answers as it is told."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        with ModelServer() as server:
            session_id = await self._begin()
            await self._fact(server)
            await self._documents(server, session_id)

    async def _begin(self) -> UUID:
        stage = self._stage
        intake = Intake(text="VPN fails in the hotel", title="VPN fails in the hotel")
        session_id = await stage.begin(intake)
        turn = Turn(
            prose="Error 809 means that the tunnel's packets do not get through.",
            questions=(ProposedQuestion(text=_QUESTION),),
            checks=(ProposedCheck(label=_CHECK, description="Paste its last lines."),),
            fix=ProposedFix(
                title="Switch the tunnel to SSTP",
                description="The hotel blocks UDP, so IKEv2 cannot work; SSTP uses TCP 443.",
                confidence=55,
            ),
        )
        await stage.assistant(session_id, turn)
        facts, lane = stage.app.core.facts, stage.app.core.lane
        await stage.keep(lambda: facts.promote(session_id, SourceType.USER_NOTE, text=_FACT))
        question = stage.item(LaneKind.QUESTION)
        await stage.keep(lambda: lane.answer(question.id, "yes, at once, with the same laptop"))
        await stage.assistant(session_id, Turn(prose="Then it is the hotel's network."))
        return session_id

    async def _fact(self, server: ModelServer) -> None:
        stage = self._stage
        core = stage.app.core
        core.settings.write(CLOUD_BASE_URL, server.url)
        core.connections.refresh()
        item = next(one for one in stage.workspace.lane if one.text == _QUESTION)
        card = stage.lane.questions.card(item.id)
        await stage.show(card)
        await stage.see("make-it-a-fact")
        fact = {"text": "The VPN works from a phone's hotspot.", "summary": "rules out the laptop"}
        server.answer(json.dumps(fact))
        await stage.click("Make it a fact", card)
        await stage.see_dialogs("review-a-fact")
        server.answer("null")
        await stage.click("Make it a fact", card)
        await stage.see_dialogs("no-fact-in-it")

    async def _documents(self, server: ModelServer, session_id: UUID) -> None:
        stage = self._stage
        note, package = DocumentKind.RESOLUTION_NOTE, DocumentKind.ESCALATION_PACKAGE
        server.hold(_document(note), 30)
        asked = len(server.requests)
        await stage.press("Resolve", stage.lane)
        await stage.hands.wait("the model to be asked", lambda: len(server.requests) > asked)
        await stage.see("model-writes")
        server.release()
        await stage.rest()
        await stage.see("model-made-it-up")
        await stage.click("Show in the text: VPN-GW-07", stage.page.preview)
        await stage.see("model-made-it-up-editor")
        await stage.click("Done editing")
        await stage.click("Use the composer’s text")
        await stage.see("composer-by-choice")
        await stage.click("Back to the conversation")
        server.cut(_document(package), 40)
        await stage.click("Escalate", stage.lane)
        await stage.see("model-failed")
        await self._offered(server, _document(package))

    async def _offered(self, server: ModelServer, text: str) -> None:
        stage = self._stage
        asked = len(server.requests)
        server.hold(text, 30)
        await stage.press("Try again", stage.page.preview)
        await stage.hands.wait("the model to be asked", lambda: len(server.requests) > asked)
        await stage.hands.click("Edit", stage.page.preview)
        await stage.hands.write("Document text in Markdown", "My own words.", stage.page.preview)
        server.release()
        await stage.rest()
        await stage.see("model-text-offered")
