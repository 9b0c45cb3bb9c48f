"""Whether the file is whole.

After an unclean end two checks run. The quick one, before anything else, reads the structure of
every page: a broken file is found before it is written to. The full one also proves every page's
signature, every index and every reference; it takes some seconds on a large file, so it runs in
the background once the window is up.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine

from core.db import search_index
from core.db.engine import connect
from core.db.failures import damaged, translated


def quick_check(path: Path, key: bytes) -> None:
    """Read the structure of every page.

    Raises:
        EnvironmentProblem: the file is damaged.
    """
    with translated(path), closing(connect(path, key)) as connection:
        _expect_ok(path, connection, "PRAGMA quick_check(1)")


def full_check(path: Path, key: bytes) -> None:
    """Prove every page, index and reference; other connections go on working meanwhile.

    Raises:
        EnvironmentProblem: the file is damaged.
    """
    with translated(path), closing(connect(path, key)) as connection:
        # Rows name pages whose signature does not fit: changed by something that has no key.
        if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise damaged(path)
        _expect_ok(path, connection, "PRAGMA integrity_check(1)")
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise damaged(path)


def repair_search_index(engine: Engine) -> bool:
    """Build the search index again if it does not say what the rows say. True if it did not."""
    with engine.begin() as connection:
        if search_index.is_true(connection):
            return False
        search_index.rebuild(connection)
        return True


def _expect_ok(path: Path, connection: driver.Connection, pragma: str) -> None:
    if connection.execute(pragma).fetchone()[0] != "ok":
        raise damaged(path)
