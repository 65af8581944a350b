"""The file of key slots: which ways lead to the database's key, each worthless without what it asks for.

Beside the slots it holds a check value of the key, by which a keyring that gives another folder's key is told
from a damaged database, and while the key is being changed the next one, wrapped under the present.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security import algorithms
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.keystore import read_twice, write_twice

KEYRING: Final = "keyring"
PASSPHRASE: Final = "passphrase"  # noqa: S105 - a kind of slot, no secret
PASSPHRASE_MINIMUM: Final = 8

_DATABASE: Final = "database"
_FILES: Final = "files"
_NEXT: Final = "next database"


@dataclass(frozen=True, slots=True)
class PassphraseKey:
    """A key that a passphrase stretches to, and how: what a file must hold to get it from the passphrase."""

    stretching: Mapping[str, str | int]
    key: bytes

    @classmethod
    def from_passphrase(cls, passphrase: str, cost: Cost | None = None) -> PassphraseKey:
        """Stretch anew. Raises ``AppError`` ``PassphraseWeak`` for one that is too short."""
        if len(passphrase) < PASSPHRASE_MINIMUM:
            raise AppError(ErrorCode.PASSPHRASE_WEAK, minimum=PASSPHRASE_MINIMUM, reason="short")
        cost = cost or Cost()
        salt = algorithms.new_secret(algorithms.SALT_BYTES)
        key = algorithms.stretch(passphrase, salt, cost)
        return cls(
            {
                "stretching": algorithms.STRETCHING,
                "iterations": cost.iterations,
                "lanes": cost.lanes,
                "memory_kib": cost.memory_kib,
                "salt": as_text(salt),
                "check": as_text(algorithms.check_value(key)),
            },
            key,
        )

    @classmethod
    def again(cls, passphrase: str, stretching: Mapping[str, Any]) -> PassphraseKey:
        """Stretch as a file says. Raises ``AppError`` ``WrongPassphrase``; ``ValueError``, ``KeyError`` or
        ``TypeError`` for a file that says nothing of use or asks for too much."""
        cost = Cost(int(stretching["iterations"]), int(stretching["lanes"]), int(stretching["memory_kib"]))
        salt = as_bytes(stretching["salt"])
        if stretching["stretching"] != algorithms.STRETCHING or not cost.is_sane():
            raise ValueError("not a stretching of ours")
        key = algorithms.stretch(passphrase, salt, cost)
        if not algorithms.same(algorithms.check_value(key), as_bytes(stretching["check"])):
            raise AppError(ErrorCode.WRONG_PASSPHRASE)
        return cls(stretching, key)


@dataclass(frozen=True, slots=True)
class KeySlots:
    """What the file says. ``check`` is '' in files of the first release, ``next_key`` where none follows."""

    folder: str
    slots: tuple[Mapping[str, Any], ...]
    check: str = ""
    next_key: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The ways in, in the order in which they are tried."""
        return tuple(str(slot["kind"]) for slot in self.slots)

    @property
    def phrase(self) -> Mapping[str, Any] | None:
        """The slot of the passphrase, None without one."""
        return next((slot for slot in self.slots if slot["kind"] == PASSPHRASE), None)

    def is_key(self, key: bytes) -> bool:
        """Whether it is this folder's key, as far as the file can tell."""
        return not self.check or algorithms.same(algorithms.check_value(key), as_bytes(self.check))

    def following(self, key: bytes) -> bytes | None:
        """The key that is to follow *key*, None where none is, or the file holds another's."""
        if not self.next_key:
            return None
        try:
            return algorithms.unwrap(key, as_bytes(self.next_key["wrapped"]), _NEXT)
        except ValueError:
            return None

    def is_following(self, key: bytes) -> bool:
        """Whether *key* is itself the one that was to follow."""
        return bool(self.next_key) and algorithms.same(
            algorithms.check_value(key), as_bytes(self.next_key["check"])
        )


def announced(key: bytes, following: bytes) -> Mapping[str, str]:
    """What the file says of a key that is to follow."""
    wrapped = as_text(algorithms.wrap(key, following, _NEXT))
    return {"check": as_text(algorithms.check_value(following)), "wrapped": wrapped}


def phrase_slot(phrase: PassphraseKey, database_key: bytes, files_key: bytes) -> dict[str, Any]:
    """The slot that a passphrase opens; *files_key* is what the device's own files are wrapped under, so
    that another passphrase need not rewrite them."""
    return {
        "kind": PASSPHRASE,
        **phrase.stretching,
        "wrapping": algorithms.WRAPPING,
        "wrapped": as_text(algorithms.wrap(phrase.key, database_key, _DATABASE)),
        "files": as_text(algorithms.wrap(phrase.key, files_key, _FILES)),
    }


def open_phrase_slot(
    slot: Mapping[str, Any], passphrase: str, path: Path
) -> tuple[PassphraseKey, bytes, bytes]:
    """What the passphrase stretches to, database key and key of the files; the check value tells a wrong
    passphrase from a damaged file. Raises ``AppError`` ``WrongPassphrase``, ``KeyFileDamaged``."""
    phrase = PassphraseKey.again(passphrase, stretching_of(slot))
    try:
        database_key = algorithms.unwrap(phrase.key, as_bytes(slot["wrapped"]), _DATABASE)
    except ValueError as error:
        raise AppError(ErrorCode.KEY_FILE_DAMAGED, path=str(path)) from error
    return phrase, database_key, files_key_of(slot, phrase, path)


def files_key_of(slot: Mapping[str, Any], phrase: PassphraseKey, path: Path) -> bytes:
    """What the device's own files are wrapped under; once it was the stretched passphrase itself."""
    if "files" not in slot:
        return phrase.key
    try:
        return algorithms.unwrap(phrase.key, as_bytes(slot["files"]), _FILES)
    except ValueError as error:
        raise AppError(ErrorCode.KEY_FILE_DAMAGED, path=str(path)) from error


def stretching_of(slot: Mapping[str, Any]) -> Mapping[str, str | int]:
    """How the slot's passphrase is stretched."""
    return {name: slot[name] for name in ("stretching", "iterations", "lanes", "memory_kib", "salt", "check")}


def read_slots(path: Path) -> KeySlots | None:
    """The file, None where there is none. Raises ``AppError`` ``KeyFileDamaged`` where both copies are."""
    return read_twice(path, _read)


def write_slots(path: Path, content: KeySlots) -> None:
    """Write the file, twice. Raises ``AppError`` ``DiskFull`` or ``FileUnwritable``."""
    said: dict[str, Any] = {"version": 1, "folder": content.folder, "slots": [*map(dict, content.slots)]}
    if content.check:
        said["check"] = content.check
    if content.next_key:
        said["next"] = dict(content.next_key)
    body = json.dumps(said, sort_keys=True)
    # The digest lets a flipped bit in salt or check value pass for damage, not for a wrong passphrase.
    write_twice(path, json.dumps({"body": body, "digest": algorithms.digest(body.encode())}).encode())


def _read(content: bytes) -> KeySlots:
    outer = json.loads(content)
    if algorithms.digest(outer["body"].encode()) != outer["digest"]:
        raise ValueError("digest differs")
    body = json.loads(outer["body"])
    slots: list[dict[str, Any]] = body["slots"]
    for slot in slots:
        if slot["kind"] == PASSPHRASE:
            cost = Cost(int(slot["iterations"]), int(slot["lanes"]), int(slot["memory_kib"]))
            known = (slot["stretching"], slot["wrapping"]) == (algorithms.STRETCHING, algorithms.WRAPPING)
            if not known or not cost.is_sane() or len(as_bytes(slot["salt"])) != algorithms.SALT_BYTES:
                raise ValueError("not a slot of ours")
            for name in {"check", "wrapped", "files"} & slot.keys() | {"check", "wrapped"}:
                as_bytes(slot[name])
    check, following = str(body.get("check", "")), dict(body.get("next", {}))
    for value in (check, *following.values()):
        as_bytes(value)
    return KeySlots(str(body["folder"]), tuple(slots), check, following)


def as_text(value: bytes) -> str:
    """Bytes as the file writes them."""
    return base64.b64encode(value).decode("ascii")


def as_bytes(value: str) -> bytes:
    """Bytes from the file; raises ``ValueError`` for anything else."""
    return base64.b64decode(value, validate=True)
