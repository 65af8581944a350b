"""The keys of one data folder: the database key and the device key, and the slots that open them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from typing import Any, Final

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.security import algorithms
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.keystore import (
    SecretStore,
    SystemKeyring,
    WrappedFiles,
)
from provider_desktop.security.machine import machine_id
from provider_desktop.security.slots import (
    KEYRING,
    PASSPHRASE,
    KeySlots,
    PassphraseKey,
    announced,
    as_bytes,
    as_text,
    files_key_of,
    open_phrase_slot,
    phrase_slot,
    read_slots,
    stretching_of,
    write_slots,
)

PASSPHRASE_VARIABLE: Final = "PROVIDER_DESKTOP_PASSPHRASE"  # noqa: S105 - a name, no secret

_DATABASE: Final = "database"
_DEVICE: Final = "device"
_MARK: Final = "sealed"
_NEXT: Final = "next_device"
_PHRASE: Final = "phrase"
_OF_DEVICE: Final = (_DEVICE, _NEXT, _MARK)


@dataclass(frozen=True, slots=True)
class SealedMark:
    """The last place sealed with the device key, and on which machine. A database behind it, or another
    machine, must open a new stream before it seals anything (exchange.md, "On the desktop")."""

    stream: str
    seq: int
    machine: str


class Vault:
    """Opened keys. The device key is in the keyring, or in a file of its own where there is none."""

    def __init__(
        self,
        paths: DataPaths,
        database_key: bytes,
        content: KeySlots,
        device_store: SecretStore | None,
        spare_store: SecretStore | None = None,
    ) -> None:
        """Use :meth:`create` or :meth:`open`. The spare store takes a new device key where the folder was
        made with a keyring and there is none any more, as on another machine."""
        self._paths = paths
        self._content = content
        self._device_store = device_store
        self._spare_store = spare_store
        self._phrase: PassphraseKey | None = None
        self.database_key = database_key

    @property
    def key_slots(self) -> tuple[str, ...]:
        """The ways in."""
        return self._content.kinds

    @property
    def next_database_key(self) -> bytes | None:
        """The key that is to follow the database's, None while it is not being changed."""
        return self._content.following(self.database_key)

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
            phrase, files_key = PassphraseKey.from_passphrase(passphrase, cost), algorithms.new_secret()
            slots.append(phrase_slot(phrase, database_key, files_key))
            stores.append(WrappedFiles(paths.root, files_key))
        if not slots:
            raise AppError(ErrorCode.PASSPHRASE_NEEDED)
        paths.create()
        content = KeySlots(folder_id, tuple(slots), as_text(algorithms.check_value(database_key)))
        write_slots(paths.key_slots, content)
        vault = cls(paths, database_key, content, stores[0])
        vault._phrase = phrase
        if phrase is not None and len(stores) > 1:
            stores[0].put(_PHRASE, phrase.key)  # so that backups open with it though nobody types it
        return vault

    @classmethod
    def open(cls, paths: DataPaths, passphrase: str | None = None, *, keyring: Any | None = None) -> Vault:
        """Open the keys by the keyring, or by the passphrase where the keyring does not give them.

        A keyring that gives another folder's key is as good as none. Raises ``AppError``:
        ``NotInitialised``, ``PassphraseNeeded`` (ask and call again), ``WrongPassphrase``,
        ``KeyUnavailable`` (no passphrase slot either), ``KeyFileDamaged``.
        """
        content = read_slots(paths.key_slots)
        if content is None:
            kind = ErrorCode.KEY_UNAVAILABLE if paths.database.exists() else ErrorCode.NOT_INITIALISED
            raise AppError(kind, path=str(paths.root))
        store: SecretStore | None = None
        if KEYRING in content.kinds and keyring is not None:
            store = SystemKeyring(keyring, content.folder)
            key = _from_keyring(store, required=content.phrase is None)
            if key is not None and (content.is_key(key) or content.is_following(key)):
                vault = cls(paths, key, content, store)
                vault._phrase = _kept_phrase(store, content)
                return vault
        if content.phrase is None:
            raise AppError(ErrorCode.KEY_UNAVAILABLE)
        if not passphrase:
            raise AppError(ErrorCode.PASSPHRASE_NEEDED)
        phrase, database_key, files_key = open_phrase_slot(content.phrase, passphrase, paths.key_slots)
        files = WrappedFiles(paths.root, files_key)
        if KEYRING not in content.kinds or (store is None and (files.get(_DEVICE) or files.get(_NEXT))):
            vault = cls(paths, database_key, content, files)
        else:
            # Where the folder was made with a keyring, the device key is there and nowhere else.
            vault = cls(paths, database_key, content, store, files)
        vault._phrase = phrase
        return vault

    def is_passphrase(self, passphrase: str) -> bool:
        """Whether it opens the folder; False where there is no slot for one."""
        slot = self._content.phrase
        if slot is None:
            return False
        try:
            PassphraseKey.again(passphrase, stretching_of(slot))
        except AppError:
            return False
        return True

    def set_passphrase(self, passphrase: str, cost: Cost | None = None) -> None:
        """Let this passphrase open the folder, and none before it.

        The device's own files stay as they are. Raises ``AppError`` ``PassphraseWeak``,
        ``PassphraseNeeded`` where those files are and the passphrase before was not given, ``DiskFull``.
        """
        slot, before = self._content.phrase, self._phrase
        if slot is None:
            files_key = algorithms.new_secret()
        elif before is not None:
            files_key = files_key_of(slot, before, self._paths.key_slots)
        elif KEYRING in self.key_slots and not any(self._paths.root.glob("*.key")):
            files_key = algorithms.new_secret()
        else:
            raise AppError(ErrorCode.PASSPHRASE_NEEDED)
        phrase = PassphraseKey.from_passphrase(passphrase, cost)
        others = [each for each in self._content.slots if each["kind"] != PASSPHRASE]
        self._write(slots=(*others, phrase_slot(phrase, self.database_key, files_key)))
        self._phrase = phrase
        if KEYRING in self.key_slots and self._device_store is not None:
            self._device_store.put(_PHRASE, phrase.key)

    def mend_keyring(self, keyring: Any | None) -> bool:
        """Give the keyring again what it lost, after the passphrase opened the folder; whether it took it.

        The device's own key is not among it: nobody but the keyring had that.
        """
        if keyring is None or KEYRING not in self.key_slots:
            return False
        store = SystemKeyring(keyring, self._content.folder)
        if _from_keyring(store, required=False) == self.database_key:
            return False
        if not _keeps(store, self.database_key):
            return False
        if self._phrase is not None:
            store.put(_PHRASE, self._phrase.key)
        return True

    def add_keyring(self, keyring: Any | None) -> bool:
        """Let the keyring open a folder that only a passphrase opened; whether it took the keys."""
        if keyring is None or KEYRING in self.key_slots:
            return False
        store = SystemKeyring(keyring, self._content.folder)
        if not _keeps(store, self.database_key):
            return False
        before = self._device()
        for name in _OF_DEVICE:
            if (kept := before.get(name)) is not None:
                store.put(name, kept)
        if self._phrase is not None:
            store.put(_PHRASE, self._phrase.key)
        self._write(slots=({"kind": KEYRING}, *self._content.slots))
        self._device_store = store
        for name in _OF_DEVICE:
            before.remove(name)
        return True

    # ---------------------------------------------------------------- another key for the database

    def announce_database_key(self, following: bytes) -> None:
        """Keep the key that is to follow, under the present one, before any file is written with it.

        Raises ``AppError`` ``PassphraseNeeded`` where the passphrase's slot could not be rewritten.
        """
        if self._content.phrase is not None and self._phrase is None:
            raise AppError(ErrorCode.PASSPHRASE_NEEDED)
        self._write(next_key=announced(self.database_key, following))

    def follow(self, following: bytes) -> bool:
        """The database has the key that was to follow: let every slot open that, and forget the one before.

        The keyring comes first: whichever of both it gives is known until the slots are rewritten. False
        where the passphrase's slot cannot be rewritten yet, since only the keyring opened the folder.
        """
        self.database_key = following
        phrase = self._phrase
        if self._content.phrase is not None and phrase is None:
            return False
        if KEYRING in self.key_slots and isinstance(self._device_store, SystemKeyring):
            self._device_store.put(_DATABASE, following)
        slots = tuple(
            phrase_slot(phrase, following, files_key_of(each, phrase, self._paths.key_slots))
            if each["kind"] == PASSPHRASE and phrase is not None
            else each
            for each in self._content.slots
        )
        self._write(slots=slots, check=as_text(algorithms.check_value(following)), next_key={})
        return True

    def settle_database_key(self) -> None:
        """The database opens with :attr:`database_key`: bring a change that was broken off to its end, or
        forget it where it had not come into force."""
        if not self._content.next_key:
            return
        if self._content.is_following(self.database_key):
            self.follow(self.database_key)
        else:
            self.withdraw_database_key()

    def withdraw_database_key(self) -> None:
        """The key that was to follow never came into force."""
        self._write(next_key={})

    def _write(self, **changed: Any) -> None:
        content = replace(self._content, **changed)
        write_slots(self._paths.key_slots, content)
        self._content = content

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
        self._device().put(_NEXT, json.dumps({"purpose": purpose, "secret": as_text(secret)}).encode())

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
            return str(kept["purpose"]), as_bytes(kept["secret"])
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


def _kept_phrase(store: SecretStore, content: KeySlots) -> PassphraseKey | None:
    """The stretched passphrase from the keyring, where it is that of the folder's slot."""
    slot = content.phrase
    try:
        key = store.get(_PHRASE) if slot is not None else None
    except AppError:
        return None
    if slot is None or key is None:
        return None
    fits = algorithms.same(algorithms.check_value(key), as_bytes(slot["check"]))
    return PassphraseKey(stretching_of(slot), key) if fits else None
