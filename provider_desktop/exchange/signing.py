"""Ed25519 signatures: key ids, the DSSE pre-authentication encoding, envelopes and proofs.

The only module of the exchange that touches ``cryptography``; algorithm and media types are named
here and nowhere else, so that a county with a certified device plugs in another ``Signer``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from provider_desktop.exchange.canonical import FormError, decode_strict, encode
from provider_desktop.exchange.scalars import (
    from_base64url,
    public_key_bytes,
    sha256_hex,
    to_base64url,
)
from provider_desktop.exchange.shapes import base64url, record, require
from provider_desktop.exchange.shapes import key_id as key_id_shape

ALGORITHM: Final = "ed25519"
ENTRY_TYPE: Final = "application/vnd.care.entry.v1+json"
RECEIPT_TYPE: Final = "application/vnd.care.receipt.v1+json"
STATEMENT_TYPE: Final = "application/vnd.care.statement.v1+json"
TRUST_TYPE: Final = "application/vnd.care.trust.v1+json"
TIME_TYPE: Final = "application/vnd.care.time.v1+json"

SIGNATURE_BYTES: Final = 64
SEED_BYTES: Final = 32

_ENVELOPE = record({"body": base64url, "key": key_id_shape, "signature": base64url}, closed=True)


class Signer(Protocol):
    """Something that holds a private key and signs with it: our own, or a county's certified device."""

    @property
    def public_key(self) -> bytes:
        """The raw 32-byte public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The raw 64-byte signature over ``message``."""
        ...


class Ed25519Signer:
    """A signer whose private key is in memory, made from its 32-byte seed."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a seed has 32 bytes")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._private.public_key().public_bytes_raw()

    @property
    def public_key(self) -> bytes:
        """The raw 32-byte public key."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """The raw 64-byte signature over ``message``."""
        return self._private.sign(message)


def key_id(public_key: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of the raw public key; of a device's key: the ``device``."""
    return sha256_hex(public_key)[:16]


def is_signature(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` over ``message`` was made by the key; malformed keys and signatures are not."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def pre_authentication(media_type: str, body: bytes) -> bytes:
    """The DSSE v1 pre-authentication encoding of a body and its type: what is really signed."""
    kind = media_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)


def sign_body(signer: Signer, media_type: str, body: bytes) -> bytes:
    """The signature of a body of some type."""
    return signer.sign(pre_authentication(media_type, body))


def is_signed_body(public_key: bytes, media_type: str, body: bytes, signature: bytes) -> bool:
    """Whether the signature of a body of some type is the key's."""
    return is_signature(public_key, pre_authentication(media_type, body), signature)


class EnvelopeError(ValueError):
    """An envelope that cannot be trusted: ``code`` is ``envelope``, ``key`` (unknown) or ``signature``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed body with its signature and the id of the key that made it; not verified yet."""

    body: bytes
    signature: bytes
    key: str

    def verified(self, media_type: str, keys: Mapping[str, bytes]) -> bytes:
        """The body, once its signature stands under one of ``keys`` (key id → raw public key).

        Raises ``EnvelopeError``.
        """
        public_key = keys.get(self.key)
        if public_key is None:
            raise EnvelopeError("key")
        if not is_signed_body(public_key, media_type, self.body, self.signature):
            raise EnvelopeError("signature")
        return self.body


def seal_envelope(signer: Signer, media_type: str, body: bytes) -> bytes:
    """Sign a body and wrap it: ``{"body","key","signature"}`` as bytes, one line."""
    return encode(
        {
            "body": to_base64url(body),
            "key": key_id(signer.public_key),
            "signature": to_base64url(sign_body(signer, media_type, body)),
        }
    )


def read_envelope(raw: bytes, limit: int) -> Envelope:
    """The parts of an envelope of at most ``limit`` bytes, unverified.

    Raises ``EnvelopeError("envelope")`` when the bytes are no envelope at all.
    """
    try:
        value = decode_strict(raw, limit)
        require(_ENVELOPE, value)
    except FormError as error:
        raise EnvelopeError("envelope") from error
    return Envelope(from_base64url(value["body"]), from_base64url(value["signature"]), value["key"])


def enrolment_message(agency: str, code: str, public_key: str) -> bytes:
    """What an enrolling device signs, raw: agency, one-time code and its public key as written in JSON."""
    return f"care-enrol-v1\n{agency}\n{code}\n{public_key}\n".encode()


def enrolment_proof(signer: Signer, agency: str, code: str, public_key: str) -> bytes:
    """The proof that the enrolling device holds its private key."""
    return signer.sign(enrolment_message(agency, code, public_key))


def is_enrolment_proof(agency: str, code: str, public_key: str, proof: bytes) -> bool:
    """Whether the proof is by the very key that enrols; ``public_key`` as written in the request."""
    try:
        raw = public_key_bytes(public_key)
    except ValueError:
        return False
    return is_signature(raw, enrolment_message(agency, code, public_key), proof)


def rotation_message(agency: str, stream: str, public_key: str) -> bytes:
    """What a new device key signs, raw, to be named in a ``key.rotate`` entry of the old key."""
    return f"care-rotate-v1\n{agency}\n{stream}\n{public_key}\n".encode()
