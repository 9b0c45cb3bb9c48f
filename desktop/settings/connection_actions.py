"""Decides what happens with the address of the internet check."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from core.settings.definitions import INTERNET_CHECK_ADDRESS
from desktop.connectivity_status import internet_view
from desktop.settings.connection_monitor import ConnectionMonitor
from desktop.settings.connection_section import ConnectionSection
from desktop.settings.keeping import Keeping
from desktop.settings.wording import moment
from desktop.theme.tokens import Tone
from sync.connectivity import Connectivity, Reach


class ConnectionActions(QObject):
    """Stores an address that can be one, and shows what the monitor finds there."""

    def __init__(
        self,
        section: ConnectionSection,
        keeping: Keeping,
        monitor: ConnectionMonitor,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._keeping = keeping
        self._monitor = monitor
        section.show_address(keeping.read(INTERNET_CHECK_ADDRESS))
        section.address_submitted.connect(self._change)
        section.check_requested.connect(self._check)
        monitor.changed.connect(self._show)
        self._show(monitor.found)

    def _change(self, address: str) -> None:
        problem = INTERNET_CHECK_ADDRESS.problem_of(address)
        if problem:
            self._section.show_refusal(problem)
            return
        self._section.show_address(address)
        self._keeping.keep(INTERNET_CHECK_ADDRESS, address)
        self._monitor.watch(replace(self._monitor.addresses, internet=address))

    def _check(self) -> None:
        self._section.show_checking()
        self._monitor.check_now()

    def _show(self, found: Connectivity) -> None:
        if found.internet is Reach.UNKNOWN:
            self._section.show_checking()
            return
        view = internet_view(found)
        at = f" Checked {moment(found.checked_at)}." if found.checked_at else ""
        tone = Tone.NEUTRAL if found.internet is Reach.NOT_CONFIGURED else view.tone
        self._section.show_result(tone, f"{view.text}. {view.explanation}{at}")
