"""Migrations that die after each of their statements: the file is as it was, or as it shall be, and whole."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from provider_desktop.errors import AppError
from provider_desktop.storage import schema
from provider_desktop.storage.database import Database, _build, _engine
from tests.simulation.campaign import Tally
from tests.simulation.power_cut import scratch
from tests.support.builders import a_hash, a_record, a_staff_member, a_visit
from tests.support.storage import KEY, a_database, receive_up_to, seal_visit

_FILE: Final = "records.db"
_SIDES: Final = ("", "-wal", ".keycheck")
Rows = dict[str, list[str]]


def revisions() -> tuple[str, ...]:
    """Every schema before the present one."""
    return tuple(f"{number:04}" for number in range(1, int(schema.CURRENT)))


def an_old_database(folder: Path, revision: str, seed: int) -> Path:
    """A database as a release of that revision left it, with what a release of today would have put in it."""
    full, old = folder / "full", folder / f"old{revision}"
    if not full.exists():
        full.mkdir()
        _fill(full, Random(seed))
    old.mkdir()
    with _schema_of(revision):
        _build(old / _FILE, KEY)
    engine = _engine(old / _FILE, KEY, "rw")
    raw = engine.raw_connection()
    try:
        _copy(raw.cursor(), full / _FILE)
    finally:
        raw.close()
        engine.dispose()
    return old


def _fill(folder: Path, random: Random) -> None:
    with a_database(folder) as database:
        for number in range(1, 30):
            with database.unit_of_work() as unit:
                if number % 7 == 0:
                    member = a_staff_member(f"S{number}")
                    unit.staff.save(_staff_row(member, number))
                seal_visit(unit, a_visit(record=number, remarks="好" * random.randrange(40)))
                if number % 10 == 0:
                    receive_up_to(unit, number)
                unit.commit()


def _staff_row(member: Any, number: int) -> Any:
    from provider_desktop.storage.staff import StaffRow

    return StaffRow(member, a_record(number), 1, a_hash(str(number)))


@contextmanager
def _schema_of(revision: str) -> Iterator[None]:
    """As the release of that revision would make a new database."""
    module: Any = schema
    before = module.CURRENT
    module.CURRENT = revision
    try:
        yield
    finally:
        module.CURRENT = before


def _copy(cursor: Any, full: Path) -> None:
    """Into each table what the full database has for the columns that it has."""
    cursor.execute("PRAGMA query_only = OFF")
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.execute(f"ATTACH DATABASE ? AS today KEY \"x'{KEY.hex()}'\"", (str(full),))
    cursor.execute("BEGIN IMMEDIATE")
    for table in _tables(cursor, "main"):
        if table == "alembic_version" or table not in _tables(cursor, "today"):
            continue
        both = [name for name in _columns(cursor, "main", table) if name in _columns(cursor, "today", table)]
        names = ", ".join(f'"{name}"' for name in both)
        cursor.execute(f'INSERT OR IGNORE INTO main."{table}" ({names}) SELECT {names} FROM today."{table}"')
    cursor.execute("COMMIT")
    cursor.execute("DETACH DATABASE today")


def _tables(cursor: Any, place: str) -> list[str]:
    query = f"SELECT name FROM {place}.sqlite_master WHERE type = 'table' ORDER BY name"
    names = [name for (name,) in cursor.execute(query).fetchall()]
    return [name for name in names if not name.startswith("sqlite_") and "_fts" not in name]


def _columns(cursor: Any, place: str, table: str) -> list[str]:
    return [row[1] for row in cursor.execute(f'PRAGMA {place}.table_info("{table}")').fetchall()]


def one_crash(old: Path, after: int, place: Path) -> bool:
    """Bring a copy up to date in a process that dies after so many statements; whether it did die."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(old, place)
    process = os.fork()
    if not process:
        _die_after(after)
        try:
            Database.open(place / _FILE, KEY)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9


def _die_after(statements: int) -> None:
    left = statements

    def count(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        nonlocal left
        if statement.lstrip().upper().startswith(("PRAGMA", "BEGIN", "SELECT")):
            return
        left -= 1
        if left < 0:
            os._exit(9)

    event.listen(Engine, "before_cursor_execute", count)


def problem_with(place: Path, before: Rows) -> str:
    """Open what is there with the code that ships; what is wrong with it, '' for nothing."""
    try:
        database = Database.open(place / _FILE, KEY)
    except AppError as error:
        return f"does not open: {error.code.value}"
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody gets to work
        return f"does not open: {type(error).__name__}"
    try:
        if database.schema_version != schema.CURRENT:
            return f"is at {database.schema_version}"
        if found := database.problems():
            return f"damaged: {found[0]}"
        after = rows_of(database, before)
        changed = [table for table, rows in before.items() if after[table] != rows]
        return f"other rows in {changed}" if changed else ""
    finally:
        database.close()


def rows_of(database: Database, like: Rows | None = None) -> Rows:
    """Every row of the tables that hold what people said. These no migration may touch."""
    found: Rows = {}
    for table in like or ("entries", "audit", "receipts", "statements"):
        rows = database._bare(f'SELECT * FROM "{table}"')
        found[table] = sorted(map(repr, rows))
    return found


def migrations(budget: int, seed: int) -> Tally:
    """So many crashes, over every earlier schema and every statement of what brings it up to date."""
    tally = Tally()
    # Once, so that the processes forked below need not: it takes a tenth of a second.
    import alembic.command  # noqa: F401

    while tally.done.total() < budget:
        with scratch() as folder:
            for revision in revisions():
                tally.add(_one_revision(folder, revision, seed, budget - tally.done.total()))
        seed += 1
    return tally


def _one_revision(folder: Path, revision: str, seed: int, most: int) -> Tally:
    old = an_old_database(folder, revision, seed)
    shutil.copytree(old, folder / "reference")
    database = Database.open(folder / "reference" / _FILE, KEY)
    before = rows_of(database)
    database.close()
    shutil.rmtree(folder / "reference")
    tally, after, died = Tally(), 0, True
    while died and tally.done.total() < most:
        died = one_crash(old, after, folder / "place")
        problem = problem_with(folder / "place", before)
        tally.done[f"from {revision}"] += 1
        if problem:
            tally.problems.append(f"seed {seed}, {revision} after {after} statements: {problem}")
        after += 1
    return Tally(Counter(tally.done), tally.problems)
