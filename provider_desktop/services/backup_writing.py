"""Writing one backup file from a database: exported, wrapped, written whole, opened again, checked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.security.algorithms import new_secret
from provider_desktop.security.backup_keys import seal_key
from provider_desktop.security.slots import PassphraseKey
from provider_desktop.security.vault import Vault
from provider_desktop.services.backups import BackupMade
from provider_desktop.services.workspace import MEMBERSHIP
from provider_desktop.storage import backup as files
from provider_desktop.storage.backup import SUFFIX, BackupHeader
from provider_desktop.storage.open_database import OpenDatabase

#: How the program names its own backups, in UTC: they sort by time.
NAME: Final = "%Y%m%dT%H%M%SZ"


def write_backup(
    out: Path,
    paths: DataPaths,
    now: datetime,
    database: OpenDatabase,
    vault: Vault,
    phrase: PassphraseKey | None,
) -> BackupMade:
    """Write a backup of a database of any schema. Nothing of it is ever on the disk unencrypted.

    Raises ``AppError``: ``DiskFull``, ``FileUnwritable``, ``DatabaseDamaged`` where what was written
    does not pass the check (it is removed again).
    """
    with database.reading() as reading:  # settings have been the same table in every schema
        agency = str((reading.settings.get(MEMBERSHIP) or {}).get("agency", ""))
    key = new_secret()
    with scratch(paths) as folder:
        part = folder / "copy.db"
        database.export(part, key)
        size, sha256 = files.measure(part)
        header = BackupHeader(now, agency, database.schema_version, size, sha256)
        slots = seal_key(key, header.binding, database_key=vault.database_key, phrase=phrase)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            written = files.write_backup(out, replace(header, slots=tuple(slots)), part)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        part.unlink()
        files.extract(out, part)
        if files.check(part, key):
            out.unlink()
            raise AppError(ErrorCode.DATABASE_DAMAGED, path=str(database.path))
    return BackupMade(out, written, verified=True, portable=phrase is not None)


def write_own_backup(paths: DataPaths, now: datetime, database: OpenDatabase, vault: Vault) -> BackupMade:
    """A backup among the program's own, with the folder's passphrase where there is one."""
    moment = now.astimezone(UTC)
    while (file := paths.backups / f"{moment.strftime(NAME)}{SUFFIX}").exists():
        moment += timedelta(seconds=1)  # two within a second are told apart
    return write_backup(file, paths, now, database, vault, vault.passphrase_key())


@contextmanager
def scratch(paths: DataPaths) -> Iterator[Path]:
    """A folder on the same file system; only encrypted files are ever written into it."""
    paths.create()
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=paths.root) as name:
        yield Path(name)
