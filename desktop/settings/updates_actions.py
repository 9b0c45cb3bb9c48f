"""Stores the settings of updates, and passes on what is asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.settings.definitions import (
    UPDATE_ADDRESS,
    UPDATE_CHANNEL,
    UPDATE_CHECK_DAILY,
    UPDATE_DOWNLOAD_AT_ONCE,
    Setting,
)
from desktop.settings.failures import explained
from desktop.settings.fields import SwitchRow, TextRow
from desktop.settings.keeping import Keeping
from desktop.settings.updates_section import UpdatesSection
from desktop.updates.desk import UpdateDesk
from desktop.updates.words import update_view
from sync.updates.state import Update
from sync.updates.trust import TrustedRoot


class UpdatesActions(QObject):
    """What is asked of the desk is shown as the desk tells it, wherever it was asked."""

    def __init__(
        self,
        section: UpdatesSection,
        desk: UpdateDesk,
        keeping: Keeping,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._desk = desk
        self._keeping = keeping
        section.show_version(desk.version)
        self._serve_text(section.address, UPDATE_ADDRESS)
        self._serve_text(section.channel, UPDATE_CHANNEL)
        self._serve_switch(section.daily, UPDATE_CHECK_DAILY)
        self._serve_switch(section.at_once, UPDATE_DOWNLOAD_AT_ONCE)
        section.check_requested.connect(desk.check)
        section.download_requested.connect(desk.download)
        section.install_requested.connect(desk.install)
        section.cancel_requested.connect(desk.cancel)
        section.root_chosen.connect(self._trust)
        section.root_removed.connect(self._forget)
        section.shown.connect(self._ask_root)
        desk.changed.connect(self._show)
        desk.progressed.connect(section.show_progress)
        self._show(desk.state)

    def _show(self, update: Update) -> None:
        total = 0 if update.offer is None else update.offer.length
        self._section.show_view(update_view(update, self._desk.way), total)

    def _serve_text(self, line: TextRow, setting: Setting[str]) -> None:
        def change(text: str) -> None:
            text = text or setting.default
            problem = setting.problem_of(text)
            if problem:
                line.show_refusal(problem)
                return
            line.show_value(text)
            self._keeping.keep(setting, text, self._desk.configure)

        line.show_value(self._keeping.read(setting))
        line.submitted.connect(change)

    def _serve_switch(self, switch: SwitchRow, setting: Setting[bool]) -> None:
        switch.show_value(self._keeping.read(setting))
        switch.toggled.connect(
            lambda on: self._keeping.keep(setting, on, self._desk.configure_watch)
        )

    def _ask_root(self) -> None:
        self._desk.ask_root(self._show_root)

    def _show_root(self, root: TrustedRoot | None) -> None:
        if root is None:
            self._section.show_root("", is_own=False)
        else:
            self._section.show_root(root.fingerprint, is_own=root.is_own)

    def _trust(self, chosen: str) -> None:
        def done(root: TrustedRoot) -> None:
            self._show_root(root)
            self._desk.configure()

        def refused(error: Exception) -> bool:
            self._section.show_root_refusal(explained(error))
            return bool(explained(error))

        self._desk.trust(chosen, done, refused)

    def _forget(self) -> None:
        def done() -> None:
            self._ask_root()
            self._desk.configure()

        self._desk.forget_root(done)
