"""Files of evidence: which are kept here, which sealed visits name them, and which the receiver holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.tables import entries, evidence, evidence_uses, receipts


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file kept here: ``size`` in bytes, ``delivered_at`` None while the receiver has it not whole."""

    sha256: str
    size: int
    added_at: datetime
    delivered_at: datetime | None


class EvidenceRepository:
    """Rows about files; their bytes are encrypted files by hash in a folder of their own."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def add(self, sha256: str, size: int, at: datetime) -> None:
        """Know a file that is stored already; one known before stays as it is."""
        row = {"sha256": sha256, "size": size, "added_at": at, "delivered_at": None, "delivered_epoch": 0}
        self._connection.execute(insert(evidence).values(**row).on_conflict_do_nothing())

    def use(self, entry_hash: str, hashes: Iterable[str]) -> None:
        """Say that a sealed entry names these files: from its delivery on they are due."""
        rows = [{"sha256": sha256, "entry_hash": entry_hash} for sha256 in dict.fromkeys(hashes)]
        if rows:
            self._changed(Topic.STREAM)
            self._connection.execute(insert(evidence_uses).on_conflict_do_nothing(), rows)

    def say_again(self, old: str, new: str) -> None:
        """Let entry *new*, which says what *old* said in another stream, name the same files."""
        named = select(evidence_uses.c.sha256, literal(new, evidence_uses.c.entry_hash.type)).where(
            evidence_uses.c.entry_hash == old
        )
        columns = ["sha256", "entry_hash"]
        self._connection.execute(insert(evidence_uses).from_select(columns, named).on_conflict_do_nothing())

    def get(self, sha256: str) -> EvidenceRow | None:
        """The file of that hash."""
        query = select(*_COLUMNS).where(evidence.c.sha256 == sha256)
        row = self._connection.execute(query).mappings().one_or_none()
        return EvidenceRow(**row) if row else None

    def due(self, epoch: int) -> tuple[EvidenceRow, ...]:
        """Files to upload, oldest first: named by an entry that the receiver holds, and not held themselves.

        A receiver that began a new epoch was restored: it is asked for every file again.
        """
        received = select(receipts.c.id).where(
            and_(
                receipts.c.stream == entries.c.stream,
                receipts.c.epoch == epoch,
                receipts.c.seq >= entries.c.seq,
            )
        )
        query = _waiting(select(*_COLUMNS), epoch, received.exists())
        rows = self._connection.execute(query.order_by(evidence.c.added_at, evidence.c.sha256))
        return tuple(EvidenceRow(**row) for row in rows.mappings())

    def waiting_count(self, epoch: int) -> int:
        """Files named by sealed entries that the receiver does not hold yet."""
        return self._connection.execute(_waiting(select(func.count()), epoch)).scalar() or 0

    def deliver(self, sha256: str, epoch: int, at: datetime) -> None:
        """The receiver says that it holds the file whole."""
        self._changed(Topic.STREAM)
        self._connection.execute(
            update(evidence).where(evidence.c.sha256 == sha256).values(delivered_at=at, delivered_epoch=epoch)
        )


_COLUMNS = (evidence.c.sha256, evidence.c.size, evidence.c.added_at, evidence.c.delivered_at)


def _waiting(query: Select[Any], epoch: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Files not held in this epoch that some entry names, under conditions on that entry."""
    named = select(evidence_uses.c.sha256).join(entries, entries.c.hash == evidence_uses.c.entry_hash)
    named = named.where(evidence_uses.c.sha256 == evidence.c.sha256, *conditions)
    return query.select_from(evidence).where(evidence.c.delivered_epoch < epoch, named.exists())
