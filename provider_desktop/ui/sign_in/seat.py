"""What the page asks that lets somebody sit down."""

from __future__ import annotations

from typing import Protocol


class Seat(Protocol):
    """A place at this PC, free."""

    def names(self) -> tuple[str, ...]:
        """Who may sit down, who sat here last first; nothing is opened for it."""
        ...

    def sign_in(self, name: str, password: str, passphrase: str) -> None:
        """Open the data and sit down. Raises ``AppError``: ``WrongPassword``, ``SignInLocked``,
        ``PassphraseNeeded`` and ``WrongPassphrase`` where no keyring opens the data, and what is wrong with
        the data themselves."""
        ...
