"""Writing a file whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_atomically(path: Path, content: bytes, *, private: bool = False) -> None:
    """Replace *path* by *content* so that a power cut leaves either the old or the new file.

    *private* makes the file readable by its owner only (Windows: the profile folder is private already).
    Raises ``AppError`` ``DiskFull`` where there is no room and ``FileUnwritable`` where the place refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content, 0o600 if private else 0o644)
    except OSError as error:
        raise _as_app_error(error, path) from error


def _replace(path: Path, content: bytes, mode: int) -> None:
    # Same folder: a rename is atomic only within one file system.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(mode)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows does that on its own and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_app_error(error: OSError, path: Path) -> AppError:
    if error.errno in _NO_ROOM:
        return AppError(ErrorCode.DISK_FULL, path=str(path))
    return AppError(ErrorCode.FILE_UNWRITABLE, path=str(path))
