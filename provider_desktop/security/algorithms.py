"""The one place that names algorithms for secrets at rest: Argon2id to stretch, AES-256-GCM to wrap."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
_CHECK_BYTES: Final = 8

STRETCHING: Final = "argon2id"
WRAPPING: Final = "aes-256-gcm"


@dataclass(frozen=True, slots=True)
class Cost:
    """What stretching a passphrase costs. The default is RFC 9106's second recommendation (64 MiB)."""

    iterations: int = 3
    lanes: int = 4
    memory_kib: int = 64 * 1024

    def is_sane(self) -> bool:
        """Whether a file may ask for this much; a hostile one must not take all memory or all day."""
        return (
            1 <= self.iterations <= 20
            and 1 <= self.lanes <= 16
            and 8 * self.lanes <= self.memory_kib <= 2**20
        )


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """A 32-byte key from a passphrase. The same characters typed in another way give the same key (NFC)."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(typed)


def derive(key: bytes, purpose: str) -> bytes:
    """Another 32-byte key from a key (HKDF, RFC 5869), for one purpose; it tells nothing of the first."""
    return HKDF(hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)


def check_value(key: bytes) -> bytes:
    """Eight bytes by which a wrong passphrase is told from a damaged file."""
    return hmac.new(key, b"provider_desktop check", hashlib.sha256).digest()[:_CHECK_BYTES]


def same(left: bytes, right: bytes) -> bool:
    """Whether two values are equal, in a time that tells nothing."""
    return hmac.compare_digest(left, right)


def wrap(key: bytes, secret: bytes, purpose: str) -> bytes:
    """Nonce and encrypted secret; it opens for the same purpose only."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, purpose.encode())


def unwrap(key: bytes, wrapped: bytes, purpose: str) -> bytes:
    """The secret again; raises ``ValueError`` where key, purpose or a single bit differ."""
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise ValueError("not what was wrapped") from error


def new_secret(length: int = KEY_BYTES) -> bytes:
    """Fresh random bytes from the system."""
    return os.urandom(length)


def digest(content: bytes) -> str:
    """Lower-case hex SHA-256, against accidents; it keeps nobody from rewriting a file on purpose."""
    return hashlib.sha256(content).hexdigest()
