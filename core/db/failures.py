"""Foreign errors of the database become ours here, and nowhere else."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from core.errors import AppError, Bug, Conflict, EnvironmentProblem

# Primary result codes of SQLite (https://sqlite.org/rescode.html); the driver tells no others.
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 3, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _CONSTRAINT, _AUTH, _NOTADB = 13, 14, 19, 23, 26
_CODES = {
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}
_NEARLY_FULL = 256 * 1024


class KeyProblem(EnvironmentProblem):
    """The database is there, its key is not: what the recovery key is for."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Run database code; what goes wrong comes out as an `AppError` about the file at `path`."""
    try:
        yield
    except DBAPIError as error:
        raise _of_driver(error.orig, path) from error
    except driver.Error as error:
        raise _of_driver(error, path) from error
    except StatementError as error:
        # A column type refused a value before the database saw it.
        cause = error.orig
        raise cause if isinstance(cause, AppError) else _misused(error) from error
    except SQLAlchemyError as error:
        raise _misused(error) from error


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Run code that makes, renames or removes files; errors come out as an `AppError`."""
    try:
        yield
    except OSError as error:
        raise _of_disk(error, path) from error


def _of_disk(error: OSError, path: Path) -> AppError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    return EnvironmentProblem(
        "The disk did not answer as it should.",
        f"{path}: {error.strerror}. Nothing was changed.",
        hint="Check the disk and its connection, then try again.",
        retryable=True,
    )


def _misused(error: SQLAlchemyError) -> Bug:
    return Bug("The database was used in a wrong way.", str(error))


def _of_driver(error: BaseException | None, path: Path) -> AppError:
    # The backup API raises without a code; SQLite's words are as stable as its codes.
    code = getattr(error, "sqlite_errorcode", None) or _CODES.get(str(error))
    if code == _CONSTRAINT and str(error).startswith("UNIQUE"):
        return Conflict("This is already there.", f"{error}")
    if code == _CONSTRAINT:
        return Bug("A rule of the database was broken.", f"{error}")
    if code == _FULL or (code == _IOERR and _is_nearly_full(path)):
        return disk_full(path)
    if code in (_BUSY, _LOCKED):
        return EnvironmentProblem(
            "The database is in use by another program.",
            "Nothing was changed.",
            hint="Close other copies of FlowPilot, backup tools or virus scanners that hold "
            f"{path}, then try again.",
            retryable=True,
        )
    if code in (_READONLY, _PERM, _AUTH):
        return read_only(path)
    if code == _CANTOPEN:
        return EnvironmentProblem(
            "The database cannot be opened.",
            f"The file is {path}.",
            hint="Check that its folder exists and that you may read and write it.",
            retryable=True,
        )
    if code == _CORRUPT:
        return damaged(path)
    if code == _NOTADB:
        return wrong_key(path)
    if code == _IOERR:
        return EnvironmentProblem(
            "The disk did not answer as it should.",
            f"Reading or writing {path} failed; nothing was changed.",
            hint="Check the disk and its connection, then try again.",
            retryable=True,
        )
    return Bug("The database refused a command.", f"{error}")


def _is_nearly_full(path: Path) -> bool:
    """A full disk can show as a plain I/O error, while the shared index file is being grown."""
    try:
        return shutil.disk_usage(path.parent).free < _NEARLY_FULL
    except OSError:
        return False


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
        hint="Restore a backup.",
    )


def wrong_key(path: Path) -> KeyProblem:
    return KeyProblem(
        "The database cannot be read with the key of this computer.",
        f"The file {path} belongs to another key, or is not a FlowPilot database.",
        hint="Enter the recovery key you saved, or restore a backup.",
    )
