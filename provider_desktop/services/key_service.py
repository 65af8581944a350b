"""Keys as people see them: the recovery passphrase, its sheet and its checking each quarter, new keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from provider_desktop.domain.clock import LOCAL, local_day
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.reports.recovery_sheet import RecoverySheet, write_recovery_sheet
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.security.slots import KEYRING, PASSPHRASE, PASSPHRASE_MINIMUM
from provider_desktop.security.strength import PASSPHRASE_BITS, check_strength, new_passphrase
from provider_desktop.security.users import Permission
from provider_desktop.services.key_changing import change_database_key
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.workspace import Workspace

#: The setting that holds the day on which somebody last showed that the passphrase is at hand.
CHECKED: Final = "passphrase_checked"
#: The setting with the day on which this PC began to keep backups.
SINCE: Final = "upkeep_since"
#: Days after which it is asked for again: a quarter.
CHECK_DAYS: Final = 92


@dataclass(frozen=True, slots=True)
class KeyState:
    """How the data of this PC open. ``due`` says that nobody has shown the passphrase for a quarter, or that
    there is none, so that only this PC's keyring stands between the office and the loss of its data."""

    has_keyring: bool
    has_passphrase: bool
    checked: date | None
    due: bool
    can_add_keyring: bool


class KeyService:
    """Makes, checks and changes what opens the data."""

    def __init__(
        self, workspace: Workspace, keyring: Callable[[], object | None] = system_keyring_backend
    ) -> None:
        self._workspace = workspace
        self._keyring = keyring

    @everyone
    def state(self) -> KeyState:
        """How the data open now."""
        workspace = self._workspace
        slots = workspace.open_vault().key_slots
        with workspace.reading() as reading:
            kept = reading.settings.get(CHECKED)
        checked = date.fromisoformat(kept) if kept else None
        today = local_day(workspace.now())
        old = checked is None or today - checked > timedelta(days=CHECK_DAYS)
        return KeyState(
            has_keyring=KEYRING in slots,
            has_passphrase=PASSPHRASE in slots,
            checked=checked,
            due=PASSPHRASE not in slots or old,
            can_add_keyring=KEYRING not in slots and self._keyring() is not None,
        )

    @everyone
    def reminder(self) -> tuple[str, int] | None:
        """What the page of the day tells: ``passphrase_none``, or ``passphrase_check`` with the days since
        somebody last showed it (where never, since backups began here); None while all is well."""
        workspace = self._workspace
        if workspace.vault is None:
            return None
        if PASSPHRASE not in workspace.vault.key_slots:
            return "passphrase_none", 0
        today = local_day(workspace.now())
        with workspace.reading() as reading:
            kept = reading.settings.get(CHECKED) or reading.settings.get(SINCE)
        days = (today - date.fromisoformat(kept)).days if kept else 0
        return ("passphrase_check", days) if days > CHECK_DAYS else None

    @needs(Permission.KEYS)
    def propose(self) -> str:
        """A fresh passphrase to write down; nothing is changed by it."""
        return new_passphrase()

    @needs(Permission.KEYS)
    def set_passphrase(self, passphrase: str, again: str) -> None:
        """Let this passphrase open the data and the backups from now on, typed twice: the second time from
        paper. Backups made before open with the one before.

        Raises ``AppError`` ``WrongPassphrase`` where the two differ, ``PassphraseWeak``,
        ``PassphraseNeeded`` where the one before was not typed when opening, ``DiskFull``.
        """
        workspace = self._workspace
        if again != passphrase:
            raise AppError(ErrorCode.WRONG_PASSPHRASE)
        member = workspace.membership
        words = (member.agency_name, member.agency) if member else ()
        check_strength(passphrase, PASSPHRASE_BITS, PASSPHRASE_MINIMUM, words)
        workspace.open_vault().set_passphrase(passphrase)
        self._note("keys.passphrase")

    @needs(Permission.KEYS)
    def write_sheet(self, out: Path, passphrase: str, language: str = "") -> int:
        """Write the recovery sheet as PDF, to be printed and locked away; the number of pages.

        Raises ``AppError`` ``WrongPassphrase`` for one that would not open the data, ``FileUnwritable``.
        """
        workspace = self._workspace
        if not workspace.open_vault().is_passphrase(passphrase):
            raise AppError(ErrorCode.WRONG_PASSPHRASE)
        member = workspace.membership
        sheet = RecoverySheet(
            passphrase=passphrase,
            agency_name=member.agency_name if member else "",
            agency=member.agency if member else "",
            platform=member.url if member else "",
            made_at=workspace.now().astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
            made_by=workspace.actor,
        )
        try:
            pages = write_recovery_sheet(out, sheet, language or workspace.language)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        with workspace.writing() as work:
            workspace.audit(work, "keys.sheet", "")
        return pages

    @needs(Permission.BACK_UP)
    def check(self, passphrase: str) -> None:
        """Show that the passphrase is at hand, as once a quarter. Raises ``AppError`` ``WrongPassphrase``."""
        if not self._workspace.open_vault().is_passphrase(passphrase):
            raise AppError(ErrorCode.WRONG_PASSPHRASE)
        self._note("keys.checked")

    @needs(Permission.KEYS)
    def add_keyring(self) -> bool:
        """Let this PC's keyring open the data as well; whether it took the keys."""
        added = self._workspace.open_vault().add_keyring(self._keyring())
        if added:
            with self._workspace.writing() as work:
                self._workspace.audit(work, "keys.keyring", "")
        return added

    @needs(Permission.KEYS)
    def change_database_key(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Write the database and its evidence anew under a fresh key, as after a PC was lost or somebody
        left. Raises ``AppError`` as :func:`change_database_key`."""
        change_database_key(self._workspace, progress)

    def _note(self, action: str) -> None:
        workspace = self._workspace
        with workspace.writing() as work:
            work.settings.set(CHECKED, local_day(workspace.now()).isoformat())
            workspace.audit(work, action, "")
