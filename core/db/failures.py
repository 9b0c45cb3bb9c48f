"""Foreign errors of the database become ours here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from core.errors import AppError, Bug, Conflict, EnvironmentProblem, UserError

# Primary result codes of SQLite (https://sqlite.org/rescode.html); the low byte of every code.
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 3, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _CONSTRAINT, _AUTH, _NOTADB = 13, 14, 19, 23, 26
_UNIQUE, _PRIMARY_KEY = 2067, 1555
_SHORT_WRITE = (778, 3338)
"""IOERR_WRITE and IOERR_SHMSIZE: how a full disk or a quota shows in some places."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Run database code; what goes wrong comes out as an `AppError` about the file at `path`."""
    try:
        yield
    except DBAPIError as error:
        raise _of_driver(error.orig, path) from error
    except driver.Error as error:
        raise _of_driver(error, path) from error
    except UnicodeEncodeError as error:
        raise UserError(
            "The text contains characters that cannot be stored.",
            hint="Remove broken characters, for example half of an emoji, and try again.",
        ) from error
    except SQLAlchemyError as error:
        raise Bug("The database was used in a wrong way.", type(error).__name__) from error


def _of_driver(error: BaseException | None, path: Path) -> AppError:
    code = getattr(error, "sqlite_errorcode", None) or 0
    primary = code & 0xFF
    if code in (_UNIQUE, _PRIMARY_KEY):
        return Conflict("This is already there.", f"{error}")
    if primary == _CONSTRAINT:
        return Bug("A rule of the database was broken.", f"{error}")
    if primary == _FULL or code in _SHORT_WRITE:
        return disk_full(path)
    if primary in (_BUSY, _LOCKED):
        return EnvironmentProblem(
            "The database is in use by another program.",
            "Nothing was changed.",
            hint="Close other copies of FlowPilot, backup tools or virus scanners that hold "
            f"{path}, then try again.",
            retryable=True,
        )
    if primary in (_READONLY, _PERM, _AUTH):
        return read_only(path)
    if primary == _CANTOPEN:
        return EnvironmentProblem(
            "The database cannot be opened.",
            f"The file is {path}.",
            hint="Check that its folder exists and that you may read and write it.",
            retryable=True,
        )
    if primary == _CORRUPT:
        return damaged(path)
    if primary == _NOTADB:
        return wrong_key(path)
    if primary == _IOERR:
        return EnvironmentProblem(
            "The disk did not answer as it should.",
            f"Reading or writing {path} failed; nothing was changed.",
            hint="Check the disk and its connection, then try again.",
            retryable=True,
        )
    return Bug("The database refused a command.", f"{error}")


def disk_full(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "The disk is full.",
        "This change was not saved; everything before it is.",
        hint=f"Free some space on the disk that holds {path.parent}, then try again.",
        retryable=True,
    )


def read_only(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "The data folder is read-only.",
        "This change was not saved; everything before it is.",
        hint=f"Allow writing to {path.parent} or move the data folder, then try again.",
        retryable=True,
    )


def damaged(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "The database is damaged.",
        f"The file is {path}. It was left as it is.",
        hint="Restore a backup in Settings, Data.",
    )


def wrong_key(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "The database cannot be read with the key of this computer.",
        f"The file {path} belongs to another key, or is not a FlowPilot database.",
        hint="Enter the recovery key you saved, or restore a backup.",
    )
