"""The log is turned over without losing a line, also while another program holds a file.

There is no Windows here: a stand-in refuses to rename what is held, as Windows does. The rest of
the handler is the real one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.log_turning import TurningFile

SIZE = 1000
KEPT = 4
LINE = "x" * 90


class HeldFiles(TurningFile):
    """Refuses to rename a file that another program has open."""

    def __init__(self, path: Path, held: set[str]) -> None:
        super().__init__(path, SIZE, KEPT)
        self._held = held

    def rotate(self, source: str, dest: str) -> None:
        if {Path(source).name, Path(dest).name} & self._held:
            raise PermissionError(32, "The process cannot access the file")
        super().rotate(source, dest)

    def handleError(self, record: logging.LogRecord) -> None:
        raise AssertionError("a record was lost")


class Writer:
    """Writes numbered lines and finds them again."""

    def __init__(self, folder: Path) -> None:
        self.held: set[str] = set()
        self._folder = folder
        self._handler = HeldFiles(folder / "a.log", self.held)
        self._numbers = count()

    def write(self, lines: int) -> None:
        for number in (next(self._numbers) for _ in range(lines)):
            message = f"{number:05d} {LINE}"
            record = logging.LogRecord("t", logging.INFO, "", 0, message, (), None)
            self._handler.handle(record)

    def found(self) -> list[int]:
        """The numbers in all files, in order."""
        files = self._folder.iterdir()
        return sorted(int(line[:5]) for file in files for line in file.read_text().splitlines())

    def names(self) -> list[str]:
        return sorted(file.name for file in self._folder.iterdir())

    def close(self) -> None:
        self._handler.close()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path)
    yield writer
    writer.close()


@pytest.mark.parametrize("held", ["a.log", "a.log.1", "a.log.2", "a.log.4"])
def test_a_held_file_costs_no_line(writer: Writer, held: str) -> None:
    writer.write(35)  # all numbers but the last are in use
    writer.held.add(held)
    writer.write(1000)
    found = writer.found()
    assert found == list(range(found[0], 1035))
    assert found[0] == 0 or held == "a.log.4"


def test_the_turn_is_made_up_for(writer: Writer) -> None:
    writer.write(5)
    writer.held.add("a.log")
    writer.write(100)
    assert writer.names() == ["a.log"]
    writer.held.clear()
    writer.write(1000)
    assert writer.names() == ["a.log", *(f"a.log.{n}" for n in range(1, KEPT + 1))]
    assert not (set(range(1100, 1105)) - set(writer.found()))


def test_a_reader_of_the_file_is_not_disturbed(writer: Writer, tmp_path: Path) -> None:
    """A second handle as it is on this system: what it has open stays whole."""
    writer.write(5)
    with (tmp_path / "a.log").open(encoding="utf-8") as reader:
        writer.write(20)
        assert [int(line[:5]) for line in reader] == list(range(10))


@given(
    steps=st.lists(
        st.tuples(
            st.sets(st.sampled_from(["a.log", "a.log.1", "a.log.2", "a.log.3", "a.log.4"])),
            st.integers(1, 60),
        ),
        max_size=8,
    )
)
def test_whatever_is_held_the_newest_lines_are_all_there(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[str], int]]
) -> None:
    writer = Writer(tmp_path_factory.mktemp("logs"))
    for held, lines in steps:
        writer.held.clear()
        writer.held.update(held)
        writer.write(lines)
    found = writer.found()
    written = sum(lines for _, lines in steps)
    # Only what is older than five files may be gone, and nothing in between.
    assert found == list(range(found[0] if found else 0, written))
    least = 9 * (KEPT - 1)
    assert len(found) >= min(written, least)
    writer.close()
