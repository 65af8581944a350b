"""Another key for the database: everything is written anew under it, and put in place in steps that may be
broken off anywhere. Whatever lies there afterwards opens, and the next opening ends or undoes the change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.security.algorithms import new_secret
from provider_desktop.security.sealed_files import SealedFiles
from provider_desktop.security.vault import Vault
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.database import Database, replace_database

#: The setting that holds the keys before, so that evidence and own backups made under them still open. It
#: lies in the database, under the present key.
PAST_KEYS: Final = "past_keys"
#: The files of a change under way: the new database, and the one before until the change is over.
NEW, BEFORE = "rekeyed.db", "before_rekeying.db"


def past_keys(workspace: Workspace) -> tuple[bytes, ...]:
    """Keys that the database had before, the newest first."""
    with workspace.reading() as reading:
        return tuple(bytes.fromhex(key) for key in reading.settings.get(PAST_KEYS, ()))


def open_database(
    vault: Vault, paths: DataPaths, before_upgrade: Callable[[Database], None] | None = None
) -> Database:
    """The database under the vault's key, or under the one that was to follow it: then the change, broken
    off after that, is ended here. Raises ``AppError`` as :meth:`Database.open`."""
    following = vault.next_database_key
    try:
        database = Database.open(paths.database, vault.database_key, before_upgrade)
    except AppError as error:
        if error.code is not ErrorCode.KEY_WRONG or following is None:
            raise
        database = Database.open(paths.database, following, before_upgrade)
        vault.follow(following)
    with suppress(AppError):  # a keyring that is gone just now leaves the change as it is: it still opens
        vault.settle_database_key()
    _clear(paths)
    return database


def change_database_key(workspace: Workspace, progress: Callable[[int, int], None] | None = None) -> None:
    """Write everything anew under a fresh key; ``progress`` is told steps done and steps in all.

    Raises ``AppError`` ``PassphraseNeeded``, ``DiskFull``, ``StateForbids`` for a database on a server,
    ``DatabaseDamaged`` where what was written does not check.
    """
    tell = progress or (lambda _done, _all: None)
    vault, paths, database = workspace.open_vault(), workspace.paths, workspace.opened()
    if not isinstance(database, Database):
        raise AppError(ErrorCode.STATE_FORBIDS, record=str(paths.database), state="shared", action="keys")
    following, before = new_secret(), vault.database_key
    vault.announce_database_key(following)
    tell(1, 4)
    new = paths.root / NEW
    try:
        with workspace.writing() as work:
            past = [key for key in work.settings.get(PAST_KEYS, ()) if key != before.hex()]
            work.settings.set(PAST_KEYS, [before.hex(), *past])
            workspace.audit(work, "keys.database", "")
        database.export(new, following)
        _require_whole(new, following)
    except BaseException:
        vault.settle_database_key()
        _clear(paths)
        raise
    tell(2, 4)
    database.close()
    workspace.database = None
    replace_database(paths.database, new, following, paths.root / BEFORE)
    workspace.database = Database.open(paths.database, following)
    vault.follow(following)
    _clear(paths)
    tell(3, 4)
    files = SealedFiles(paths.evidence, following, "evidence", past_keys(workspace))
    for name in files.names():
        files.put(name, files.get(name))
    tell(4, 4)


def _require_whole(path: Path, key: bytes) -> None:
    copy = Database(path, key)
    try:
        if copy.problems():
            raise AppError(ErrorCode.DATABASE_DAMAGED, path=str(path))
    finally:
        copy.close()


def _clear(paths: DataPaths) -> None:
    """What a change left: the database before it, and a new one that was never put in place."""
    for name in (NEW, BEFORE):
        for left in (*paths.root.glob(f"{name}*"), *paths.root.glob(f".{name}*.part")):
            left.unlink(missing_ok=True)
