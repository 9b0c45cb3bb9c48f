"""A trace says where, never what was being worked on."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.crashes.traces import short_file, signature, trace

TOLD = "the mailbox of Jo Doe"


def fail_with(error: BaseException) -> BaseException:
    private = TOLD  # noqa: F841 - a value that must not be seen
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - every kind is tried
        return caught


@pytest.mark.parametrize(
    "error", [ValueError(TOLD), KeyError(TOLD), RuntimeError(TOLD), AssertionError(TOLD)]
)
def test_what_an_exception_quotes_is_left_out(error: Exception) -> None:
    text = trace(fail_with(error))
    assert TOLD not in text
    assert f"{type(error).__name__}: (a message of " in text
    assert "tests/unit/crashes/test_traces.py:" in text
    assert " in fail_with" in text


def test_what_is_said_about_code_stays() -> None:
    assert "TypeError: takes 1 argument" in trace(TypeError("takes 1 argument"))
    deleted = RuntimeError("Internal C++ object (Chip) already deleted.")
    assert "Internal C++ object (Chip) already deleted." in trace(deleted)


def test_a_file_that_was_not_found_is_not_named() -> None:
    text = trace(FileNotFoundError(2, "No such file", "/home/jo/secret"))
    assert "secret" not in text
    assert text.endswith("FileNotFoundError: error 2")


def test_causes_come_first() -> None:
    outer = fail_with(TypeError("outer"))
    outer.__cause__ = fail_with(NameError("inner"))
    text = trace(outer)
    assert text.index("NameError: inner") < text.index("which led to:") < text.index("outer")


def test_a_group_tells_of_its_members() -> None:
    group = ExceptionGroup(TOLD, [TypeError("one"), ValueError(TOLD)])
    text = trace(group)
    assert "  | TypeError: one" in text
    assert "  | ValueError: (a message" in text
    assert TOLD not in text


def test_causes_in_a_circle_end() -> None:
    one, two = TypeError("one"), TypeError("two")
    one.__context__, two.__context__ = two, one
    assert trace(one).count("TypeError: one") == 1


def test_files_are_named_without_where_they_are_installed() -> None:
    assert short_file(__file__) == "tests/unit/crashes/test_traces.py"
    assert short_file("/home/jo/.venv/lib/site-packages/qasync/__init__.py") == "qasync/__init__.py"
    assert short_file("/usr/lib/python3.11/asyncio/tasks.py") == "asyncio/tasks.py"
    assert short_file(str(Path(pytest.__file__))) == "pytest/__init__.py"


def test_two_failures_of_one_place_look_the_same() -> None:
    one, two = (fail_with(ValueError(text)) for text in ("one", "two"))
    assert signature(one) == signature(two)
    assert signature(one) != signature(fail_with(TypeError()))
