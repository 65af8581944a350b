"""Backups as people see them: what was made, what is in one, what going back to it would lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup written, opened again and checked. ``portable`` when a passphrase opens it on any PC."""

    file: Path
    size: int
    verified: bool
    portable: bool


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One of the program's own backups; ``made_at`` is aware UTC, ``size`` in bytes."""

    file: Path
    made_at: datetime
    size: int
    portable: bool


@dataclass(frozen=True, slots=True)
class BackupContent:
    """What an opened backup holds; ``entries`` sealed, ``drafts`` not sealed."""

    made_at: datetime
    agency: str
    size: int
    entries: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What going back would lose for good: ``drafts`` as they are now, and ``entries`` sealed since that
    the regulator has no receipt for. What was delivered comes back from the regulator."""

    made_at: datetime
    drafts: int
    entries: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did. ``aside`` is where the database before is kept, None where there was none."""

    size: int
    verified: bool
    loss: Loss
    aside: Path | None
    stream: str
    restored: int
    resealed: int
