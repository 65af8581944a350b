"""The keys of one data folder: the database key and the device key, and the slots that open them."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.security import algorithms
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.keystore import (
    SecretStore,
    SystemKeyring,
    WrappedFiles,
    read_twice,
    system_keyring_backend,
    write_twice,
)
from provider_desktop.security.machine import machine_id

PASSPHRASE_VARIABLE: Final = "PROVIDER_DESKTOP_PASSPHRASE"  # noqa: S105 - a name, no secret
PASSPHRASE_MINIMUM: Final = 8

KEYRING: Final = "keyring"
PASSPHRASE: Final = "passphrase"  # noqa: S105 - a kind of slot, no secret

_DATABASE: Final = "database"
_DEVICE: Final = "device"
_MARK: Final = "sealed"
_NEXT: Final = "next_device"
_PHRASE: Final = "phrase"


@dataclass(frozen=True, slots=True)
class SealedMark:
    """The last place sealed with the device key, and on which machine. A database behind it, or another
    machine, must open a new stream before it seals anything (exchange.md, "On the desktop")."""

    stream: str
    seq: int
    machine: str


@dataclass(frozen=True, slots=True)
class PassphraseKey:
    """A key that a passphrase stretches to, and how: what a file must hold to get it from the passphrase."""

    stretching: Mapping[str, str | int]
    key: bytes

    @classmethod
    def from_passphrase(cls, passphrase: str, cost: Cost | None = None) -> PassphraseKey:
        """Stretch anew. Raises ``AppError`` ``PassphraseWeak``."""
        slot, key = _passphrase_slot(passphrase, bytes(algorithms.KEY_BYTES), cost or Cost())
        return cls(_stretching(slot), key)

    @classmethod
    def again(cls, passphrase: str, stretching: Mapping[str, Any]) -> PassphraseKey:
        """Stretch as a file says. Raises ``AppError`` ``WrongPassphrase``; ``ValueError``, ``KeyError`` or
        ``TypeError`` for a file that says nothing of use or asks for too much."""
        cost = Cost(int(stretching["iterations"]), int(stretching["lanes"]), int(stretching["memory_kib"]))
        salt = _bytes(stretching["salt"])
        if stretching["stretching"] != algorithms.STRETCHING or not cost.is_sane():
            raise ValueError("not a stretching of ours")
        key = algorithms.stretch(passphrase, salt, cost)
        if not algorithms.same(algorithms.check_value(key), _bytes(stretching["check"])):
            raise AppError(ErrorCode.WRONG_PASSPHRASE)
        return cls(stretching, key)


class Vault:
    """Opened keys. The device key is in the keyring, or in a file of its own where there is none."""

    def __init__(
        self,
        database_key: bytes,
        slots: tuple[str, ...],
        device_store: SecretStore | None,
        spare_store: SecretStore | None = None,
    ) -> None:
        """Use :meth:`create` or :meth:`open`. The spare store takes a new device key where the folder was
        made with a keyring and there is none any more, as on another machine."""
        self._spare_store = spare_store
        self._phrase: PassphraseKey | None = None
        self.database_key = database_key
        self.key_slots = slots
        self._device_store = device_store

    @classmethod
    def create(
        cls,
        paths: DataPaths,
        passphrase: str | None = None,
        *,
        keyring: Any | None = None,
        cost: Cost | None = None,
    ) -> Vault:
        """Make the keys of a new data folder, in every slot that there is something for.

        *keyring* is a back end (``system_keyring_backend``); one that does not keep what it is given is
        as good as none. Raises ``AppError``: ``AlreadyInitialised``,
        ``PassphraseNeeded`` (neither keyring nor passphrase), ``PassphraseWeak``, ``DiskFull``.
        """
        if paths.key_slots.exists() or paths.database.exists():
            raise AppError(ErrorCode.ALREADY_INITIALISED, path=str(paths.root))
        folder_id = algorithms.new_secret(8).hex()
        database_key = algorithms.new_secret()
        slots: list[dict[str, Any]] = []
        stores: list[SecretStore] = []
        if keyring is not None and _keeps(SystemKeyring(keyring, folder_id), database_key):
            slots.append({"kind": KEYRING})
            stores.append(SystemKeyring(keyring, folder_id))
        phrase: PassphraseKey | None = None
        if passphrase:
            slot, key = _passphrase_slot(passphrase, database_key, cost or Cost())
            phrase = PassphraseKey(_stretching(slot), key)
            slots.append(slot)
            stores.append(WrappedFiles(paths.root, key))
        if not slots:
            raise AppError(ErrorCode.PASSPHRASE_NEEDED)
        paths.create()
        _write_slots(paths.key_slots, folder_id, slots)
        vault = cls(database_key, tuple(slot["kind"] for slot in slots), stores[0])
        vault._phrase = phrase
        if phrase is not None and len(stores) > 1:
            stores[0].put(_PHRASE, phrase.key)  # so that backups open with it though nobody types it
        return vault

    @classmethod
    def open(cls, paths: DataPaths, passphrase: str | None = None, *, keyring: Any | None = None) -> Vault:
        """Open the keys by the keyring, or by the passphrase where the keyring does not give them.

        Raises ``AppError``: ``NotInitialised``, ``PassphraseNeeded`` (ask and call again),
        ``WrongPassphrase``, ``KeyUnavailable`` (no passphrase slot either), ``KeyFileDamaged``.
        """
        content = read_twice(paths.key_slots, _read_slots)
        if content is None:
            kind = ErrorCode.KEY_UNAVAILABLE if paths.database.exists() else ErrorCode.NOT_INITIALISED
            raise AppError(kind, path=str(paths.root))
        folder_id, slots = content
        kinds = tuple(str(slot["kind"]) for slot in slots)
        store: SecretStore | None = None
        if KEYRING in kinds and keyring is not None:
            store = SystemKeyring(keyring, folder_id)
            key = _from_keyring(store, required=PASSPHRASE not in kinds)
            if key is not None:
                vault = cls(key, kinds, store)
                vault._phrase = _kept_phrase(store, slots)
                return vault
        slot = next((slot for slot in slots if slot["kind"] == PASSPHRASE), None)
        if slot is None:
            raise AppError(ErrorCode.KEY_UNAVAILABLE)
        if not passphrase:
            raise AppError(ErrorCode.PASSPHRASE_NEEDED)
        wrapping_key, database_key = _open_passphrase_slot(slot, passphrase, paths.key_slots)
        files = WrappedFiles(paths.root, wrapping_key)
        if KEYRING not in kinds or (store is None and (files.get(_DEVICE) or files.get(_NEXT))):
            vault = cls(database_key, kinds, files)
        else:
            # Where the folder was made with a keyring, the device key is there and nowhere else.
            vault = cls(database_key, kinds, store, files)
        vault._phrase = PassphraseKey(_stretching(slot), wrapping_key)
        return vault

    def passphrase_key(self) -> PassphraseKey | None:
        """What the folder's passphrase stretches to, so that backups open with it; None without one."""
        return self._phrase

    def device_key(self) -> bytes | None:
        """The device's private key (32 bytes), None before it has joined.

        Raises ``AppError`` ``KeyUnavailable`` or ``KeyFileDamaged``.
        """
        return self._device().get(_DEVICE)

    def keep_device_key(self, secret: bytes) -> None:
        """Keep the device's private key; what was sealed with the one before is forgotten."""
        if len(secret) != algorithms.KEY_BYTES:
            raise ValueError(f"a device key has {algorithms.KEY_BYTES} bytes")
        self._device().put(_DEVICE, secret)
        self._device().remove(_MARK)

    def next_device_key(self, purpose: str) -> bytes | None:
        """The key kept for *purpose* that is to follow the device key; None where there is none for it."""
        kept = self._next()
        return kept[1] if kept is not None and kept[0] == purpose else None

    def any_next_device_key(self) -> bytes | None:
        """The key that is to follow the device key, whatever it was made for."""
        kept = self._next()
        return kept[1] if kept is not None else None

    def keep_next_device_key(self, secret: bytes, purpose: str) -> None:
        """Keep a key that is to follow the device key once the other side knows it; the one before it
        that never came into force is forgotten. *purpose* tells what made it: an invitation, a rotation."""
        if len(secret) != algorithms.KEY_BYTES:
            raise ValueError(f"a device key has {algorithms.KEY_BYTES} bytes")
        if self._device_store is None:
            self._device_store = self._spare_store
        self._device().put(_NEXT, json.dumps({"purpose": purpose, "secret": _text(secret)}).encode())

    def promote_next_device_key(self) -> None:
        """Let the next device key be the device key. Done in an order that may be broken off anywhere:
        as long as the next key is there, this can be done again."""
        kept = self._next()
        if kept is not None:
            self.keep_device_key(kept[1])
            self._device().remove(_NEXT)

    def _next(self) -> tuple[str, bytes] | None:
        content = self._device().get(_NEXT)
        if content is None:
            return None
        try:
            kept = json.loads(content)
            return str(kept["purpose"]), _bytes(kept["secret"])
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error

    def forget_device_key(self) -> None:
        """Remove the device key, the one to follow and the mark, as when the contract has ended."""
        self._device().remove(_NEXT)
        self._device().remove(_DEVICE)
        self._device().remove(_MARK)

    def remember_sealed(self, stream: str, seq: int) -> None:
        """Note the last place sealed, after the transaction that sealed it."""
        mark = {"stream": stream, "seq": seq, "machine": machine_id()}
        self._device().put(_MARK, json.dumps(mark).encode())

    def last_sealed(self) -> SealedMark | None:
        """The mark, None where nothing was sealed yet. Raises ``AppError`` ``KeyFileDamaged``."""
        content = self._device().get(_MARK)
        if content is None:
            return None
        try:
            mark = json.loads(content)
            return SealedMark(str(mark["stream"]), int(mark["seq"]), str(mark["machine"]))
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(ErrorCode.KEY_UNAVAILABLE) from error

    def _device(self) -> SecretStore:
        if self._device_store is None:
            raise AppError(ErrorCode.KEY_UNAVAILABLE)
        return self._device_store


def system_vault(paths: DataPaths, passphrase: str | None = None) -> Vault:
    """Open the vault with what this system and the environment offer; see :meth:`Vault.open`."""
    return Vault.open(paths, passphrase or passphrase_given(), keyring=system_keyring_backend())


def new_system_vault(paths: DataPaths, passphrase: str | None = None) -> Vault:
    """Make a vault with what this system and the environment offer; see :meth:`Vault.create`."""
    return Vault.create(paths, passphrase or passphrase_given(), keyring=system_keyring_backend())


def passphrase_given() -> str | None:
    """The passphrase from ``PROVIDER_DESKTOP_PASSPHRASE``, for commands and scheduled tasks."""
    return os.environ.get(PASSPHRASE_VARIABLE) or None


def _keeps(store: SecretStore, database_key: bytes) -> bool:
    """Whether the keyring keeps the key: one that is locked for good, or forgets, must not be relied on."""
    try:
        store.put(_DATABASE, database_key)
        return store.get(_DATABASE) == database_key
    except AppError:
        return False


def _from_keyring(store: SecretStore, *, required: bool) -> bytes | None:
    try:
        key = store.get(_DATABASE)
    except AppError:
        if required:
            raise
        return None
    return key if key is not None and len(key) == algorithms.KEY_BYTES else None


def _passphrase_slot(passphrase: str, database_key: bytes, cost: Cost) -> tuple[dict[str, Any], bytes]:
    if len(passphrase) < PASSPHRASE_MINIMUM:
        raise AppError(ErrorCode.PASSPHRASE_WEAK, minimum=PASSPHRASE_MINIMUM)
    salt = algorithms.new_secret(algorithms.SALT_BYTES)
    key = algorithms.stretch(passphrase, salt, cost)
    slot = {
        "kind": PASSPHRASE,
        "stretching": algorithms.STRETCHING,
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "memory_kib": cost.memory_kib,
        "salt": _text(salt),
        "check": _text(algorithms.check_value(key)),
        "wrapping": algorithms.WRAPPING,
        "wrapped": _text(algorithms.wrap(key, database_key, _DATABASE)),
    }
    return slot, key


def _open_passphrase_slot(slot: Mapping[str, Any], passphrase: str, path: Path) -> tuple[bytes, bytes]:
    """Wrapping key and database key; the check value tells a wrong passphrase from a damaged file."""
    cost = Cost(int(slot["iterations"]), int(slot["lanes"]), int(slot["memory_kib"]))
    key = algorithms.stretch(passphrase, _bytes(slot["salt"]), cost)
    if not algorithms.same(algorithms.check_value(key), _bytes(slot["check"])):
        raise AppError(ErrorCode.WRONG_PASSPHRASE)
    try:
        return key, algorithms.unwrap(key, _bytes(slot["wrapped"]), _DATABASE)
    except ValueError as error:
        raise AppError(ErrorCode.KEY_FILE_DAMAGED, path=str(path)) from error


def _stretching(slot: Mapping[str, Any]) -> Mapping[str, str | int]:
    return {name: slot[name] for name in ("stretching", "iterations", "lanes", "memory_kib", "salt", "check")}


def _kept_phrase(store: SecretStore, slots: list[dict[str, Any]]) -> PassphraseKey | None:
    """The stretched passphrase from the keyring, where it is that of the folder's slot."""
    slot = next((slot for slot in slots if slot["kind"] == PASSPHRASE), None)
    try:
        key = store.get(_PHRASE) if slot is not None else None
    except AppError:
        return None
    if slot is None or key is None:
        return None
    fits = algorithms.same(algorithms.check_value(key), _bytes(slot["check"]))
    return PassphraseKey(_stretching(slot), key) if fits else None


def _write_slots(path: Path, folder_id: str, slots: list[dict[str, Any]]) -> None:
    body = json.dumps({"version": 1, "folder": folder_id, "slots": slots}, sort_keys=True)
    # The digest lets a flipped bit in salt or check value pass for damage, not for a wrong passphrase.
    content = {"body": body, "digest": algorithms.digest(body.encode())}
    write_twice(path, json.dumps(content).encode())


def _read_slots(content: bytes) -> tuple[str, list[dict[str, Any]]]:
    outer = json.loads(content)
    if algorithms.digest(outer["body"].encode()) != outer["digest"]:
        raise ValueError("digest differs")
    body = json.loads(outer["body"])
    slots: list[dict[str, Any]] = body["slots"]
    for slot in slots:
        if slot["kind"] == PASSPHRASE:
            cost = Cost(int(slot["iterations"]), int(slot["lanes"]), int(slot["memory_kib"]))
            known = (slot["stretching"], slot["wrapping"]) == (algorithms.STRETCHING, algorithms.WRAPPING)
            if not known or not cost.is_sane() or len(_bytes(slot["salt"])) != algorithms.SALT_BYTES:
                raise ValueError("not a slot of ours")
            for name in ("check", "wrapped"):
                _bytes(slot[name])
    return str(body["folder"]), slots


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
