"""The key of a backup file: a fresh one each time, wrapped for this data folder and for a passphrase."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security import algorithms
from provider_desktop.security.slots import PassphraseKey

FOLDER: Final = "folder"
PASSPHRASE: Final = "passphrase"  # noqa: S105 - a kind of slot, no secret


def seal_key(
    key: bytes, binding: str, *, database_key: bytes, phrase: PassphraseKey | None
) -> list[dict[str, Any]]:
    """The slots that open a backup's key: by the key of the data folder that it was made in and, where
    there is a passphrase, by that, on any PC. They open for the same *binding* (a hash of the rest) only."""
    slots: list[dict[str, Any]] = [{"kind": FOLDER, "wrapped": _wrapped(database_key, key, binding)}]
    if phrase is not None:
        wrapped = _wrapped(phrase.key, key, binding)
        slots.append({"kind": PASSPHRASE, **phrase.stretching, "wrapped": wrapped})
    return slots


def open_key(
    slots: Sequence[Mapping[str, Any]],
    binding: str,
    *,
    database_keys: Sequence[bytes] = (),
    passphrase: str | None = None,
) -> bytes:
    """The key again, by one of the data folder's keys or else by the passphrase.

    Raises ``AppError`` ``PassphraseNeeded``, ``WrongPassphrase``, or ``KeyWrong`` where neither fits;
    ``ValueError``, ``KeyError``, ``TypeError`` for slots that are damaged.
    """
    by_kind = {str(slot["kind"]): slot for slot in slots}
    for database_key in database_keys:
        if FOLDER in by_kind:
            try:
                return algorithms.unwrap(database_key, _bytes(by_kind[FOLDER]["wrapped"]), _purpose(binding))
            except ValueError:
                continue  # made in another folder; the passphrase may still fit
    slot = by_kind.get(PASSPHRASE)
    if slot is None:
        raise AppError(ErrorCode.KEY_WRONG, path="")
    if not passphrase:
        raise AppError(ErrorCode.PASSPHRASE_NEEDED)
    stretched = PassphraseKey.again(passphrase, slot).key
    return algorithms.unwrap(stretched, _bytes(slot["wrapped"]), _purpose(binding))


def _wrapped(wrapping_key: bytes, key: bytes, binding: str) -> str:
    return base64.b64encode(algorithms.wrap(wrapping_key, key, _purpose(binding))).decode("ascii")


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)


def _purpose(binding: str) -> str:
    return f"backup {binding}"
