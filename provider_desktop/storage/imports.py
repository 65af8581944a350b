"""Imports: which files came in, and which columns meant what in sheets with the same headings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import import_files, mappings

_PUT_MAPPING = put(mappings, "signature", "kind")


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One import of one file (``sha256`` of its content) and how many rows went which way."""

    sha256: str
    name: str
    kind: str
    at: datetime
    imported: int
    refused: int
    duplicates: int


_COLUMNS = tuple(column for column in import_files.columns if column.name != "id")


class ImportRepository:
    """Files and column mappings. Which rows were imported is known by the visits' fingerprints."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_file(self, file: ImportedFile) -> None:
        """Keep that a file was imported."""
        self._connection.execute(
            insert(import_files).values(
                sha256=file.sha256,
                name=file.name,
                kind=file.kind,
                at=file.at,
                imported=file.imported,
                refused=file.refused,
                duplicates=file.duplicates,
            )
        )

    def files(self, sha256: str = "", limit: int = 100) -> tuple[ImportedFile, ...]:
        """Imports, newest first; with *sha256* only those of that content."""
        query = select(*_COLUMNS).order_by(import_files.c.id.desc()).limit(limit)
        if sha256:
            query = query.where(import_files.c.sha256 == sha256)
        return tuple(ImportedFile(**row) for row in self._connection.execute(query).mappings())

    def mapping(self, signature: str, kind: str) -> Mapping[int, str] | None:
        """Column (0-based) → field for sheets of that heading signature, None when not remembered."""
        query = select(mappings.c.mapping).where(mappings.c.signature == signature, mappings.c.kind == kind)
        text = self._connection.execute(query).scalar()
        return None if text is None else {int(column): field for column, field in json.loads(text).items()}

    def remember(self, signature: str, kind: str, mapping: Mapping[int, str], at: datetime) -> None:
        """Keep what the columns of a heading signature meant."""
        row = {"signature": signature, "kind": kind, "mapping": json.dumps(dict(mapping)), "used_at": at}
        self._connection.execute(_PUT_MAPPING, row)
