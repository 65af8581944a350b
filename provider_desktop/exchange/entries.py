"""Entries: what an agency's stream is made of; built and sealed here, and checked as a receiver must."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import (
    FormCode,
    FormError,
    JsonObject,
    decode_signed,
    decode_strict,
    encode,
    pointer_to,
)
from provider_desktop.exchange.scalars import (
    chain_hash,
    from_base64url,
    from_wire_time,
    public_key_bytes,
    to_base64url,
    to_wire_time,
)
from provider_desktop.exchange.signing import (
    ENTRY_TYPE,
    Signer,
    is_signature,
    is_signed_body,
    rotation_message,
    sign_body,
)

HEADER_LIMIT: Final = 2 * 1024
PAYLOAD_LIMIT: Final = 64 * 1024
SALT_BYTES: Final = 32
LINE_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of one line: a batch's own limit, so that a payload too long is told as such."""
ENTRY: Final = "care.entry.v1"

CREATES: Final = 1
"""The version that opens a record."""


@unique
class Op(StrEnum):
    """What an entry does."""

    VISIT_CREATE = "visit.create"
    VISIT_CORRECT = "visit.correct"
    VISIT_WITHDRAW = "visit.withdraw"
    STAFF_UPDATE = "staff.update"
    ASSIGNMENT_ANSWER = "assignment.answer"
    NEED_REPORT = "need.report"
    FOLLOWUP_CREATE = "followup.create"
    COMPLAINT_CREATE = "complaint.create"
    COMPLAINT_UPDATE = "complaint.update"
    INCIDENT_REPORT = "incident.report"
    SETTLEMENT_CONFIRM = "settlement.confirm"
    RECTIFICATION_SUBMIT = "rectification.submit"
    STREAM_OPEN = "stream.open"
    STREAM_CLOSE = "stream.close"
    KEY_ROTATE = "key.rotate"


# Open: a field of a later version is signed and kept like the rest, and stops no record.
_HEADER = shapes.record(
    {
        "type": shapes.literal(ENTRY),
        "agency": shapes.identifier,
        "stream": shapes.ulid,
        "seq": shapes.integer(1),
        "prev": shapes.hash_or_empty,
        "op": shapes.choice(*Op),
        "record": shapes.ulid,
        "version": shapes.integer(1),
        "parent": shapes.hash_or_empty,
        "reason": shapes.text(),
        "actor": shapes.text(),
        "schema": shapes.text(empty=False),
        "recorded_at": shapes.time,
        "feed_seen": shapes.integer(0),
        "payload_bytes": shapes.integer(0),
        "payload_hash": shapes.hash_hex,
    }
)
_LINE = ("header", "signature", "salt", "payload")


class EntryError(ValueError):
    """An entry that is not authentic.

    ``code`` is the page's, found in this order: ``line header agency stream signature payload``;
    ``pointer`` (RFC 6901) is into the line, or into the header for ``header``.
    """

    def __init__(self, code: str, pointer: str = "") -> None:
        self.code = code
        self.pointer = pointer
        super().__init__(f"{code} at {pointer or 'the whole'}")


@dataclass(frozen=True, slots=True)
class Header:
    """What is signed of an entry. ``seq`` from 1; ``prev`` and ``parent`` are entry hashes or ''.

    ``recorded_at`` is aware UTC, ``feed_seen`` the last statement seen (0 for none).
    """

    agency: str
    stream: str
    seq: int
    prev: str
    op: Op
    record: str
    version: int
    parent: str
    reason: str
    actor: str
    schema: str
    recorded_at: datetime
    feed_seen: int
    payload_bytes: int
    payload_hash: str

    def to_bytes(self) -> bytes:
        """The header in signed form; raises ``FormError`` for a header that no receiver would take."""
        value: JsonObject = {
            "type": ENTRY,
            "agency": self.agency,
            "stream": self.stream,
            "seq": self.seq,
            "prev": self.prev,
            "op": self.op.value,
            "record": self.record,
            "version": self.version,
            "parent": self.parent,
            "reason": self.reason,
            "actor": self.actor,
            "schema": self.schema,
            "recorded_at": to_wire_time(self.recorded_at),
            "feed_seen": self.feed_seen,
            "payload_bytes": self.payload_bytes,
            "payload_hash": self.payload_hash,
        }
        shapes.require(_HEADER, value)
        if (self.prev == "") != (self.seq == 1):
            raise FormError(FormCode.VALUE, "/prev")
        if (self.parent == "") != (self.version == CREATES):
            raise FormError(FormCode.VALUE, "/parent")
        raw = encode(value)
        if len(raw) > HEADER_LIMIT:
            raise FormError(FormCode.SIZE)
        return raw

    @classmethod
    def from_bytes(cls, raw: bytes) -> Header:
        """A header from received bytes; raises ``FormError``.

        Form only: whether ``prev`` fits is the chain's matter, and ``parent`` the verdict's.
        """
        value = decode_signed(raw, HEADER_LIMIT)
        shapes.require(_HEADER, value)
        named = {field.name: value[field.name] for field in fields(cls)}
        named["op"] = Op(named["op"])
        named["recorded_at"] = from_wire_time(named["recorded_at"])
        return cls(**named)


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as it is kept and sent: exact bytes. After erasure ``salt`` and ``payload`` are empty."""

    header_bytes: bytes
    signature: bytes
    salt: bytes
    payload: bytes

    @property
    def hash(self) -> str:
        """The entry hash, by which successors, receipts and verdicts name it."""
        return chain_hash(self.header_bytes)

    @property
    def is_erased(self) -> bool:
        """Whether the payload was erased; header and signature still stand."""
        return not self.salt and not self.payload

    def header(self) -> Header:
        """The header's fields; raises ``FormError`` on bytes that were never checked."""
        return Header.from_bytes(self.header_bytes)

    def erased(self) -> SealedEntry:
        """The same entry without its payload and the salt that would let it be guessed."""
        return replace(self, salt=b"", payload=b"")

    def to_line(self) -> bytes:
        """The entry as one line of a package, without the line's end."""
        return encode(
            {
                "header": to_base64url(self.header_bytes),
                "signature": to_base64url(self.signature),
                "salt": to_base64url(self.salt),
                "payload": to_base64url(self.payload),
            }
        )

    @classmethod
    def from_line(cls, line: bytes) -> SealedEntry:
        """The bytes behind a line: exactly four base64url strings; raises ``EntryError("line")``."""
        try:
            value = decode_strict(line, LINE_LIMIT)
        except FormError as error:
            raise EntryError("line", error.pointer) from error
        if set(value) != set(_LINE):
            raise EntryError("line")
        parts: list[bytes] = []
        for name in _LINE:
            try:
                parts.append(from_base64url(value[name]))
            except (TypeError, ValueError) as error:
                raise EntryError("line", pointer_to("", name)) from error
        return cls(*parts)


def payload_hash(salt: bytes, payload: bytes) -> str:
    """The commitment to a payload: lower-case hex SHA-256 of salt and payload."""
    return hashlib.sha256(salt + payload).hexdigest()


def seal(
    signer: Signer,
    *,
    agency: str,
    stream: str,
    seq: int,
    prev: str,
    op: Op,
    record: str,
    version: int,
    parent: str,
    reason: str,
    actor: str,
    schema: str,
    recorded_at: datetime,
    feed_seen: int,
    salt: bytes,
    payload: bytes,
) -> SealedEntry:
    """Make an entry: commit to the payload, write the header and sign it.

    ``salt`` are 32 fresh random bytes, ``payload`` the record's full content in signed form, at most
    64 KiB. Raises ``FormError``: nothing is sealed that a receiver would turn down.
    """
    if len(salt) != SALT_BYTES:
        raise FormError(FormCode.VALUE, "/salt")
    decode_signed(payload, PAYLOAD_LIMIT)
    header = Header(
        agency=agency,
        stream=stream,
        seq=seq,
        prev=prev,
        op=op,
        record=record,
        version=version,
        parent=parent,
        reason=reason,
        actor=actor,
        schema=schema,
        recorded_at=recorded_at,
        feed_seen=feed_seen,
        payload_bytes=len(payload),
        payload_hash=payload_hash(salt, payload),
    )
    raw = header.to_bytes()
    return SealedEntry(raw, sign_body(signer, ENTRY_TYPE, raw), salt, payload)


def check_entry(entry: SealedEntry, *, agency: str, stream: str, public_key: bytes) -> Header:
    """Whether an entry is authentic: the page's checks in the page's order, up to the payload.

    ``public_key`` is the stream's key at this place. An erased entry passes without its payload.
    Returns the header; raises ``EntryError``. What the payload says is not looked at.
    """
    try:
        header = entry.header()
    except FormError as error:
        raise EntryError("header", error.pointer) from error
    if header.agency != agency:
        raise EntryError("agency", "/agency")
    if header.stream != stream:
        raise EntryError("stream", "/stream")
    if not is_signed_body(public_key, ENTRY_TYPE, entry.header_bytes, entry.signature):
        raise EntryError("signature", "/signature")
    if not entry.is_erased and not _is_payload_of(header, entry):
        raise EntryError("payload", "/payload")
    return header


def _is_payload_of(header: Header, entry: SealedEntry) -> bool:
    return (
        len(entry.salt) == SALT_BYTES
        and len(entry.payload) == header.payload_bytes <= PAYLOAD_LIMIT
        and payload_hash(entry.salt, entry.payload) == header.payload_hash
    )


def next_public_key(header: Header, payload: bytes, public_key: bytes) -> bytes:
    """The stream's key for the entry after this one: the new one after a good ``key.rotate``.

    ``key.rotate {"public_key","proof"}`` is signed by the old key; the proof is the new key's raw
    signature over ``care-rotate-v1``, agency, stream and public key. One that proves nothing changes
    nothing (the verdict returns it).
    """
    if header.op is not Op.KEY_ROTATE:
        return public_key
    try:
        value = decode_signed(payload, PAYLOAD_LIMIT)
        new_key = public_key_bytes(value["public_key"])
        proof = from_base64url(value["proof"])
    except (FormError, KeyError, TypeError, ValueError):
        return public_key
    message = rotation_message(header.agency, header.stream, value["public_key"])
    return new_key if is_signature(new_key, message, proof) else public_key
