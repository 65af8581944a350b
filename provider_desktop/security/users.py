"""Who works at this PC, in which role."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from provider_desktop.domain.roles import Permission, Role, may, roles_that_may
from provider_desktop.errors import AppError, ErrorCode

__all__ = ["Operator", "Permission", "Role", "local_operator"]


@dataclass(frozen=True, slots=True)
class Operator:
    """A person at work; ``name`` is what the audit trail and the ``actor`` of entries say.

    ``role`` is None where users are set up and nobody is signed in.
    """

    name: str
    role: Role | None

    def may(self, permission: Permission) -> bool:
        """Whether the role includes it."""
        return may(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Raises ``AppError`` ``NotAllowed`` unless the role includes it, ``SignInNeeded`` for nobody."""
        if self.role is None:
            raise AppError(ErrorCode.SIGN_IN_NEEDED)
        if not self.may(permission):
            others = ",".join(role.value for role in roles_that_may(permission))
            raise AppError(ErrorCode.NOT_ALLOWED, user=self.name, action=permission.value, may=others)


def local_operator() -> Operator:
    """Who acts where no users are set up: the system's user, who may do everything.

    At most 64 characters, as an entry's ``actor`` should be short.
    """
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "operator"
    return Operator(name[:64], Role.ADMINISTRATOR)
