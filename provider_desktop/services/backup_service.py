"""Backups: encrypted under keys of their own, checked by opening them, rotated, and gone back to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from provider_desktop.domain.backups import to_keep
from provider_desktop.domain.clock import local_day
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.invitations import read_invitation
from provider_desktop.security.backup_keys import PASSPHRASE, open_key
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.security.slots import PassphraseKey
from provider_desktop.security.users import Permission
from provider_desktop.security.vault import Vault
from provider_desktop.services.backup_writing import NAME, scratch, write_backup, write_own_backup
from provider_desktop.services.backups import BackupContent, BackupMade, BackupRow, Loss, Restored
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.recovery_service import RecoveryService
from provider_desktop.services.session_service import SessionService
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage import backup as files
from provider_desktop.storage.backup import SUFFIX, BackupHeader
from provider_desktop.storage.database import Database, replace_database
from provider_desktop.storage.unit_of_work import Reading

_log = logging.getLogger(__name__)

Keyring = Callable[[], object | None]


class BackupService:
    """Makes backups of the open database, and goes back to one whether it opens or not."""

    def __init__(
        self, workspace: Workspace, session: SessionService, keyring: Keyring = system_keyring_backend
    ) -> None:
        self._workspace = workspace
        self._session = session
        self._keyring = keyring

    @needs(Permission.BACK_UP)
    def backup(self, out: Path, passphrase: str | None = None) -> BackupMade:
        """Write a backup that opens on any PC with the folder's passphrase, or with the one given here
        where the folder has none. It is opened again and checked.

        Raises ``AppError``: ``PassphraseNeeded``, ``PassphraseWeak``, ``NotInitialised``, ``DiskFull``,
        ``FileUnwritable``, ``DatabaseDamaged``.
        """
        phrase = self._workspace.open_vault().passphrase_key()
        if phrase is None:
            if not passphrase:
                raise AppError(ErrorCode.PASSPHRASE_NEEDED)
            phrase = PassphraseKey.from_passphrase(passphrase)
        workspace = self._workspace
        made = write_backup(
            out, workspace.paths, workspace.now(), workspace.opened(), workspace.open_vault(), phrase
        )
        with self._workspace.writing() as work:
            self._workspace.audit(work, "backup", out.name[:64], "", size=made.size)
        return made

    @everyone
    def daily(self) -> BackupMade | None:
        """The day's own backup, where there is none yet, then the rotation; None where it is there.

        Meant for an idle moment: it reads the whole database, and saving goes on meanwhile. Raises
        ``AppError`` as :meth:`backup`, but needs no passphrase.
        """
        now = self._workspace.now()
        if any(local_day(row.made_at) == local_day(now) for row in self.list()):
            return None
        made = self.own()
        self.rotate()
        return made

    @everyone
    def own(self) -> BackupMade:
        """A backup among the program's own, now."""
        workspace = self._workspace
        return write_own_backup(workspace.paths, workspace.now(), workspace.opened(), workspace.open_vault())

    @everyone
    def rotate(self) -> None:
        """Remove own backups that are neither of the last days, weeks nor months."""
        rows = self.list()
        kept = to_keep(row.made_at for row in rows)
        for row in rows:
            if row.made_at not in kept:
                row.file.unlink(missing_ok=True)

    @everyone
    def list(self) -> tuple[BackupRow, ...]:
        """The program's own backups, newest first. One that cannot be read as such is left out."""
        return own_backups(self._workspace.paths.backups)

    @needs(Permission.BACK_UP)
    def try_out(self, file: Path) -> BackupContent:
        """Open a backup of this very PC and check all of it. Raises ``AppError`` as :meth:`read`."""
        with self._unpacked(file, None) as (header, path, key):
            return _content(header, path, key)

    @needs(Permission.RESTORE)
    def read(self, file: Path, passphrase: str | None = None) -> BackupContent:
        """Open a backup, check all of it and count what it holds.

        Raises ``AppError``: ``FileMissing``, ``FileUnreadable``, ``PassphraseNeeded``,
        ``WrongPassphrase``, ``KeyWrong``, ``DatabaseDamaged``.
        """
        with self._unpacked(file, passphrase) as (header, path, key):
            return _content(header, path, key)

    @needs(Permission.RESTORE)
    def losses(self, file: Path) -> Loss:
        """What going back to a backup would lose; ``made_at`` is all that is known where the present
        database does not open. Raises ``AppError`` ``FileMissing``, ``FileUnreadable``."""
        header = files.read_header(file)
        if self._workspace.database is None:
            return Loss(header.made_at, 0, 0)
        with self._workspace.reading() as reading:
            return Loss(header.made_at, len(reading.visits.drafts()), _unsent_since(reading, header.made_at))

    @needs(Permission.RESTORE)
    def restore(self, file: Path, invitation: bytes, passphrase: str | None = None) -> Restored:
        """Go back to a backup: enrol anew with the invitation, open a new stream, take back what the
        regulator holds. The database before, damaged or not, is kept beside.

        The invitation is read, and the backup opened and checked, before anything is changed. Broken off
        later, the folder opens and asks for the same invitation (:meth:`SessionService.join`). Raises
        ``AppError`` as :meth:`read`, :meth:`SessionService.read_invitation` and
        :meth:`RecoveryService.recover`; ``StateForbids`` for a backup made before this PC had joined.
        """
        workspace = self._workspace
        if workspace.shared is not None:
            # Other PCs work on it: the server's own backup is what goes back (docs/operations.md).
            server = workspace.shared.server.address.name
            raise AppError(ErrorCode.STATE_FORBIDS, record=server, state="shared", action="restore")
        agency = read_invitation(invitation, workspace.now()).agency
        header = files.read_header(file)
        if header.agency != agency:
            raise AppError(ErrorCode.INVITATION_INVALID, reason="agency")
        loss = self.losses(file)
        actor, role, signed_in = workspace.actor, workspace.role, workspace.has_users
        with self._unpacked(file, passphrase) as (header, path, key):
            content = _content(header, path, key)
            aside = self._put_in_place(path, key, passphrase)
        self._session.open(passphrase)
        # Who was let in to restore ends what was begun, whatever users the backup knows of.
        workspace.actor, workspace.role = actor, role
        try:
            result = RecoveryService(workspace).recover(invitation)
            with workspace.writing() as work:
                workspace.audit(work, "restore", file.name[:64], "", made_at=header.made_at.isoformat())
        finally:
            # A new PC learns only now that people sign in here; broken off, nobody stays let in by it.
            if workspace.has_users and not signed_in:
                workspace.role = None
        return Restored(content.size, True, loss, aside, result.stream, result.restored, result.resealed)

    # ---------------------------------------------------------------- how

    def _put_in_place(self, path: Path, key: bytes, passphrase: str | None) -> Path | None:
        """Bring the unpacked database under this folder's key and in its place."""
        workspace, paths = self._workspace, self._workspace.paths
        self._session.close()
        if paths.key_slots.exists():
            vault = Vault.open(paths, passphrase, keyring=self._keyring())
        else:
            vault = Vault.create(paths, passphrase, keyring=self._keyring())
        new = path.with_name("restored.db")
        copy = Database(path, key)
        try:
            copy.export(new, vault.database_key)
        finally:
            copy.close()
        if files.check(new, vault.database_key):
            raise AppError(ErrorCode.DATABASE_DAMAGED, path=str(new))
        stamp = workspace.now().strftime(NAME)
        aside = paths.root / f"before_restore_{stamp}.db" if paths.database.exists() else None
        replace_database(paths.database, new, vault.database_key, aside or paths.root / "unused")
        return aside

    @contextmanager
    def _unpacked(self, file: Path, passphrase: str | None) -> Iterator[tuple[BackupHeader, Path, bytes]]:
        """The database in a backup as a file of its own, still encrypted, with its key; gone afterwards."""
        header = files.read_header(file)
        try:
            key = open_key(
                header.slots, header.binding, database_keys=self._folder_keys(), passphrase=passphrase
            )
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(ErrorCode.FILE_UNREADABLE, path=str(file), reason="slots") from error
        with scratch(self._workspace.paths) as folder:
            path = folder / "copy.db"
            files.extract(file, path)
            if files.check(path, key):
                raise AppError(ErrorCode.DATABASE_DAMAGED, path=str(file))
            yield header, path, key

    def _folder_keys(self) -> tuple[bytes, ...]:
        """The key of this data folder, where it opens without being asked for."""
        if self._workspace.vault is not None:
            return (self._workspace.vault.database_key,)
        try:
            return (Vault.open(self._workspace.paths, None, keyring=self._keyring()).database_key,)
        except AppError:
            return ()


def own_backups(folder: Path) -> tuple[BackupRow, ...]:
    """The backups in a folder that are named as the program names them, newest first."""
    found = []
    for file in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        try:
            made_at = datetime.strptime(file.stem, NAME).replace(tzinfo=UTC)
            header = files.read_header(file)
        except (ValueError, AppError):
            _log.warning("a file among the backups is none")
            continue
        portable = any(slot.get("kind") == PASSPHRASE for slot in header.slots)
        found.append(BackupRow(file, made_at, file.stat().st_size, portable))
    return tuple(found)


def _content(header: BackupHeader, path: Path, key: bytes) -> BackupContent:
    """Counts of an unpacked database, brought up to date in its scratch folder where it is older."""
    with closing(Database.open(path, key)) as database, database.reading() as reading:
        return BackupContent(
            made_at=header.made_at,
            agency=header.agency,
            size=header.size,
            entries=sum(head.seq for head in reading.stream.all()),
            drafts=len(reading.visits.drafts()),
        )


def _unsent_since(reading: Reading, moment: datetime) -> int:
    """Entries sealed after a moment that no receipt covers."""
    count = reading.stream.waiting_count()
    return sum(row.recorded_at > moment for row in reading.stream.waiting(0, count)) if count else 0
