"""The stream: sealed entries as exact bytes, dense and chained, and the outbox that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, insert, select, update

from provider_desktop.domain.topics import Topic
from provider_desktop.exchange.entries import Header, SealedEntry
from provider_desktop.storage.tables import acknowledged, entries, streams


class StreamState(StrEnum):
    """Whether a stream takes entries (exchange.md, "Calls")."""

    OPEN = "open"
    CLOSED = "closed"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class StreamHead:
    """A stream and where it stands: the last ``seq`` (0 = none) and its entry hash ('' = none).

    ``own`` says that an installation writes it, or wrote it last: the one named, '' where a database
    belongs to one PC. ``public_key`` is the one that it began with, b'' where this PC never had it.
    """

    stream: str
    device: str
    opened_at: datetime
    own: bool
    state: StreamState
    seq: int
    hash: str
    installation: str = ""
    public_key: bytes = b""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What the columns say of an entry; ``size`` are the bytes of its payload, 0 once erased."""

    stream: str
    seq: int
    hash: str
    op: str
    record: str
    version: int
    reason: str
    actor: str
    recorded_at: datetime
    size: int


class ChainBrokenError(Exception):
    """An entry that does not follow the head: two writers on one stream, or a mistake of ours."""


_PARTS = (entries.c.header, entries.c.signature, entries.c.salt, entries.c.payload)
_FACTS = (
    entries.c.stream, entries.c.seq, entries.c.hash, entries.c.op, entries.c.record, entries.c.version,
    entries.c.reason, entries.c.actor, entries.c.recorded_at, func.length(entries.c.payload).label("size"),
)  # fmt: skip

_OWN = select(streams).where(streams.c.own, streams.c.installation == bindparam("pc"))
#: Held until the transaction ends: of two that would seal in one stream, one waits.
_OWN_HELD = _OWN.with_for_update()
_OF_RECORD = (
    select(*_FACTS).where(entries.c.record == bindparam("of")).order_by(entries.c.version, entries.c.id)
)
_ADD = insert(entries)
_MOVE = (
    update(streams)
    .where(streams.c.stream == bindparam("of"))
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash", type_=streams.c.hash.type))
)


class StreamRepository:
    """Streams and their entries. Triggers refuse every change of an entry but the erasing of its payload."""

    def __init__(
        self, connection: Connection, changed: Callable[[Topic], None], installation: str = ""
    ) -> None:
        """*installation* tells PCs that share a database apart; each writes a stream of its own."""
        self._connection = connection
        self._changed = changed
        self._installation = installation
        #: Entries sealed through this repository; each needs a line in the audit trail.
        self.appended = 0

    def start(self, stream: str, device: str, opened_at: datetime, public_key: bytes = b"") -> None:
        """Make *stream* the one that this installation writes; the one before takes no more entries."""
        self._changed(Topic.STREAM)
        own = update(streams).where(streams.c.own, streams.c.installation == self._installation)
        self._connection.execute(own.where(streams.c.state == "open").values(state=StreamState.CLOSED.value))
        self._connection.execute(own.values(own=False))
        self._add(stream, device, opened_at, own=True, public_key=public_key)

    def add_other(self, stream: str, device: str, opened_at: datetime) -> None:
        """Know a stream of the agency that another installation wrote, or this one before a restore."""
        self._changed(Topic.STREAM)
        self._add(stream, device, opened_at, own=False, public_key=b"")

    def own(self) -> StreamHead | None:
        """The stream that this installation writes, None before it has joined."""
        row = self._connection.execute(_OWN, {"pc": self._installation}).mappings().one_or_none()
        return _head(row) if row else None

    def head(self, stream: str) -> StreamHead | None:
        """Where a stream stands, None for one not known here."""
        query = select(streams).where(streams.c.stream == stream)
        row = self._connection.execute(query).mappings().one_or_none()
        return _head(row) if row else None

    def all(self) -> tuple[StreamHead, ...]:
        """Every stream known, in the order they were opened."""
        rows = self._connection.execute(select(streams).order_by(streams.c.opened_at, streams.c.stream))
        return tuple(_head(row) for row in rows.mappings())

    def set_state(self, stream: str, state: StreamState) -> None:
        """Remember that a stream was closed or frozen."""
        self._changed(Topic.STREAM)
        self._connection.execute(update(streams).where(streams.c.stream == stream).values(state=state.value))

    def append(self, entry: SealedEntry) -> Header:
        """Put the next entry at the end of this installation's stream and move the head.

        To be done in one unit of work with the business row and the audit row. Raises
        ``ChainBrokenError`` unless the entry is for the own, open stream, its seq is the head's plus one
        and it names the head's hash.
        """
        header = entry.header()
        held = self._connection.execute(_OWN_HELD, {"pc": self._installation}).mappings().one_or_none()
        head = _head(held) if held else None
        if head is None or head.stream != header.stream or head.state is not StreamState.OPEN:
            raise ChainBrokenError(f"stream {header.stream} takes no entries here")
        self._put(entry, header, head)
        self.appended += 1
        return header

    def restore(self, entry: SealedEntry) -> Header:
        """Put back the next entry of a stream that this installation does not write, or writes no more, as
        it came from the receiver; same conditions."""
        header = entry.header()
        head = self.head(header.stream)
        if head is None or (self._is_own(head) and head.state is StreamState.OPEN):
            raise ChainBrokenError(f"stream {header.stream} is not restored from outside")
        self._put(entry, header, head)
        return header

    def entry(self, entry_hash: str) -> SealedEntry | None:
        """The entry of that hash."""
        return self._one(select(*_PARTS).where(entries.c.hash == entry_hash))

    def at(self, stream: str, seq: int) -> SealedEntry | None:
        """The entry at a place in a stream."""
        return self._one(select(*_PARTS).where(entries.c.stream == stream, entries.c.seq == seq))

    def after(self, stream: str, seq: int, limit: int = 500) -> tuple[SealedEntry, ...]:
        """Up to *limit* entries behind *seq*, in order."""
        query = select(*_PARTS).where(entries.c.stream == stream, entries.c.seq > seq)
        rows = self._connection.execute(query.order_by(entries.c.seq).limit(limit))
        return tuple(_sealed(row) for row in rows)

    def chain(self, stream: str) -> Iterator[SealedEntry]:
        """Every entry of a stream in order, read in portions; for verifying."""
        seq = 0
        while portion := self.after(stream, seq):
            yield from portion
            seq += len(portion)

    def facts(self, stream: str, seq: int, limit: int = 500) -> tuple[EntryRow, ...]:
        """What the columns say of up to *limit* entries behind *seq*, in order; for verifying."""
        query = select(*_FACTS).where(entries.c.stream == stream, entries.c.seq > seq)
        rows = self._connection.execute(query.order_by(entries.c.seq).limit(limit)).mappings()
        return tuple(EntryRow(**row) for row in rows)

    def of_record(self, record: str) -> tuple[EntryRow, ...]:
        """The entries of a record, oldest version first."""
        rows = self._connection.execute(_OF_RECORD, {"of": record}).mappings()
        return tuple(EntryRow(**row) for row in rows)

    def latest_of(self, record: str) -> EntryRow | None:
        """The entry with the highest version of a record: the parent of its next one."""
        rows = self.of_record(record)
        return rows[-1] if rows else None

    def last_of_op(self, stream: str, op: str) -> SealedEntry | None:
        """The last entry of a stream that does *op*, such as its last change of keys."""
        query = select(*_PARTS).where(entries.c.stream == stream, entries.c.op == op)
        return self._one(query.order_by(entries.c.seq.desc()).limit(1))

    def waiting_count(self) -> int:
        """How many entries of the own stream no receipt covers yet."""
        head = self.own()
        return head.seq - self._received(head.stream) if head else 0

    def waiting(self, offset: int = 0, limit: int = 500) -> tuple[EntryRow, ...]:
        """Entries of the own stream that no receipt covers yet, oldest first."""
        head = self.own()
        if head is None:
            return ()
        first = self._received(head.stream) + offset
        query = select(*_FACTS).where(entries.c.stream == head.stream, entries.c.seq > first)
        rows = self._connection.execute(query.order_by(entries.c.seq).limit(limit))
        return tuple(EntryRow(**row) for row in rows.mappings())

    def erase(self, entry_hash: str) -> None:
        """Remove the payload and the salt that would let it be guessed; header and signature stay."""
        self._changed(Topic.STREAM)
        self._connection.execute(
            update(entries).where(entries.c.hash == entry_hash).values(salt=b"", payload=b"")
        )

    def move(self, steps: Sequence[Mapping[str, object]]) -> None:
        """Move the head of stream ``of`` on, to ``to_seq`` and ``to_hash``, one entry a step.

        For the bulk path; a trigger refuses anything but steps of one.
        """
        self._connection.execute(_MOVE, steps)

    def _is_own(self, head: StreamHead) -> bool:
        return head.own and head.installation == self._installation

    def _received(self, stream: str) -> int:
        query = select(acknowledged.c.seq).where(acknowledged.c.stream == stream)
        return self._connection.execute(query).scalar() or 0

    def _add(self, stream: str, device: str, opened_at: datetime, *, own: bool, public_key: bytes) -> None:
        self._connection.execute(
            insert(streams).values(
                stream=stream,
                device=device,
                opened_at=opened_at,
                own=own,
                state=StreamState.OPEN.value,
                seq=0,
                hash="",
                installation=self._installation if own else "",
                public_key=public_key,
            )
        )

    def _put(self, entry: SealedEntry, header: Header, head: StreamHead) -> None:
        if (header.seq, header.prev) != (head.seq + 1, head.hash):
            raise ChainBrokenError(f"entry {header.seq} does not follow head {head.seq} of {head.stream}")
        self._changed(Topic.STREAM)
        row = entry_row(entry, header)
        self._connection.execute(_ADD, row)
        self.move([{"of": header.stream, "to_seq": header.seq, "to_hash": row["hash"]}])

    def _one(self, query: Select[Any]) -> SealedEntry | None:
        row = self._connection.execute(query).one_or_none()
        return _sealed(row) if row else None


def entry_row(entry: SealedEntry, header: Header) -> Mapping[str, object]:
    """The row of ``entries`` for an entry with its header."""
    return {
        "stream": header.stream,
        "seq": header.seq,
        "hash": entry.hash,
        "op": header.op.value,
        "record": header.record,
        "version": header.version,
        "reason": header.reason,
        "actor": header.actor,
        "recorded_at": header.recorded_at,
        "header": entry.header_bytes,
        "signature": entry.signature,
        "salt": entry.salt,
        "payload": entry.payload,
    }


def _sealed(row: Any) -> SealedEntry:
    return SealedEntry(row.header, row.signature, row.salt, row.payload)


def _head(row: RowMapping) -> StreamHead:
    return StreamHead(**{**row, "state": StreamState(row["state"])})
