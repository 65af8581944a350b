"""Who works at this PC, and what each role may do."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum, unique

from provider_desktop.errors import AppError, ErrorCode


@unique
class Role(StrEnum):
    """The roles of an office."""

    CLERK = "clerk"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


@unique
class Permission(StrEnum):
    """What not everyone may do; entering and importing visits is everyone's."""

    FINALISE = "finalise"
    CORRECT = "correct"
    ANSWER = "answer"
    REVEAL = "reveal"
    JOIN = "join"
    ERASE = "erase"


_ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.FINALISE, Permission.CORRECT, Permission.REVEAL}),
    Role.MANAGER: frozenset(Permission) - {Permission.JOIN, Permission.ERASE},
    Role.ADMINISTRATOR: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Operator:
    """A person at work; ``name`` is what the audit trail and the ``actor`` of entries say."""

    name: str
    role: Role

    def may(self, permission: Permission) -> bool:
        """Whether the role includes it."""
        return permission in _ALLOWED[self.role]

    def require(self, permission: Permission) -> None:
        """Raises ``AppError`` ``NotAllowed`` unless the role includes it."""
        if not self.may(permission):
            raise AppError(ErrorCode.NOT_ALLOWED, user=self.name, action=permission.value)


def local_operator() -> Operator:
    """Who acts where no users are set up: the system's user, who may do everything.

    At most 64 characters, as an entry's ``actor`` should be short.
    """
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "operator"
    return Operator(name[:64], Role.ADMINISTRATOR)
