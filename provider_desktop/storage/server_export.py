"""Everything on a database server as one encrypted file, as one of its PCs would have it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select

from provider_desktop.storage.settings import prefix_of
from provider_desktop.storage.tables import metadata, settings, streams

_AT_ONCE: Final = 1_000


def copy_rows(server: Connection, file: Connection, installation: str) -> None:
    """Write every row that *server* has at its moment into an empty *file* whose triggers are off.

    The file is the PC's that is called *installation*: its settings and its stream are the file's own,
    those of other PCs are other streams, and what only they need to know is left out.
    """
    for table in metadata.sorted_tables:  # in an order in which nothing names what follows
        rows: list[Mapping[str, Any]] = []
        for row in _rows(server, table, installation):
            rows.append(row)
            if len(rows) == _AT_ONCE:
                file.execute(insert(table), rows)
                rows = []
        if rows:
            file.execute(insert(table), rows)


def _rows(server: Connection, table: Table, installation: str) -> Iterator[Mapping[str, Any]]:
    found = server.execution_options(yield_per=_AT_ONCE).execute(select(table)).mappings()
    own = prefix_of(installation)
    for row in found:
        if table is streams:
            yield {**row, "own": row["own"] and row["installation"] == installation, "installation": ""}
        elif table is settings and row["key"].startswith("pc/"):
            if row["key"].startswith(own):
                yield {**row, "key": row["key"].removeprefix(own)}
        else:
            yield dict(row)
