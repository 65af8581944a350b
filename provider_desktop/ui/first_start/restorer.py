"""Going back to a backup, asked of the services of one data folder, open or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from provider_desktop.services.backups import BackupContent, BackupRow, Loss
from provider_desktop.ui.first_start.entrance import Invited


class ServiceRestorer:
    """A ``Restorer``; ``services`` is what ``bootstrap`` made."""

    def __init__(self, services: Any) -> None:
        self._services = services

    def backups(self) -> tuple[BackupRow, ...]:
        """Backups that lie in this data folder, newest first."""
        rows: tuple[BackupRow, ...] = self._services.backups.list()
        return rows

    def look_at_backup(self, file: Path, passphrase: str) -> tuple[BackupContent, Loss]:
        """What is in a backup, all of it checked, and what going back to it would lose."""
        backups = self._services.backups
        return backups.read(file, passphrase or None), backups.losses(file)

    def read_invitation(self, content: bytes) -> Invited:
        """What an invitation says. Raises ``AppError`` where it cannot be used."""
        said = self._services.session.read_invitation(content)
        return Invited(said.agency, said.agency_name, said.url, said.expires)

    def restore(self, file: Path, invitation: bytes, passphrase: str) -> None:
        """Go back to a backup, enrol this PC anew, and take back what the regulator holds."""
        self._services.backups.restore(file, invitation, passphrase or None)
