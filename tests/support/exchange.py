"""Builders for the exchange: keys, entries, chains, trust, receipts and statements that really verify."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Header, Op, SealedEntry, payload_hash, seal
from provider_desktop.exchange.receipts import Receipt, seal_receipt
from provider_desktop.exchange.signing import ENTRY_TYPE, Ed25519Signer, sign_body
from provider_desktop.exchange.statements import Position, SealedStatement, Statement, seal_statement
from provider_desktop.exchange.trust import ReceiverKey, Trust, seal_trust

AGENCY = "52371621MJE12345X6"
STREAM = "01JD5E8Z4K7Q9W2M3N5P6R8T0V"
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)

ROOT = Ed25519Signer(bytes([1]) * 32)
RECEIVER = Ed25519Signer(bytes([2]) * 32)
DEVICE = Ed25519Signer(bytes([3]) * 32)
STRANGER = Ed25519Signer(bytes([9]) * 32)

PAYLOAD = encode({"answer": "accepted", "assignment": "A1", "reason": ""})


def a_ulid(number: int) -> str:
    """A ULID that tells its number."""
    return f"01JD5E8Z4K{number:016d}"


def a_trust(**changes: Any) -> Trust:
    """A trust in the receiver's key."""
    key = ReceiverKey(RECEIVER.public_key, NOW - timedelta(days=365))
    given: dict[str, Any] = {
        "keys": (key,),
        "epoch": 1,
        "version": 1,
        "expires": NOW + timedelta(days=365),
    }
    return Trust(**(given | changes))


def a_trust_envelope(**changes: Any) -> bytes:
    """That trust, signed by the root."""
    return seal_trust(ROOT, a_trust(**changes))


def an_entry(seq: int = 1, prev: str = "", **changes: Any) -> SealedEntry:
    """A sealed entry that a receiver would take."""
    given: dict[str, Any] = {
        "agency": AGENCY,
        "stream": STREAM,
        "seq": seq,
        "prev": prev,
        "op": Op.ASSIGNMENT_ANSWER,
        "record": a_ulid(seq),
        "version": 1,
        "parent": "",
        "reason": "",
        "actor": "clerk",
        "schema": "assignment_answer/1",
        "recorded_at": NOW,
        "feed_seen": 0,
        "salt": seq.to_bytes(32, "big"),
        "payload": PAYLOAD,
    }
    signer = changes.pop("signer", DEVICE)
    return seal(signer, **(given | changes))


def a_header(**changes: Any) -> Header:
    """The header of such an entry."""
    return replace(an_entry().header(), **changes)


def signed_header(header: bytes, payload: bytes = PAYLOAD, salt: bytes = bytes(32)) -> SealedEntry:
    """An entry with whatever header bytes, properly signed."""
    return SealedEntry(header, sign_body(DEVICE, ENTRY_TYPE, header), salt, payload)


def committed(header: Header, payload: bytes, salt: bytes) -> Header:
    """The header with its commitment made to this payload."""
    return replace(header, payload_bytes=len(payload), payload_hash=payload_hash(salt, payload))


def a_chain(count: int, **changes: Any) -> tuple[SealedEntry, ...]:
    """So many entries, each naming the one before."""
    chain: list[SealedEntry] = []
    for seq in range(1, count + 1):
        chain.append(an_entry(seq, chain[-1].hash if chain else "", **changes))
    return tuple(chain)


def a_receipt(**changes: Any) -> Receipt:
    """A receipt over one entry."""
    given: dict[str, Any] = {
        "epoch": 1,
        "agency": AGENCY,
        "stream": STREAM,
        "seq": 1,
        "hash": an_entry().hash,
        "count": 1,
        "received_at": NOW,
        "feed_head": 0,
        "feed_hash": "",
    }
    return Receipt(**(given | changes))


def a_receipt_envelope(signer: Ed25519Signer = RECEIVER, **changes: Any) -> bytes:
    """That receipt, signed."""
    return seal_receipt(signer, a_receipt(**changes))


def a_statement(
    after: Position | None = None, signer: Ed25519Signer = RECEIVER, **changes: Any
) -> SealedStatement:
    """A notice that follows ``after``."""
    after = after or Position()
    given: dict[str, Any] = {
        "agency": AGENCY,
        "seq": after.seq + 1,
        "prev": after.hash,
        "issued_at": NOW,
        "kind": "notice",
        "body": {"title": "通知", "text": "", "at": "2026-11-23T10:00:00+08:00"},
    }
    return seal_statement(signer, Statement(**(given | changes)))


def a_feed(count: int) -> tuple[SealedStatement, ...]:
    """So many notices in a chain."""
    feed: list[SealedStatement] = []
    for _ in range(count):
        feed.append(a_statement(feed[-1].position if feed else None))
    return tuple(feed)
