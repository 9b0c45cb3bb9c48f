"""What the victim says about its writes while it lives, over a pipe that outlives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from sqlalchemy import Connection as Transaction

from core.db.schema import SyncClass
from core.db.tables import metadata
from core.db.writes import RowWrite


@dataclass(frozen=True, slots=True)
class Announced:
    """These rows are about to be committed, all of them or none."""

    writes: tuple[RowWrite, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The command has returned: whatever was announced before must be found again."""


Word = Announced | Confirmed


class Journal:
    """The victim's end of the pipe. A word is out of the process when its method returns."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def announce(self, _: Transaction, rows: Sequence[RowWrite]) -> None:
        """The unit of work's before-commit hook."""
        self._pipe.send(Announced(tuple(rows)))

    def confirm(self) -> None:
        self._pipe.send(Confirmed())


def tell_of_every_table() -> None:
    """Have the hook also told of what never leaves this machine, such as drafts."""
    for table in metadata.tables.values():
        table.info["sync"] = SyncClass.FIELD_MERGED
