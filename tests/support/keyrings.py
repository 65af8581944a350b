"""A keyring in memory, for what a real one cannot be made to do in a test: lock, forget, change."""

from __future__ import annotations


class MemoryKeyring:
    """A keyring that can be locked or forget, for what a real one cannot be made to do in a test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgetful = False

    def get_password(self, service: str, account: str) -> str | None:
        self._answer()
        return self.kept.get((service, account))

    def set_password(self, service: str, account: str, text: str) -> None:
        self._answer()
        if not self.forgetful:
            self.kept[service, account] = text

    def delete_password(self, service: str, account: str) -> None:
        from keyring.errors import PasswordDeleteError

        self._answer()
        if self.kept.pop((service, account), None) is None:
            raise PasswordDeleteError

    def _answer(self) -> None:
        from keyring.errors import KeyringLocked

        if self.locked:
            raise KeyringLocked
