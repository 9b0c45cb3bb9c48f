"""A model's turn: being written, stopped, broken off, busy, waiting for a connection, late."""

from __future__ import annotations

from core.sessions.session_service import Intake
from core.settings.definitions import LOCAL_BASE_URL, LOCAL_MODEL_STANDARD
from desktop.widgets.markdown.view import MarkdownView
from tests.desktop.widgets.hands import inside
from tests.fakes.model_server import ModelServer, block
from tests.shots.stage import Stage

_PROSE = """\
Error 691 from one account, while others connect, speaks for **the account**, not the tunnel.

1. Is the account locked, or has its password expired?
2. Does the same account connect from another laptop?

```powershell
Get-ADUser $env:USERNAME -Properties LockedOut, PasswordExpired
```

If the account is fine, the saved password on this laptop is the next suspect.
"""
_ANSWER = _PROSE + block(
    "QUESTIONS",
    [{"text": "Does the account connect from another laptop?", "options": ["Yes", "No"]}],
)
_PART = 150
_BEGINNING = 160


class ModelTurns:
    """One session, in which everything happens that can happen to an answer."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        with ModelServer() as server:
            core = self._stage.app.core
            core.settings.write(LOCAL_BASE_URL, server.url)
            core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
            core.connections.refresh()
            await self._stage.begin(Intake(text="VPN says 691", title="VPN says error 691"))
            await self._written(server)
            await self._stopped(server)
            await self._broken(server)

    async def _written(self, server: ModelServer) -> None:
        stage = self._stage
        server.hold(_ANSWER, _BEGINNING)
        await self._say(server, "VPN says error 691, only for one user")
        await self._until_seen("Is the account locked")
        await stage.see("answer-being-written")
        server.release()
        await stage.rest()
        await stage.see("answer-written")

    async def _stopped(self, server: ModelServer) -> None:
        stage = self._stage
        server.hold(_ANSWER, _PART)
        await self._say(server, "no, it is the same there")
        await self._until_seen("Is the account locked")
        await stage.hands.click("Stop the answer", stage.page.composer)
        await stage.rest()
        await stage.see("answer-stopped")

    async def _broken(self, server: ModelServer) -> None:
        stage = self._stage
        server.fail(529, "overloaded_error", "Overloaded", retry_after="95")
        await stage.say("what next?")
        await stage.see("model-busy")
        server.cut(_ANSWER, _PART)
        await stage.press("Try again", stage.page.conversation)
        await stage.see("answer-cut-off")
        await stage.press("Ask the model when back online", stage.page.conversation)
        await stage.see("answer-owed")
        server.answer(_ANSWER)
        await stage.app.core.copilot.answer_queued()
        await stage.rest()
        await stage.see("late-answer")
        server.fail(401, "authentication_error", "invalid x-api-key")
        await stage.say("and now?")
        await stage.see("key-refused")

    async def _say(self, server: ModelServer, text: str) -> None:
        """Send a message, without waiting for the answer."""
        asked = len(server.requests)
        await self._stage.hands.write("Message", text, self._stage.page.composer)
        await self._stage.hands.click("Send", self._stage.page.composer)
        await self._stage.hands.wait("the model to be asked", lambda: len(server.requests) > asked)

    async def _until_seen(self, words: str) -> None:
        conversation = self._stage.page.conversation
        await self._stage.hands.wait(
            "the answer to grow",
            lambda: any(words in view.plain_text() for view in inside(conversation, MarkdownView)),
        )
