"""What the database library reports, told apart: a world that is not ready, or a mistake of ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import AppError, ErrorCode

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
_BUSY, _LOCKED, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 10, 11, 13, 14, 26
#: Bytes: twice what the first page of the write-ahead log's index takes.
_ROOM = 64 * 1024


def app_error(error: BaseException, path: Path) -> AppError | None:
    """The ``AppError`` that a library's exception stands for, or None where it is a mistake of ours."""
    fault = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(fault, sqlcipher.Error):
        return None
    primary = int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF
    if primary == _FULL:
        return AppError(ErrorCode.DISK_FULL, path=str(path))
    if primary in (_BUSY, _LOCKED):
        return AppError(ErrorCode.DATABASE_LOCKED, path=str(path))
    if primary in (_CORRUPT, _NOTADB):
        return AppError(ErrorCode.DATABASE_DAMAGED, path=str(path))
    if primary in (_IOERR, _CANTOPEN) and _is_full(path.parent):
        return AppError(ErrorCode.DISK_FULL, path=str(path))
    if primary in (_IOERR, _CANTOPEN):
        reason = str(getattr(fault, "sqlite_errorname", "SQLITE_IOERR"))
        return AppError(ErrorCode.DATA_FOLDER_UNUSABLE, path=str(path.parent), reason=reason)
    return None


def _is_full(folder: Path) -> bool:
    """Whether no room is left: SQLite cannot lay out its shared memory then, and calls it an I/O error."""
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Raise the ``AppError`` for what the world did; let our own mistakes through as they are."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        known = app_error(error, path)
        if known is None:
            raise
        raise known from error
