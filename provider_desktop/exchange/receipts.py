"""Receipts: the receiver's signed word that everything up to a head is stored for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, decode_signed, encode
from provider_desktop.exchange.scalars import from_wire_time, to_wire_time
from provider_desktop.exchange.signing import (
    RECEIPT_TYPE,
    EnvelopeError,
    Signer,
    read_envelope,
    seal_envelope,
)
from provider_desktop.exchange.trust import Trust

RECEIPT: Final = "care.receipt.v1"
RECEIPT_LIMIT: Final = 8 * 1024

_BODY = shapes.record(
    {
        "type": shapes.literal(RECEIPT),
        "epoch": shapes.integer(0),
        "agency": shapes.identifier,
        "stream": shapes.ulid,
        "seq": shapes.integer(1),
        "hash": shapes.hash_hex,
        "count": shapes.integer(0),
        "received_at": shapes.time,
        "feed_head": shapes.integer(0),
        "feed_hash": shapes.hash_or_empty,
    }
)


class ReceiptError(ValueError):
    """A receipt that proves nothing: ``code`` is ``envelope key signature form agency stream``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: the stream's head (``seq``, ``hash``) after a durable commit.

    It covers every entry up to ``seq``. ``count`` is the batch's, known entries included;
    ``feed_head`` and ``feed_hash`` name the last statement (0 and '' if there is none).
    """

    epoch: int
    agency: str
    stream: str
    seq: int
    hash: str
    count: int
    received_at: datetime
    feed_head: int
    feed_hash: str

    def to_bytes(self) -> bytes:
        """The body in signed form; raises ``FormError``."""
        value = {
            "type": RECEIPT,
            "epoch": self.epoch,
            "agency": self.agency,
            "stream": self.stream,
            "seq": self.seq,
            "hash": self.hash,
            "count": self.count,
            "received_at": to_wire_time(self.received_at),
            "feed_head": self.feed_head,
            "feed_hash": self.feed_hash,
        }
        shapes.require(_BODY, value)
        return encode(value)


def seal_receipt(signer: Signer, receipt: Receipt) -> bytes:
    """The receipt as an envelope of the receiver's key."""
    return seal_envelope(signer, RECEIPT_TYPE, receipt.to_bytes())


def verify_receipt(raw: bytes, *, trust: Trust, agency: str, stream: str) -> Receipt:
    """A receipt from an envelope, once it stands under a trusted key for this agency and stream.

    Whether its hash is that of our entry is for the caller, who knows the chain. Raises
    ``ReceiptError``.
    """
    try:
        envelope = read_envelope(raw, RECEIPT_LIMIT)
        body = envelope.verified(RECEIPT_TYPE, trust.public_keys())
    except EnvelopeError as error:
        raise ReceiptError(error.code) from error
    try:
        value = decode_signed(body, RECEIPT_LIMIT)
        shapes.require(_BODY, value)
    except FormError as error:
        raise ReceiptError("form") from error
    value["received_at"] = from_wire_time(value["received_at"])
    receipt = Receipt(**{name: value[name] for name in Receipt.__slots__})
    if not trust.allows(envelope.key, receipt.received_at):
        raise ReceiptError("key")
    if receipt.agency != agency:
        raise ReceiptError("agency")
    if receipt.stream != stream:
        raise ReceiptError("stream")
    return receipt
