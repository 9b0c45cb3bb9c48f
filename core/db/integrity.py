"""Whether the file is whole.

After an unclean end two checks run. The quick one, before anything else, reads the structure of
every page: a broken file is found before it is written to. The full one also proves every page's
signature, every index and every reference; it takes some seconds on a large file, so it runs in
the background once the window is up.
"""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from core.db import search_index
from core.db.engine import connect, open_engine
from core.db.failures import damaged, translated

_log = logging.getLogger(__name__)


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


def repair_search_index(path: Path, key: bytes) -> None:
    """Build the search index again if it does not say what its entries say.

    It comes before the full check, which would take a wrong index for a damaged file.
    """
    engine = open_engine(path, key)
    try:
        with translated(path), engine.begin() as connection:
            if not search_index.is_true(connection):
                search_index.rebuild(connection)
                _log.info("search_index.rebuilt")
    finally:
        engine.dispose()


def _expect_ok(path: Path, connection: driver.Connection, pragma: str) -> None:
    if connection.execute(pragma).fetchone()[0] != "ok":
        raise damaged(path)
