"""Trust: which receiver keys count, as the regulator's offline root key says, and in which epoch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, JsonObject, decode_signed, encode
from provider_desktop.exchange.scalars import (
    from_wire_time,
    public_key_bytes,
    public_key_text,
    to_wire_time,
)
from provider_desktop.exchange.signing import (
    TIME_TYPE,
    TRUST_TYPE,
    Envelope,
    EnvelopeError,
    Signer,
    key_id,
    read_envelope,
    seal_envelope,
)

TRUST: Final = "care.trust.v1"
TIME: Final = "care.time.v1"
TRUST_LIMIT: Final = 64 * 1024
TIME_LIMIT: Final = 4 * 1024

_KEY = shapes.record(
    {
        "key": shapes.key_id,
        "public": shapes.public_key,
        "from": shapes.time,
        "to": shapes.time_or_empty,
    }
)
_BODY = shapes.record(
    {
        "type": shapes.literal(TRUST),
        "keys": shapes.listing(_KEY, most=100, least=1),
        "epoch": shapes.integer(0),
        "version": shapes.integer(0),
        "expires": shapes.time,
    }
)
_TIME = shapes.record(
    {"type": shapes.literal(TIME), "server_time": shapes.time, "nonce": shapes.text(200, empty=False)}
)


class TrustError(ValueError):
    """A trust or time document not to be believed.

    ``code``: ``envelope key signature form`` for the document itself, ``older`` for one behind what is
    known, ``expired`` past its date, ``nonce`` for a time that answers another request.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class ReceiverKey:
    """A receiver's key and when it may sign (aware UTC, both ends included; no ``until``: open)."""

    public_key: bytes
    since: datetime
    until: datetime | None = None

    @property
    def key(self) -> str:
        """The key's id."""
        return key_id(self.public_key)


@dataclass(frozen=True, slots=True)
class Trust:
    """The receiver keys the root vouches for. ``epoch`` rises when a receiver was restored from an old
    backup; ``version`` rises with every new trust."""

    keys: tuple[ReceiverKey, ...]
    epoch: int
    version: int
    expires: datetime

    def public_keys(self) -> Mapping[str, bytes]:
        """Key id → raw public key."""
        return {one.key: one.public_key for one in self.keys}

    def allows(self, key: str, moment: datetime) -> bool:
        """Whether the key might sign something that says it was signed at ``moment``."""
        return any(
            one.key == key and one.since <= moment and (one.until is None or moment <= one.until)
            for one in self.keys
        )

    def to_bytes(self) -> bytes:
        """The body in signed form; raises ``FormError``."""
        value = {
            "type": TRUST,
            "keys": [
                {
                    "key": one.key,
                    "public": public_key_text(one.public_key),
                    "from": to_wire_time(one.since),
                    "to": to_wire_time(one.until) if one.until else "",
                }
                for one in self.keys
            ],
            "epoch": self.epoch,
            "version": self.version,
            "expires": to_wire_time(self.expires),
        }
        shapes.require(_BODY, value)
        return encode(value)


def seal_trust(root: Signer, trust: Trust) -> bytes:
    """The trust as an envelope of the root key."""
    return seal_envelope(root, TRUST_TYPE, trust.to_bytes())


def verify_trust(
    raw: bytes, *, root: bytes, now: datetime | None = None, known: Trust | None = None
) -> Trust:
    """A trust from an envelope, once it stands under the invitation's root key.

    ``now`` given: it must not have expired. ``known`` given: neither epoch nor version may be lower,
    so that an old trust is not played back. Raises ``TrustError``.
    """
    _, value = _verified(raw, TRUST_TYPE, {key_id(root): root}, TRUST_LIMIT, _BODY)
    keys = tuple(
        ReceiverKey(
            public_key_bytes(one["public"]),
            from_wire_time(one["from"]),
            from_wire_time(one["to"]) if one["to"] else None,
        )
        for one in value["keys"]
    )
    if tuple(one.key for one in keys) != tuple(one["key"] for one in value["keys"]):
        raise TrustError("form")
    trust = Trust(keys, value["epoch"], value["version"], from_wire_time(value["expires"]))
    if known is not None and (trust.version < known.version or trust.epoch < known.epoch):
        raise TrustError("older")
    if now is not None and now > trust.expires:
        raise TrustError("expired")
    return trust


def seal_time(signer: Signer, server_time: datetime, nonce: str) -> bytes:
    """The receiver's time as an envelope, bound to the request it answers by that request's nonce."""
    body = encode({"type": TIME, "server_time": to_wire_time(server_time), "nonce": nonce})
    return seal_envelope(signer, TIME_TYPE, body)


def verify_time(raw: bytes, *, trust: Trust, nonce: str) -> datetime:
    """The receiver's time (aware UTC) from an envelope that answers the request with ``nonce``.

    Raises ``TrustError``.
    """
    envelope, value = _verified(raw, TIME_TYPE, trust.public_keys(), TIME_LIMIT, _TIME)
    if value["nonce"] != nonce:
        raise TrustError("nonce")
    server_time = from_wire_time(value["server_time"])
    if not trust.allows(envelope.key, server_time):
        raise TrustError("key")
    return server_time


def _verified(
    raw: bytes, media_type: str, keys: Mapping[str, bytes], limit: int, shape: shapes.Shape
) -> tuple[Envelope, JsonObject]:
    """An envelope and the document in it, once signature and shape stand."""
    try:
        envelope = read_envelope(raw, limit)
        value = decode_signed(envelope.verified(media_type, keys), limit)
        shapes.require(shape, value)
    except EnvelopeError as error:
        raise TrustError(error.code) from error
    except FormError as error:
        raise TrustError("form") from error
    return envelope, value
