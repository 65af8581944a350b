"""Statements that many rows go through, built once: building them costs more than running them."""

from __future__ import annotations

from sqlalchemy import Table

# What it says, SQLite says in the same words; the other way round the construct would not compile.
from sqlalchemy.dialects.postgresql import Insert, insert


def put(table: Table, *keys: str, keep: frozenset[str] = frozenset()) -> Insert:
    """Insert a row, or overwrite the one with the same *keys*.

    The row is given to ``execute`` with every column but a numbered id; those in *keep* stay as they
    are where the row was there before.
    """
    statement = insert(table)
    fixed = {*keys, *keep, "id"}
    names = [column.name for column in table.columns if column.name not in fixed]
    if not names:
        return statement.on_conflict_do_nothing(index_elements=keys)
    overwritten = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=keys, set_=overwritten)
