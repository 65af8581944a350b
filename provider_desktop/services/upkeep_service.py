"""What the program does by itself while nobody waits: the day's backup, its copy, a look at the disk."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from provider_desktop.domain.backups import to_keep
from provider_desktop.domain.clock import local_day
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services.backup_service import BackupService, own_backups
from provider_desktop.services.backups import BackupContent, BackupRow
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.workspace import Workspace
from provider_desktop.settings import load_settings
from provider_desktop.storage.backup import measure

#: A disk with less room than this (bytes) is told of: work stops when there is none.
LOW_ROOM: Final = 2 * 1024**3
#: Days without a backup, and without trying one out, after which the page of the day says so.
OVERDUE_DAYS: Final = 3
DRILL_DAYS: Final = 92

_DRILL = "backup_drill"
_ELSEWHERE = "backup_elsewhere"
_SET_UP = "upkeep_since"


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done: ``made`` and ``copied`` where that was. ``problem`` is why the copy elsewhere failed."""

    made: Path | None
    copied: Path | None
    problem: AppError | None
    low_room: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the data are kept. ``elsewhere`` is the chosen second folder, '' for none, with the day of the
    newest copy that was seen there; ``drilled`` the day on which a backup was last tried out."""

    rows: tuple[BackupRow, ...]
    elsewhere: str
    elsewhere_last: datetime | None
    drilled: date | None
    has_passphrase: bool
    free_bytes: int

    @property
    def newest(self) -> BackupRow | None:
        """The newest backup in the program's own folder."""
        return self.rows[0] if self.rows else None


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that the page of the day tells: ``kind`` is ``backup_overdue``, ``backup_drill`` or
    ``disk_low``; ``figure`` is days, or gibibytes left."""

    kind: str
    figure: int


class UpkeepService:
    """Runs unasked, in an idle moment, and says how the data are kept."""

    def __init__(self, workspace: Workspace, backups: BackupService) -> None:
        self._workspace = workspace
        self._backups = backups

    @everyone
    def run(self) -> Upkeep:
        """Make the day's backup if there is none, and copy the newest to the second folder.

        A second folder that is not there (a USB stick in a drawer) is a ``problem``, not an error. Raises
        ``AppError`` where the backup itself fails: ``DiskFull``, ``DatabaseDamaged``, ``FileUnwritable``.
        """
        made = self._backups.daily()
        problem, copied = None, None
        try:
            copied = self._copy_elsewhere()
        except AppError as error:
            problem = error
        return Upkeep(made.file if made else None, copied, problem, self._free() < LOW_ROOM)

    @everyone
    def keeping(self) -> Keeping:
        """How the data are kept now."""
        workspace = self._workspace
        with workspace.reading() as reading:
            last, drilled = reading.settings.get(_ELSEWHERE), reading.settings.get(_DRILL)
        return Keeping(
            rows=self._backups.list(),
            elsewhere=load_settings(workspace.paths.settings).backup_folder,
            elsewhere_last=datetime.fromisoformat(last) if last else None,
            drilled=date.fromisoformat(drilled) if drilled else None,
            has_passphrase=workspace.open_vault().passphrase_key() is not None,
            free_bytes=self._free(),
        )

    @needs(Permission.BACK_UP)
    def drill(self) -> BackupContent:
        """Try the newest backup out: unpack, open and check all of it, as a restore would; note the day.

        Raises ``AppError`` ``FileMissing`` where there is none yet, else as :meth:`BackupService.read`.
        """
        rows = self._backups.list()
        if not rows:
            raise AppError(ErrorCode.FILE_MISSING, path=str(self._workspace.paths.backups))
        content = self._backups.try_out(rows[0].file)
        with self._workspace.writing() as work:
            work.settings.set(_DRILL, local_day(self._workspace.now()).isoformat())
            self._workspace.audit(work, "backup.drill", rows[0].file.name[:64], "", entries=content.entries)
        return content

    @everyone
    def reminders(self) -> tuple[Reminder, ...]:
        """What the page of the day should tell of all this."""
        now = self._workspace.now()
        today = local_day(now)
        with self._workspace.reading() as reading:
            drilled, since = reading.settings.get(_DRILL), reading.settings.get(_SET_UP)
        found = []
        begun = date.fromisoformat(since) if since else today
        newest = next((local_day(row.made_at) for row in self._backups.list()), begun)
        if (days := (today - newest).days) > OVERDUE_DAYS:
            found.append(Reminder("backup_overdue", days))
        tried = date.fromisoformat(drilled) if drilled else begun
        if (today - tried) > timedelta(days=DRILL_DAYS):
            found.append(Reminder("backup_drill", (today - tried).days))
        if (free := self._free()) < LOW_ROOM:
            found.append(Reminder("disk_low", free // 1024**3))
        return tuple(found)

    def _copy_elsewhere(self) -> Path | None:
        """Copy the newest backup to the second folder, read it back, and rotate there as here."""
        workspace = self._workspace
        with workspace.writing() as work:
            if work.settings.get(_SET_UP) is None:
                work.settings.set(_SET_UP, local_day(workspace.now()).isoformat())
        folder, rows = copies_folder(workspace), self._backups.list()
        if folder is None or not rows:
            return None
        if not folder.parent.is_dir():
            raise AppError(ErrorCode.FILE_MISSING, path=str(folder.parent))
        out = folder / rows[0].file.name
        if out.exists():
            return None
        part = out.with_name(f".{out.name}.part")
        try:
            folder.mkdir(exist_ok=True)
            shutil.copyfile(rows[0].file, part)
            if measure(part) != measure(rows[0].file):
                raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out))
            part.replace(out)
            there = own_backups(folder)
            kept = to_keep(row.made_at for row in there)
            for row in there:
                if row.made_at not in kept:
                    row.file.unlink(missing_ok=True)
        except OSError as error:
            with suppress(OSError):  # the stick may be gone by now
                part.unlink(missing_ok=True)
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        with workspace.writing() as work:
            work.settings.set(_ELSEWHERE, workspace.now().isoformat())
        return out

    def _free(self) -> int:
        return shutil.disk_usage(self._workspace.paths.root).free


def copies_folder(workspace: Workspace) -> Path | None:
    """Where this PC's copies go, None where no second folder is chosen. It may be out of reach.

    A folder for each PC: several may share a stick, and none removes another's.
    """
    chosen = load_settings(workspace.paths.settings).backup_folder
    if not chosen or workspace.membership is None:
        return None
    return Path(chosen) / f"provider_desktop_{workspace.membership.device}"
