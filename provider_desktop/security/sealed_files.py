"""Files by name that rest encrypted on this disk, each whole or not at all."""

from __future__ import annotations

from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically
from provider_desktop.security import algorithms


class SealedFiles:
    """A folder of encrypted files (AES-256-GCM under a key derived from the database's).

    A file's name is bound to its content: one put in the place of another does not open. Names are hex.
    """

    def __init__(self, folder: Path, database_key: bytes, purpose: str) -> None:
        self._folder = folder
        self._key = algorithms.derive(database_key, f"provider_desktop {purpose}")

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
            return algorithms.unwrap(self._key, path.read_bytes(), name)
        except FileNotFoundError as error:
            raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
        except (OSError, ValueError) as error:
            raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="content") from error

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
