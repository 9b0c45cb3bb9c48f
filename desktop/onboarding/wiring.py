"""Joins the first run to the window around it."""

from __future__ import annotations

from core.app import Core
from desktop.onboarding.first_run import FirstRun
from desktop.settings.feature import SettingsFeature
from desktop.shell import Shell
from desktop.theme.icons import Icons


def add_first_run(icons: Icons, core: Core, shell: Shell, settings: SettingsFeature) -> FirstRun:
    """Call `start_if_new` once the window is shown."""
    first_run = FirstRun(icons, core, settings, shell.window)
    first_run.problem_chosen.connect(shell.leave_session)
    first_run.sample_chosen.connect(shell.open_sample)
    return first_run
