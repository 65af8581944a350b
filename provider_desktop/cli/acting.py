"""Who acts in a command: by name where this PC has no users, else signed in with a password."""

from __future__ import annotations

from argparse import Namespace

from provider_desktop.bootstrap import Services
from provider_desktop.errors import AppError, ErrorCode


def who_acts(services: Services, options: Namespace) -> None:
    """Sign in where users are set up, else name who acts.

    Raises ``AppError`` ``SignInNeeded`` where nobody is named or PROVIDER_DESKTOP_PASSWORD is missing,
    ``WrongPassword``, ``SignInLocked``.
    """
    if services.users.are_set_up():
        if not options.user or options.password is None:
            raise AppError(ErrorCode.SIGN_IN_NEEDED)
        services.users.sign_in(options.user, options.password)
    elif options.user:
        services.session.set_operator(options.user)
