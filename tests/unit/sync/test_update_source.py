"""Nothing is believed that was not signed: every way to cheat, on a real repository and server."""

from __future__ import annotations

import errno
import io
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import httpx2
import pytest

from build.updates import Keys, Repository
from core.network.clients import Outlet
from core.paths import Profile
from sync.updates.downloads import check_file, downloads_in
from sync.updates.fetcher import Control, HttpFetcher, refuse_open_address
from sync.updates.offer import Offer, Standing
from sync.updates.refusal import Refusal, UpdateCancelledError, UpdateError
from sync.updates.source import UpdateSource
from sync.updates.trust import keep_own_root, trusted_root
from sync.updates.version import read_version
from tests.fakes.certificate import own_certificate
from tests.fakes.outlets import NamedProxies, http_clients
from tests.fakes.updates import UpdateServer

INSTALLER = "FlowPilot-Setup-1.2.0.exe"


_PLAIN = Outlet()


class Client:
    """Asks a server as the program does."""

    def __init__(self, server: UpdateServer, profile: Profile, outlet: Outlet = _PLAIN) -> None:
        self.profile = profile
        self.downloads = downloads_in(profile.updates)
        self.control = Control()
        self.fetcher = HttpFetcher(http_clients(), outlet, self.control)
        self._address = server.address

    def source(self, profile: Profile | None = None) -> UpdateSource:
        root = trusted_root(self.profile)
        assert root is not None
        return UpdateSource(self._address, root, (profile or self.profile).updates, self.fetcher)

    def check(self) -> Offer | None:
        version = read_version("1.1.0")
        assert version is not None
        return self.source().check(
            Standing(version=version, platform="windows-x64", channel="stable", schema=1)
        )

    def offer(self) -> Offer:
        found = self.check()
        assert found is not None
        return found

    def left(self) -> list[str]:
        """The names of what was downloaded."""
        return [file.name for file in self.downloads.iterdir()] if self.downloads.exists() else []


@pytest.fixture
def client(server: UpdateServer, profile: Profile) -> Iterator[Client]:
    client = Client(server, profile)
    with client.fetcher:
        yield client


def refused(step: Callable[[], object]) -> Refusal:
    with pytest.raises(UpdateError) as caught:
        step()
    return caught.value.refusal


def test_a_signed_update_is_offered_and_fetched(server: UpdateServer, client: Client) -> None:
    assert client.check() is None
    server.publish("1.2.0", content=b"new program", notes="Faster.")
    offer = client.offer()
    assert (str(offer.version), offer.notes, offer.length) == ("1.2.0", "Faster.", 11)
    heard: list[int] = []
    client.control.on_received = heard.append
    file = client.source().download(offer)
    assert file.read_bytes() == b"new program"
    assert client.left() == [INSTALLER]
    assert heard[-1] == 11
    check_file(file, offer)


def test_what_was_fetched_is_not_fetched_again(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0")
    offer = client.offer()
    client.source().download(offer)
    before = len([path for path in server.asked if path.endswith(".exe")])
    client.source().download(offer)
    assert len([path for path in server.asked if path.endswith(".exe")]) == before == 1


def test_an_older_download_goes_when_a_newer_one_comes(
    server: UpdateServer, client: Client
) -> None:
    server.publish("1.2.0")
    client.source().download(client.offer())
    server.publish("1.3.0")
    client.source().download(client.offer())
    assert client.left() == ["FlowPilot-Setup-1.3.0.exe"]


def test_no_link_is_needed_in_the_data_folder(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0")
    client.check()
    assert not [path for path in client.profile.updates.rglob("*") if path.is_symlink()]


def test_metadata_of_somebody_else_is_refused(
    server: UpdateServer, client: Client, tmp_path: Path
) -> None:
    stranger = Keys(tmp_path / "stranger")
    stranger.make()
    Repository(server.folder, stranger).renew()
    assert refused(client.check) is Refusal.NOT_SIGNED


def test_altered_metadata_is_refused(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0")
    targets = (server.folder / "metadata" / "2.targets.json").read_bytes()
    server.instead["2.targets.json"] = targets.replace(b"1.2.0", b"9.9.9")
    assert refused(client.check) is Refusal.NOT_SIGNED


def test_a_new_root_needs_the_old_ones_signature(
    server: UpdateServer, client: Client, tmp_path: Path
) -> None:
    stranger = Keys(tmp_path / "stranger")
    stranger.make()
    taken_over = tmp_path / "taken-over"
    Repository(taken_over, stranger).begin()
    Repository(taken_over, stranger).renew(["root"])
    new_root = (taken_over / "metadata" / "2.root.json").read_bytes()
    server.instead["2.root.json"] = new_root
    assert refused(client.check) is Refusal.NOT_SIGNED


def test_a_renewed_root_is_followed(server: UpdateServer, client: Client) -> None:
    server.repository.renew(["root", "targets"])
    server.publish("1.2.0")
    assert str(client.offer().version) == "1.2.0"


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_a_new_key_is_followed_and_the_old_one_no_longer_believed(
    server: UpdateServer, client: Client, tmp_path: Path, role: str
) -> None:
    server.publish("1.2.0")
    assert str(client.offer().version) == "1.2.0"
    stolen = tmp_path / "stolen"
    shutil.copytree(server.keys.folder, stolen)
    server.repository.rotate(role)
    server.publish("1.3.0")
    assert str(client.offer().version) == "1.3.0"
    Repository(server.folder, Keys(stolen)).renew(["root", "targets"])
    assert refused(client.check) is Refusal.NOT_SIGNED


def test_expired_metadata_is_refused(server: UpdateServer, client: Client) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=20)
    Repository(server.folder, server.keys, long_ago).renew()
    assert refused(client.check) is Refusal.EXPIRED


def test_older_metadata_is_refused(server: UpdateServer, client: Client, tmp_path: Path) -> None:
    server.publish("1.2.0")
    server.snapshot(tmp_path / "old")
    server.publish("1.3.0")
    assert str(client.offer().version) == "1.3.0"
    server.bring_back(tmp_path / "old")
    assert refused(client.check) is Refusal.ROLLED_BACK


@pytest.mark.parametrize("content", [b"evil program", b"new progra"])
def test_another_file_of_the_same_or_less_length_is_refused(
    server: UpdateServer, client: Client, content: bytes
) -> None:
    server.publish("1.2.0", content=b"good program")
    offer = client.offer()
    server.instead[INSTALLER] = content
    assert refused(lambda: client.source().download(offer)) is Refusal.ALTERED
    assert client.left() == []


def test_endless_files_are_cut_off(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0", content=b"good program")
    offer = client.offer()
    server.endless = INSTALLER
    assert refused(lambda: client.source().download(offer)) is Refusal.ENDLESS
    assert client.left() == []


def test_endless_metadata_is_cut_off(server: UpdateServer, client: Client) -> None:
    server.endless = "timestamp.json"
    assert refused(client.check) is Refusal.ENDLESS


def test_a_file_that_stops_half_way_is_refused(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0", content=b"good program")
    offer = client.offer()
    server.held = INSTALLER
    client.fetcher._client.timeout = httpx2.Timeout(0.2)
    assert refused(lambda: client.source().download(offer)) is Refusal.TOO_SLOW
    assert client.left() == []


def test_a_file_that_takes_too_long_altogether_is_refused(
    server: UpdateServer, client: Client
) -> None:
    client.fetcher.seconds = -1
    assert refused(client.check) is Refusal.TOO_SLOW


def test_a_sign_in_page_is_not_followed(server: UpdateServer, client: Client) -> None:
    server.status, server.headers = 302, {"Location": "https://portal.example/"}
    assert refused(client.check) is Refusal.NOT_THERE


def test_what_is_no_metadata_is_refused(server: UpdateServer, client: Client) -> None:
    server.instead["timestamp.json"] = b"<html>Please sign in</html>"
    assert refused(client.check) is Refusal.UNREADABLE


def test_a_server_that_is_not_there_is_said(server: UpdateServer, client: Client) -> None:
    server.close()
    assert refused(client.check) is Refusal.NOT_REACHED


def test_an_offer_that_was_withdrawn_is_no_longer_taken(
    server: UpdateServer, client: Client
) -> None:
    server.publish("1.2.0", content=b"first")
    offer = client.offer()
    server.publish("1.2.0", content=b"other")
    assert refused(lambda: client.source().download(offer)) is Refusal.ALTERED
    assert client.left() == []


def test_a_full_disk_leaves_nothing(
    server: UpdateServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.publish("1.2.0", content=b"x" * 100_000)
    offer = client.offer()

    def full() -> io.RawIOBase:
        return Path("/dev/full").open("r+b", buffering=0)

    monkeypatch.setattr("tuf.ngclient.fetcher.tempfile.TemporaryFile", full)
    assert refused(lambda: client.source().download(offer)) is Refusal.DISK_FULL
    assert client.left() == []


def test_a_disk_that_fills_up_at_the_last_moment_leaves_nothing(
    server: UpdateServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.publish("1.2.0", content=b"x" * 100_000)
    offer = client.offer()

    def fill_up(source: BinaryIO, target: BinaryIO) -> None:
        target.write(source.read(1_000))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tuf.ngclient.updater.shutil.copyfileobj", fill_up)
    assert refused(lambda: client.source().download(offer)) is Refusal.DISK_FULL
    assert client.left() == []


def test_a_download_can_be_stopped(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0", content=b"x" * 1_000_000)
    offer = client.offer()
    client.control.on_received = lambda _: client.control.cancelled.set()
    with pytest.raises(UpdateCancelledError):
        client.source().download(offer)
    assert client.left() == []


def test_a_file_that_changes_on_disk_is_removed(server: UpdateServer, client: Client) -> None:
    server.publish("1.2.0")
    offer = client.offer()
    file = client.source().download(offer)
    file.write_bytes(b"evil program")
    assert refused(lambda: check_file(file, offer)) is Refusal.CHANGED_ON_DISK
    assert client.left() == []


@pytest.mark.parametrize("address", ["http://updates.example.com", "ftp://127.0.0.1", "updates"])
def test_an_open_address_is_never_asked(client: Client, address: str) -> None:
    assert refused(lambda: refuse_open_address(address)) is Refusal.BAD_ADDRESS
    asked = f"{address}/metadata/timestamp.json"
    assert refused(lambda: client.fetcher.download_bytes(asked, 100)) is Refusal.BAD_ADDRESS


def test_a_server_has_to_prove_who_it_is(tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    server = UpdateServer(tmp_path / "server", certificate.server)
    profile = Profile(tmp_path / "profile")
    keep_own_root(profile, server.root_file)
    server.publish("1.2.0")
    stranger = Client(server, profile)
    known = Client(server, profile, Outlet(ca_file=str(certificate.file)))
    try:
        with stranger.fetcher, known.fetcher:
            assert refused(stranger.check) is Refusal.NOT_TRUSTED
            assert str(known.offer().version) == "1.2.0"
    finally:
        server.close()


def test_a_proxy_that_stands_in_the_way_is_named(profile: Profile, server: UpdateServer) -> None:
    fetcher = HttpFetcher(
        http_clients(lambda: NamedProxies("http://127.0.0.1:9")), Outlet(), Control()
    )
    with fetcher, pytest.raises(UpdateError, match=r"The proxy 127\.0\.0\.1:9 cannot be reached"):
        fetcher.download_bytes("https://updates.example.invalid/timestamp.json", 100)
