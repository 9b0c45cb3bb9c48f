"""Puts the settings together: the page, the network in the status bar, and what they decide."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.events import Aggregate, Changes
from core.settings.definitions import BACKUPS_KEPT, CHECK_TIMEOUT, INTERNET_CHECK_ADDRESS, TEXT_SIZE
from desktop.connectivity_status import status_view
from desktop.settings.about_section import AboutSection
from desktop.settings.appearance_section import AppearanceSection
from desktop.settings.background_actions import BackgroundActions, Surroundings
from desktop.settings.background_section import BackgroundSection
from desktop.settings.checks_section import ChecksSection
from desktop.settings.client_actions import ClientActions
from desktop.settings.client_section import ClientSection
from desktop.settings.connection_actions import ConnectionActions
from desktop.settings.connection_monitor import ConnectionMonitor
from desktop.settings.connection_section import ConnectionSection
from desktop.settings.connection_status import ConnectionChip
from desktop.settings.copilot_actions import CopilotActions
from desktop.settings.copilot_section import CopilotSection
from desktop.settings.copilot_watch import CopilotWatch
from desktop.settings.data_actions import DataActions
from desktop.settings.data_section import DataSection
from desktop.settings.diagnostics_actions import DiagnosticsActions
from desktop.settings.diagnostics_section import DiagnosticsSection
from desktop.settings.keeping import Keeping
from desktop.settings.look_actions import LookActions
from desktop.settings.page import SectionEntry, SettingsPage
from desktop.settings.playbook_actions import PlaybookActions
from desktop.settings.playbooks_section import PlaybooksSection
from desktop.settings.recovery_key_actions import RecoveryKeyActions
from desktop.settings.trouble_actions import TroubleActions
from desktop.settings.updates_actions import UpdatesActions
from desktop.settings.updates_section import UpdatesSection
from desktop.settings.writing_section import WritingSection
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.updates.desk import UpdateDesk
from sync.connectivity import Connectivity


class SettingsFeature(QObject):
    """The settings as one thing that the main window can show.

    page  for the rail
    chip  for the status bar
    look  what else wants to know whether Enter sends
    """

    copied = Signal(str)
    data_replacing = Signal()
    """A backup is about to take the place of the data: close what is open."""
    data_moved = Signal()
    """The data is in another folder now."""
    noticed = Signal(str)
    """Something about the settings that should be known, such as a value that was refused."""
    undo_offered = Signal(object)  # Undo
    opened = Signal()
    """Somebody asked for a section: show the page."""

    def __init__(
        self,
        icons: Icons,
        core: Core,
        updates: UpdateDesk,
        scope: Scope,
        parent: QObject | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        super().__init__(parent)
        self._surroundings = surroundings or Surroundings()
        self._icons = icons
        self._core = core
        self._version = updates.version
        self._updates = updates
        self._scope = scope
        self.keeping = Keeping(core.settings, core.database, scope)
        self.look = LookActions(icons.theme, self.keeping, self)
        self.recovery = RecoveryKeyActions(core.storage, self.keeping, core.clock, scope, self)
        self.monitor = ConnectionMonitor(scope, core.clients, core.clock, self)
        self.watch = CopilotWatch(core, self.monitor, scope, self)
        self.chip = ConnectionChip(icons, status_view(self.monitor.found))
        self.page = SettingsPage(icons, self._entries())
        self.clients = ClientActions(icons, core, scope, self.page.window, self)
        self.trouble = TroubleActions(icons, core, updates.version, scope, self.page.window, self)
        self.trouble.copied.connect(self.copied)
        self.clients.undo_offered.connect(self.undo_offered)
        self.monitor.changed.connect(self._show_connection)
        self.chip.check_requested.connect(self.monitor.check_now)
        self.chip.settings_requested.connect(lambda: self.open(ConnectionSection.TITLE))

    def start(self) -> None:
        """Begin what runs beside the work, once the window is up."""
        for problem in self._core.settings.problems:
            self.noticed.emit(problem)
        address = self.keeping.read(INTERNET_CHECK_ADDRESS)
        if address:
            self.monitor.watch(replace(self.monitor.addresses, internet=address))
        self.watch.begin()

    def open(self, title: str) -> None:
        """Show a section, by its title."""
        self.page.show_section(title)
        self.opened.emit()

    def open_copilot(self) -> None:
        """Show where models are connected."""
        self.open(CopilotSection.TITLE)

    def open_client_rules(self, client_name: str) -> None:
        """Open the rules of a client over what is shown; also for a client that has none yet."""
        self.clients.open_rules(client_name)

    def tell(self, changes: Changes) -> None:
        """Something was committed, here or elsewhere."""
        if Aggregate.CLIENT_RULES in changes.aggregates:
            self.clients.reload()
            self.watch.standing_changed.emit()

    def _show_connection(self, found: Connectivity) -> None:
        self.chip.show_view(status_view(found), can_check=self.monitor.is_watching)

    def _entries(self) -> tuple[SectionEntry, ...]:
        return (
            SectionEntry(AppearanceSection.TITLE, "monitor", self._appearance),
            SectionEntry(WritingSection.TITLE, "pencil-simple", self._writing),
            SectionEntry(BackgroundSection.TITLE, "tray", self._background),
            SectionEntry(ChecksSection.TITLE, "terminal-window", self._checks),
            SectionEntry(CopilotSection.TITLE, "sparkle", self._copilot),
            SectionEntry(ClientSection.TITLE, "buildings", self._clients),
            SectionEntry(ConnectionSection.TITLE, "wifi-high", self._connection),
            SectionEntry(DataSection.TITLE, "database", self._data),
            SectionEntry(PlaybooksSection.TITLE, "book-open", self._playbooks),
            SectionEntry(UpdatesSection.TITLE, "download-simple", self._update_settings),
            SectionEntry(DiagnosticsSection.TITLE, "gauge", self._diagnostics),
            SectionEntry(AboutSection.TITLE, "info", lambda: AboutSection(self._version)),
        )

    def _appearance(self) -> AppearanceSection:
        section = AppearanceSection(self._icons, TEXT_SIZE.limits or (100, 100))
        self.look.serve_appearance(section)
        return section

    def _writing(self) -> WritingSection:
        section = WritingSection()
        self.look.serve_writing(section)
        return section

    def _background(self) -> BackgroundSection:
        around = self._surroundings
        section = BackgroundSection(
            has_tray=around.has_tray, offers_sign_in=around.sign_in is not None
        )
        BackgroundActions(section, self.keeping, around, self._scope, self)
        return section

    def _checks(self) -> ChecksSection:
        section = ChecksSection(CHECK_TIMEOUT.limits or (1, 1))
        section.time_limit.show_value(self.keeping.read(CHECK_TIMEOUT))
        section.time_limit_chosen.connect(lambda limit: self.keeping.keep(CHECK_TIMEOUT, limit))
        return section

    def _copilot(self) -> CopilotSection:
        section = CopilotSection(self._icons, self._core.secrets.weakness)
        actions = CopilotActions(section, self._core, self.keeping, self._scope, self)
        actions.changed.connect(self.watch.refresh)
        return section

    def _clients(self) -> ClientSection:
        section = ClientSection(self._icons)
        self.clients.serve(section)
        return section

    def _connection(self) -> ConnectionSection:
        section = ConnectionSection(self._icons)
        ConnectionActions(section, self.keeping, self.monitor, self)
        return section

    def _data(self) -> DataSection:
        section = DataSection(self._icons, BACKUPS_KEPT.limits or (1, 1))
        actions = DataActions(
            self._icons, section, self._core, self.keeping, self.recovery, self._scope, self
        )
        actions.replacing.connect(self.data_replacing)
        actions.moved.connect(self.data_moved)
        actions.copied.connect(self.copied)
        return section

    def _playbooks(self) -> PlaybooksSection:
        section = PlaybooksSection(self._icons)
        PlaybookActions(section, self._core, self._scope, self)
        return section

    def _update_settings(self) -> UpdatesSection:
        section = UpdatesSection(self._icons)
        UpdatesActions(section, self._updates, self.keeping, self)
        return section

    def _diagnostics(self) -> DiagnosticsSection:
        section = DiagnosticsSection(self._icons)
        actions = DiagnosticsActions(
            section, self._core, self._version, self._scope, self.trouble, self
        )
        actions.copied.connect(self.copied)
        return section
