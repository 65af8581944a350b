"""One program a data folder: a file held locked for as long as the database is open."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode

# Windows locks bytes against reading too: the lock sits far behind the process id that others read.
_LOCKED_BYTE = 1 << 20


class ProcessLock:
    """Taken when made, let go by :meth:`release` or by the system when the process dies."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises ``AppError`` ``AlreadyRunning`` (``path``, ``pid``, 0 = unknown)."""
        self._path = path
        try:
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise AppError(ErrorCode.DATA_FOLDER_UNUSABLE, path=str(path.parent), reason=reason) from error
        try:
            _lock(self._handle)
        except OSError as error:
            pid = self._holder()
            self._close()
            raise AppError(ErrorCode.ALREADY_RUNNING, path=str(path.parent), pid=pid) from error
        with suppress(OSError):  # a courtesy to whoever comes second: on a full disk the number is unknown
            os.ftruncate(self._handle, 0)
            os.write(self._handle, str(os.getpid()).encode())

    def release(self) -> None:
        """Let go; the file stays, since removing it would let two programs lock two files of one name."""
        self._close()

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _holder(self) -> int:
        try:
            return int(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        # fcntl.flock, not lockf: closing another handle of the same file must not drop it.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
