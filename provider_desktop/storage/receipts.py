"""Receipts: the receiver's signed word that entries are stored; kept for good, envelope and all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from provider_desktop.domain.topics import Topic
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.storage.tables import acknowledged, receipts


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A stored receipt: everything up to ``seq`` (hash ``hash``) was held at ``received_at``."""

    stream: str
    epoch: int
    seq: int
    hash: str
    count: int
    received_at: datetime
    envelope: bytes


_COLUMNS = tuple(column for column in receipts.columns if column.name != "id")


class ReceiptRepository:
    """Receipts are only ever added; a trigger refuses anything else."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def add(self, receipt: Receipt, envelope: bytes) -> None:
        """Keep a receipt that was verified; delivered means that it is stored here (exchange.md, "Ideas")."""
        self._changed(Topic.STREAM)
        self._changed(Topic.VISITS)
        self._connection.execute(
            insert(receipts).values(
                stream=receipt.stream,
                epoch=receipt.epoch,
                seq=receipt.seq,
                hash=receipt.hash,
                count=receipt.count,
                received_at=receipt.received_at,
                envelope=envelope,
            )
        )

    def head(self, stream: str) -> int:
        """The highest seq of a stream that a receipt covers, 0 for none."""
        query = select(func.max(receipts.c.seq)).where(receipts.c.stream == stream)
        return self._connection.execute(query).scalar() or 0

    def acknowledged(self, stream: str, epoch: int) -> int:
        """The highest seq of a stream that a receipt of that epoch covers, 0 for none."""
        of_epoch = (receipts.c.stream == stream, receipts.c.epoch == epoch)
        return self._connection.execute(select(func.max(receipts.c.seq)).where(*of_epoch)).scalar() or 0

    def adopt(self, epoch: int) -> None:
        """Count receipts anew: those of earlier epochs are evidence, but acknowledge nothing any more."""
        self._changed(Topic.STREAM)
        self._changed(Topic.VISITS)
        self._connection.execute(
            update(acknowledged).where(acknowledged.c.epoch < epoch).values(epoch=epoch, seq=0)
        )

    def miscounted(self) -> tuple[str, ...]:
        """Streams whose kept count of what is acknowledged is not what the receipts say; for verifying."""
        kept = {row.stream: (row.epoch, row.seq) for row in self._connection.execute(select(acknowledged))}
        streams = self._connection.execute(select(receipts.c.stream).distinct()).scalars()
        return tuple(
            stream
            for stream in sorted({*streams, *kept})
            if stream not in kept or self.acknowledged(stream, kept[stream][0]) != kept[stream][1]
        )

    def latest(self, stream: str) -> ReceiptRow | None:
        """The receipt with the highest seq of a stream (the newest of equals)."""
        query = select(*_COLUMNS).where(receipts.c.stream == stream)
        query = query.order_by(receipts.c.seq.desc(), receipts.c.id.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return ReceiptRow(**row) if row else None

    def covering(self, stream: str, seq: int) -> ReceiptRow | None:
        """The first receipt that covers a place in a stream: the proof of its arrival."""
        query = select(*_COLUMNS).where(receipts.c.stream == stream, receipts.c.seq >= seq)
        query = query.order_by(receipts.c.seq, receipts.c.id).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return ReceiptRow(**row) if row else None

    def all(self, limit: int = 500) -> tuple[ReceiptRow, ...]:
        """The newest receipts of all streams, newest first."""
        query = select(*_COLUMNS).order_by(receipts.c.id.desc()).limit(limit)
        return tuple(ReceiptRow(**row) for row in self._connection.execute(query).mappings())
