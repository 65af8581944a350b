"""Users of this PC: switching them on, signing in and out, what each may do, waiting after failures."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.passwords import is_password, keep_password
from provider_desktop.security.strength import PASSWORD_BITS, PASSWORD_MINIMUM, check_strength
from provider_desktop.security.users import Permission, Role
from provider_desktop.services.permissions import anyone, everyone, needs
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import UnitOfWork
from provider_desktop.storage.users import Failures, UserRow

#: The setting that holds after how many idle minutes the window locks; 0 = never.
LOCK_AFTER: Final = "lock_after"
LOCK_DEFAULT: Final = 10
LOCK_LONGEST: Final = 120

#: Seconds to wait after the third failure in a row, the fourth, …; the last holds for all that follow.
_DELAYS: Final = (10, 30, 60, 300, 900)
_FREE: Final = 2


@dataclass(frozen=True, slots=True)
class User:
    """A user as the list shows one."""

    name: str
    role: Role
    active: bool
    signed_in_at: datetime | None
    is_me: bool


class UserService:
    """Without users, whoever opens the data folder is the one local operator and may do everything."""

    def __init__(self, workspace: Workspace, cost: Cost | None = None) -> None:
        """*cost* is what stretching a password costs, the usual where it is not given."""
        self._workspace = workspace
        self._cost = cost or Cost()

    @anyone
    def are_set_up(self) -> bool:
        """Whether people sign in here."""
        return self._workspace.has_users

    @anyone
    def names(self) -> tuple[str, ...]:
        """Who can sign in, to choose from: they sit in one room and know each other's names."""
        with self._workspace.reading() as reading:
            return tuple(user.name for user in reading.users.all() if user.active)

    @anyone
    def sign_in(self, name: str, password: str) -> Role:
        """Let somebody work here.

        The attempt is written down before it is judged, so that ending the program gives no free ones.
        Raises ``AppError`` ``WrongPassword``, the same for unknown names, or ``SignInLocked`` (``seconds``).
        """
        workspace, typed = self._workspace, _plain(name)
        with workspace.writing() as work:
            self._count(work, typed)
            user = work.users.get(typed)
        known = user is not None and user.active
        if not is_password(password, user.password if user is not None and known else "", self._cost):
            with workspace.writing() as work:
                workspace.audit(work, "sign_in_failed", typed if known else "")
            raise AppError(ErrorCode.WRONG_PASSWORD)
        if user is None:
            raise RuntimeError("nobody's password is right")
        workspace.actor, workspace.role = user.name, Role(user.role)
        with workspace.writing() as work:
            work.users.forget_failures(typed)
            work.users.save(replace(user, signed_in_at=workspace.now()))
            workspace.audit(work, "sign_in", user.name)
        return Role(user.role)

    @anyone
    def sign_out(self) -> None:
        """Leave the place to somebody else; where nobody signs in, nothing happens."""
        workspace = self._workspace
        if not workspace.has_users or workspace.role is None:
            return
        with workspace.writing() as work:
            workspace.audit(work, "sign_out", workspace.actor)
        workspace.role = None

    @needs(Permission.USERS)
    def switch_on(self, name: str, password: str) -> None:
        """Let people sign in from now on; the first is an administrator, and signed in.

        Raises ``AppError`` ``UserExists`` where users are set up, or as :meth:`add`.
        """
        workspace = self._workspace
        name = self._checked(name, password)
        row = self._row(name, Role.ADMINISTRATOR, password)
        with workspace.writing() as work:
            if work.users.any():
                raise AppError(ErrorCode.USER_EXISTS, user=name)
            work.users.save(row)
            workspace.audit(work, "users.on", name)
        workspace.has_users, workspace.actor, workspace.role = True, name, Role.ADMINISTRATOR

    @needs(Permission.USERS)
    def all(self) -> tuple[User, ...]:
        """Everybody, those who left included."""
        with self._workspace.reading() as reading:
            rows = reading.users.all()
        me = self._workspace.actor
        return tuple(
            User(row.name, Role(row.role), row.active, row.signed_in_at, row.name == me) for row in rows
        )

    @needs(Permission.USERS)
    def add(self, name: str, role: Role, password: str) -> None:
        """Let somebody else work here, with a password to begin with.

        Raises ``AppError`` ``ValueInvalid`` (name), ``PassphraseWeak``, ``UserExists``; ``StateForbids``
        before users are switched on.
        """
        workspace = self._workspace
        name = self._checked(name, password)
        row = self._row(name, role, password)
        with workspace.writing() as work:
            if not work.users.any():
                raise AppError(ErrorCode.STATE_FORBIDS, record=name, state="off", action="user.add")
            if work.users.get(name) is not None:
                raise AppError(ErrorCode.USER_EXISTS, user=name)
            work.users.save(row)
            workspace.audit(work, "user.add", name, role=role.value)

    @needs(Permission.USERS)
    def change(self, name: str, role: Role, active: bool) -> None:
        """Give somebody another role, or let nobody sign in under the name any more.

        Raises ``AppError`` ``RecordUnknown``, ``LastAdministrator``.
        """
        workspace = self._workspace
        with workspace.writing() as work:
            before = _found(work, name)
            work.users.save(replace(before, role=role.value, active=active, changed_at=workspace.now()))
            heads = [user for user in work.users.all() if user.active and user.role == Role.ADMINISTRATOR]
            if not heads:
                raise AppError(ErrorCode.LAST_ADMINISTRATOR, user=name)
            workspace.audit(work, "user.change", name, role=role.value, active=int(active))
        if name == workspace.actor:
            workspace.role = role if active else None

    @needs(Permission.USERS)
    def reset_password(self, name: str, password: str) -> None:
        """Give somebody who forgot theirs a password to begin anew; waiting after failures ends as well."""
        self._keep_password(name, password)

    @everyone
    def change_password(self, before: str, password: str) -> None:
        """Change one's own. Raises ``AppError`` ``WrongPassword``, ``SignInLocked``, ``PassphraseWeak``."""
        workspace = self._workspace
        name = workspace.actor
        with workspace.writing() as work:
            self._count(work, name)
            kept = _found(work, name).password
        if not is_password(before, kept):
            raise AppError(ErrorCode.WRONG_PASSWORD)
        self._keep_password(name, password)

    @everyone
    def lock_after(self) -> int:
        """Minutes without a touch after which the window locks; 0 where it never does."""
        with self._workspace.entry_reading() as reading:
            default = LOCK_DEFAULT if self._workspace.has_users else 0
            return int(reading.settings.get(LOCK_AFTER, default))

    @needs(Permission.USERS)
    def set_lock_after(self, minutes: int) -> None:
        """Choose those minutes. Raises ``AppError`` ``ValueInvalid`` beyond 0 to 120."""
        if not 0 <= minutes <= LOCK_LONGEST:
            raise AppError(ErrorCode.VALUE_INVALID, name=LOCK_AFTER, value=minutes)
        with self._workspace.writing() as work:
            work.settings.set(LOCK_AFTER, minutes)
            self._workspace.audit(work, LOCK_AFTER, str(minutes))

    def _count(self, work: UnitOfWork, typed: str) -> None:
        """Write an attempt down as failed; a right password takes it back. Raises ``SignInLocked``."""
        now = self._workspace.now()
        before = work.users.failures(typed)
        count = before.count if before else 0
        if before is not None and now < before.until:
            # a clock that was set back must not lock anybody out for a year
            longest = timedelta(seconds=_delay(count))
            left = min(before.until - now, longest)
            raise AppError(ErrorCode.SIGN_IN_LOCKED, seconds=max(1, int(left.total_seconds())))
        until = now + timedelta(seconds=_delay(count + 1))
        work.users.note_failure(typed, Failures(count + 1, now, until))

    def _keep_password(self, name: str, password: str) -> None:
        workspace = self._workspace
        self._checked(name, password)
        kept = keep_password(password, self._cost)
        with workspace.writing() as work:
            work.users.save(replace(_found(work, name), password=kept, changed_at=workspace.now()))
            work.users.forget_failures(name)
            workspace.audit(work, "user.password", name)

    def _checked(self, name: str, password: str) -> str:
        name = _plain(name)
        if not name or len(name) > 64 or not name.isprintable():
            raise AppError(ErrorCode.VALUE_INVALID, name="user", value=name[:64])
        member = self._workspace.membership
        known = (name, member.agency_name if member else "", member.agency if member else "")
        check_strength(password, PASSWORD_BITS, PASSWORD_MINIMUM, known)
        return name

    def _row(self, name: str, role: Role, password: str) -> UserRow:
        now = self._workspace.now()
        return UserRow(name, role.value, True, keep_password(password, self._cost), now, now)


def _found(work: UnitOfWork, name: str) -> UserRow:
    row = work.users.get(name)
    if row is None:
        raise AppError(ErrorCode.RECORD_UNKNOWN, record=name)
    return row


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _delay(failures: int) -> int:
    """Seconds to wait after so many failures in a row."""
    beyond = failures - _FREE
    return _DELAYS[min(beyond, len(_DELAYS)) - 1] if beyond > 0 else 0
