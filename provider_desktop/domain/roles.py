"""The roles of an office, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final


@unique
class Role(StrEnum):
    """The roles of an office."""

    CLERK = "clerk"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@unique
class Permission(StrEnum):
    """What not everyone may do. Looking at what is masked is everyone's who is signed in."""

    ENTER = "enter"
    """Write and import visits, drafts and evidence."""
    FINALISE = "finalise"
    CORRECT = "correct"
    PLAN = "plan"
    """Write the schedule."""
    CARE = "care"
    """Write needs, follow-ups, complaints, incidents and what is done about them, and consents."""
    CARRY = "carry"
    """Take sealed packages out and receipts in, on a stick."""
    ANSWER = "answer"
    """Accept and decline what the regulator assigns."""
    STAFF = "staff"
    """Keep the list of staff."""
    SETTLE = "settle"
    """Agree to settlements."""
    RESOLVE = "resolve"
    """Say that an alarm was looked into."""
    PRINT = "print"
    """Write papers and tables to files."""
    REVEAL = "reveal"
    AUDIT = "audit"
    """Look at the audit trail, and export it."""
    EXPORT_PERSON = "export_person"
    """Write down everything that is kept of one person."""
    BACK_UP = "back_up"
    RESTORE = "restore"
    JOIN = "join"
    ERASE = "erase"
    USERS = "users"
    """Say who works here and as what."""
    KEYS = "keys"
    """Change passphrase and database key."""


_CLERK: Final = frozenset(
    {
        Permission.ENTER, Permission.FINALISE, Permission.CORRECT, Permission.PLAN, Permission.CARE,
        Permission.CARRY, Permission.PRINT, Permission.REVEAL,
    }
)  # fmt: skip
_MANAGER: Final = _CLERK | {
    Permission.ANSWER, Permission.STAFF, Permission.SETTLE, Permission.RESOLVE, Permission.AUDIT,
    Permission.EXPORT_PERSON, Permission.BACK_UP,
}  # fmt: skip
_ALLOWED: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.CLERK: _CLERK,
    Role.MANAGER: _MANAGER,
    # An auditor changes nothing; what an auditor sees unmasked or takes along leaves a line in the trail.
    Role.AUDITOR: frozenset({Permission.PRINT, Permission.REVEAL, Permission.AUDIT}),
    Role.ADMINISTRATOR: frozenset(Permission),
}


def may(role: Role | None, permission: Permission) -> bool:
    """Whether a role includes a permission; nobody signed in (None) may nothing."""
    return role is not None and permission in _ALLOWED[role]


def roles_that_may(permission: Permission) -> tuple[Role, ...]:
    """Whom to ask, the least role first."""
    return tuple(role for role in Role if permission in _ALLOWED[role])
