"""Where secrets rest: the system's keyring, or files under a passphrase, each kept twice."""

from __future__ import annotations

import base64
import binascii
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically
from provider_desktop.security import algorithms

T = TypeVar("T")

_SERVICE: Final = "provider-desktop"

#: Back ends that encrypt what they keep and ask the user's session for it. Others (plain text files,
#: the "null" one, third parties' chains) are not taken, whatever the machine's configuration says.
_ACCEPTED: Final = {
    "linux": ("keyring.backends.SecretService", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
}


class SecretStore(Protocol):
    """Small secrets by name."""

    def get(self, name: str) -> bytes | None:
        """The secret of that name, None where there is none."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, replacing the one before."""
        ...

    def remove(self, name: str) -> None:
        """Forget a secret; one that is not there is nothing to forget."""
        ...


class SystemKeyring:
    """The keyring of the user's session, with a name space for each data folder."""

    def __init__(self, backend: Any, folder_id: str) -> None:
        self._backend = backend
        self._folder_id = folder_id

    def get(self, name: str) -> bytes | None:
        """The secret. Raises ``AppError`` ``KeyUnavailable`` when the keyring stays locked or is gone."""
        from keyring.errors import KeyringError

        try:
            text = self._backend.get_password(_SERVICE, self._account(name))
        except (KeyringError, OSError) as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, as text since not every back end keeps bytes. Raises like :meth:`get`."""
        from keyring.errors import KeyringError

        try:
            self._backend.set_password(
                _SERVICE, self._account(name), base64.b64encode(secret).decode("ascii")
            )
        except (KeyringError, OSError) as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error

    def remove(self, name: str) -> None:
        """Forget a secret. Raises like :meth:`get`."""
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            self._backend.delete_password(_SERVICE, self._account(name))
        except PasswordDeleteError:
            return
        except (KeyringError, OSError) as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error

    def _account(self, name: str) -> str:
        return f"{self._folder_id}:{name}"


def system_keyring_backend() -> Any | None:
    """The accepted back end of this system, None where it is missing or does not answer.

    Importing keyring takes 90 ms: call this off the window's thread.
    """
    place = _ACCEPTED.get(sys.platform)
    if place is None:
        return None
    module, name = place
    try:
        kind = getattr(importlib.import_module(module), name)
        # Asking for the priority is how a back end says whether it can work here.
        return kind() if kind.priority > 0 else None
    except Exception:  # noqa: BLE001 - back ends raise whatever their libraries raise; each means "not here"
        return None


class WrappedFiles:
    """Secrets in files of their own, wrapped under a key that a passphrase gives; each kept twice."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def get(self, name: str) -> bytes | None:
        """The secret. Raises ``AppError`` ``KeyFileDamaged`` where both copies are."""
        path = self._path(name)

        def read(content: bytes) -> bytes:
            return algorithms.unwrap(self._key, base64.b64decode(json.loads(content)["wrapped"]), name)

        return read_twice(path, read)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret. Raises ``AppError`` ``DiskFull`` or ``FileUnwritable``."""
        wrapped = base64.b64encode(algorithms.wrap(self._key, secret, name)).decode("ascii")
        content = json.dumps({"version": 1, "algorithm": algorithms.WRAPPING, "wrapped": wrapped})
        write_twice(self._path(name), content.encode())

    def remove(self, name: str) -> None:
        """Forget a secret."""
        for path in copies_of(self._path(name)):
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.key"


def copies_of(path: Path) -> tuple[Path, Path]:
    """Where the two copies of a file are."""
    return path, path.with_name(f"{path.name}.copy")


def write_twice(path: Path, content: bytes) -> None:
    """Write both copies, one after the other, so that one is whole at any moment."""
    for copy in copies_of(path):
        write_atomically(copy, content, private=True)


def read_twice(path: Path, read: Callable[[bytes], T]) -> T | None:
    """What *read* makes of the first copy that it can read, None where there is neither.

    *read* raises ``ValueError``, ``KeyError`` or ``TypeError`` for content that is damaged. Raises
    ``AppError`` ``KeyFileDamaged`` when no copy that is there can be read.
    """
    found = False
    for copy in copies_of(path):
        try:
            content = copy.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error
        found = True
        try:
            return read(content)
        except (ValueError, KeyError, TypeError):
            continue
    if found:
        raise AppError(ErrorCode.KEY_FILE_DAMAGED, path=str(path))
    return None
