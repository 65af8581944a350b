"""The tables of what ratings need: a fact a record, who changed when, and lights that are past."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from provider_desktop.storage.columns import Day, Moment
from provider_desktop.storage.tables import metadata

#: One row a record of visits. Triggers touch it: ``change`` grows and ``content`` becomes NULL, until the
#: fact is worked out anew. Empty content: the record counts for nothing.
record_facts = Table(
    "record_facts",
    metadata,
    Column("record", String(26), primary_key=True),
    Column("change", Integer, nullable=False),
    Column("day", Day),
    Column("content", Text),
    Index("record_facts_by_change", "change"),
    Index("record_facts_by_day", "day"),
)
Index(
    "record_facts_open",
    record_facts.c.record,
    sqlite_where=record_facts.c.content.is_(None),
    postgresql_where=record_facts.c.content.is_(None),
)

#: When something about a ``recipient`` (assignments, home) or ``staff`` member changed last; ``gone`` when
#: somebody was removed. Triggers write it.
person_changes = Table(
    "person_changes",
    metadata,
    Column("kind", String(9), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("change", Integer, nullable=False),
    Index("person_changes_by_change", "change"),
    sqlite_with_rowid=False,
)

#: The last estimate of a period (up to ``until``), and what recomputing its official light gave.
kept_lights = Table(
    "kept_lights",
    metadata,
    Column("period", String(16), primary_key=True),
    Column("ruleset", String(64), nullable=False),
    Column("light", String(8), nullable=False),
    Column("until", Day, nullable=False),
    Column("body", Text, nullable=False),
    Column("checked", String(10), nullable=False),
    Column("checked_at", Moment),
)
