"""What entering visits looks things up in, as one bundle: to be kept on a PC for when the server is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from provider_desktop.storage.tables import assignments, calendars, catalogues, recipients, rulesets, staff
from provider_desktop.storage.user_tables import users

#: In an order in which nothing names what follows. Users are among them so that a PC that starts alone
#: knows that people sign in here.
_TABLES: Final = (recipients, assignments, staff, catalogues, rulesets, calendars, users)

#: Rows by the name of their table.
Reference = Mapping[str, Sequence[Mapping[str, Any]]]


class ReferenceRepository:
    """People, plans, catalogues and rules, whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Reference:
        """Every row."""
        return {
            table.name: [dict(row) for row in self._connection.execute(select(table)).mappings()]
            for table in _TABLES
        }

    def replace(self, rows: Reference) -> None:
        """Let these rows stand in the place of what was there."""
        for table in reversed(_TABLES):
            self._connection.execute(delete(table))
        for table in _TABLES:
            if given := rows[table.name]:
                self._connection.execute(insert(table), list(given))
