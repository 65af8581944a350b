"""The tables of users, of failed attempts to sign in, and of what persons agreed to."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from provider_desktop.storage.columns import Day, Hash, Moment
from provider_desktop.storage.tables import metadata

#: ``password`` is what :mod:`provider_desktop.security.passwords` makes of one; never the password.
users = Table(
    "users",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("signed_in_at", Moment),
)

#: ``typed`` is the hash of what was typed as a name: people type passwords there by mistake.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("typed", Hash, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recipient", String(64), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("day", Day, nullable=False),
    Column("by_whom", String(16), nullable=False),
    Column("form", String(16), nullable=False),
    Column("noted_by", String(64), nullable=False),
    Column("noted_at", Moment, nullable=False),
    Index("consents_by_recipient", "recipient", "id"),
)
