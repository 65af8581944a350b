"""The month's tally and the records' histories, read from what the receiver has accepted."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from provider_desktop.domain.clock import day_start, month_days
from provider_desktop.domain.histories import RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.settlement import Tally, tally
from provider_desktop.exchange.entries import Op
from provider_desktop.receiver.storage import records, visits
from provider_desktop.receiver.storage.records import Verdict
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.receiver.world import visit_of


def month_tally(connection: Connection, agency: str, month: str) -> Tally:
    """Visits and minutes of the agency's accepted visits of a month (``2026-11``), to the minute.

    Raises ``ValueError`` for a month written otherwise.
    """
    first, last = month_days(month)
    # The tally goes by the sign-in's day, and so does the table.
    entries = visits.on_days(connection, agency, first, last)
    found = (visit_of(records.entry(connection, entry)) for entry in entries)
    return tally(month, (visit for visit in found if visit is not None))


def histories(connection: Connection, agency: str, first: date) -> tuple[RecordHistory, ...]:
    """The judged history of every visit record of which something arrived since a day.

    Nothing can be recorded before it happened, so these are all records that concern the days since.
    """
    since = day_start(first) - timedelta(days=1)
    found: dict[str, list[EntryRow]] = {}
    for row in records.versions_since(connection, agency, "visit.", since):
        found.setdefault(row.record, []).append(row)
    said = records.verdicts_on(connection, [row.id for rows in found.values() for row in rows])
    built = (_history(rows, said) for rows in found.values())
    return tuple(history for history in built if history.versions)


def _history(rows: list[EntryRow], said: dict[int, list[Verdict]]) -> RecordHistory:
    versions = []
    for row in sorted(rows, key=lambda each: (each.version, each.id)):
        visit = visit_of(row)
        if visit is None or row.id not in said or not said[row.id][-1].has_place:
            continue
        versions.append(
            SealedVersion(
                visit=visit,
                withdraws=row.op == Op.VISIT_WITHDRAW,
                received_at=row.received_at,
                outcome=VerdictOutcome(said[row.id][-1].outcome),
            )
        )
    return RecordHistory(tuple(versions))
