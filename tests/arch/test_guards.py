"""Every guard of tests/strictness fires on the thing it is there for, and on nothing else.

Each guilty test below passes as far as its own assertions go; only the guard can fail it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.strictness.network import is_local

ROOT = Path(__file__).parents[2]

GUILTY = """
import asyncio, logging, socket, threading, warnings
import pytest

def test_logs_a_warning():
    logging.getLogger("core.db").warning("the disk is nearly full")

@pytest.mark.expected_logs("something else")
def test_logs_other_than_expected():
    logging.getLogger("core.db").error("something bad")

def test_never_logs_what_it_expects(expected_logs):
    expected_logs("the disk is full")

def test_leaves_a_thread(request):
    ended = threading.Event()
    request.session.addfinalizer(ended.set)
    threading.Thread(target=ended.wait, name="forgotten", daemon=True).start()

def test_leaves_a_task_in_a_loop():
    loop = asyncio.new_event_loop()
    task = loop.create_task(asyncio.sleep(60), name="abandoned")
    loop.run_until_complete(asyncio.sleep(0))
    test_leaves_a_task_in_a_loop.keep = (loop, task)

async def test_leaves_a_task_to_the_runner():
    asyncio.get_running_loop().create_task(asyncio.sleep(60), name="cut off")
    await asyncio.sleep(0)

def test_connects_out_and_copes():
    with socket.socket() as sock, pytest.raises(OSError):
        sock.connect(("192.0.2.1", 9))

def test_tries_to_connect_out():
    with socket.socket() as sock:
        assert sock.connect_ex(("192.0.2.2", 9)) != 0

def test_sends_a_datagram():
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(OSError):
        sock.sendto(b"?", ("192.0.2.3", 53))

def test_looks_up_a_name():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("psa.example", 443)

def test_warns():
    warnings.warn("old ways", DeprecationWarning)
"""

INNOCENT = """
import asyncio, logging, os, socket, threading
import pytest

@pytest.mark.expected_logs("nearly full")
def test_logs_what_the_marker_expects():
    logging.getLogger("core.db").warning("the disk is nearly full")

def test_logs_what_the_fixture_expects(expected_logs):
    expected_logs("^core.db: the disk")
    logging.getLogger("core.db").warning("the disk is nearly full")

def test_is_quiet():
    logging.getLogger("core.db").info("opened")

def test_ends_its_thread():
    threading.Thread(target=lambda: None).start()

async def test_ends_its_task():
    await asyncio.get_running_loop().create_task(asyncio.sleep(0))

def test_talks_to_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("127.0.0.1", server.getsockname()[1])).close()

def test_asks_for_a_name_that_never_exists():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("psa.invalid", 443)

def test_uses_a_local_pipe():
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"!")
        assert right.recv(1) == b"!"
"""

GUILTY_WITH_QT = """
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget
kept = []

def test_leaves_a_widget(qapp):
    kept.append(QWidget())

def test_leaves_a_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(1000)

def test_makes_qt_complain(qapp):
    qWarning("signal without a slot")
"""

INNOCENT_WITH_QT = """
import os
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

def test_draws_offscreen(qapp):
    assert qapp.platformName() == os.environ["QT_QPA_PLATFORM"] == "offscreen"

def test_hands_its_widget_over(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()

def test_drops_its_widget(qapp):
    QWidget(QWidget())

def test_stops_its_timer(qapp):
    timer = QTimer()
    timer.start(1000)
    timer.stop()

def test_expects_the_complaint(qapp, expected_logs):
    expected_logs("without a slot")
    qWarning("signal without a slot")
"""


def run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str
) -> pytest.RunResult:
    """Run a test file in a process of its own, under the project's conftest and settings."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    pytester.makeconftest("from tests.conftest import *")
    file = pytester.makepyfile(source)
    return pytester.runpytest_subprocess(
        "-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider", file
    )


def assert_each_fails(result: pytest.RunResult, source: str, reasons: list[str]) -> None:
    """Every test of the source failed, and the report gives each reason."""
    tests = source.count("def test_")
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == tests, outcomes
    for reason in reasons:
        result.stdout.fnmatch_lines([f"*{reason}*"])


def test_guards_fire(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = [
        "unexpected log: WARNING core.db: the disk is nearly full",
        "unexpected log: ERROR core.db: something bad",
        "expected log never came: 'the disk is full'",
        "leaked thread: forgotten",
        "pending task: abandoned",
        "pending task: cut off",
        "outside this machine: connection to ('192.0.2.1', 9)",
        "outside this machine: connection to ('192.0.2.2', 9)",
        "outside this machine: connection to ('192.0.2.3', 53)",
        "outside this machine: name look-up of 'psa.example'",
        "DeprecationWarning: old ways",
    ]
    assert_each_fails(run(pytester, monkeypatch, GUILTY), GUILTY, reasons)


def test_guards_leave_honest_tests_alone(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(pytester, monkeypatch, INNOCENT)
    result.assert_outcomes(passed=INNOCENT.count("def test_"))


needs_qt = pytest.mark.skipif(
    importlib.util.find_spec("PySide6") is None, reason="PySide6 is not installed here"
)


@needs_qt
def test_qt_guards_fire(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = ["leaked widget: ", "running timer: ", "unexpected log: WARNING qt: signal without"]
    assert_each_fails(run(pytester, monkeypatch, GUILTY_WITH_QT), GUILTY_WITH_QT, reasons)


@needs_qt
def test_qt_guards_leave_honest_tests_alone(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(pytester, monkeypatch, INNOCENT_WITH_QT)
    result.assert_outcomes(passed=INNOCENT_WITH_QT.count("def test_"))


@pytest.mark.parametrize(
    "host", [None, "", "localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", b"::1", "0.0.0.0"]
)
def test_this_machine_is_local(host: str | bytes | None) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.168.1.1", "10.0.0.1", "fe80::1%eth0", "localhost.example"])
def test_anything_else_is_not(host: str) -> None:
    assert not is_local(host)
