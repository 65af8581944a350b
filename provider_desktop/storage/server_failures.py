"""What a database server reports, told apart: it is away, it is busy, it is full, or a mistake of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from provider_desktop.errors import AppError, ErrorCode

# SQLSTATE and its classes (PostgreSQL manual, appendix A).
_FULL = "53100"
#: Lock not available, statement cancelled, deadlock, serialization: waiting helps.
_BUSY = frozenset({"55P03", "57014", "40P01", "40001"})
#: Connection lost, refused or not let in, too many of them, server going down or coming up.
_AWAY = ("08", "28", "3D", "53300", "57P0", "25P03")


def server_error(error: DBAPIError, server: str) -> AppError | None:
    """The ``AppError`` that a driver's exception stands for, or None where it is a mistake of ours."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state == _FULL:
        return AppError(ErrorCode.DISK_FULL, path=server)
    if state in _BUSY:
        return AppError(ErrorCode.DATABASE_LOCKED, path=server)
    if state.startswith(_AWAY):
        return AppError(ErrorCode.DATABASE_AWAY, server=server, reason=state)
    if not state and type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout"}:
        # No answer at all has no state; what the library says of it may name people's machines.
        return AppError(ErrorCode.DATABASE_AWAY, server=server, reason="-")
    if error.connection_invalidated:
        return AppError(ErrorCode.DATABASE_AWAY, server=server, reason=state or "-")
    return None


@contextmanager
def server_faults_named(server: str) -> Iterator[None]:
    """Raise the ``AppError`` for what the world did; let our own mistakes through as they are."""
    try:
        yield
    except DBAPIError as error:
        known = server_error(error, server)
        if known is None:
            raise
        raise known from error
