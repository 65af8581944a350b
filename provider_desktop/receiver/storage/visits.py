"""The visits that count, as the checks ask about them: by time, person, recipient, and what they carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, exists, func, or_, select

from provider_desktop.receiver.storage import tables


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What is kept of the version of a visit that counts. Marks are ``sha256:…`` and ``place:…``."""

    entry: int
    agency: str
    record: str
    recipient: str
    started: datetime | None
    ended: datetime | None
    day: str
    minutes: int
    outcome: str
    persons: Mapping[str, str]
    marks: tuple[str, ...]


def put(connection: Connection, row: VisitRow) -> None:
    """Let this version count, in place of any other of the record."""
    remove(connection, row.agency, row.record)
    connection.execute(
        tables.visits.insert().values(
            entry=row.entry,
            agency=row.agency,
            record=row.record,
            recipient=row.recipient,
            started=row.started,
            ended=row.ended,
            day=row.day,
            minutes=row.minutes,
            outcome=row.outcome,
        )
    )
    for staff, person in row.persons.items():
        connection.execute(
            tables.visit_staff.insert().values(entry=row.entry, staff=staff, person=person, day=row.day)
        )
    for mark in dict.fromkeys(row.marks):
        connection.execute(tables.visit_marks.insert().values(entry=row.entry, agency=row.agency, mark=mark))


def remove(connection: Connection, agency: str, record: str) -> None:
    """Let no version of the record count."""
    visits = tables.visits
    entry = connection.execute(
        select(visits.c.entry).where(and_(visits.c.agency == agency, visits.c.record == record))
    ).scalar()
    if entry is None:
        return
    for table in (tables.visit_staff, tables.visit_marks, visits):
        connection.execute(delete(table).where(table.c.entry == entry))


def touching(
    connection: Connection,
    *,
    persons: Iterable[str],
    recipient: str,
    days: tuple[date, date],
    span: tuple[datetime, datetime],
) -> Sequence[tuple[str, str, int]]:
    """Agency, record and entry of visits of any of the persons, or of the recipient, that share a moment
    with a span. ``days`` bound where to look, both inclusive."""
    visits, staff = tables.visits, tables.visit_staff
    first, last = (day.isoformat() for day in days)
    by_person = select(staff.c.entry).where(
        and_(staff.c.person.in_(list(persons)), staff.c.day.between(first, last))
    )
    rows = connection.execute(
        select(visits.c.agency, visits.c.record, visits.c.entry)
        .where(
            and_(
                or_(
                    and_(visits.c.recipient == recipient, visits.c.day.between(first, last)),
                    visits.c.entry.in_(by_person),
                ),
                visits.c.started <= span[1],
                visits.c.ended >= span[0],
            )
        )
        .order_by(visits.c.started, visits.c.record)
    )
    return [(row.agency, row.record, row.entry) for row in rows]


def persons_of(connection: Connection, entry: int) -> Mapping[str, str]:
    """The person behind each staff id of a visit."""
    table = tables.visit_staff
    rows = connection.execute(select(table.c.staff, table.c.person).where(table.c.entry == entry))
    return {row.staff: row.person for row in rows}


def worked_minutes(
    connection: Connection, agency: str, staff: str, days: tuple[date, date], record: str
) -> int:
    """Minutes of a staff member's visits done on the days, one record left out."""
    visits, people = tables.visits, tables.visit_staff
    first, last = (day.isoformat() for day in days)
    total = connection.execute(
        select(func.sum(visits.c.minutes)).where(
            and_(
                visits.c.agency == agency,
                visits.c.day.between(first, last),
                visits.c.outcome == "done",
                visits.c.record != record,
                exists().where(and_(people.c.entry == visits.c.entry, people.c.staff == staff)),
            )
        )
    ).scalar()
    return int(total or 0)


def of_recipient(
    connection: Connection, agency: str, recipient: str, days: tuple[date, date], record: str
) -> Sequence[int]:
    """Entries of the agency's visits to a recipient on the days, one record left out."""
    visits = tables.visits
    first, last = (day.isoformat() for day in days)
    return list(
        connection.execute(
            select(visits.c.entry).where(
                and_(
                    visits.c.recipient == recipient,
                    visits.c.agency == agency,
                    visits.c.day.between(first, last),
                    visits.c.record != record,
                )
            )
        ).scalars()
    )


def on_days(connection: Connection, agency: str, first: date, last: date) -> Sequence[int]:
    """Entries of the agency's visits on the days, by day and arrival."""
    visits = tables.visits
    return list(
        connection.execute(
            select(visits.c.entry)
            .where(
                and_(
                    visits.c.agency == agency,
                    visits.c.day.between(first.isoformat(), last.isoformat()),
                )
            )
            .order_by(visits.c.day, visits.c.entry)
        ).scalars()
    )


def carried_elsewhere(
    connection: Connection, agency: str, marks: Sequence[str], record: str
) -> Mapping[str, str]:
    """For each mark that another visit of the agency carries: the record that had it first."""
    visits, carried = tables.visits, tables.visit_marks
    rows = connection.execute(
        select(carried.c.mark, visits.c.record)
        .join(visits, visits.c.entry == carried.c.entry)
        .where(and_(carried.c.agency == agency, carried.c.mark.in_(marks), visits.c.record != record))
        .order_by(carried.c.entry.desc())
    )
    return {row.mark: row.record for row in rows}


def repeated_marks(connection: Connection, agency: str, prefix: str) -> frozenset[str]:
    """Marks with that prefix that more than one visit of the agency carries."""
    carried = tables.visit_marks
    rows = connection.execute(
        select(carried.c.mark)
        .where(and_(carried.c.agency == agency, carried.c.mark.startswith(prefix, autoescape=True)))
        .group_by(carried.c.mark)
        .having(func.count() > 1)
    )
    return frozenset(rows.scalars())
