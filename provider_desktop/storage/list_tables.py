"""The table of what was turned down and is not corrected yet, kept by triggers for lists and counts."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from provider_desktop.storage.tables import metadata

#: One row a record whose current version the regulator returned, holds or finds in conflict.
open_exceptions = Table(
    "open_exceptions",
    metadata,
    Column("record", String(26), primary_key=True),
    Column("outcome", String(12), nullable=False),
    Index("open_exceptions_by_outcome", "outcome", "record"),
    sqlite_with_rowid=False,
)
