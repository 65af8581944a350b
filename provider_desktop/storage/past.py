"""What was known at an earlier statement of the feed: entries received by then, and the verdicts of then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from provider_desktop.exchange.signing import read_envelope
from provider_desktop.exchange.statements import ENVELOPE_LIMIT
from provider_desktop.storage.tables import PRESENT_EPOCH, entries, receipts, statements, verdicts

_AT_ONCE = 500
_RECEIVED = (
    select(receipts.c.received_at)
    .where(receipts.c.stream == entries.c.stream, receipts.c.seq >= entries.c.seq)
    .order_by(receipts.c.seq, receipts.c.id)
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry that the receiver had and had judged: ``payload`` is empty where it was erased since.

    ``statement`` is the place of the verdict in the feed; ``rules`` are those that the verdict names.
    """

    hash: str
    op: str
    record: str
    version: int
    reason: str
    payload: bytes
    received_at: datetime
    outcome: str
    statement: int
    rules: tuple[str, ...]


class PastRepository:
    """Reads what stood at a statement of the present epoch's feed; nothing here writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def said(self, kind: str, before: int) -> Iterator[tuple[datetime, Mapping[str, Any] | None]]:
        """When, and with what body, each statement of a kind was made in front of a place in the feed, in
        order; None for one that was erased since."""
        for _, at, body in self._said(kind, before):
            yield at, body

    def entries(
        self, ops: tuple[str, ...], since: datetime, at: datetime, before: int
    ) -> Iterator[PastEntry]:
        """Entries of the kinds whose record began after *since*, received by *at* and judged in front of a
        statement, by record, version and place."""
        begun = select(entries.c.record).where(entries.c.op.in_(ops), entries.c.recorded_at >= since)
        query = (
            select(entries, _RECEIVED.label("received_at"), verdicts.c.outcome, verdicts.c.statement,
                   verdicts.c.findings)
            .outerjoin(verdicts, verdicts.c.entry_hash == entries.c.hash)
            .where(entries.c.op.in_(ops), entries.c.record.in_(begun))
            .order_by(entries.c.record, entries.c.version, entries.c.id)
        )  # fmt: skip
        rows = [
            row
            for row in self._connection.execute(query).mappings()
            if row["received_at"] is not None and row["received_at"] <= at and row["outcome"]
        ]
        earlier = self._earlier({row["hash"] for row in rows if row["statement"] >= before}, before)
        for row in rows:
            if row["statement"] < before:
                said = (row["outcome"], row["statement"], json.loads(row["findings"]))
            elif row["hash"] in earlier:
                said = earlier[row["hash"]]
            else:
                continue
            yield PastEntry(
                hash=row["hash"],
                op=row["op"],
                record=row["record"],
                version=row["version"],
                reason=row["reason"],
                payload=row["payload"],
                received_at=row["received_at"],
                outcome=said[0],
                statement=said[1],
                rules=tuple(str(finding.get("rule", "")) for finding in said[2]),
            )

    def _earlier(self, wanted: Iterable[str], before: int) -> dict[str, tuple[str, int, list[Any]]]:
        """The verdicts that stood on entries which were judged again since."""
        of = frozenset(wanted)
        if not of:
            return {}
        return {
            body["entry"]: (body["outcome"], seq, body["findings"])
            for seq, _, body in self._said("verdict", before)
            if body is not None and body["entry"] in of
        }

    def _said(self, kind: str, before: int) -> Iterator[tuple[int, datetime, Mapping[str, Any] | None]]:
        after = 0
        while True:
            query = (
                select(statements.c.seq, statements.c.issued_at, statements.c.envelope)
                .where(
                    statements.c.epoch == PRESENT_EPOCH,
                    statements.c.kind == kind,
                    statements.c.seq > after,
                    statements.c.seq < before,
                )
                .order_by(statements.c.seq)
                .limit(_AT_ONCE)
            )
            portion = self._connection.execute(query).all()
            if not portion:
                return
            for seq, at, envelope in portion:
                after = seq
                body = json.loads(read_envelope(envelope, ENVELOPE_LIMIT).body)["body"] if envelope else None
                yield seq, at, body
