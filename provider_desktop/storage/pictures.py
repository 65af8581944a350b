"""What pictures tell of themselves, and which visit each was put to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, select, update

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.case_tables import pictures
from provider_desktop.storage.statements import put

_PUT = put(pictures, "sha256")


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture kept here. ``record`` is the visit that it was put to, '' while it waits."""

    sha256: str
    name: str
    kind: str
    taken_at: datetime | None
    lat: str
    lon: str
    look: str
    sheet: str
    record: str


_COLUMNS = tuple(pictures.c[name] for name in PictureRow.__slots__)


class PictureRepository:
    """Pictures that wait for their visit, and those that have found it."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, row: PictureRow) -> None:
        """Know a picture."""
        self._changed(Topic.EVIDENCE)
        self._connection.execute(_PUT, {name: getattr(row, name) for name in PictureRow.__slots__})

    def put_to(self, sha256: str, record: str, kind: str) -> None:
        """Say which visit a picture belongs to; where it was taken is of no more use then, and goes."""
        self._changed(Topic.EVIDENCE)
        found = update(pictures).where(pictures.c.sha256 == sha256)
        self._connection.execute(found.values(record=record, kind=kind, lat="", lon="", name=""))

    def remove(self, sha256: str) -> None:
        """Forget a picture that waits."""
        self._changed(Topic.EVIDENCE)
        gone = delete(pictures).where(pictures.c.sha256 == sha256, pictures.c.record == "")
        self._connection.execute(gone)

    def get(self, sha256: str) -> PictureRow | None:
        """The picture of that hash."""
        found = self._rows(select(*_COLUMNS).where(pictures.c.sha256 == sha256))
        return found[0] if found else None

    def waiting(self, limit: int = 500) -> tuple[PictureRow, ...]:
        """Pictures that wait, in order of when they were taken; those without a time last."""
        query = select(*_COLUMNS).where(pictures.c.record == "")
        ordered = query.order_by(pictures.c.taken_at.is_(None), pictures.c.taken_at, pictures.c.sha256)
        return self._rows(ordered.limit(limit))

    def waiting_count(self) -> int:
        """How many wait."""
        query = select(func.count()).select_from(pictures).where(pictures.c.record == "")
        return self._connection.execute(query).scalar_one()

    def looks(self) -> tuple[tuple[str, str, str], ...]:
        """Hash, look and visit of every photo that has found its visit. Scanned sheets are left out: the
        same printed form looks the same each time."""
        query = select(pictures.c.sha256, pictures.c.look, pictures.c.record)
        photos = (pictures.c.record != "", pictures.c.look != "", pictures.c.kind != "sheet")
        rows = self._connection.execute(query.where(*photos))
        return tuple((row.sha256, row.look, row.record) for row in rows)

    def _rows(self, query: Select[tuple[object, ...]]) -> tuple[PictureRow, ...]:
        return tuple(PictureRow(**row) for row in self._connection.execute(query).mappings())
