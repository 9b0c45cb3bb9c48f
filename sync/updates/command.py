"""`--update-now`: for administrators. The same update by the same rules, without a window.

Looks, downloads, checks the signatures, starts the installer and ends. It reports one JSON object:

state    the stage that was reached, such as "installing" or "up to date"
version  what was found, if anything
file     the checked installer, if there is one
detail   in words, why it went no further
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from enum import IntEnum
from functools import partial
from pathlib import Path

from core.app import Core
from core.clock import SystemClock
from core.console import say_report
from core.copilot.pictures import unable
from core.db.upgrade import newest_schema
from core.errors import AppError
from core.network.clients import HttpClients, Outlet
from core.network.finding import system_proxies
from core.network.routes import Routes
from core.opening import begin_opening, chosen
from core.paths import find_places
from core.settings.definitions import MODEL_CA_FILE, MODEL_PROXY
from core.settings.store import SettingsStore
from core.version import program_version
from sync.updates.activity import under_way
from sync.updates.installation import Installation, this_installation
from sync.updates.quiet import UnderWay
from sync.updates.state import Stage
from sync.updates.updates import UpdateParts, Updates


class ExitCode(IntEnum):
    STARTED = 0
    """The installer runs; it waits for this program to end."""
    FAILED = 1
    UP_TO_DATE = 3
    MUST_WAIT = 4
    """FlowPilot is open with this profile, or something in it is not sent yet."""
    OFF = 5
    ONLY_ANNOUNCED = 6
    """There is a newer version, and this system has no installer for it."""


_CODES = {
    Stage.UP_TO_DATE: ExitCode.UP_TO_DATE,
    Stage.AVAILABLE: ExitCode.ONLY_ANNOUNCED,
    Stage.WAITING: ExitCode.MUST_WAIT,
    Stage.INSTALLING: ExitCode.STARTED,
    Stage.OFF: ExitCode.OFF,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed; see the top of this file."""

    state: str
    version: str = ""
    file: str = ""
    detail: str = ""


def update_now(
    profile_folder: Path | None,
    installation: Installation | None = None,
    version: str = "",
    report_file: Path | None = None,
) -> int:
    """Update the installed program, print what came of it and write it to `report_file`.

    Returns an `ExitCode`. `installation` and `version` are of another program than this one.
    """
    try:
        code, report = _attempt(
            profile_folder, installation or this_installation(), version or program_version()
        )
    except AppError as error:
        code, report = ExitCode.FAILED, Report("not begun", detail=str(error))
    say_report(asdict(report), report_file)
    return code


def _attempt(
    profile_folder: Path | None, installation: Installation, version: str
) -> tuple[ExitCode, Report]:
    places = find_places(profile_folder)
    settings = SettingsStore(places.settings_file)
    profile = chosen(places, settings)
    core = None
    if profile.database.exists():
        try:
            # Nobody else may work with the data meanwhile.
            core = begin_opening(places, settings, unable).result.result()
        except AppError as error:
            return ExitCode.MUST_WAIT, Report("not begun", detail=str(error))
    parts = UpdateParts(
        profile=lambda: profile,
        settings=settings,
        clock=SystemClock(),
        installation=installation,
        version=version,
        schema=newest_schema(),
        clients=HttpClients(Routes(system_proxies)) if core is None else core.clients,
        outlet=partial(_outlet, settings) if core is None else core.connections.outlet,
    )
    return asyncio.run(_update(Updates(parts), core))


async def _update(updates: Updates, core: Core | None) -> tuple[ExitCode, Report]:
    try:
        updates.configure()
        await updates.check()
        await updates.download()
        now = UnderWay() if core is None else await under_way(core)
        if await updates.prepare_install():
            updates.ask_to_install(now)
    finally:
        if core is not None:
            await core.aclose()
    # The profile is closed: the new program may open it.
    updates.launch(restart=False)
    state = updates.state
    report = Report(
        state=state.stage.value,
        version="" if state.offer is None else str(state.offer.version),
        file="" if state.file is None else str(state.file),
        detail=" ".join(filter(None, [state.failure, *state.waits_for])),
    )
    return _CODES.get(state.stage, ExitCode.FAILED), report


def _outlet(settings: SettingsStore) -> Outlet:
    """Where nothing was stored yet there is no password for a proxy either."""
    return Outlet(settings.read(MODEL_PROXY), settings.read(MODEL_CA_FILE))
