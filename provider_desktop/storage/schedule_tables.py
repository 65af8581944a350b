"""The tables of the schedule: orders, and the staff that recipients asked for."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from provider_desktop.storage.columns import Day, Moment
from provider_desktop.storage.tables import metadata

#: One row an order. What became of it follows from the visits and is not kept.
orders = Table(
    "orders",
    metadata,
    Column("order_id", String(26), primary_key=True),
    Column("start", Moment, nullable=False),
    Column("day", Day, nullable=False),  # the local day of the start
    Column("minutes", Integer, nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("staff", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("origin", String(8), nullable=False),
    Column("note", Text, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Index("orders_by_day", "day", "start"),
    Index("orders_by_recipient", "recipient", "day"),
)

preferred_staff = Table(
    "preferred_staff",
    metadata,
    Column("recipient", String(64), primary_key=True),
    Column("staff", Text, nullable=False),
)
