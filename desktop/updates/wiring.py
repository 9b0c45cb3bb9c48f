"""Joins updates to the window around them."""

from __future__ import annotations

from desktop.scripts.wiring import ScriptsWiring
from desktop.settings.feature import SettingsFeature
from desktop.settings.updates_section import UpdatesSection
from desktop.shell import Shell
from desktop.theme.icons import Icons
from desktop.updates.bar import UpdateBar
from desktop.updates.desk import UpdateDesk
from desktop.updates.unsent import unsent_places


def add_updates(
    icons: Icons,
    updates: UpdateDesk,
    shell: Shell,
    settings: SettingsFeature,
    scripts: ScriptsWiring,
) -> None:
    """Show in the window what there is to know. Call `start` of the desk once it is shown."""
    bar = UpdateBar(icons)
    shell.window.add_bar(bar)
    updates.changed.connect(bar.show_update)
    updates.outcome_told.connect(bar.show_outcome)
    bar.action_requested.connect(lambda: settings.open(UpdatesSection.TITLE))
    updates.watch_work(lambda: unsent_places(shell.window, shell.session, scripts))
