"""Who answers, what would be sent and what was sent, and the question about pictures."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu

from core.copilot.model_key import ModelSecrets
from core.sessions.messages import Rung
from core.sessions.session_service import Intake
from core.settings.definitions import LOCAL_BASE_URL, LOCAL_MODEL_STANDARD, MONTHLY_LIMIT
from core.team.client_rules import ModelPolicy
from desktop.session.sent_sheet import RAW, SentSheet
from desktop.session.standing_words import standing_view
from tests.desktop.widgets.hands import inside
from tests.fakes.model_server import ModelServer
from tests.shots.stage import Stage

_CLIENT = "Van den Berg & Partners"
_TEXT = "Outlook asks for the password again; I used net use Z: /user:nwt\\adm S3cret!pw9"


class WhoAnswers:
    """A session of a client that only a model nearby may see."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        with ModelServer() as server:
            await self._stage.keep(lambda: self._set_up(server.url))
            intake = Intake(text=_TEXT, title="Outlook asks for the password", client_name=_CLIENT)
            session_id = await self._stage.begin(intake)
            await self._stage.see("local-model-answers")
            await self._stage.do("session.sent_log")
            await self._stage.see_dialogs("nothing-was-sent")
            await self._ask(server)
            await self._menu()
            await self._sheets()
            await self._pictures()
            copilot = self._stage.app.core.copilot
            await self._stage.keep(lambda: copilot.force_rung(session_id, Rung.PLAYBOOK))
            await self._stage.do("session.sent_next")
            await self._stage.see_dialogs("nothing-is-sent")

    def _set_up(self, address: str) -> None:
        core = self._stage.app.core
        ModelSecrets(core.secrets).keep_key(Rung.CLOUD, "sk-ant-api03-0123456789-w7xA")
        core.settings.write(LOCAL_BASE_URL, address)
        core.settings.write(LOCAL_MODEL_STANDARD, "qwen3-coder:30b-a3b-q4_K_M")
        core.settings.write(MONTHLY_LIMIT, 10)
        core.client_rules.save(_CLIENT, ModelPolicy.LOCAL_ONLY, ["vdb-srv01"])
        core.connections.refresh()

    async def _ask(self, server: ModelServer) -> None:
        stage = self._stage
        server.answer("Does webmail work with the same account?")
        await stage.say(_TEXT)
        server.fail(404, "not_found_error", "model not found")
        await stage.say("yes, webmail works")

    async def _menu(self) -> None:
        stage, line = self._stage, self._stage.page.composer.rung_line
        await stage.do("session.rung")
        await stage.see("choose-who-answers")
        for menu in inside(line, QMenu):
            menu.close()
        await stage.hands.settle()

    async def _sheets(self) -> None:
        stage = self._stage
        await stage.write("Message", "The token is ghp_16C7e42F292c6912E7710c838347Ae178B4a")
        await stage.do("session.sent_next")
        await stage.see("what-is-sent")
        inside(stage.app.window, SentSheet)[0].tabs.set_current(RAW)
        await stage.see_dialogs("what-is-sent-raw")
        await stage.do("session.sent_log")
        await stage.see_dialogs("what-was-sent")

    async def _pictures(self) -> None:
        """A model elsewhere would see them; nobody is asked for real."""
        stage, composer = self._stage, self._stage.page.composer
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(QColor("teal"))
        composer.add_image(image)
        composer.add_image(image)
        view = standing_view(stage.workspace, 10)
        composer.show_standing(replace(view, pictures_to="api.anthropic.com"))
        composer.submit()
        await stage.see("pictures-ask-first")
        await stage.click("Do not send the message")
        composer.start("")
