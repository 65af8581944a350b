"""Catalogues: every version of the service items that the regulator published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, select

from provider_desktop.domain.catalogue import Catalogue, catalogue_on
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.encoding import decode, encode
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import catalogues

_PUT = put(catalogues, "version")


class CatalogueRepository:
    """Catalogues by version; few and small, so they are read whole."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, catalogue: Catalogue) -> None:
        """Write a version as published; published again, it is replaced."""
        self._changed(Topic.CATALOGUE)
        row = {
            "version": catalogue.version,
            "first_day": catalogue.first_day,
            "last_day": catalogue.last_day,
            "content": encode(catalogue),
        }
        self._connection.execute(_PUT, row)

    def get(self, version: str) -> Catalogue | None:
        """The catalogue of that version."""
        query = select(catalogues.c.content).where(catalogues.c.version == version)
        content = self._connection.execute(query).scalar()
        return decode(Catalogue, content) if content is not None else None

    def on(self, day: date) -> Catalogue | None:
        """The version in force on a day."""
        return catalogue_on(self.all(), day)

    def all(self) -> tuple[Catalogue, ...]:
        """Every version, oldest first."""
        return load_catalogues(self._connection)


def load_catalogues(connection: Connection) -> tuple[Catalogue, ...]:
    """Every version, oldest first."""
    query = select(catalogues.c.content).order_by(catalogues.c.first_day, catalogues.c.version)
    return tuple(decode(Catalogue, content) for content in connection.execute(query).scalars())
