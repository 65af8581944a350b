"""Files of evidence by agency and hash: pieces as they arrive, and the whole once its hash is right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from provider_desktop.exchange.regulator import Place
from provider_desktop.receiver.storage.tables import blob_parts, blobs, evidence_claims


def held(connection: Connection, agency: str, sha256: str) -> Place | None:
    """How much of a file an agency has sent; None where there is nothing of it."""
    whole = select(blobs.c.bytes).where(and_(blobs.c.agency == agency, blobs.c.sha256 == sha256))
    size = connection.execute(whole).scalar()
    if size is not None:
        return Place(size, whole=True)
    ends = connection.execute(select(func.max(blob_parts.c.ends)).where(_of(agency, sha256))).scalar()
    return None if ends is None else Place(ends, whole=False)


def add(
    connection: Connection, agency: str, sha256: str, *, start: int, content: bytes, now: datetime
) -> None:
    """Keep the piece that begins at *start*; a second one there breaks the table's key."""
    connection.execute(
        blob_parts.insert().values(
            agency=agency,
            sha256=sha256,
            start=start,
            ends=start + len(content),
            content=content,
            received_at=now,
        )
    )


def cut(connection: Connection, agency: str, sha256: str, start: int = 0) -> None:
    """Drop the pieces from *start* on. The database refuses this for a file that is whole."""
    connection.execute(delete(blob_parts).where(and_(_of(agency, sha256), blob_parts.c.start >= start)))


def digest(connection: Connection, agency: str, sha256: str) -> str:
    """The SHA-256 of what is held of a file, in lower-case hex."""
    found = hashlib.sha256()
    for piece in pieces(connection, agency, sha256):
        found.update(piece)
    return found.hexdigest()


def pieces(connection: Connection, agency: str, sha256: str) -> Iterator[bytes]:
    """The bytes of a file in order, a piece at a time."""
    places = select(blob_parts.c.start).where(_of(agency, sha256)).order_by(blob_parts.c.start)
    for start in connection.execute(places).scalars().all():
        one = select(blob_parts.c.content).where(and_(_of(agency, sha256), blob_parts.c.start == start))
        content: bytes = connection.execute(one).scalar_one()
        yield content


def close(connection: Connection, agency: str, sha256: str, size: int, now: datetime) -> None:
    """Say that the file is whole; from now on its pieces stay as they are."""
    connection.execute(blobs.insert().values(agency=agency, sha256=sha256, bytes=size, received_at=now))


def claim(connection: Connection, agency: str, sha256: str, size: int) -> None:
    """Remember how large an entry says a file is; the first word counts."""
    if claimed(connection, agency, sha256) is None:
        connection.execute(evidence_claims.insert().values(agency=agency, sha256=sha256, bytes=size))


def claimed(connection: Connection, agency: str, sha256: str) -> int | None:
    """How large an entry of the agency says a file is; None where none names it."""
    query = select(evidence_claims.c.bytes).where(
        and_(evidence_claims.c.agency == agency, evidence_claims.c.sha256 == sha256)
    )
    size: int | None = connection.execute(query).scalar()
    return size


def missing(connection: Connection, agency: str) -> int:
    """How many files that entries of the agency name have not come whole."""
    here = select(blobs.c.sha256).where(
        and_(blobs.c.agency == evidence_claims.c.agency, blobs.c.sha256 == evidence_claims.c.sha256)
    )
    query = select(func.count()).where(and_(evidence_claims.c.agency == agency, ~here.exists()))
    return connection.execute(query).scalar() or 0


def _of(agency: str, sha256: str) -> ColumnElement[bool]:
    return and_(blob_parts.c.agency == agency, blob_parts.c.sha256 == sha256)
