"""Joins the settings to the window around them."""

from __future__ import annotations

from core.app import Core
from desktop.bridge import Bridge
from desktop.main_window import SETTINGS
from desktop.settings.background_actions import Surroundings
from desktop.settings.copilot_section import CopilotSection
from desktop.settings.data_section import DataSection
from desktop.settings.end_notice import EndNotice
from desktop.settings.feature import SettingsFeature
from desktop.settings.key_warning import KeyWarning
from desktop.shell import Shell
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.updates.desk import UpdateDesk

_CRASHED = "Something went wrong in FlowPilot. What you entered is kept. Try it again."


def add_settings(
    icons: Icons,
    core: Core,
    bridge: Bridge,
    shell: Shell,
    updates: UpdateDesk,
    scope: Scope,
    surroundings: Surroundings,
) -> SettingsFeature:
    """Build the settings and give them their place in the window. Call `start` once it is shown."""
    settings = SettingsFeature(icons, core, updates, scope, shell, surroundings)
    window = shell.window
    window.add_page(SETTINGS, settings.page)
    window.add_status(settings.chip)
    warning = KeyWarning(icons, core.secrets.weakness)
    window.add_bar(warning)
    warning.action_requested.connect(lambda: settings.open(DataSection.TITLE))
    ended = EndNotice(icons, shows=core.crashes.last_end is not None)
    window.add_bar(ended)
    ended.report_requested.connect(settings.trouble.show_reports)
    settings.trouble.saved.connect(lambda text: shell.toast(text, Tone.SUCCESS))
    bridge.crashed.connect(lambda _: _tell_crash(shell, settings))
    shell.session.turns.settings_wanted.connect(lambda: settings.open(CopilotSection.TITLE))
    shell.session.sent.client_rules_wanted.connect(settings.open_client_rules)
    settings.opened.connect(lambda: shell.show_page(SETTINGS))
    settings.noticed.connect(lambda text: shell.toast(text, Tone.WARNING))
    settings.copied.connect(shell.copy)
    settings.undo_offered.connect(shell.offer_undo)
    bridge.changed.connect(settings.tell)
    shell.session.flow.workspace_loaded.connect(settings.watch.look_at)
    settings.watch.standing_changed.connect(shell.session.flow.reload)
    settings.data_replacing.connect(shell.close_session)
    editors = (shell.session.page.composer.editor, shell.welcome.editor)
    for editor in editors:
        editor.set_enter_submits(settings.look.enter_sends)
        settings.look.enter_sends_changed.connect(editor.set_enter_submits)
    return settings


def _tell_crash(shell: Shell, settings: SettingsFeature) -> None:
    toast = shell.window.toasts.show_toast(_CRASHED, Tone.WARNING, action="View report")
    toast.action_requested.connect(settings.trouble.show_reports)
