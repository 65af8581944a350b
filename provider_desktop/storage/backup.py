"""A backup as one file: a line that says what it is, then a database under a key of its own."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.storage.database import Database

TYPE: Final = "provider_desktop.backup.v1"
SUFFIX: Final = ".carebackup"
_LINE_LIMIT: Final = 16 * 1024
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What a backup says of itself. ``made_at`` is aware UTC; ``size`` and ``sha256`` are of the database
    in it; ``slots`` open its key."""

    made_at: datetime
    agency: str
    schema: str
    size: int
    sha256: str
    slots: tuple[Mapping[str, Any], ...] = ()

    @property
    def binding(self) -> str:
        """The hash of everything but the slots, which they are bound to."""
        return hashlib.sha256(json.dumps(self._plain(), sort_keys=True).encode()).hexdigest()

    def to_line(self) -> bytes:
        """The file's first line."""
        return json.dumps({**self._plain(), "slots": list(self.slots)}, sort_keys=True).encode() + b"\n"

    def _plain(self) -> dict[str, Any]:
        return {
            "type": TYPE,
            "made_at": self.made_at.isoformat(),
            "agency": self.agency,
            "schema": self.schema,
            "size": self.size,
            "sha256": self.sha256,
        }

    @classmethod
    def from_line(cls, line: bytes) -> BackupHeader:
        """Raises ``ValueError``, ``KeyError`` or ``TypeError`` for a line of another kind of file."""
        told = json.loads(line)
        if not isinstance(told, dict) or told["type"] != TYPE:
            raise ValueError("not a backup")
        made_at = datetime.fromisoformat(told["made_at"])
        if made_at.tzinfo is None:
            raise ValueError("no zone")
        slots = tuple({str(name): value for name, value in dict(slot).items()} for slot in told["slots"])
        return cls(
            made_at, str(told["agency"]), str(told["schema"]), int(told["size"]), told["sha256"], slots
        )


def measure(path: Path) -> tuple[int, str]:
    """Size and hash of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return path.stat().st_size, digest


def write_backup(out: Path, header: BackupHeader, database: Path) -> int:
    """Write the file; it appears under its name only when it is whole on the disk. Its size in bytes.

    Raises ``OSError``.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as writing, database.open("rb") as reading:
            part.chmod(0o600)
            writing.write(header.to_line())
            while chunk := reading.read(_CHUNK):
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out.stat().st_size


def read_header(path: Path) -> BackupHeader:
    """What the file says of itself. Raises ``AppError`` ``FileMissing`` or ``FileUnreadable``."""
    try:
        with path.open("rb") as stream:
            return BackupHeader.from_line(stream.readline(_LINE_LIMIT))
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="backup") from error


def extract(path: Path, target: Path) -> BackupHeader:
    """Write the database in a backup to *target*, still under the backup's key, and check its hash.

    Raises ``AppError`` ``FileMissing``, ``FileUnreadable`` (also for a file cut short or altered).
    """
    header = read_header(path)
    digest, left = hashlib.sha256(), header.size
    with path.open("rb") as reading, target.open("wb") as writing:
        target.chmod(0o600)
        reading.readline(_LINE_LIMIT)
        while left > 0 and (chunk := reading.read(min(_CHUNK, left))):
            digest.update(chunk)
            writing.write(chunk)
            left -= len(chunk)
        rest = reading.read(1)
    if left or rest or digest.hexdigest() != header.sha256:
        target.unlink()
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="sha256")
    return header


def check(path: Path, key: bytes) -> Sequence[str]:
    """What a full check of a database file finds, '' where it opens and is whole. Changes nothing in it."""
    database = Database(path, key)
    try:
        return database.problems()
    finally:
        database.close()
