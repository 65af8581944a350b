"""Says at each method of a service who may call it, and holds to that at the call, whoever calls.

Every public method bears one of three marks: ``@needs(Permission.X)``, ``@everyone`` (any role that is signed
in) or ``@anyone`` (asked before anybody is). A service that wears them has its workspace in ``_workspace``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Final, ParamSpec, TypeVar

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Operator, Permission
from provider_desktop.services.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")

_MARK: Final = "__who_may__"


@dataclass(frozen=True, slots=True)
class WhoMay:
    """What a method's mark says. ``permission`` is None where every role may; ``if_given`` names the argument
    that must be there for the permission to be asked; ``signed_in`` is whether anybody must be at all."""

    permission: Permission | None = None
    if_given: str = ""
    signed_in: bool = True


def needs(permission: Permission, *, if_given: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only roles with the permission may call. With ``if_given``, every role may as long as that argument is
    left empty, as a reason for which personal data would be shown."""

    def mark(method: Callable[P, R]) -> Callable[P, R]:
        expected = signature(method)
        if if_given and if_given not in expected.parameters:
            raise TypeError(f"{method.__qualname__} has no argument {if_given}")

        @wraps(method)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            workspace = _workspace(args[0])
            _signed_in(workspace)
            if not if_given or expected.bind(*args, **kwargs).arguments.get(if_given):
                require(workspace, permission)
            return method(*args, **kwargs)

        return _marked(guarded, WhoMay(permission, if_given))

    return mark


def everyone(method: Callable[P, R]) -> Callable[P, R]:
    """Every role may call, once somebody is signed in where users are set up."""

    @wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        _signed_in(_workspace(args[0]))
        return method(*args, **kwargs)

    return _marked(guarded, WhoMay())


def anyone(method: Callable[P, R]) -> Callable[P, R]:
    """Can be asked before anybody is signed in: it tells and changes nothing that is personal."""
    return _marked(method, WhoMay(signed_in=False))


def who_may(method: object) -> WhoMay | None:
    """What a method is marked with, None where somebody forgot."""
    return getattr(method, _MARK, None)


def require(workspace: Workspace, permission: Permission) -> None:
    """For what only shows inside a method. Raises ``AppError`` ``NotAllowed`` or ``SignInNeeded``."""
    Operator(workspace.actor, workspace.role).require(permission)


def _marked(method: Callable[P, R], who: WhoMay) -> Callable[P, R]:
    setattr(method, _MARK, who)
    return method


def _workspace(service: Any) -> Workspace:
    workspace: Workspace = service._workspace  # noqa: SLF001 - what every service keeps under this name
    return workspace


def _signed_in(workspace: Workspace) -> None:
    if workspace.role is None:
        raise AppError(ErrorCode.SIGN_IN_NEEDED)
