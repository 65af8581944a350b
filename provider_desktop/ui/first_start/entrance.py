"""What the pages before the data ask: unlock, read an invitation, join, begin with the sample county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from provider_desktop.services.backups import BackupContent, BackupRow, Loss
from provider_desktop.ui.tasks import Report


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says, for a person to confirm: who is invited, by whose platform, until when."""

    agency: str
    agency_name: str
    url: str
    expires: datetime


class Restorer(Protocol):
    """The way back to a backup. Every method blocks, and raises ``AppError``."""

    def backups(self) -> tuple[BackupRow, ...]:
        """Backups that lie in this data folder, newest first."""
        ...

    def look_at_backup(self, file: Path, passphrase: str) -> tuple[BackupContent, Loss]:
        """What is in a backup, all of it checked, and what going back to it would lose."""
        ...

    def read_invitation(self, content: bytes) -> Invited:
        """What an invitation says; nothing is sent."""
        ...

    def restore(self, file: Path, invitation: bytes, passphrase: str) -> None:
        """Go back to a backup, enrol this PC anew, and take back what the regulator holds."""
        ...


class Entrance(Restorer, Protocol):
    """The way in. Every method but the first blocks, and raises ``AppError``."""

    def needs_passphrase(self) -> bool:
        """Whether new data want a passphrase, since this PC has no keyring."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Open the data that are there."""
        ...

    def join(self, content: bytes, passphrase: str) -> None:
        """Make data where there are none yet, and join with an invitation."""
        ...

    def begin_sample(self, report: Report) -> None:
        """Fill the sample county beside the user's own data; ``report`` is told days done and days in all."""
        ...
