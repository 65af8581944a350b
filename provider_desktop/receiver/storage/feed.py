"""The agencies' feeds, the regulator's trust documents, and what the regulator has published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from provider_desktop.receiver.storage import tables
from provider_desktop.receiver.storage.streams import Head


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One version of the document that names the receiver's keys."""

    version: int
    epoch: int
    envelope: bytes
    expires: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """One thing published: its body is JSON in signed form; agency '' = for every agency."""

    id: int
    agency: str
    kind: str
    subject: str
    body: bytes
    published_at: datetime


def head(connection: Connection, agency: str) -> Head:
    """Where the agency's feed ends."""
    row = connection.execute(
        select(tables.statements.c.seq, tables.statements.c.hash)
        .where(tables.statements.c.agency == agency)
        .order_by(tables.statements.c.seq.desc())
        .limit(1)
    ).one_or_none()
    return Head(row.seq, row.hash) if row else Head(0, "")


def append(
    connection: Connection, agency: str, at: Head, *, kind: str, envelope: bytes, issued_at: datetime
) -> None:
    """Keep a statement at the position *at*, with its own hash."""
    connection.execute(
        tables.statements.insert().values(
            agency=agency, seq=at.seq, kind=kind, hash=at.hash, envelope=envelope, issued_at=issued_at
        )
    )


def after(connection: Connection, agency: str, seq: int, limit: int) -> Sequence[bytes]:
    """The envelopes that follow a position, in order, at most *limit*."""
    return list(
        connection.execute(
            select(tables.statements.c.envelope)
            .where(and_(tables.statements.c.agency == agency, tables.statements.c.seq > seq))
            .order_by(tables.statements.c.seq)
            .limit(limit)
        ).scalars()
    )


def latest(connection: Connection) -> int:
    """A number that grows with every statement to anybody."""
    return connection.execute(select(func.max(tables.statements.c.id))).scalar() or 0


def current_trust(connection: Connection) -> TrustRow | None:
    """The latest trust document."""
    row = connection.execute(select(tables.trusts).order_by(tables.trusts.c.version.desc()).limit(1)).first()
    return TrustRow(row.version, row.epoch, row.envelope, row.expires) if row else None


def add_trust(connection: Connection, trust: TrustRow, now: datetime) -> None:
    """Keep a new trust document."""
    connection.execute(
        tables.trusts.insert().values(
            version=trust.version,
            epoch=trust.epoch,
            envelope=trust.envelope,
            expires=trust.expires,
            issued_at=now,
        )
    )


def publish(
    connection: Connection, *, agency: str, kind: str, subject: str, body: bytes, now: datetime
) -> None:
    """Keep what was published."""
    connection.execute(
        tables.publications.insert().values(
            agency=agency, kind=kind, subject=subject, body=body, published_at=now
        )
    )


def published(
    connection: Connection, kind: str, agency: str, *, at: datetime | None = None
) -> Sequence[Publication]:
    """The latest publication of each subject of a kind that holds for an agency, in order of publishing.

    What is for every agency counts too. With *at*, as it stood at that moment.
    """
    table = tables.publications
    conditions = [table.c.kind == kind, table.c.agency.in_(("", agency))]
    if at is not None:
        conditions.append(table.c.published_at <= at)
    newest = select(func.max(table.c.id)).where(and_(*conditions)).group_by(table.c.subject)
    rows = connection.execute(select(table).where(table.c.id.in_(newest)).order_by(table.c.id))
    return [
        Publication(row.id, row.agency, row.kind, row.subject, row.body, row.published_at) for row in rows
    ]


def published_subject(connection: Connection, kind: str, agency: str, subject: str) -> Publication | None:
    """The latest publication of one subject that holds for an agency."""
    table = tables.publications
    row = connection.execute(
        select(table)
        .where(and_(table.c.kind == kind, table.c.agency.in_(("", agency)), table.c.subject == subject))
        .order_by(table.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Publication(row.id, row.agency, row.kind, row.subject, row.body, row.published_at)


def add_rating(connection: Connection, agency: str, period: str, body: bytes, now: datetime) -> None:
    """Keep an official rating."""
    connection.execute(
        tables.ratings.insert().values(agency=agency, period=period, body=body, published_at=now)
    )


def ratings(connection: Connection, agency: str) -> Sequence[tuple[str, bytes, datetime]]:
    """The agency's official ratings in order of publishing: period, body, moment."""
    rows = connection.execute(
        select(tables.ratings).where(tables.ratings.c.agency == agency).order_by(tables.ratings.c.id)
    )
    return [(row.period, row.body, row.published_at) for row in rows]


def raise_alarm(connection: Connection, code: str, agency: str, params: str, now: datetime) -> None:
    """Keep an alarm for the officer; ``params`` is JSON without personal data."""
    connection.execute(tables.alarms.insert().values(code=code, agency=agency, params=params, at=now))


def alarms(connection: Connection) -> Sequence[tuple[str, str, str, datetime]]:
    """Every alarm: code, agency, parameters, moment."""
    rows = connection.execute(select(tables.alarms).order_by(tables.alarms.c.id))
    return [(row.code, row.agency, row.params, row.at) for row in rows]
