"""Where the program keeps its files: one folder a data set, the same layout everywhere."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from provider_desktop.errors import AppError, ErrorCode

_APPLICATION = "provider-desktop"


def default_data_dir() -> Path:
    """The platform's place for this user's data; nothing is created."""
    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False))


def default_demo_dir() -> Path:
    """Where the sample county lives, apart from real data; nothing is created."""
    return Path(platformdirs.user_cache_dir(_APPLICATION, appauthor=False)) / "demo"


def default_receiver_dir() -> Path:
    """The platform's place for a receiver's data; nothing is created."""
    return Path(platformdirs.user_data_dir("provider-receiver", appauthor=False))


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The layout of one data folder: ``--data-dir`` chooses the root, and nothing lies outside it."""

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "records.db"

    @property
    def key_slots(self) -> Path:
        """The wrapped database key, one slot a way to open it; worthless without keyring or passphrase."""
        return self.root / "key_slots.json"

    @property
    def lock(self) -> Path:
        """Held while a program has the folder open, so that there is one writer."""
        return self.root / "in_use.lock"

    @property
    def settings(self) -> Path:
        """Language, theme and the like: what is needed before the database is open."""
        return self.root / "settings.json"

    @property
    def logs(self) -> Path:
        """The program's log, free of personal data."""
        return self.root / "logs"

    @property
    def crash_reports(self) -> Path:
        """Reports of our mistakes, free of personal data, for the user to send on."""
        return self.root / "crash_reports"

    @property
    def evidence(self) -> Path:
        """Encrypted evidence files."""
        return self.root / "evidence"

    @property
    def certificates(self) -> Path:
        """Certificates of erasing, which name nobody."""
        return self.root / "certificates"

    @property
    def backups(self) -> Path:
        """Encrypted backups made by the program itself."""
        return self.root / "backups"

    def create(self) -> None:
        """Make the root folder, readable by its owner only.

        Raises ``AppError`` ``DataFolderUnusable`` where it cannot be made or is no folder.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise AppError(ErrorCode.DATA_FOLDER_UNUSABLE, path=str(self.root), reason=reason) from error
