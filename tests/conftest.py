"""Makes a test's surroundings safe and applies the guards of tests/strictness to every test."""

from __future__ import annotations

import gc
import importlib.util
import logging
import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.strictness.logs import LogGuard
from tests.strictness.network import NetworkGuard
from tests.strictness.qt import TimerGuard, WidgetGuard, forward_messages
from tests.strictness.tasks import TaskGuard, ThreadGuard

# Before anything imports Qt. A developer may say otherwise to watch a test.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The real keyring is nobody's test fixture: whoever forgets to inject a store is told so.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

pytest_plugins = ["pytester"]

HAS_QT = importlib.util.find_spec("PySide6") is not None
_FAILED = pytest.StashKey[bool]()

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

network = NetworkGuard()
tasks = TaskGuard()
timers = TimerGuard()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    network.install()
    tasks.install()
    if HAS_QT:
        # One way for Qt's messages, ours: pytest-qt's own capture would take them away.
        config.option.qt_log = False
        timers.install()
        forward_messages()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo is not None:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(autouse=True)
def expected_logs(request: pytest.FixtureRequest) -> Iterator[LogGuard]:
    """Fails a test that leaves something behind; call it to declare the warnings a test is about.

    `expected_logs("captive portal")` in the test and the marker of the same name do the same.
    """
    marked = [p for marker in request.node.iter_markers("expected_logs") for p in marker.args]
    logs, threads, widgets = LogGuard(marked), ThreadGuard(), WidgetGuard()
    logging.getLogger().addHandler(logs)
    yield logs
    left = [*widgets.problems(), *timers.drain(), *threads.problems(), *tasks.drain()]
    if left:
        gc.collect()  # lets asyncio report what went wrong in the tasks that were dropped
    logging.getLogger().removeHandler(logs)
    problems = [*logs.problems(), *network.drain(), *left]
    if problems and not request.node.stash.get(_FAILED, False):
        pytest.fail("\n".join(problems), pytrace=False)
