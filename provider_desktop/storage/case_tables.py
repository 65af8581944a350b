"""The tables of the small records and of pictures that wait for their visit."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from provider_desktop.storage.columns import Day, Hash, Moment
from provider_desktop.storage.tables import metadata

#: One row a record: the draft while nothing is sealed (``entry_hash`` NULL), else the latest sealed version.
cases = Table(
    "cases",
    metadata,
    Column("record", String(26), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("entry_hash", Hash),
    Column("recipient", String(64), nullable=False),
    Column("visit", String(26), nullable=False),
    Column("at", Moment, nullable=False),  # when it happened, else when it was saved
    Column("due", Day),  # the last day of its clock
    Column("is_open", Boolean, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("content", Text),  # of drafts only: what is sealed lives in its entry
    Index("cases_by_kind", "kind", "at"),
    Index("cases_by_recipient", "recipient", "at"),
    Index("cases_by_visit", "visit"),
    Index("cases_by_entry", "entry_hash"),
)

#: What a picture tells of itself. ``look`` is its perceptual hash, ``sheet`` what the QR code on it says;
#: ``record`` is the visit that it was put to, '' while none.
pictures = Table(
    "pictures",
    metadata,
    Column("sha256", Hash, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("taken_at", Moment),
    Column("lat", String(32), nullable=False),
    Column("lon", String(32), nullable=False),
    Column("look", String(16), nullable=False),
    Column("sheet", String(64), nullable=False),
    Column("record", String(26), nullable=False),
    Index("pictures_by_look", "look"),
    Index("pictures_by_record", "record"),
)
