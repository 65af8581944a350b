"""Which keys this installation may seal and ask with, told from the vault, the stream and the machine."""

from __future__ import annotations

import json
from dataclasses import dataclass

from provider_desktop.errors import AppError
from provider_desktop.exchange.entries import SealedEntry
from provider_desktop.exchange.scalars import public_key_bytes
from provider_desktop.exchange.signing import Ed25519Signer, Signer, key_id
from provider_desktop.security.machine import machine_id
from provider_desktop.security.vault import Vault
from provider_desktop.services.workspace import Membership
from provider_desktop.storage.stream import StreamHead


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """What the vault holds that fits. Without a ``signer`` this folder is a copy or an old backup: it may
    be read, but must be enrolled anew before anything is sealed. ``sealed_seq`` is the mark beside it."""

    signer: Signer | None = None
    line_signer: Signer | None = None
    sealed_seq: int = 0
    error: AppError | None = None

    @classmethod
    def found(
        cls, vault: Vault, membership: Membership, head: StreamHead | None, rotated: SealedEntry | None
    ) -> DeviceKeys:
        """The keys for the own stream, whose head and last change of keys are given.

        A change of devices that was broken off after its transaction is brought to its end: the key
        that the database names already is promoted.
        """
        try:
            seed, following = vault.device_key(), vault.any_next_device_key()
            if following is not None and _id(following) == membership.device:
                vault.promote_next_device_key()
                seed, following = following, None
            mark = vault.last_sealed()
        except AppError as error:
            return cls(error=error)
        sealed_seq = mark.seq if mark else 0
        moved = mark is not None and mark.machine != machine_id()
        behind = (
            mark is not None and mark.stream == membership.stream and (head is None or head.seq < mark.seq)
        )
        if seed is None or _id(seed) != membership.device or moved or behind:
            return cls(sealed_seq=sealed_seq)
        line_signer = Ed25519Signer(seed)
        sealing = _sealing_device(head, rotated) or membership.device
        if sealing == membership.device:
            return cls(line_signer, line_signer, sealed_seq)
        if following is not None and _id(following) == sealing:
            return cls(Ed25519Signer(following), line_signer, sealed_seq)
        return cls(sealed_seq=sealed_seq)


def _sealing_device(head: StreamHead | None, rotated: SealedEntry | None) -> str:
    """The id of the key that signs the stream's next entry, '' before there is a stream."""
    if rotated is not None and not rotated.is_erased:
        return key_id(public_key_bytes(json.loads(rotated.payload)["public_key"]))
    return head.device if head else ""


def _id(seed: bytes) -> str:
    return key_id(Ed25519Signer(seed).public_key)
