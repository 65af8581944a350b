"""Files by name that rest encrypted on this disk, each whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically
from provider_desktop.security import algorithms


class SealedFiles:
    """A folder of encrypted files (AES-256-GCM under a key derived from the database's).

    A file's name is bound to its content: one put in the place of another does not open. Names are hex.
    """

    def __init__(self, folder: Path, database_key: bytes, purpose: str, older: Sequence[bytes] = ()) -> None:
        """*older* are keys that the database had before: a file that was not rewritten yet opens with one."""
        self._folder = folder
        self._key, *self._older = (
            algorithms.derive(key, f"provider_desktop {purpose}") for key in (database_key, *older)
        )

    def put(self, name: str, content: bytes) -> None:
        """Keep a file durably. Raises ``AppError`` ``DiskFull`` or ``FileUnwritable``."""
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(path.parent)) from error
        write_atomically(path, algorithms.wrap(self._key, content, name), private=True)

    def get(self, name: str) -> bytes:
        """The content again. Raises ``AppError`` ``FileMissing``; ``FileUnreadable`` for one that was
        damaged, exchanged or written under another key."""
        path = self._path(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="content") from error
        for key in (self._key, *self._older):
            try:
                return algorithms.unwrap(key, content, name)
            except ValueError:
                continue
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="content")

    def names(self) -> tuple[str, ...]:
        """Every file that is kept."""
        return tuple(path.name for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")))

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return self._path(name).exists()

    def remove(self, name: str) -> None:
        """Forget a file; one that is not there is no error."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not name or not set(name) <= set("0123456789abcdef"):
            raise ValueError("a name is hex")
        return self._folder / name[:2] / name
