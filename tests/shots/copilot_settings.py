"""The settings of the copilot and the clients, filled in."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from core.copilot.endpoint_test import EndpointReport, TestStep
from core.copilot.model_key import ModelSecrets
from core.network.proxies import Origin
from core.network.routes import Way
from core.network.words import way_words
from core.sessions.messages import Rung
from core.settings.definitions import LOCAL_MODEL_STANDARD
from core.team.client_rules import ModelPolicy
from desktop.settings.client_section import ClientSection
from desktop.settings.copilot_section import CopilotSection
from desktop.settings.copilot_test_words import report_lines, step_words, when_words
from tests.shots.stage import Stage

_REPORT = EndpointReport(
    model="claude-sonnet-5-5",
    tested_at=datetime(2026, 3, 12, 13, 58, tzinfo=UTC),
    answers=True,
    streams=True,
    first_word_seconds=0.9,
    images=True,
    long_prompts=False,
    caching=False,
    way=way_words(Way("http://proxy.vandenberg.example:8080", Origin.SCRIPT)),
)
_LINES = report_lines(_REPORT, Rung.CLOUD)


def _is_reading() -> bool:
    return any(task.get_name().startswith("settings.") for task in asyncio.all_tasks())


class CopilotSettings:
    """Every card, what is folded away, what is refused, and a client's rules."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self) -> None:
        # The addresses are read once, before there are any: nobody is asked while we play.
        await self._stage.hands.wait("the settings to be read", lambda: not _is_reading())
        await self._stage.keep(self._fill)
        await self._copilot()
        await self._clients()

    def _fill(self) -> None:
        core = self._stage.app.core
        ModelSecrets(core.secrets).keep_key(Rung.CLOUD, "sk-ant-api03-0123456789-w7xA")
        ModelSecrets(core.secrets).keep_headers(Rung.CLOUD, "x-team: operations")
        core.settings.write(LOCAL_MODEL_STANDARD, "qwen3-coder:30b-a3b-q4_K_M")
        rules = core.client_rules
        rules.save("Northwind Traders", ModelPolicy.CLOUD_ALLOWED, ["northwind.example", "NWT-DC1"])
        rules.save("City Hospital", ModelPolicy.NO_MODEL, [])
        rules.save(
            "Van den Berg & Partners Notaries and Civil Law Office of the Northern Province",
            ModelPolicy.LOCAL_ONLY,
            [f"vdb-srv{number:02}" for number in range(40)],
        )

    async def _copilot(self) -> None:
        stage = self._stage
        stage.app.settings.open_copilot()
        section = stage.app.settings.page.section()
        assert isinstance(section, CopilotSection)
        await stage.until(lambda: bool(section.cloud.key.stored()))
        section.cloud.test.show_outcome(when_words(_REPORT), _LINES)
        await stage.see("copilot-connected")
        section.cloud.more.toggle.click()
        section.cloud.test.show_running(step_words(TestStep.ANSWER))
        section.cloud.test.show_step(step_words(TestStep.PICTURES), _LINES[:2])
        await stage.see("copilot-testing")
        section.cloud.key.replace.click()
        section.cloud.key.show_refusal("This is no API key. A key has no spaces. Copy it again.")
        await stage.show(section.cloud.address)
        await stage.see("copilot-advanced")
        section.local.address.field.setText("https://models.example.com")
        section.local.address.show_refusal(
            "This address is on the internet, so it is no local model. Put it under Cloud model."
        )
        await stage.show(section.local)
        await stage.see("copilot-local")
        section.network.show_ca_file("C:/Users/j.vandenberg/Documents/proxy-root-certificate.pem")
        proxy = section.network.proxy
        proxy.show_proxy("http://proxy.vandenberg.example:8080")
        proxy.user.show_value("j.vandenberg")
        proxy.password.show_stored("Saved")
        await stage.show(section.network)
        await stage.see("copilot-proxy")
        proxy.show_proxy("")
        section.ensureWidgetVisible(section.spending)
        await stage.see("copilot-spending")

    async def _clients(self) -> None:
        stage = self._stage
        stage.app.settings.open(ClientSection.TITLE)
        section = stage.app.settings.page.section()
        assert isinstance(section, ClientSection)
        await stage.until(lambda: len(section.clients()) > 1)
        await stage.see("clients")
        await stage.hands.click("Edit the rules of Northwind Traders")
        await stage.see("client-rules")
        await stage.hands.write("Hidden words", "Northwind\nNWT-DC1\nx")
        await stage.hands.write("Text to try", "NWT-DC1: net use Z: /user:nwt\\adm S3cret!pw9")
        await stage.hands.click("Save")
        await stage.hands.settle()
        await stage.see_dialogs("client-rules-refused")
