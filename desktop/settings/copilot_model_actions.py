"""Stores what is written about one model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from core.copilot.base_url import normalised
from core.copilot.model_key import ModelSecrets, parse_headers, shown_end
from core.sessions.messages import Rung
from core.settings.definitions import CLOUD_LEARN, Setting
from desktop.settings.copilot_model_card import CloudCard, LocalCard, ModelCard
from desktop.settings.copilot_rungs import place_words
from desktop.settings.copilot_secret_row import SecretRow
from desktop.settings.failures import explained
from desktop.settings.fields import NumberRow, TextRow
from desktop.settings.keeping import Keeping
from desktop.tasks import Scope


class _Stored(NamedTuple):
    """What is said of the stored secrets."""

    key: str
    headers: str


class ModelActions(QObject):
    """Every change is stored at once; `changed` says that it is.

    `rerouted` comes as well when it is another server, model or key.
    """

    changed = Signal()
    rerouted = Signal()

    def __init__(
        self,
        card: ModelCard,
        secrets: ModelSecrets,
        keeping: Keeping,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._card = card
        self._rung = card.rung
        self._secrets = secrets
        self._keeping = keeping
        self._scope = scope
        self._serve_text(card.address, self._rung.base_url, normalised)
        for line, setting in ((card.fast, self._rung.fast), (card.standard, self._rung.standard)):
            self._serve_text(line, setting, _or_usual(setting))
        self._serve_number(card.connect_timeout, self._rung.connect_timeout)
        self._serve_number(card.stall_limit, self._rung.stall_limit)
        self._serve_secret(card.key, secrets.keep_key)
        self._serve_secret(card.headers, secrets.keep_headers)
        if isinstance(card, CloudCard):
            card.learn.show_value(keeping.read(CLOUD_LEARN))
            card.learn.toggled.connect(lambda on: keeping.keep(CLOUD_LEARN, on, self.changed.emit))
        if isinstance(card, LocalCard):
            card.server_chosen.connect(card.address.submitted)
            self.changed.connect(self._show_place)
            self._show_place()

    def show(self) -> None:
        """Ask the keyring what it holds."""
        self._scope.latest(
            f"read secrets {self._rung.rung}",
            asyncio.to_thread(self._read),
            done=self._show_stored,
            failed=self._unreadable,
        )

    def _read(self) -> _Stored:
        rung = self._rung.rung
        return _Stored(
            _key_words(self._secrets.key(rung)), _header_words(self._secrets.header_text(rung))
        )

    def _show_stored(self, stored: _Stored) -> None:
        for line, said in ((self._card.key, stored.key), (self._card.headers, stored.headers)):
            # What is being typed is not taken away.
            if line.stored() != said:
                line.show_stored(said)

    def _unreadable(self, error: Exception) -> bool:
        self._card.key.show_refusal(explained(error))
        return bool(explained(error))

    def _serve_text(
        self, line: TextRow, setting: Setting[str], clean: Callable[[str], str]
    ) -> None:
        line.show_value(self._keeping.read(setting))

        def take(written: str) -> None:
            value = clean(written)
            problem = setting.problem_of(value)
            if problem:
                line.field.setText(written)
                line.show_refusal(problem)
                return
            line.show_value(value)
            self._keeping.keep(setting, value, self._reroute)

        line.submitted.connect(take)

    def _serve_number(self, line: NumberRow, setting: Setting[int]) -> None:
        line.show_value(self._keeping.read(setting))
        line.changed.connect(lambda value: self._keeping.keep(setting, value, self.changed.emit))

    def _serve_secret(self, line: SecretRow, keep: Callable[[Rung, str], None]) -> None:
        def store(secret: str) -> None:
            def done(stored: _Stored) -> None:
                said = stored.key if line is self._card.key else stored.headers
                line.show_stored(said)
                self._reroute()

            def failed(error: Exception) -> bool:
                line.show_refusal(explained(error))
                return bool(explained(error))

            def job() -> _Stored:
                keep(self._rung.rung, secret)
                return self._read()

            self._scope.run("keep a secret", asyncio.to_thread(job), done=done, failed=failed)

        line.entered.connect(store)
        line.removed.connect(lambda: store(""))

    def _reroute(self) -> None:
        self.changed.emit()
        self.rerouted.emit()

    def _show_place(self) -> None:
        if isinstance(self._card, LocalCard):
            self._card.show_place(place_words(self._keeping.read(self._rung.base_url)))


def _or_usual(setting: Setting[str]) -> Callable[[str], str]:
    """A cloud model always has a name: without one of your own it is the usual one."""
    return lambda name: name or setting.default


def _key_words(key: str) -> str:
    if not key:
        return ""
    end = shown_end(key)
    return f"Saved, ends in …{end}" if end else "Saved"


def _header_words(text: str) -> str:
    """The names only: a value may be a key."""
    if not text:
        return ""
    names = ", ".join(name for name, _ in parse_headers(text))
    return f"Saved: {names}"
