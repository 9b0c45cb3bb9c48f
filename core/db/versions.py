"""Which database library is at work, for a report."""

from __future__ import annotations

from contextlib import closing

import sqlcipher3.dbapi2 as driver


def library_versions() -> dict[str, str]:
    """The versions of SQLCipher and of the SQLite inside it."""
    with closing(driver.connect(":memory:")) as connection:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
        sqlite = connection.execute("SELECT sqlite_version()").fetchone()[0]
    return {"SQLCipher": str(cipher), "SQLite": str(sqlite)}
