"""Who is assigned to an agency, what it answered, and who works for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, delete, select

from provider_desktop.receiver.storage import tables


def put_assignment(connection: Connection, agency: str, assignment: str, recipient: str, body: bytes) -> None:
    """Keep an assignment as it has just been stated."""
    table = tables.assignments
    connection.execute(delete(table).where(and_(table.c.agency == agency, table.c.assignment == assignment)))
    connection.execute(
        table.insert().values(agency=agency, assignment=assignment, recipient=recipient, body=body)
    )


def assignments(connection: Connection, agency: str, recipient: str = "") -> Sequence[tuple[str, bytes]]:
    """Id and body of the agency's assignments, of one recipient where asked, by id."""
    table = tables.assignments
    conditions = [table.c.agency == agency]
    if recipient:
        conditions.append(table.c.recipient == recipient)
    rows = connection.execute(
        select(table.c.assignment, table.c.body).where(and_(*conditions)).order_by(table.c.assignment)
    )
    return [(row.assignment, row.body) for row in rows]


def put_answer(connection: Connection, agency: str, assignment: str, answer: str, reason: str) -> None:
    """Keep the agency's latest answer."""
    table = tables.answers
    connection.execute(delete(table).where(and_(table.c.agency == agency, table.c.assignment == assignment)))
    connection.execute(
        table.insert().values(agency=agency, assignment=assignment, answer=answer, reason=reason)
    )


def answers(connection: Connection, agency: str) -> Mapping[str, tuple[str, str]]:
    """Answer and reason by assignment."""
    table = tables.answers
    rows = connection.execute(select(table).where(table.c.agency == agency))
    return {row.assignment: (row.answer, row.reason) for row in rows}


def put_staff(
    connection: Connection, agency: str, staff: str, *, person: str, entry: int, body: bytes
) -> None:
    """Keep a staff member as last described."""
    table = tables.staff
    connection.execute(delete(table).where(and_(table.c.agency == agency, table.c.staff == staff)))
    connection.execute(
        table.insert().values(agency=agency, staff=staff, person=person, entry=entry, body=body)
    )


def staff(connection: Connection, agency: str, ids: Iterable[str] | None = None) -> Mapping[str, bytes]:
    """The description of the agency's staff members, of some where asked."""
    table = tables.staff
    conditions = [table.c.agency == agency]
    if ids is not None:
        conditions.append(table.c.staff.in_(list(ids)))
    rows = connection.execute(
        select(table.c.staff, table.c.body).where(and_(*conditions)).order_by(table.c.staff)
    )
    return {row.staff: row.body for row in rows}


def persons(connection: Connection, agency: str, ids: Iterable[str]) -> Mapping[str, str]:
    """The person behind each known staff id."""
    table = tables.staff
    rows = connection.execute(
        select(table.c.staff, table.c.person).where(
            and_(table.c.agency == agency, table.c.staff.in_(list(ids)))
        )
    )
    return {row.staff: row.person for row in rows}
