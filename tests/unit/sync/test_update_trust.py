"""The root of trust, the tool that publishes, and the update without a window."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from build.updates import Keys, Repository
from core.errors import EnvironmentProblem
from core.opening import open_apart
from core.paths import Profile
from core.sessions.session_service import Intake
from core.settings.definitions import UPDATE_ADDRESS
from core.settings.store import SettingsStore
from main import main
from sync.updates.command import ExitCode, update_now
from sync.updates.installation import Installation, UpdateWay
from sync.updates.refusal import Refusal, UpdateError
from sync.updates.trust import (
    forget_own_root,
    keep_own_root,
    own_root_file,
    trusted_root,
)
from tests.arch.rule import ROOT
from tests.fakes.installer import Plan, installer
from tests.fakes.updates import PLATFORM, UpdateServer


def test_the_fingerprint_is_the_one_that_was_published(
    server: UpdateServer, profile: Profile
) -> None:
    root = trusted_root(profile)
    assert root is not None
    assert root.is_own
    assert root.fingerprint.replace(" ", "") == server.fingerprint


def test_without_a_file_there_is_no_trust(profile: Profile) -> None:
    forget_own_root(profile)
    forget_own_root(profile)
    assert trusted_root(profile) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"x" * 600_000])
def test_what_is_no_root_is_not_kept(profile: Profile, tmp_path: Path, content: bytes) -> None:
    before = own_root_file(profile).read_bytes()
    file = tmp_path / "chosen.json"
    file.write_bytes(content)
    with pytest.raises(UpdateError) as refused:
        keep_own_root(profile, file)
    assert refused.value.refusal is Refusal.BAD_ROOT
    assert own_root_file(profile).read_bytes() == before


def test_other_signed_metadata_is_no_root(server: UpdateServer, profile: Profile) -> None:
    with pytest.raises(UpdateError):
        keep_own_root(profile, server.folder / "metadata" / "1.targets.json")


def test_a_root_with_a_broken_signature_is_not_kept(
    server: UpdateServer, profile: Profile, tmp_path: Path
) -> None:
    file = tmp_path / "chosen.json"
    file.write_bytes(server.root_file.read_bytes().replace(b'"threshold":1', b'"threshold":2', 1))
    with pytest.raises(UpdateError):
        keep_own_root(profile, file)


def test_a_root_that_is_not_there_is_said(profile: Profile, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        keep_own_root(profile, tmp_path / "gone.json")


def publish(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "build" / "updates.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_line_publishes_with_encrypted_keys(tmp_path: Path) -> None:
    keys, published = tmp_path / "keys", tmp_path / "published"
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse\n")
    file = tmp_path / "FlowPilot-Setup-1.2.0.exe"
    file.write_bytes(b"program")
    signing = ("--keys", keys, "--passphrase-file", passphrase)
    assert publish("keys", keys, "--passphrase-file", passphrase).returncode == 0
    assert all(b"ENCRYPTED" in pem.read_bytes() for pem in keys.iterdir())
    assert publish("keys", keys).returncode == 1
    assert "fingerprint" in publish("init", published, *signing).stdout
    assert publish("add", published, file, *signing, "--version", "1.2.0").returncode == 0
    assert publish("renew", published, *signing, "--roles", "root", "targets").returncode == 0
    wrong = publish("renew", published, "--keys", keys)
    assert wrong.returncode == 1
    assert "is the passphrase right?" in wrong.stderr
    assert sorted(path.name for path in (published / "metadata").iterdir()) == [
        "1.root.json", "1.snapshot.json", "1.targets.json",
        "2.root.json", "2.snapshot.json", "2.targets.json",
        "3.snapshot.json", "3.targets.json", "timestamp.json",
    ]  # fmt: skip


def test_a_repository_is_not_begun_twice(server: UpdateServer) -> None:
    with pytest.raises(SystemExit, match="already"):
        server.repository.begin()


def test_a_folder_that_is_no_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no repository"):
        Repository(tmp_path, Keys(tmp_path)).renew()


@pytest.fixture
def laptop(tmp_path: Path, profile: Profile, server: UpdateServer) -> Plan:
    """Version 1.1.0, with the address in its settings."""
    SettingsStore(profile.root / "settings.json").write(UPDATE_ADDRESS, server.address)
    return Plan.under(tmp_path / "laptop", profile.root)


def run_update(plan: Plan, profile: Profile) -> ExitCode:
    installation = plan.installation(profile.root.parent)
    return ExitCode(update_now(profile.root, installation, "1.1.0"))


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    report: dict[str, str] = json.loads(capsys.readouterr().out)
    return report


def wait_for(plan: Plan) -> None:
    async def wait() -> None:
        async with asyncio.timeout(20):
            while not plan.arguments():  # noqa: ASYNC110 - another process acts
                await asyncio.sleep(0)

    asyncio.run(wait())


@pytest.mark.parametrize("was_used", [False, True], ids=["never opened", "with data"])
def test_an_administrator_updates_without_a_window(
    server: UpdateServer,
    profile: Profile,
    laptop: Plan,
    capsys: pytest.CaptureFixture[str],
    was_used: bool,
) -> None:
    if was_used:
        asyncio.run(open_apart(profile.root).aclose())
    server.publish("1.2.0", content=installer("1.2.0"))
    assert run_update(laptop, profile) is ExitCode.STARTED
    report = said(capsys)
    assert (report["state"], report["version"], report["detail"]) == ("installing", "1.2.0", "")
    wait_for(laptop)
    assert laptop.arguments() == ["/S", "/UPDATE"]
    assert laptop.installed() == "1.2.0"


def test_it_says_when_there_is_nothing_newer(
    profile: Profile, laptop: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_update(laptop, profile) is ExitCode.UP_TO_DATE
    assert said(capsys)["state"] == "up to date"


def test_it_does_not_update_below_an_open_window(
    server: UpdateServer, profile: Profile, laptop: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    core = open_apart(profile.root)
    try:
        assert run_update(laptop, profile) is ExitCode.MUST_WAIT
    finally:
        asyncio.run(core.aclose())
    assert "already open" in said(capsys)["detail"]
    assert laptop.installed() == "1.1.0"


def test_a_refused_update_is_an_error_with_words(
    server: UpdateServer, profile: Profile, laptop: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    server.instead[".exe"] = installer("6.6.6")
    assert run_update(laptop, profile) is ExitCode.FAILED
    assert said(capsys)["detail"].startswith("What the server sent is not what was signed.")
    assert laptop.installed() == "1.1.0"


def test_a_turn_that_waits_for_a_model_holds_it_up(
    server: UpdateServer, profile: Profile, laptop: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    core = open_apart(profile.root)
    core.copilot.ask_when_online(core.sessions.create(Intake(text="No network")).session_id)
    asyncio.run(core.aclose())
    server.publish("1.2.0", content=installer("1.2.0"))
    assert run_update(laptop, profile) is ExitCode.MUST_WAIT
    assert said(capsys)["detail"] == "1 message waits to be sent."
    assert laptop.installed() == "1.1.0"


def test_the_program_takes_the_switch(profile: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--update-now", "--profile", str(profile.root)]) == ExitCode.OFF
    assert "checkout" in said(capsys)["detail"]


def test_the_report_is_written_where_it_is_wanted(
    profile: Profile, laptop: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.json"
    code = update_now(profile.root, laptop.installation(tmp_path), "1.1.0", file)
    assert code == ExitCode.UP_TO_DATE
    assert file.read_text(encoding="utf-8") == capsys.readouterr().out


def test_a_checkout_says_that_it_is_one(
    profile: Profile, laptop: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout = Installation(way=UpdateWay.CHECKOUT, platform=PLATFORM)
    assert update_now(profile.root, checkout, "1.1.0") == ExitCode.OFF
    assert "checkout" in said(capsys)["detail"]
