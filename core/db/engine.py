"""Connections to the encrypted file.

The key is 32 random bytes, given raw, so that opening costs no key derivation. Write-ahead log
with `synchronous = FULL`: a commit returns only when the log is on the disk, so a confirmed write
survives a killed process and a power cut.
"""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from core.errors import Bug

KEY_LENGTH = 32
BUSY_TIMEOUT = 5.0
"""Seconds to wait for another program that holds the file."""

CACHE_KIB = 64 * 1024
LOG_LIMIT = 16 * 1024 * 1024
"""Bytes the write-ahead log keeps on disk once its content is in the database."""


def connect(path: Path, key: bytes) -> driver.Connection:
    """A keyed driver connection in autocommit mode; the file is made when it is missing.

    Raises a driver error, for `failures.translated`, when the key does not fit.
    """
    if len(key) != KEY_LENGTH:
        raise Bug(f"A database key has {KEY_LENGTH} bytes.")
    connection = driver.connect(
        str(path), timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
    )
    try:
        # Failures are raised; the library need not also print them.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_compatibility = 4")
        # Locking memory pages costs a third of the speed and guards only against a local debugger.
        connection.execute("PRAGMA cipher_memory_security = OFF")
        # A wrong key shows only here: `PRAGMA key` itself never fails.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine whose transactions begin and end exactly where the code says so."""

    def creator() -> driver.Connection:
        connection = connect(path, key)
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",  # macOS: fsync alone leaves the write in the drive's cache
            "checkpoint_fullfsync = ON",
            "temp_store = MEMORY",  # nothing in the clear on disk
            f"cache_size = -{CACHE_KIB}",
            f"journal_size_limit = {LOG_LIMIT}",
            "recursive_triggers = ON",
        ):
            connection.execute(f"PRAGMA {setting}")
        return connection

    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=creator,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,  # what engineers type never lands in an error message
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
