"""The feed: the regulator's signed statements in their chain, kept as received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.tables import PRESENT_EPOCH, statements


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A stored statement; ``envelope`` are the bytes received, ``hash`` that of its body in the chain."""

    seq: int
    hash: str
    kind: str
    issued_at: datetime
    envelope: bytes


class FeedBrokenError(Exception):
    """A statement that does not follow the head; the caller should have verified the chain."""


_COLUMNS = tuple(statements.c[name] for name in StatementRow.__slots__)
_PRESENT = statements.c.epoch == PRESENT_EPOCH


class FeedRepository:
    """Statements are only ever added, densely, under the receiver's present epoch; a trigger refuses
    anything else but erasing. Where nothing else is said, what is read is that epoch's."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def head(self) -> tuple[int, str]:
        """Seq and hash of the last statement, ``(0, "")`` for none."""
        query = select(statements.c.seq, statements.c.hash).where(_PRESENT)
        query = query.order_by(statements.c.seq.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return (row.seq, row.hash) if row else (0, "")

    def append(self, statement: StatementRow, prev: str) -> None:
        """Keep the next statement, verified; *prev* is the hash that it names as its predecessor.

        Raises ``FeedBrokenError`` when it does not follow the head.
        """
        seq, last = self.head()
        if (statement.seq, prev) != (seq + 1, last):
            raise FeedBrokenError(f"statement {statement.seq} does not follow {seq}")
        self._changed(Topic.FEED)
        self._connection.execute(
            insert(statements).values(
                seq=statement.seq,
                hash=statement.hash,
                kind=statement.kind,
                issued_at=statement.issued_at,
                envelope=statement.envelope,
            )
        )

    def after(self, seq: int, limit: int = 500, epoch: int | None = None) -> tuple[StatementRow, ...]:
        """Up to *limit* statements behind *seq*, in order; of the epoch given, or the present one."""
        of_epoch = _PRESENT if epoch is None else statements.c.epoch == epoch
        query = select(*_COLUMNS).where(of_epoch, statements.c.seq > seq)
        rows = self._connection.execute(query.order_by(statements.c.seq).limit(limit))
        return tuple(StatementRow(**row) for row in rows.mappings())

    def epochs(self) -> tuple[int, ...]:
        """Every epoch that something was said in, oldest first."""
        query = select(statements.c.epoch).distinct().order_by(statements.c.epoch)
        return tuple(self._connection.execute(query).scalars())

    def erase(self, epoch: int, seq: int) -> None:
        """Remove what a statement says; its hash stays, and the one behind it still names it."""
        self._changed(Topic.FEED)
        place = (statements.c.epoch == epoch, statements.c.seq == seq)
        self._connection.execute(update(statements).where(*place).values(envelope=b""))

    def of_kind(self, kind: str, limit: int = 500) -> tuple[StatementRow, ...]:
        """The newest statements of a kind, newest first."""
        query = select(*_COLUMNS).where(_PRESENT, statements.c.kind == kind)
        rows = self._connection.execute(query.order_by(statements.c.seq.desc()).limit(limit))
        return tuple(StatementRow(**row) for row in rows.mappings())
