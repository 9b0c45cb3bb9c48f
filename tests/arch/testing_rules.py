"""What tests may not do: wait by the clock, mock Qt, hide a warning."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.arch.rule import TESTS, Rule, Source, Violation, calls, imports

_WAITS = frozenset({"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"})


def check_sleeps(source: Source) -> Iterator[Violation]:
    for call, name in calls(source):
        delay = call.args[0] if call.args else None
        waits = isinstance(delay, ast.Constant) and delay.value != 0
        if name in _WAITS or (name == "asyncio.sleep" and waits):
            yield Violation(
                call.lineno, f"{name}() hopes that it is long enough; wait for the thing"
            )
        elif name.endswith(".processEvents"):
            yield Violation(
                call.lineno, "processEvents() guesses; use qtbot.waitUntil or waitSignal"
            )


def check_mocks(source: Source) -> Iterator[Violation]:
    for line, module in imports(source):
        if module.startswith(("unittest.mock", "mock", "pytest_mock")):
            yield Violation(line, "use the real part, or a fake with behaviour")


RULES = (
    Rule(
        name="tests never sleep",
        covers=TESTS,
        check=check_sleeps,
        caught=(
            Source("tests/unit/test_a.py", "import time\ntime.sleep(0.1)"),
            Source("tests/unit/test_a.py", "from time import sleep\nsleep(1)"),
            Source("tests/desktop/test_a.py", "qtbot.wait(50)"),
            Source("tests/unit/test_a.py", "await asyncio.sleep(0.05)"),
            Source("tests/desktop/test_a.py", "QApplication.processEvents()"),
        ),
        allowed=(
            Source("tests/unit/test_a.py", "await asyncio.sleep(0)"),
            Source("tests/desktop/test_a.py", "qtbot.waitUntil(lambda: done)"),
            Source("tests/fakes/server.py", "await asyncio.sleep(self.delay)"),
        ),
    ),
    Rule(
        name="tests use real parts",
        covers=TESTS,
        check=check_mocks,
        caught=(
            Source("tests/unit/test_a.py", "from unittest import mock"),
            Source("tests/unit/test_a.py", "from unittest.mock import Mock"),
        ),
        allowed=(Source("tests/unit/test_a.py", "from tests.fakes.clock import FakeClock"),),
    ),
)
