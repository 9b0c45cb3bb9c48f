"""Models are connected, refused with a reason, and their keys never shown again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from core.app import Core
from core.copilot.model import FailureKind, ModelAction
from core.copilot.records import CallEnd, ModelCall, WaitingState, WaitingTurn
from core.copilot.standing import ModelReach
from core.ids import new_id
from core.network.sign_in import ProxySignIn
from core.sessions.messages import Rung
from core.sessions.session_service import Intake
from core.settings.definitions import (
    CLOUD_BASE_URL,
    CLOUD_LEARN,
    CLOUD_MODEL_STANDARD,
    CLOUD_STALL_LIMIT,
    LOCAL_BASE_URL,
    LOCAL_MODEL_STANDARD,
    MODEL_CA_FILE,
    MODEL_PROXY,
    MONTHLY_LIMIT,
)
from desktop.settings.copilot_section import CopilotSection
from desktop.settings.diagnostics_section import DiagnosticsSection
from desktop.settings.fields import TextRow
from desktop.settings.proxy_rows import ProxyRows
from sync.connectivity import Connectivity, Reach
from tests.desktop.settings.room import Room
from tests.desktop.widgets.clipping import nameless_controls
from tests.desktop.widgets.hands import click, inside, press, type_text
from tests.fakes.certificate import own_certificate
from tests.fakes.network import Network
from tests.fakes.secrets import MemorySecretStore

KEY = "sk-ant-api03-0123456789-wxyz"


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    network.status = 405
    yield network
    network.close()


@pytest.fixture
def gateway(core: Core, network: Network) -> None:
    """The cloud model is on this machine, so that nobody else is asked."""
    core.settings.write(CLOUD_BASE_URL, network.base)


def enter(room: Room, line: TextRow, text: str) -> None:
    line.field.selectAll()
    if text:
        type_text(line.field, text)
    else:
        line.field.clear()
    press(line.field, Qt.Key.Key_Return)
    room.settle()


def everything_written(room: Room) -> str:
    """All visible and hidden words: texts, what is in fields, tool tips and accessible names."""
    found = []
    for one in inside(room.window, QWidget):
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        if isinstance(one, QLineEdit | QLabel | QAbstractButton):
            found.append(one.text())
        elif isinstance(one, QPlainTextEdit):
            found.append(one.toPlainText())
    return "\n".join(found)


@pytest.mark.usefixtures("gateway")
def test_a_key_is_kept_in_the_keyring_and_never_shown_again(
    room: Room, secrets: MemorySecretStore, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    section = room.open(CopilotSection)
    key = section.cloud.key
    assert key.field.echoMode() is QLineEdit.EchoMode.Password
    type_text(key.field, KEY)
    press(key.field, Qt.Key.Key_Return)
    room.settle()
    assert secrets.secrets["model-key-cloud"] == KEY
    assert room.sees("Saved, ends in …wxyz")
    room.open(DiagnosticsSection)
    copied: list[str] = []
    room.feature.copied.connect(copied.append)
    room.click("Copy report")
    files = [path for path in core.storage.profile.root.parent.rglob("*") if path.is_file()]
    for text in (everything_written(room), copied[0], caplog.text):
        assert KEY[:20] not in text
    assert not [path for path in files if KEY[:20].encode() in path.read_bytes()]


@pytest.mark.usefixtures("gateway")
def test_a_key_can_be_looked_at_only_while_it_is_typed(room: Room) -> None:
    section = room.open(CopilotSection)
    key = section.cloud.key
    type_text(key.field, KEY)
    click(key.eye)
    assert key.field.echoMode() is QLineEdit.EchoMode.Normal
    click(key.save)
    room.settle()
    click(key.replace)
    assert key.field.text() == ""
    assert key.field.echoMode() is QLineEdit.EchoMode.Password
    room.click("Keep the stored one: API key", section.cloud)
    assert room.sees("Saved, ends in …wxyz")


@pytest.mark.usefixtures("gateway")
def test_a_key_is_pasted_replaced_and_removed(room: Room, secrets: MemorySecretStore) -> None:
    section = room.open(CopilotSection)
    QGuiApplication.clipboard().setText(f"  {KEY}\n")
    room.click("Paste", section.cloud)
    assert secrets.secrets["model-key-cloud"] == KEY
    room.click("Replace: API key", section.cloud)
    type_text(section.cloud.key.field, "another-key-0123456789")
    room.click("Save: API key", section.cloud)
    assert secrets.secrets["model-key-cloud"] == "another-key-0123456789"
    room.click("Remove: API key", section.cloud)
    assert "model-key-cloud" not in secrets.secrets
    assert section.cloud.key.field.isVisible()


@pytest.mark.usefixtures("gateway")
def test_a_refused_key_stays_with_the_reason(room: Room, secrets: MemorySecretStore) -> None:
    section = room.open(CopilotSection)
    type_text(section.cloud.key.field, "two words")
    room.click("Save: API key", section.cloud)
    assert "no spaces" in section.cloud.key.refusal()
    assert section.cloud.key.field.text() == "two words"
    secrets.locked = True
    section.cloud.key.field.setText(KEY)
    room.click("Save: API key", section.cloud)
    assert "keyring" in section.cloud.key.refusal()
    secrets.locked = False


def test_a_key_is_there_after_a_restart(room: Room, secrets: MemorySecretStore) -> None:
    secrets.secrets["model-key-cloud"] = KEY
    secrets.secrets["model-headers-cloud"] = "x-team: ops\nx-gate: hidden-value"
    section = room.open(CopilotSection)
    assert section.cloud.key.stored() == "Saved, ends in …wxyz"
    assert section.cloud.headers.stored() == "Saved: x-team, x-gate"
    assert "hidden-value" not in everything_written(room)


@pytest.mark.usefixtures("gateway")
def test_headers_are_kept_in_the_keyring(room: Room, secrets: MemorySecretStore) -> None:
    section = room.open(CopilotSection)
    click(section.cloud.more.toggle)
    headers = section.cloud.headers
    room.until(lambda: headers.save.height() > 0, "the fold did not open")
    headers.editor.insertPlainText("x-team: ops\nnonsense")
    room.click("Save: Extra headers", section.cloud)
    assert "Line 2" in headers.refusal()
    headers.editor.set_text("x-team: ops")
    room.click("Save: Extra headers", section.cloud)
    assert secrets.secrets["model-headers-cloud"] == "x-team: ops"


@pytest.mark.usefixtures("gateway")
def test_changes_reach_the_next_turn(room: Room) -> None:
    section = room.open(CopilotSection)
    assert room.core.connections.setup(Rung.CLOUD).endpoint.api_key == ""
    enter(room, section.cloud.standard, "claude-opus-5-5")
    type_text(section.cloud.key.field, KEY)
    room.click("Save: API key", section.cloud)
    setup = room.core.connections.setup(Rung.CLOUD)
    assert (setup.standard, setup.endpoint.api_key) == ("claude-opus-5-5", KEY)
    click(section.cloud.more.toggle)
    click(section.cloud.learn.box)
    section.cloud.stall_limit.spin.setValue(90)
    room.settle()
    assert room.core.settings.read(CLOUD_LEARN)
    assert room.core.settings.read(CLOUD_STALL_LIMIT) == 90
    assert room.core.connections.setup(Rung.CLOUD).use_learn


def test_a_name_that_is_emptied_becomes_the_usual_one(room: Room) -> None:
    section = room.open(CopilotSection)
    enter(room, section.cloud.standard, "something-else")
    assert room.core.settings.read(CLOUD_MODEL_STANDARD) == "something-else"
    enter(room, section.cloud.standard, "")
    assert section.cloud.standard.field.text() == CLOUD_MODEL_STANDARD.default
    enter(room, section.cloud.standard, "two words")
    assert "spaces" in section.cloud.standard.refusal()
    assert room.core.settings.read(CLOUD_MODEL_STANDARD) == CLOUD_MODEL_STANDARD.default


def test_a_usual_server_fills_in_its_address(room: Room) -> None:
    section = room.open(CopilotSection)
    room.click("Usual address of LM Studio")
    assert section.local.address.field.text() == "http://127.0.0.1:1234"
    assert room.core.settings.read(LOCAL_BASE_URL) == "http://127.0.0.1:1234"
    assert room.sees("On this laptop")
    enter(room, section.local.address, "192.168.1.20:11434/v1")
    assert section.local.address.field.text() == "http://192.168.1.20:11434"
    assert room.sees("On your network")


def test_a_local_model_is_not_on_the_internet(room: Room) -> None:
    section = room.open(CopilotSection)
    enter(room, section.local.address, "https://models.example.com/v1")
    assert "Put it under Cloud model" in section.local.address.refusal()
    assert section.local.address.field.text() == "https://models.example.com/v1"
    assert room.core.settings.read(LOCAL_BASE_URL) == ""


def choose_proxy(proxy: ProxyRows, text: str) -> None:
    click(next(button for button in proxy.choice.group.buttons() if button.words() == text))


@pytest.mark.parametrize("text", ["none", "http://me:pw@proxy:80", "socks5://127.0.0.1"])
def test_a_proxy_is_checked(room: Room, text: str) -> None:
    section = room.open(CopilotSection)
    proxy = section.network.proxy
    assert not proxy.address.isVisible()
    choose_proxy(proxy, "This one")
    enter(room, proxy.address, text)
    assert proxy.address.refusal()
    assert room.core.settings.read(MODEL_PROXY) == ""
    enter(room, proxy.address, "http://proxy.lan:8080")
    assert room.core.settings.read(MODEL_PROXY) == "http://proxy.lan:8080"
    assert room.core.connections.setup(Rung.CLOUD).endpoint.proxy == "http://proxy.lan:8080"


def test_a_proxy_is_switched_off_and_left_to_the_system_again(room: Room) -> None:
    def kept() -> str:
        return room.core.settings.read(MODEL_PROXY)

    proxy = room.open(CopilotSection).network.proxy
    choose_proxy(proxy, "This one")
    enter(room, proxy.address, "http://proxy.lan:8080")
    choose_proxy(proxy, "None")
    room.until(lambda: kept() == "none", "it was not switched off")
    assert not proxy.address.isVisible()
    choose_proxy(proxy, "This one")
    room.until(lambda: kept() == "http://proxy.lan:8080", "what was written is lost")
    choose_proxy(proxy, "As the system has it")
    room.until(lambda: kept() == "", "the system is not asked again")


def test_the_password_of_a_proxy_is_in_the_keyring_alone(room: Room) -> None:
    section = room.open(CopilotSection)
    proxy = section.network.proxy
    choose_proxy(proxy, "This one")
    enter(room, proxy.address, "http://proxy.lan:8080")
    enter(room, proxy.user, "j.vandenberg")
    type_text(proxy.password.field, "hunter 2")
    click(proxy.password.save)
    room.until(lambda: bool(proxy.password.stored()), "the password was never stored")
    sign_in = room.core.connections.setup(Rung.CLOUD).endpoint.sign_in
    assert sign_in == ProxySignIn("http://proxy.lan:8080", "j.vandenberg", "hunter 2")
    assert "hunter" not in repr(sign_in)
    assert "hunter" not in room.core.settings._path.read_text("utf-8")
    click(proxy.password.remove)
    room.until(lambda: not proxy.password.stored(), "the password was never removed")
    assert room.core.secrets.read("proxy-password") is None


def test_a_file_of_certificates_is_checked(room: Room, tmp_path: Path) -> None:
    section = room.open(CopilotSection)
    wrong, right = tmp_path / "wrong.pem", own_certificate(tmp_path).file
    wrong.write_text("no certificate", encoding="utf-8")
    section.network.ca_file_chosen.emit(str(wrong))
    room.settle()
    assert room.sees("holds no certificates")
    section.network.ca_file_chosen.emit(str(tmp_path / "gone.pem"))
    room.settle()
    assert room.sees("cannot be read")
    assert room.core.settings.read(MODEL_CA_FILE) == ""
    section.network.ca_file_chosen.emit(str(right))
    room.settle()
    assert room.core.settings.read(MODEL_CA_FILE) == str(right)
    assert room.sees(str(right))
    room.click("Remove the file of certificates")
    assert room.core.settings.read(MODEL_CA_FILE) == ""


def test_what_models_cost_this_month_is_shown(room: Room) -> None:
    section = room.open(CopilotSection)
    assert room.sees("No model was asked this month.")
    now = room.core.clock.now()
    with room.core.database.work() as work:
        work.model_calls.add(
            ModelCall(
                id=new_id(),
                account_id=work.account_id,
                action=ModelAction.CHAT,
                rung=Rung.CLOUD,
                address="https://api.anthropic.com",
                model="claude-sonnet-5-5",
                body="{}",
                sent_at=now,
                ended_at=now,
                end=CallEnd.COMPLETE,
                input_tokens=1200,
                cache_read_tokens=800,
                output_tokens=340,
                cost=1_234_567,
            )
        )
    section.shown.emit()
    room.settle()
    assert room.sees("2,000, 800 of them from the cache")
    assert room.sees("$1.23")
    section.spending.limit.spin.setValue(25)
    room.settle()
    assert room.core.settings.read(MONTHLY_LIMIT) == 25


def test_nobody_is_asked_until_a_model_is_set_up(room: Room, network: Network) -> None:
    room.feature.start()
    section = room.open(CopilotSection)
    enter(room, section.local.address, network.base)
    assert network.asked == []
    enter(room, section.local.standard, "qwen3:8b")
    room.until(lambda: room.feature.chip.text() == "Local model reachable", "it was not asked")
    assert network.asked == ["/v1/messages"]
    assert room.core.connections.reach(Rung.LOCAL) is ModelReach.REACHABLE
    enter(room, section.local.address, "")
    assert room.feature.chip.text() == "Works offline"


def test_the_key_is_not_sent_along_when_the_address_is_watched(
    room: Room, network: Network, secrets: MemorySecretStore
) -> None:
    secrets.secrets["model-key-cloud"] = KEY
    secrets.secrets["model-headers-cloud"] = "x-gate: hidden-value"
    room.core.settings.write(CLOUD_BASE_URL, network.base)
    room.feature.start()
    room.until(lambda: room.feature.chip.text() == "Cloud model reachable", "it was not asked")
    assert network.heard
    assert KEY not in str(network.heard)
    assert "hidden-value" not in str(network.heard)


def test_a_model_that_comes_back_answers_what_waited(room: Room, network: Network) -> None:
    answered: list[bool] = []

    async def answer_queued() -> None:
        answered.append(True)

    room.core.copilot.answer_queued = answer_queued  # type: ignore[method-assign]  # no session
    room.core.settings.write(LOCAL_BASE_URL, network.base)
    room.core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
    room.feature.start()
    room.until(lambda: bool(answered), "nobody was asked for the waiting turns")
    monitor = room.feature.monitor
    told: list[bool] = []
    room.feature.watch.standing_changed.connect(lambda: told.append(True))
    for reach in (Reach.REACHABLE, Reach.UNREACHABLE, Reach.REACHABLE):
        monitor.changed.emit(Connectivity(local=reach))
        room.settle()
    assert len(answered) == 2
    assert len(told) == 2


def test_a_failed_turn_asks_once_whether_its_model_is_there(room: Room, network: Network) -> None:
    core = room.core
    core.settings.write(LOCAL_BASE_URL, network.base)
    core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
    room.feature.start()
    room.until(lambda: len(network.asked) == 1, "the address was never asked")
    room.until(lambda: room.feature.chip.text() == "Local model reachable", "it did not answer")
    session_id = core.sessions.create(Intake(text="Printer")).session_id
    with core.database.work() as work:
        work.waiting_turns.put(
            WaitingTurn(
                session_id=session_id,
                state=WaitingState.FAILED,
                rung=Rung.LOCAL,
                failure=FailureKind.OFFLINE,
                since=core.clock.now(),
            )
        )
    for _ in range(3):
        room.feature.watch.look_at(core.workspace.load(session_id))
        room.settle()
    room.until(lambda: len(network.asked) == 2, "it was not asked again")
    room.bot.wait(100)
    assert len(network.asked) == 2


@pytest.mark.usefixtures("gateway")
def test_it_goes_without_a_mouse(room: Room, secrets: MemorySecretStore) -> None:
    section = room.open(CopilotSection)
    section.cloud.key.field.setFocus(Qt.FocusReason.TabFocusReason)
    type_text(section.cloud.key.field, KEY)
    for _ in range(3):
        press(room.window.focusWidget(), Qt.Key.Key_Tab)
    assert room.window.focusWidget() is section.cloud.key.save
    press(section.cloud.key.save, Qt.Key.Key_Space)
    room.settle()
    assert secrets.secrets["model-key-cloud"] == KEY


def test_every_control_has_a_name(room: Room) -> None:
    section = room.open(CopilotSection)
    for card in (section.cloud, section.local):
        click(card.more.toggle)
    assert nameless_controls(section) == []
