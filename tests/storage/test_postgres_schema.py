"""The schema on a server: the same tables as in the file, and guards that hold there too."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.storage import schema, server_database
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.server_address import ServerAddress
from provider_desktop.storage.server_database import GUARDS, ServerDatabase
from tests.support.builders import a_record, a_visit
from tests.support.postgres import Cluster
from tests.support.storage import INSTALLATION, NOW, ON_SERVER, a_database, receive_up_to, seal_visit


@pytest.fixture
def database(new_url: Callable[[], str], tmp_path: Path) -> Iterator[ServerDatabase]:
    token = ON_SERVER.set(new_url)
    with a_database(tmp_path) as made:
        yield cast("ServerDatabase", made)
    ON_SERVER.reset(token)


def shape(connection: Connection) -> dict[str, Any]:
    """Tables by name: columns with whether they may be empty, keys, references, what is unique, indexes."""
    seen = inspect(connection)
    found = {}
    for table in set(seen.get_table_names()) - {"alembic_version"}:
        found[table] = (
            {column["name"]: column["nullable"] for column in seen.get_columns(table)},
            tuple(seen.get_pk_constraint(table)["constrained_columns"]),
            sorted(
                (tuple(each["constrained_columns"]), each["referred_table"], tuple(each["referred_columns"]),
                 each["options"].get("ondelete"))
                for each in seen.get_foreign_keys(table)
            ),
            sorted(tuple(each["column_names"]) for each in seen.get_unique_constraints(table)),
            sorted(
                str(each["name"]) for each in seen.get_indexes(table) if "duplicates_constraint" not in each
            ),
        )  # fmt: skip
    return found


def test_both_schemas_have_the_same_tables(database: ServerDatabase, tmp_path: Path) -> None:
    token = ON_SERVER.set(None)
    with a_database(tmp_path) as file, file._engine.connect() as connection:
        expected = shape(connection)
    ON_SERVER.reset(token)
    with database._engine.connect() as connection:
        found = shape(connection)
    assert found.keys() == expected.keys()
    for table, parts in expected.items():
        assert found[table] == parts, table


def test_a_difference_would_be_seen(database: ServerDatabase) -> None:
    with database._engine.connect() as connection:
        before = shape(connection)
        connection.exec_driver_sql("ALTER TABLE settings ADD COLUMN planted TEXT")
        assert shape(connection) != before


def test_texts_sort_by_their_bytes_as_in_the_file(database: ServerDatabase) -> None:
    with database._engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C' "
            "AND table_name <> 'alembic_version'"
        ).all()
    assert rows == []


def test_each_script_has_its_twin() -> None:
    folder = schema.SCRIPTS / "sql"
    ours = {each.name: each.stat().st_size > 0 for each in folder.glob("*.sql")}
    assert {each.name: each.stat().st_size > 0 for each in (folder / "postgresql").glob("*.sql")} == ours


def test_a_script_is_split_where_its_functions_end() -> None:
    script = "-- a; b\nCREATE TABLE t (a);\nCREATE FUNCTION f() AS $$\nBEGIN\n  x;\nEND $$;\n-- end\n"
    assert [each.split()[-1] for each in schema.server_statements(script)] == ["(a);", "$$;"]
    with pytest.raises(ValueError, match="within"):
        list(schema.server_statements("CREATE TABLE t (a"))


def _say_everything(database: ServerDatabase) -> None:
    with database.unit_of_work() as work:
        seal_visit(work, a_visit(record=a_record(1)))
        receive_up_to(work, 1)
        work.feed.append(StatementRow(1, "ab" * 32, "agency", NOW, b"envelope"), "")
        work.commit()


@pytest.mark.parametrize(
    "change",
    [
        *(f"DELETE FROM {table}" for table in ("entries", "receipts", "statements", "audit", "streams")),
        *(f"TRUNCATE {table} CASCADE" for table in ("entries", "receipts", "statements", "audit", "streams")),
        r"UPDATE entries SET payload = '\x00'",
        "UPDATE entries SET payload = '', salt = '', record = 'other'",
        "UPDATE entries SET header = '', payload = '', salt = ''",
        "UPDATE receipts SET seq = seq + 1",
        r"UPDATE statements SET envelope = '\x00'",
        "UPDATE audit SET actor = 'other'",
        "UPDATE streams SET seq = 0",
        "UPDATE streams SET hash = ''",
    ],
)
def test_what_was_said_cannot_be_changed(database: ServerDatabase, change: str) -> None:
    _say_everything(database)
    with (
        database._engine.begin() as connection,
        pytest.raises(DatabaseError, match=r"append-only|forward|kept"),
    ):
        connection.exec_driver_sql(change)


def test_a_guard_that_was_taken_away_is_told(database: ServerDatabase) -> None:
    assert database.problems() == ()
    with database._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER audit_no_change")
    assert database.problems() == ("guard audit_no_change is off",)
    assert "audit_no_change" in GUARDS


def test_lines_of_the_audit_trail_are_dense_though_transactions_are_undone(database: ServerDatabase) -> None:
    for number in range(6):
        with database.unit_of_work() as work:
            seal_visit(work, a_visit(record=a_record(number)))
            if number % 2:
                work.commit()
    with database.reading() as reading:
        assert reading.audit.broken() == ()
        assert len(reading.audit.newest()) == 3


def test_two_pcs_that_set_up_at_once_make_one_schema(cluster: Cluster) -> None:
    address = ServerAddress.read(cluster.new_database())
    together = threading.Barrier(2)

    def set_up(name: str) -> str:
        together.wait()
        database = ServerDatabase.open(address, name, new=True)
        version = database.schema_version
        database.close()
        return version

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(set_up, ("one", "two"))) == {schema.CURRENT}


def test_a_database_that_is_not_ours_is_left_alone(cluster: Cluster) -> None:
    with pytest.raises(AppError) as raised:
        ServerDatabase.open(ServerAddress.read(cluster.new_database()), INSTALLATION)
    assert raised.value.code is ErrorCode.DATABASE_DAMAGED


def test_a_database_of_a_later_release_is_left_alone(database: ServerDatabase) -> None:
    with database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(AppError) as raised:
        ServerDatabase.open(database.address, INSTALLATION)
    assert raised.value.code is ErrorCode.DATABASE_TOO_NEW


def test_reading_cannot_write(database: ServerDatabase) -> None:
    with database.reading() as reading, pytest.raises(RuntimeError, match="while reading"):
        reading.settings.set("x", 1)


def test_a_server_that_does_not_answer_is_away(cluster: Cluster) -> None:
    for url in (
        "postgresql://care@127.0.0.1:9/care",
        cluster.url("nothing"),
        cluster.url("postgres", "nobody"),
    ):
        with pytest.raises(AppError) as raised:
            ServerDatabase.open(ServerAddress.read(url), INSTALLATION)
        assert raised.value.code is ErrorCode.DATABASE_AWAY


def test_who_waits_too_long_for_another_pc_is_told(
    database: ServerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server_database._SESSION, "options", "-c lock_timeout=200")
    other = ServerDatabase(database.address, "other")
    try:
        with database.unit_of_work(), pytest.raises(AppError) as raised, other.unit_of_work():
            pass
    finally:
        other.close()
    assert raised.value.code is ErrorCode.DATABASE_LOCKED


def test_only_a_verified_line_leaves_this_machine() -> None:
    for address in (
        "postgresql://care@db.example/care",
        "postgresql://care@db.example/care?sslmode=require",
        "postgresql://care@192.168.1.5/care?sslmode=verify-ca",
    ):
        with pytest.raises(AppError) as raised:
            ServerAddress.read(address)
        assert raised.value.code is ErrorCode.DATABASE_LINE_OPEN
    for address in (
        "postgresql://care@db.example/care?sslmode=verify-full",
        "postgresql://care@localhost/care",
        "postgresql://care@127.0.0.1:5433/care",
        "postgresql://care@[::1]/care",
    ):
        assert ServerAddress.read(address).text == address


@pytest.mark.parametrize(
    "address",
    [
        "", "records.db", "sqlite:///records.db", "mysql://care@localhost/care", "postgresql://care@localhost",
        "postgresql:///care", "postgresql://care@localhost/care?host=db.example",
        "postgresql://care@127.0.0.1/care?hostaddr=10.0.0.5", "postgresql://care@localhost/care?service=x",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(AppError) as raised:
        ServerAddress.read(address)
    assert raised.value.code is ErrorCode.VALUE_INVALID


def test_a_password_is_never_told() -> None:
    with pytest.raises(AppError) as raised:
        ServerAddress.read("postgresql://care:hunter2@db.example/care")
    assert "hunter2" not in str(raised.value)
    address = ServerAddress.read("postgresql://care:hunter2@localhost/care")
    assert address.name == "localhost/care"
    assert "hunter2" not in repr(address)
