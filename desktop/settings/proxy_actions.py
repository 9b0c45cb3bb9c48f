"""Stores what is chosen about the proxy."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from core.network.proxies import NO_PROXY
from core.network.sign_in import ProxyPassword
from core.settings.definitions import MODEL_PROXY, PROXY_USER
from desktop.settings.failures import explained
from desktop.settings.keeping import Keeping
from desktop.settings.proxy_rows import ProxyChoice, ProxyRows
from desktop.tasks import Scope

_SAVED = "Saved"


class ProxyActions(QObject):
    """`changed`: connections are to go another way from now on."""

    changed = Signal()

    def __init__(
        self,
        rows: ProxyRows,
        password: ProxyPassword,
        keeping: Keeping,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._password = password
        self._keeping = keeping
        self._scope = scope
        rows.show_proxy(keeping.read(MODEL_PROXY))
        rows.user.show_value(keeping.read(PROXY_USER))
        rows.chosen.connect(self._choose)
        rows.address.submitted.connect(self._change_address)
        rows.user.submitted.connect(self._change_user)
        rows.password.entered.connect(self._keep_password)
        rows.password.removed.connect(lambda: self._keep_password(""))

    def show(self) -> None:
        """Ask the keyring whether it holds a password."""
        self._scope.latest(
            "read the proxy's password",
            asyncio.to_thread(self._stored),
            done=self._show_stored,
            failed=self._refuse_password,
        )

    def _choose(self, choice: ProxyChoice) -> None:
        if choice is not ProxyChoice.OWN:
            self._keep(NO_PROXY if choice is ProxyChoice.NONE else "")
            return
        # Until there is an address, what was chosen before stays in force.
        written = self._rows.address.field.text().strip()
        if written:
            self._change_address(written)
        else:
            self._rows.address.field.setFocus()

    def _change_address(self, address: str) -> None:
        row = self._rows.address
        problem = MODEL_PROXY.problem_of(address)
        if not address or address == NO_PROXY:
            problem = "Write the address of the proxy, or choose another way above."
        if problem:
            row.show_refusal(problem)
            return
        row.show_value(address)
        self._keep(address)

    def _keep(self, proxy: str) -> None:
        self._keeping.keep(MODEL_PROXY, proxy, self.changed.emit)

    def _change_user(self, user: str) -> None:
        problem = PROXY_USER.problem_of(user)
        if problem:
            self._rows.user.show_refusal(problem)
            return
        self._rows.user.show_value(user)
        self._keeping.keep(PROXY_USER, user, self.changed.emit)

    def _keep_password(self, password: str) -> None:
        def job() -> str:
            self._password.keep(password)
            return self._stored()

        def done(said: str) -> None:
            self._rows.password.show_stored(said)
            self.changed.emit()

        self._scope.run(
            "keep a secret", asyncio.to_thread(job), done=done, failed=self._refuse_password
        )

    def _stored(self) -> str:
        return _SAVED if self._password.read() else ""

    def _show_stored(self, said: str) -> None:
        # What is being typed is not taken away.
        if self._rows.password.stored() != said:
            self._rows.password.show_stored(said)

    def _refuse_password(self, error: Exception) -> bool:
        self._rows.password.show_refusal(explained(error))
        return bool(explained(error))
