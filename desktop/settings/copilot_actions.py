"""Fills the copilot's settings and stores what is changed there."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.copilot.certificates import count_certificates
from core.copilot.connection_test import ConnectionTest
from core.copilot.model_key import ModelSecrets
from core.copilot.standing import Spend
from core.network.sign_in import ProxyPassword
from core.settings.definitions import MODEL_CA_FILE, MONTHLY_LIMIT
from desktop.settings.copilot_model_actions import ModelActions
from desktop.settings.copilot_section import CopilotSection
from desktop.settings.copilot_test_actions import TestActions
from desktop.settings.failures import explained
from desktop.settings.keeping import Keeping
from desktop.settings.proxy_actions import ProxyActions
from desktop.tasks import Scope

_MICRO = 1_000_000


class CopilotActions(QObject):
    """`changed`: the models are to be reached in another way from the next turn on."""

    changed = Signal()

    def __init__(
        self,
        section: CopilotSection,
        core: Core,
        keeping: Keeping,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._core = core
        self._keeping = keeping
        self._scope = scope
        secrets = ModelSecrets(core.secrets)
        routes = core.clients.routes
        test = ConnectionTest(core.connections, core.assistants, core.models, core.clock, routes)
        self._models: list[ModelActions] = []
        self._tests: list[TestActions] = []
        for card in (section.cloud, section.local):
            model = ModelActions(card, secrets, keeping, scope, self)
            tests = TestActions(card, test, core.connections, keeping, scope, self)
            model.changed.connect(self.changed)
            model.rerouted.connect(tests.forget)
            model.rerouted.connect(tests.show)
            self._models.append(model)
            self._tests.append(tests)
        password = ProxyPassword(core.secrets)
        self._proxy = ProxyActions(section.network.proxy, password, keeping, scope, self)
        self._proxy.changed.connect(self.changed)
        self._serve_network()
        section.spending.limit.show_value(keeping.read(MONTHLY_LIMIT))
        section.spending.limit.changed.connect(
            lambda limit: keeping.keep(MONTHLY_LIMIT, limit, self.changed.emit)
        )
        section.shown.connect(self.show)

    def show(self) -> None:
        """Read what may have changed elsewhere: the keyring, and what models have cost."""
        for model in self._models:
            model.show()
        for test in self._tests:
            test.show()
        self._proxy.show()
        calls, now = self._core.calls, self._core.clock.now()
        month = self._core.database.run(lambda: calls.spend_in_month(now))
        self._scope.latest("spending", month, done=self._show_month)

    def _show_month(self, spend: Spend) -> None:
        self._section.spending.show_month(*month_words(spend))

    def _serve_network(self) -> None:
        card = self._section.network
        card.show_ca_file(self._keeping.read(MODEL_CA_FILE))
        card.ca_file_chosen.connect(self._change_ca_file)

    def _change_ca_file(self, path: str) -> None:
        card = self._section.network

        def keep(_: object = None) -> None:
            card.show_ca_file(path)
            self._keeping.keep(MODEL_CA_FILE, path, self.changed.emit)

        def refuse(error: Exception) -> bool:
            card.show_ca_refusal(explained(error))
            return bool(explained(error))

        if path:
            check = asyncio.to_thread(count_certificates, Path(path))
            self._scope.latest("check certificates", check, done=keep, failed=refuse)
        else:
            keep()


def month_words(spend: Spend) -> tuple[dict[str, str], str]:
    """What models used in a month, and what to know about it."""
    if not spend.calls:
        return {}, "No model was asked this month."
    sent = spend.input_tokens + spend.cache_read_tokens + spend.cache_creation_tokens
    details = {
        "Calls": f"{spend.calls:,}",
        "Tokens sent": f"{sent:,}, {spend.cache_read_tokens:,} of them from the cache",
        "Tokens received": f"{spend.output_tokens:,}",
        "Cost": f"${spend.cost / _MICRO:,.2f}",
    }
    note = "By list prices, from what the servers reported. Local models cost nothing."
    if spend.unpriced:
        note += f" {spend.unpriced:,} calls are of models without a known price and not counted."
    return details, note
