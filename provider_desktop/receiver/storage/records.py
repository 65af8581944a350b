"""Records as they stand: entries by hash and parent, what waits for its judge, verdicts, and what counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select

from provider_desktop.receiver.storage import tables
from provider_desktop.receiver.storage.streams import EntryRow, as_entry

#: The finding on a version that does not follow: a second first one, a spent number, a foreign parent.
VERSION = "VERSION"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of an entry. ``findings`` as in the statement's body."""

    entry: int
    outcome: str
    findings: tuple[dict[str, Any], ...]
    by_officer: bool
    statement_seq: int
    judged_at: datetime

    @property
    def misplaced(self) -> bool:
        """Whether the entry was returned because it is no version of its record."""
        return self.outcome == "returned" and any(each["rule"] == VERSION for each in self.findings)

    @property
    def has_place(self) -> bool:
        """Whether the entry is a version of its record: not one that waits, competes, or never followed."""
        return self.outcome not in ("held", "conflict") and not self.misplaced


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record: its latest judged version, and the entry that counts (None: none does)."""

    agency: str
    record: str
    latest: int
    version: int
    outcome: str
    effective: int | None


def next_waiting(connection: Connection) -> EntryRow | None:
    """The first entry that waits for its judge."""
    row = connection.execute(
        select(tables.entries)
        .join(tables.waiting, tables.waiting.c.entry == tables.entries.c.id)
        .order_by(tables.waiting.c.entry)
        .limit(1)
    ).one_or_none()
    return as_entry(row) if row else None


def is_waiting(connection: Connection, entry: int) -> bool:
    """Whether an entry waits for its judge."""
    found = select(tables.waiting.c.entry).where(tables.waiting.c.entry == entry)
    return connection.execute(found).scalar() is not None


def wait_for_unjudged(connection: Connection) -> None:
    """Put entries that never got a verdict before the judge again."""
    judged = select(tables.verdicts.c.entry).where(tables.verdicts.c.entry == tables.entries.c.id)
    already = select(tables.waiting.c.entry).where(tables.waiting.c.entry == tables.entries.c.id)
    left_over = select(tables.entries.c.id).where(and_(~judged.exists(), ~already.exists()))
    connection.execute(tables.waiting.insert().from_select(["entry"], left_over))


def waiting_count(connection: Connection) -> int:
    """How many entries wait for their judge."""
    return connection.execute(select(func.count()).select_from(tables.waiting)).scalar_one()


def stop_waiting(connection: Connection, entry: int) -> None:
    """The entry has been judged."""
    connection.execute(delete(tables.waiting).where(tables.waiting.c.entry == entry))


def wait_again(connection: Connection, entry: int) -> None:
    """Put an entry before the judge once more."""
    stop_waiting(connection, entry)
    connection.execute(tables.waiting.insert().values(entry=entry))


def entry(connection: Connection, entry_id: int) -> EntryRow:
    """The entry of that row number, which must exist."""
    return as_entry(connection.execute(select(tables.entries).where(tables.entries.c.id == entry_id)).one())


def by_hash(connection: Connection, agency: str, entry_hash: str) -> EntryRow | None:
    """The agency's entry of that hash."""
    row = connection.execute(
        select(tables.entries).where(
            and_(tables.entries.c.hash == entry_hash, tables.entries.c.agency == agency)
        )
    ).one_or_none()
    return as_entry(row) if row else None


def children(connection: Connection, agency: str, parent: str) -> Sequence[EntryRow]:
    """The agency's entries that name a parent, in order of arrival."""
    rows = connection.execute(
        select(tables.entries)
        .where(and_(tables.entries.c.parent == parent, tables.entries.c.agency == agency))
        .order_by(tables.entries.c.id)
    )
    return [as_entry(row) for row in rows]


def versions(connection: Connection, agency: str, record: str) -> Sequence[EntryRow]:
    """Every entry of a record, in order of arrival."""
    rows = connection.execute(
        select(tables.entries)
        .where(and_(tables.entries.c.agency == agency, tables.entries.c.record == record))
        .order_by(tables.entries.c.id)
    )
    return [as_entry(row) for row in rows]


def named(connection: Connection, text: str) -> Sequence[EntryRow]:
    """The entry of that hash, or every entry of the record of that id, in order of arrival."""
    table = tables.entries
    rows = connection.execute(
        select(table).where(or_(table.c.hash == text, table.c.record == text)).order_by(table.c.id)
    )
    return [as_entry(row) for row in rows]


def versions_since(connection: Connection, agency: str, prefix: str, since: datetime) -> Sequence[EntryRow]:
    """Every entry of the agency's records of which one arrived since a moment, in order of arrival."""
    table = tables.entries
    recent = select(table.c.record).where(and_(table.c.agency == agency, table.c.received_at >= since))
    rows = connection.execute(
        select(table)
        .where(
            and_(
                table.c.agency == agency,
                table.c.record.in_(recent),
                table.c.op.startswith(prefix, autoescape=True),
            )
        )
        .order_by(table.c.id)
    )
    return [as_entry(row) for row in rows]


def add_verdict(connection: Connection, verdict: Verdict) -> None:
    """Keep a verdict; the last one on an entry is the one that holds."""
    connection.execute(
        tables.verdicts.insert().values(
            entry=verdict.entry,
            outcome=verdict.outcome,
            findings=json.dumps(verdict.findings, ensure_ascii=False),
            by_officer=int(verdict.by_officer),
            statement_seq=verdict.statement_seq,
            judged_at=verdict.judged_at,
        )
    )


def verdicts_on(connection: Connection, entries: Sequence[int]) -> dict[int, list[Verdict]]:
    """The verdicts on some entries, oldest first, by entry."""
    found: dict[int, list[Verdict]] = {}
    for start in range(0, len(entries), 500):
        part = entries[start : start + 500]
        rows = connection.execute(
            select(tables.verdicts).where(tables.verdicts.c.entry.in_(part)).order_by(tables.verdicts.c.id)
        )
        for row in rows:
            found.setdefault(row.entry, []).append(
                Verdict(
                    row.entry,
                    row.outcome,
                    tuple(json.loads(row.findings)),
                    bool(row.by_officer),
                    row.statement_seq,
                    row.judged_at,
                )
            )
    return found


def latest_verdict(connection: Connection, entry_id: int) -> Verdict | None:
    """The verdict that holds for an entry; None while it waits."""
    found = verdicts_on(connection, [entry_id]).get(entry_id)
    return found[-1] if found else None


def record(connection: Connection, agency: str, record_id: str) -> RecordRow | None:
    """How a record stands; None while nothing of it has been judged."""
    row = connection.execute(
        select(tables.records).where(
            and_(tables.records.c.agency == agency, tables.records.c.record == record_id)
        )
    ).one_or_none()
    return _as_record(row) if row else None


def put_record(connection: Connection, row: RecordRow) -> None:
    """Say how a record stands now."""
    table = tables.records
    connection.execute(delete(table).where(and_(table.c.agency == row.agency, table.c.record == row.record)))
    connection.execute(
        table.insert().values(
            agency=row.agency,
            record=row.record,
            latest=row.latest,
            version=row.version,
            outcome=row.outcome,
            effective=row.effective,
        )
    )


def all_records(
    connection: Connection,
    *,
    agency: str = "",
    outcome: str = "",
    prefix: str = "visit.",
    record_id: str = "",
) -> Sequence[tuple[RecordRow, EntryRow]]:
    """Judged records with their latest entry, by arrival, of an agency and an outcome where asked."""
    conditions = [tables.entries.c.op.startswith(prefix, autoescape=True)]
    if agency:
        conditions.append(tables.records.c.agency == agency)
    if outcome:
        conditions.append(tables.records.c.outcome == outcome)
    if record_id:
        conditions.append(tables.records.c.record == record_id)
    rows = connection.execute(
        select(
            tables.entries,
            tables.records.c.latest,
            tables.records.c.outcome,
            tables.records.c.effective,
        )
        .join(tables.records, tables.records.c.latest == tables.entries.c.id)
        .where(and_(*conditions))
        .order_by(tables.entries.c.id)
    )
    return [
        (
            RecordRow(row.agency, row.record, row.latest, row.version, row.outcome, row.effective),
            as_entry(row),
        )
        for row in rows
    ]


def entries_of_op(connection: Connection, agency: str, prefix: str) -> Sequence[EntryRow]:
    """The agency's entries whose op begins so, in order of arrival."""
    rows = connection.execute(
        select(tables.entries)
        .where(
            and_(tables.entries.c.agency == agency, tables.entries.c.op.startswith(prefix, autoescape=True))
        )
        .order_by(tables.entries.c.id)
    )
    return [as_entry(row) for row in rows]


def _as_record(row: Any) -> RecordRow:
    return RecordRow(row.agency, row.record, row.latest, row.version, row.outcome, row.effective)
