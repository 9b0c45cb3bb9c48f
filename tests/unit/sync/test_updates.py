"""From one version to the next: looked for, fetched, waited with, handed to the installer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.network.clients import Outlet
from core.paths import Profile
from core.settings.definitions import UPDATE_ADDRESS, UPDATE_CHANNEL, UPDATE_CHECKED_AT
from core.settings.store import SettingsStore
from sync.updates.installation import Installation, UpdateWay
from sync.updates.outcome import Ended, Outcome, take_outcome, write_outcome
from sync.updates.quiet import UnderWay
from sync.updates.state import Stage, Update
from sync.updates.updates import UpdateParts, Updates
from tests.fakes.installer import Plan, installer
from tests.fakes.outlets import http_clients
from tests.fakes.updates import PLATFORM, UpdateServer


@pytest.fixture
def settings(profile: Profile, server: UpdateServer) -> SettingsStore:
    settings = SettingsStore(profile.root / "settings.json")
    settings.write(UPDATE_ADDRESS, server.address)
    return settings


@pytest.fixture
def plan(tmp_path: Path, profile: Profile) -> Plan:
    return Plan.under(tmp_path / "laptop", profile.root)


@pytest.fixture
def parts(profile: Profile, settings: SettingsStore, plan: Plan, tmp_path: Path) -> UpdateParts:
    return UpdateParts(
        profile=lambda: profile,
        settings=settings,
        clock=SystemClock(),
        installation=plan.installation(tmp_path),
        version="1.1.0",
        schema=1,
        clients=http_clients(),
        outlet=Outlet,
    )


@pytest.fixture
def updates(parts: UpdateParts) -> Updates:
    updates = Updates(parts)
    updates.configure()
    return updates


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - another process and another thread act
            await asyncio.sleep(0)


def stage(updates: Updates) -> str:
    """Where it stands now."""
    return updates.state.stage.value


async def get_ready(updates: Updates) -> None:
    await updates.check()
    await updates.download()
    assert stage(updates) == Stage.READY


async def test_from_one_version_to_the_next(
    server: UpdateServer, updates: Updates, plan: Plan, profile: Profile
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"), notes="Faster.")
    seen: list[Update] = []
    updates.on_change(seen.append)
    await get_ready(updates)
    assert updates.ask_to_install(UnderWay())
    assert await updates.prepare_install()
    assert updates.launch(restart=True)
    assert [state.stage.value for state in seen] == [
        "checking", "available", "downloading", "ready", "installing",
    ]  # fmt: skip
    await until(plan.arguments)
    assert plan.arguments() == ["/S", "/UPDATE", "/RESTART"]
    assert plan.ran_on_its_own()
    assert plan.installed() == "1.2.0"
    assert list((profile.updates / "downloads").iterdir()) != []
    assert updates.take_outcome() == Outcome("1.2.0", Ended.INSTALLED)
    assert list((profile.updates / "downloads").iterdir()) == []
    assert updates.take_outcome() is None


async def test_a_version_that_fails_its_self_test_is_rolled_back(
    server: UpdateServer, updates: Updates, plan: Plan
) -> None:
    server.publish("1.2.0", content=installer("1.2.0", passes=False))
    await get_ready(updates)
    assert updates.ask_to_install(UnderWay())
    assert updates.launch(restart=False)
    await until(plan.arguments)
    assert plan.installed() == "1.1.0"
    told = updates.take_outcome()
    assert told is not None
    assert told.words == (
        "Version 1.2.0 did not pass its own test on this computer, so the version you had was "
        "put back. Your data is as it was. The installer says: The self-test ended with 1."
    )


async def test_nobody_is_asked_before_an_address_is_there(
    server: UpdateServer, settings: SettingsStore, updates: Updates
) -> None:
    settings.write(UPDATE_ADDRESS, "")
    updates.configure()
    assert updates.state == Update(failure="")
    await updates.check()
    assert server.asked == []


async def test_nobody_is_asked_without_a_root(
    server: UpdateServer, profile: Profile, updates: Updates
) -> None:
    (profile.updates / "root.json").unlink()
    updates.configure()
    assert stage(updates) == Stage.OFF
    assert "Choose the root file" in updates.state.failure
    await updates.check()
    assert server.asked == []


async def test_a_checkout_is_never_updated(server: UpdateServer, parts: UpdateParts) -> None:
    checkout = Installation(way=UpdateWay.CHECKOUT, platform=PLATFORM)
    updates = Updates(replace(parts, installation=checkout))
    updates.configure()
    await updates.check()
    assert updates.state.failure.endswith("Updates come with the checkout.")
    assert server.asked == []


async def test_where_there_is_no_installer_a_version_is_only_announced(
    server: UpdateServer, parts: UpdateParts
) -> None:
    linux = Installation(way=UpdateWay.ANNOUNCED, platform="linux-x64")
    updates = Updates(replace(parts, installation=linux))
    server.publish("1.2.0", platform="linux-x64", ending=".tar.gz")
    updates.configure()
    await updates.check()
    await updates.download()
    assert stage(updates) == Stage.AVAILABLE
    assert not updates.ask_to_install(UnderWay())


async def test_the_channel_is_kept_to(
    server: UpdateServer, settings: SettingsStore, updates: Updates
) -> None:
    server.publish("1.3.0", channel="preview")
    await updates.check()
    assert stage(updates) == Stage.UP_TO_DATE
    settings.write(UPDATE_CHANNEL, "preview")
    updates.configure()
    await updates.check()
    assert updates.state.offer is not None


async def test_it_waits_until_nothing_is_under_way_and_then_asks_again(
    server: UpdateServer, updates: Updates, plan: Plan
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    await get_ready(updates)
    assert not updates.ask_to_install(UnderWay(scripts=True, unsent=("the message",)))
    assert stage(updates) == Stage.WAITING
    updates.work_changed(UnderWay(unsent=("the message",)))
    assert updates.state.waits_for == ("Not sent yet: the message.",)
    updates.work_changed(UnderWay())
    assert stage(updates) == Stage.READY
    assert not updates.launch(restart=True)
    assert plan.installed() == "1.1.0"


async def test_a_refusal_is_a_state_with_words(server: UpdateServer, updates: Updates) -> None:
    server.status = 500
    await updates.check()
    assert stage(updates) == Stage.FAILED
    assert updates.state.failure.startswith("The update server does not have what was asked for.")
    server.status = 0
    await updates.check()
    assert stage(updates) == Stage.UP_TO_DATE


async def test_a_download_that_was_changed_is_not_started(
    server: UpdateServer, updates: Updates, plan: Plan
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    await get_ready(updates)
    assert updates.state.file is not None
    updates.state.file.write_bytes(installer("6.6.6"))
    assert updates.ask_to_install(UnderWay())
    assert not await updates.prepare_install()
    assert not updates.launch(restart=True)
    assert updates.state.failure.startswith("The downloaded update has changed")
    assert plan.installed() == "1.1.0"


async def test_an_installer_that_does_not_start_is_told_at_the_next_start(
    server: UpdateServer, parts: UpdateParts
) -> None:
    gone = replace(parts.installation, command=lambda _: ("/nonexistent/setup",))
    updates = Updates(replace(parts, installation=gone))
    server.publish("1.2.0", content=installer("1.2.0"))
    updates.configure()
    await get_ready(updates)
    assert updates.ask_to_install(UnderWay())
    assert not updates.launch(restart=True)
    told = updates.take_outcome()
    assert told is not None
    assert told.ended is Ended.FAILED


async def test_a_program_that_cannot_close_is_not_updated(
    server: UpdateServer, updates: Updates, plan: Plan
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    await get_ready(updates)
    updates.held_up()
    assert stage(updates) == Stage.READY
    assert updates.ask_to_install(UnderWay())
    updates.held_up()
    assert updates.state.failure.startswith("FlowPilot could not close")
    assert not updates.launch(restart=True)
    assert plan.installed() == "1.1.0"


async def test_a_download_is_cancelled_and_can_be_taken_up_again(
    server: UpdateServer, updates: Updates, profile: Profile
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    await updates.check()
    server.held = ".exe"
    download = asyncio.ensure_future(updates.download())
    await until(lambda: any(path.endswith(".exe") for path in server.asked))
    updates.cancel()
    assert stage(updates) == Stage.AVAILABLE
    server.go_on.set()
    await download
    assert stage(updates) == Stage.AVAILABLE
    assert not list((profile.updates / "downloads").glob("*"))
    await updates.download()
    assert stage(updates) == Stage.READY


async def test_what_was_asked_with_old_settings_is_forgotten(
    server: UpdateServer, settings: SettingsStore, updates: Updates
) -> None:
    server.publish("1.2.0")
    server.held = "timestamp.json"
    check = asyncio.ensure_future(updates.check())
    await until(lambda: any(path.endswith("timestamp.json") for path in server.asked))
    settings.write(UPDATE_ADDRESS, "")
    updates.configure()
    server.go_on.set()
    await check
    assert stage(updates) == Stage.OFF


async def test_once_a_day_is_enough(settings: SettingsStore, updates: Updates) -> None:
    assert updates.is_due()
    await updates.check()
    assert not updates.is_due()
    now = SystemClock().now()
    for ago, due in ((23, False), (25, True), (-2, True)):
        settings.write(UPDATE_CHECKED_AT, (now - timedelta(hours=ago)).isoformat())
        assert updates.is_due() is due


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "1", "outcome": "won"}', "\ufeff"])
def test_an_outcome_that_makes_no_sense_is_removed(tmp_path: Path, text: str) -> None:
    file = tmp_path / "update-outcome.json"
    file.write_text(text)
    assert take_outcome(file) is None
    assert not file.exists()


def test_an_outcome_is_one_line_of_plain_text(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "update-outcome.json"
    write_outcome(file, Outcome("1.2.0", Ended.FAILED, "one\ntwo\x1b[0m" + "x" * 900))
    assert json.loads(file.read_text())["outcome"] == "failed"
    told = take_outcome(file)
    assert told is not None
    assert told.detail.startswith("one two[0mxx")
    assert len(told.detail) == 300
