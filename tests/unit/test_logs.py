"""The log says what happened and keeps secrets to itself."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import EnvironmentProblem
from core.logs import LogFile, redact
from core.recovery_key import write_recovery_key

log = logging.getLogger("core.test_logs")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LogFile]:
    level = logging.getLogger().level
    opened = LogFile(tmp_path / "logs")
    yield opened
    opened.close()
    logging.getLogger().setLevel(level)


def lines(file: LogFile) -> list[str]:
    return file.path.read_text(encoding="utf-8").splitlines()


def test_a_line_says_when_how_bad_where_and_what(file: LogFile) -> None:
    log.info("backup.made size=%d reason=%s", 12, "daily")
    pattern = (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO core\.test_logs "
        r"backup\.made size=12 reason=daily"
    )
    assert re.fullmatch(pattern, lines(file)[0])


def test_the_level_can_be_lowered_to_find_a_problem(file: LogFile) -> None:
    log.debug("unseen")
    file.set_level(logging.DEBUG)
    log.debug("seen")
    assert [line.split()[-1] for line in lines(file)] == ["seen"]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("login password=hunter2 user=jo", "hunter2"),
        ('{"api_key": "abc def", "n": 1}', "abc def"),
        ("client-secret: 'x y z'", "x y z"),
        ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
        ("sent bearer abcdefgh12345", "abcdefgh12345"),
        ("open https://jo:hunter2@host/path", "hunter2"),
        (f"PRAGMA key = \"x'{bytes(range(32)).hex()}'\"", bytes(range(32)).hex()),
        (write_recovery_key(bytes(range(32))), "8124GK2-GAHC5RT"),
        (f"with sk-{'a' * 20}", "a" * 20),
        ("jwt eyJhbGciOi.eyJzdWIi.c2ln end", "eyJzdWIi"),
    ],
)
def test_a_secret_is_not_written(file: LogFile, text: str, secret: str) -> None:
    assert secret in text
    log.info("%s", text)
    written = "\n".join(lines(file))
    assert secret not in written
    assert "[redacted]" in written


def test_an_exception_is_redacted_too(file: LogFile, expected_logs: object) -> None:
    try:
        raise ValueError("token=abc123")
    except ValueError:
        log.info("it.failed", exc_info=True)
    written = "\n".join(lines(file))
    assert "ValueError" in written
    assert "abc123" not in written


def test_what_an_exception_quotes_is_left_out_here_and_nowhere_else(file: LogFile) -> None:
    console = io.StringIO()
    other = logging.StreamHandler(console)
    root = logging.getLogger()
    orders: list[list[logging.Handler]] = [[other, file._handler], [file._handler, other]]
    for handlers in orders:
        for handler in handlers:
            root.removeHandler(handler)
            root.addHandler(handler)
        try:
            raise ValueError("the mailbox of Jo Doe")
        except ValueError:
            log.info("it.failed", exc_info=True)
    root.removeHandler(other)
    assert console.getvalue().count("ValueError: the mailbox of Jo Doe") == 2
    written = "\n".join(lines(file))
    assert "Jo Doe" not in written
    assert written.count("tests/unit/test_logs.py:") == 2


def test_a_long_value_is_counted_instead(file: LogFile) -> None:
    log.info("turn.done text=%s end=1", "x" * 400)
    assert lines(file)[0].endswith("turn.done text=[400 characters] end=1")


@pytest.mark.parametrize(
    "text",
    [
        "session=0191f7d6-5f0a-7c3e-9a51-0f2f6a1f9c11 state_version=3",
        "search.done hits=12 ms=4",
        "core.sessions.lane_service opened",
        "tokens read=12",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_the_file_is_turned_over_and_five_are_kept(file: LogFile) -> None:
    for number in range(70):
        log.info("filler %d %s", number, "word " * 20_000)
    names = sorted(path.name for path in file.path.parent.iterdir())
    assert names == ["flowpilot.log", *(f"flowpilot.log.{n}" for n in range(1, 5))]
    assert all(path.stat().st_size <= 1024 * 1024 for path in file.path.parent.iterdir())


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "logs"
    blocked.write_text("a file", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="log cannot be written"):
        LogFile(blocked)
