"""Rows of many entries at once, for a receiver that takes a whole history back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from provider_desktop.exchange.statements import SealedStatement
from provider_desktop.receiver.storage import tables
from provider_desktop.receiver.storage.records import RecordRow, Verdict
from provider_desktop.receiver.storage.streams import EntryRow, as_entry
from provider_desktop.receiver.storage.visits import VisitRow


def add_entries(connection: Connection, stream: str, rows: Sequence[dict[str, Any]]) -> list[EntryRow]:
    """Keep the next entries of a stream (every column but ``id``); as they are kept, none waiting."""
    _insert(connection, tables.entries, rows)
    if not rows:
        return []
    table = tables.entries
    span = table.c.seq.between(rows[0]["seq"], rows[-1]["seq"])
    kept = connection.execute(select(table).where(table.c.stream == stream, span).order_by(table.c.seq))
    return [as_entry(row) for row in kept]


def entries_named(connection: Connection, hashes: Sequence[str]) -> dict[str, EntryRow]:
    """The entries of those hashes that are kept, by hash."""
    found: dict[str, EntryRow] = {}
    for start in range(0, len(hashes), 500):
        part = hashes[start : start + 500]
        rows = connection.execute(select(tables.entries).where(tables.entries.c.hash.in_(part)))
        found |= {row.hash: as_entry(row) for row in rows}
    return found


def add_statements(connection: Connection, agency: str, said: Sequence[SealedStatement]) -> None:
    """Keep the next statements of an agency's feed."""
    _insert(
        connection,
        tables.statements,
        [
            {
                "agency": agency,
                "seq": each.statement.seq,
                "kind": each.statement.kind,
                "hash": each.hash,
                "envelope": each.envelope,
                "issued_at": each.statement.issued_at,
            }
            for each in said
        ],
    )


def add_verdicts(connection: Connection, said: Sequence[Verdict]) -> None:
    """Keep verdicts in the order in which they were stated; as ``records.add_verdict``."""
    _insert(
        connection,
        tables.verdicts,
        [
            {
                "entry": each.entry,
                "outcome": each.outcome,
                "findings": json.dumps(each.findings, ensure_ascii=False),
                "by_officer": int(each.by_officer),
                "statement_seq": each.statement_seq,
                "judged_at": each.judged_at,
            }
            for each in said
        ],
    )


def add_records(connection: Connection, rows: Sequence[RecordRow]) -> None:
    """Records of which nothing was known before; as ``records.put_record``."""
    _insert(
        connection,
        tables.records,
        [{name: getattr(row, name) for name in RecordRow.__slots__} for row in rows],
    )


def add_visits(connection: Connection, rows: Sequence[VisitRow]) -> None:
    """Visits that count, of records of which none did before; as ``visits.put``."""
    columns = [column.name for column in tables.visits.columns]
    _insert(connection, tables.visits, [{name: getattr(row, name) for name in columns} for row in rows])
    _insert(
        connection,
        tables.visit_staff,
        [
            {"entry": row.entry, "staff": staff, "person": person, "day": row.day}
            for row in rows
            for staff, person in row.persons.items()
        ],
    )
    _insert(
        connection,
        tables.visit_marks,
        [
            {"entry": row.entry, "agency": row.agency, "mark": mark}
            for row in rows
            for mark in dict.fromkeys(row.marks)
        ],
    )


def records_with_entries(connection: Connection, agency: str, records: Sequence[str]) -> dict[str, int]:
    """How many entries are kept of each of the records."""
    table = tables.entries
    found: dict[str, int] = {}
    for start in range(0, len(records), 500):
        part = records[start : start + 500]
        rows = connection.execute(
            select(table.c.record, func.count())
            .where(table.c.agency == agency, table.c.record.in_(part))
            .group_by(table.c.record)
        )
        found |= {row[0]: row[1] for row in rows}
    return found


def open_stream(connection: Connection, stream: str, agency: str, opened_at: datetime) -> None:
    """Know a stream whose enrolment is not known any more."""
    connection.execute(tables.streams.insert().values(stream=stream, agency=agency, opened_at=opened_at))


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
