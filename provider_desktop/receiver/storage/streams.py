"""The agencies' streams: entries in sequence, the keys that sign them, equivocations and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from provider_desktop.receiver.storage import tables


@dataclass(frozen=True, slots=True)
class Head:
    """Position and hash of the last entry of a stream; 0 and '' where there is none."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class StreamKey:
    """The key that signs a stream from a position on."""

    from_seq: int
    device: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it arrived, and what its header says."""

    id: int
    stream: str
    seq: int
    hash: str
    agency: str
    op: str
    record: str
    version: int
    parent: str
    header: bytes
    signature: bytes
    salt: bytes
    payload: bytes
    received_at: datetime


def as_entry(row: Row[Any]) -> EntryRow:
    """An entry from a row with all columns of the table."""
    return EntryRow(
        row.id,
        row.stream,
        row.seq,
        row.hash,
        row.agency,
        row.op,
        row.record,
        row.version,
        row.parent,
        row.header,
        row.signature,
        row.salt,
        row.payload,
        row.received_at,
    )


def agency_of(connection: Connection, stream: str) -> str | None:
    """Whose stream it is; None where there is no such stream."""
    owner: str | None = connection.execute(
        select(tables.streams.c.agency).where(tables.streams.c.stream == stream)
    ).scalar()
    return owner


def of_agency(connection: Connection, agency: str) -> Sequence[str]:
    """The agency's streams, oldest first (their ULIDs sort by time)."""
    return list(
        connection.execute(
            select(tables.streams.c.stream)
            .where(tables.streams.c.agency == agency)
            .order_by(tables.streams.c.stream)
        ).scalars()
    )


def head(connection: Connection, stream: str) -> Head:
    """Where the stream ends."""
    row = connection.execute(
        select(tables.entries.c.seq, tables.entries.c.hash)
        .where(tables.entries.c.stream == stream)
        .order_by(tables.entries.c.seq.desc())
        .limit(1)
    ).one_or_none()
    return Head(row.seq, row.hash) if row else Head(0, "")


def state(connection: Connection, stream: str) -> str:
    """``frozen`` once it equivocated, ``closed`` once it said so, else ``open``."""
    equivocations = select(tables.equivocations.c.id).where(tables.equivocations.c.stream == stream).limit(1)
    if connection.execute(equivocations).scalar() is not None:
        return "frozen"
    # Nothing follows a close, so looking at the last entry is enough.
    last = (
        select(tables.entries.c.op)
        .where(tables.entries.c.stream == stream)
        .order_by(tables.entries.c.seq.desc())
        .limit(1)
    )
    return "closed" if connection.execute(last).scalar() == "stream.close" else "open"


def keys(connection: Connection, stream: str) -> tuple[StreamKey, ...]:
    """The keys of the stream in the order in which they came into force."""
    rows = connection.execute(
        select(tables.stream_keys.c.from_seq, tables.devices.c.device, tables.devices.c.public_key)
        .join(tables.devices, tables.devices.c.device == tables.stream_keys.c.device)
        .where(tables.stream_keys.c.stream == stream)
        .order_by(tables.stream_keys.c.from_seq)
    )
    return tuple(StreamKey(row.from_seq, row.device, row.public_key) for row in rows)


def hash_at(connection: Connection, stream: str, seq: int) -> str | None:
    """The hash of the entry kept at that position."""
    found: str | None = connection.execute(
        select(tables.entries.c.hash).where(
            and_(tables.entries.c.stream == stream, tables.entries.c.seq == seq)
        )
    ).scalar()
    return found


def hashes(connection: Connection, stream: str, first: int, count: int) -> dict[int, str]:
    """The hashes of the entries kept from a position on, by position."""
    table = tables.entries
    span = table.c.seq.between(first, first + count - 1)
    rows = connection.execute(select(table.c.seq, table.c.hash).where(and_(table.c.stream == stream, span)))
    return {row.seq: row.hash for row in rows}


def append(connection: Connection, stream: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the next entries of a stream (every column but ``id``) and put them before the judge."""
    if not rows:
        return
    connection.execute(tables.entries.insert(), list(rows))
    span = tables.entries.c.seq.between(rows[0]["seq"], rows[-1]["seq"])
    kept = select(tables.entries.c.id).where(and_(tables.entries.c.stream == stream, span))
    connection.execute(tables.waiting.insert().from_select(["entry"], kept.order_by(tables.entries.c.seq)))


def keep_equivocation(connection: Connection, values: dict[str, Any]) -> bool:
    """Keep the other entry of a position; False where exactly that one was kept already."""
    other = tables.equivocations
    known = select(other.c.id).where(
        and_(
            other.c.stream == values["stream"],
            other.c.seq == values["seq"],
            other.c.other_hash == values["other_hash"],
        )
    )
    if connection.execute(known).scalar() is not None:
        return False
    connection.execute(other.insert().values(**values))
    return True


def after(connection: Connection, stream: str, seq: int, limit: int) -> Sequence[EntryRow]:
    """The entries that follow a position, in order, at most *limit*."""
    rows = connection.execute(
        select(tables.entries)
        .where(and_(tables.entries.c.stream == stream, tables.entries.c.seq > seq))
        .order_by(tables.entries.c.seq)
        .limit(limit)
    )
    return [as_entry(row) for row in rows]


def add_receipt(
    connection: Connection, stream: str, at: Head, *, epoch: int, envelope: bytes, now: datetime
) -> None:
    """Keep a receipt before it is handed out."""
    connection.execute(
        tables.receipts.insert().values(
            stream=stream, seq=at.seq, hash=at.hash, epoch=epoch, envelope=envelope, received_at=now
        )
    )


def receipt_over(connection: Connection, stream: str, at: Head, epoch: int) -> bytes | None:
    """The last receipt of this epoch over exactly that head."""
    envelope: bytes | None = connection.execute(
        select(tables.receipts.c.envelope)
        .where(
            and_(
                tables.receipts.c.stream == stream,
                tables.receipts.c.seq == at.seq,
                tables.receipts.c.hash == at.hash,
                tables.receipts.c.epoch == epoch,
            )
        )
        .order_by(tables.receipts.c.id.desc())
        .limit(1)
    ).scalar()
    return envelope


def receipts(connection: Connection, stream: str) -> Sequence[bytes]:
    """Every receipt ever given for a stream, oldest first."""
    table = tables.receipts
    return list(
        connection.execute(
            select(table.c.envelope).where(table.c.stream == stream).order_by(table.c.id)
        ).scalars()
    )


def frozen(connection: Connection) -> Sequence[tuple[str, int]]:
    """Streams that equivocated, with the first position at which they did."""
    rows = connection.execute(
        select(tables.equivocations.c.stream, func.min(tables.equivocations.c.seq).label("seq")).group_by(
            tables.equivocations.c.stream
        )
    )
    return [(row.stream, row.seq) for row in rows]
