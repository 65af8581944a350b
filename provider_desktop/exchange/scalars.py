"""The small written forms of the wire: base64url, hex hashes, public keys, ULIDs and times."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime

HASH_PATTERN = re.compile(r"[0-9a-f]{64}")
KEY_ID_PATTERN = re.compile(r"[0-9a-f]{16}")
ULID_PATTERN = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
DECIMAL_PATTERN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
PUBLIC_KEY_BYTES = 32


def to_base64url(raw: bytes) -> str:
    """Base64url without padding (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes behind base64url without padding.

    Strict, so that one value has one spelling: padding, foreign characters and spare bits that are
    not zero raise ``ValueError``.
    """
    if not _BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if to_base64url(raw) != text:
        raise ValueError("not base64url")
    return raw


def public_key_text(public_key: bytes) -> str:
    """How a raw 32-byte public key is written in JSON: 64 lower-case hex digits, as hashes are."""
    return public_key.hex()


def public_key_bytes(text: str) -> bytes:
    """The raw public key behind its written form; raises ``ValueError``.

    We write hex. Base64url is read too, since a vendor may take the page's rule for binary values to
    cover public keys as well; the two cannot be confused (64 against 43 characters).
    """
    if HASH_PATTERN.fullmatch(text):
        return bytes.fromhex(text)
    raw = from_base64url(text)
    if len(raw) != PUBLIC_KEY_BYTES:
        raise ValueError("not a public key")
    return raw


def sha256_hex(raw: bytes) -> str:
    """Lower-case hex SHA-256."""
    return hashlib.sha256(raw).hexdigest()


def chain_hash(signed: bytes) -> str:
    """The hash by which the next link names this one: SHA-256 over 0x00 and the signed bytes.

    The leading byte keeps these hashes apart from those of payloads and files.
    """
    return sha256_hex(b"\x00" + signed)


def to_wire_time(moment: datetime) -> str:
    """An aware datetime as RFC 3339 in UTC, to the second, or to the microsecond where there is more."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).isoformat()


def from_wire_time(text: str) -> datetime:
    """An RFC 3339 time with offset as aware UTC datetime; raises ``ValueError`` for anything else.

    Digits beyond microseconds are dropped.
    """
    if not _TIME.fullmatch(text):
        raise ValueError("not an RFC 3339 time with offset")
    trimmed = re.sub(r"(\.\d{6})\d+", r"\1", text)
    try:
        return datetime.fromisoformat(trimmed).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("not an RFC 3339 time with offset") from error
