"""Stores what was chosen under Background; starting at sign-in is the system's to remember."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QObject

from core.settings.definitions import KEEP_RUNNING, NOTICES
from core.sign_in import SignInStart
from desktop.settings.background_section import BackgroundSection
from desktop.settings.keeping import Keeping
from desktop.tasks import Scope


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the desktop around FlowPilot offers. `sign_in` is None where nothing is offered."""

    has_tray: bool = False
    sign_in: SignInStart | None = None


class BackgroundActions(QObject):
    """Shows what is in force. What the system says about sign-in is read back after a change."""

    def __init__(
        self,
        section: BackgroundSection,
        keeping: Keeping,
        surroundings: Surroundings,
        scope: Scope,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._sign_in = surroundings.sign_in
        self._scope = scope
        section.keep_running.show_value(keeping.read(KEEP_RUNNING))
        section.notices.show_value(keeping.read(NOTICES))
        section.keep_running_chosen.connect(lambda on: keeping.keep(KEEP_RUNNING, on))
        section.notices_chosen.connect(lambda on: keeping.keep(NOTICES, on))
        section.sign_in_chosen.connect(self._turn)
        section.shown.connect(self._read)

    def _read(self) -> None:
        if self._sign_in is not None:
            work = asyncio.to_thread(self._sign_in.is_on)
            self._scope.latest("read sign-in", work, done=self._section.sign_in.show_value)

    def _turn(self, on: bool) -> None:
        sign_in = self._sign_in
        if sign_in is None:
            return

        def failed(_: Exception) -> bool:
            self._section.sign_in.show_value(not on)
            self._read()
            return False  # the presenter says why

        work = asyncio.to_thread(sign_in.turn, on)
        self._scope.run("turn sign-in", work, done=lambda _: self._read(), failed=failed)
