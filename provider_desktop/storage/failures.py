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
_ERROR, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 1, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _NOTADB = 13, 14, 26
#: How a transaction that writes begins. A write refused later was asked for while reading: our mistake.
BEGIN_WRITING = "BEGIN IMMEDIATE"
#: What the export of SQLCipher met inside is told by its text alone.
_SAID = {
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
}
#: Bytes: twice what the first page of the write-ahead log's index takes.
_ROOM = 64 * 1024


def app_error(error: BaseException, path: Path) -> AppError | None:
    """The ``AppError`` that a library's exception stands for, or None where it is a mistake of ours."""
    fault = error.orig if isinstance(error, DBAPIError) else error
    primary = _primary(fault, error.statement if isinstance(error, DBAPIError) else None)
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


def is_lost(error: BaseException, statement: str | None = None) -> bool:
    """Whether the connection that met the error, at that statement, is of no use any more.

    SQLCipher goes on failing on a connection that could not read a page once, however well the disk may
    work by then; a new connection reads it.
    """
    # Full as well: what is undone then is read again, and nobody hears whether that failed.
    return _primary(error, statement) in (_IOERR, _CORRUPT, _CANTOPEN, _NOTADB, _FULL)


def _primary(fault: BaseException | None, statement: str | None) -> int:
    """SQLite's primary result code; 0 for what is no error of the library."""
    if not isinstance(fault, sqlcipher.Error):
        return 0
    primary = int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF
    if primary == _READONLY and statement in (None, BEGIN_WRITING):
        return _CANTOPEN  # the log's index could not be made, so it was opened for reading only
    return _SAID.get(str(fault), primary) if primary == _ERROR else primary


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
