"""Reading a file that a person chose, and writing one whole or not at all."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

#: More than any invitation, receipt or settings file needs (bytes).
SMALL_FILE = 1024 * 1024

_CHUNK = 1024 * 1024


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


def copy_durably(source: Path, target: Path) -> None:
    """Copy a file of any size; *target* appears under its name only when it is whole on the disk.

    Raises ``AppError`` ``DiskFull`` or ``FileUnwritable``.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with source.open("rb") as reading, part.open("wb") as writing:
            part.chmod(0o600)
            shutil.copyfileobj(reading, writing, _CHUNK)
            writing.flush()
            os.fsync(writing.fileno())
        part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _as_app_error(error, target) from error


def read_small_file(path: Path, limit: int = SMALL_FILE) -> bytes:
    """The content of a file that a person chose, at most ``limit`` bytes of it.

    Raises ``AppError``: ``FileMissing``, ``FileUnreadable``, ``FileTooLarge``.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason) from error
    if len(content) > limit:
        raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=f"{limit // 1024} KiB")
    return content


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
