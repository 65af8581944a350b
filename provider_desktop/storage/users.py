"""Users by name, and how often somebody failed to be one."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, RowMapping, delete, func, select

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.statements import put
from provider_desktop.storage.user_tables import sign_in_failures, users

_PUT = put(users, "name")
_PUT_FAILURE = put(sign_in_failures, "typed")
#: Attempts on names that nobody tried again are forgotten, so that the table stays small.
_FORGOTTEN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user; ``password`` as :mod:`provider_desktop.security.passwords` writes it."""

    name: str
    role: str
    active: bool
    password: str
    created_at: datetime
    changed_at: datetime
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failures:
    """Attempts in a row that failed under one name, and until when no other is listened to."""

    count: int
    last_at: datetime
    until: datetime


class UserRepository:
    """Nobody is ever removed: old entries and lines of the audit trail carry their names."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def any(self) -> bool:
        """Whether users are set up."""
        return bool(self._connection.execute(select(func.count()).select_from(users)).scalar())

    def all(self) -> tuple[UserRow, ...]:
        """Everybody, by name."""
        rows = self._connection.execute(select(users).order_by(users.c.name)).mappings()
        return tuple(_user(row) for row in rows)

    def get(self, name: str) -> UserRow | None:
        """The user of that name."""
        row = self._connection.execute(select(users).where(users.c.name == name)).mappings().one_or_none()
        return _user(row) if row else None

    def save(self, user: UserRow) -> None:
        """Write a user."""
        self._changed(Topic.SETTINGS)
        self._connection.execute(
            _PUT,
            {
                "name": user.name,
                "role": user.role,
                "active": user.active,
                "password": user.password,
                "created_at": user.created_at,
                "changed_at": user.changed_at,
                "signed_in_at": user.signed_in_at,
            },
        )

    def failures(self, typed: str) -> Failures | None:
        """What is kept of attempts under what was typed as a name."""
        query = select(sign_in_failures).where(sign_in_failures.c.typed == _hash(typed))
        row = self._connection.execute(query).mappings().one_or_none()
        return Failures(row["count"], row["last_at"], row["until"]) if row else None

    def note_failure(self, typed: str, failures: Failures) -> None:
        """Keep how often somebody failed; what is a day old under other names goes."""
        old = sign_in_failures.c.last_at < failures.last_at - _FORGOTTEN_AFTER
        self._connection.execute(delete(sign_in_failures).where(old))
        row = {"typed": _hash(typed), "count": failures.count, "last_at": failures.last_at}
        self._connection.execute(_PUT_FAILURE, {**row, "until": failures.until})

    def forget_failures(self, typed: str) -> None:
        """Begin anew: the right password came."""
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.typed == _hash(typed)))


def _hash(typed: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", typed).encode()).hexdigest()


def _user(row: RowMapping) -> UserRow:
    return UserRow(
        row["name"], row["role"], row["active"], row["password"], row["created_at"], row["changed_at"],
        row["signed_in_at"],
    )  # fmt: skip
