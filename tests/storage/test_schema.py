"""The schema: scripts and tables say the same, and old files come up to date with what is in them."""

from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from provider_desktop.storage import schema
from provider_desktop.storage.database import Database, _engine
from provider_desktop.storage.tables import metadata
from tests.support.builders import a_record, a_visit
from tests.support.storage import KEY, NOW, a_database, seal_visit


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(schema.SCRIPTS))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def objects(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {(kind, name) for kind, name in rows}


def test_the_newest_script_is_what_this_release_reads() -> None:
    assert revisions()[-1] == schema.CURRENT


def test_scripts_and_tables_say_the_same(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        declared = {index.name for table in metadata.tables.values() for index in table.indexes}
        assert declared <= {name for kind, name in objects(connection) if kind == "index"}


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database._writing.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE settings ADD COLUMN planted TEXT")
        assert compare_metadata(MigrationContext.configure(connection), metadata) != []


@pytest.mark.parametrize("revision", revisions())
def test_a_file_of_an_older_release_comes_up_to_date(tmp_path: Path, revision: str) -> None:
    """The file as that release made it, with rows in it, has in the end what a new file has."""
    path = tmp_path / "records.db"
    engine = _engine(path, KEY, "rwc")
    with engine.execution_options(writes=True).begin() as connection:
        schema.upgrade(connection, revision)
        connection.exec_driver_sql("INSERT INTO settings (key, value) VALUES ('agency', '\"A\"')")
        connection.exec_driver_sql(
            "INSERT INTO recipients (recipient, name, township, category, self_care, search, content) "
            "VALUES ('R1', '张秀英', '', '', '', '', '{}')"
        )
    engine.dispose()
    (tmp_path / "new").mkdir()
    with a_database(tmp_path / "new") as new, new._engine.connect() as connection:
        expected = objects(connection)
    with closing(Database.open(path, KEY)) as database:
        assert database.schema_version == schema.CURRENT
        with database._engine.connect() as connection:
            assert objects(connection) == expected
        with database.unit_of_work() as work:
            assert work.settings.get("agency") == "A"
            work.visits.save_draft(a_visit(), (), NOW)
            work.commit()


def test_an_up_to_date_file_opens_without_alembic(tmp_path: Path) -> None:
    import subprocess
    import sys

    with a_database(tmp_path):
        pass
    code = (
        "import sys; from pathlib import Path; from provider_desktop.storage.database import Database; "
        f"Database.open(Path({str(tmp_path / 'records.db')!r}), bytes(range(32))).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_script_is_split_into_whole_statements() -> None:
    script = "-- a; b\nCREATE TABLE t (a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN\n SELECT 1;\nEND;\n"
    assert [each.split()[-1] for each in schema.statements(script)] == ["(a);", "END;"]
    with pytest.raises(ValueError, match="within"):
        list(schema.statements("CREATE TABLE t (a"))


@pytest.mark.parametrize("table", ["entries", "receipts", "statements", "audit", "streams"])
def test_what_was_said_cannot_be_removed(tmp_path: Path, table: str) -> None:
    with a_database(tmp_path) as database:
        _say_everything(database)
        with database._writing.begin() as connection, pytest.raises(Exception, match=r"append-only|kept"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET payload = x'00'",
        "UPDATE entries SET payload = x'', salt = x'', record = 'other'",
        "UPDATE entries SET header = x'', payload = x'', salt = x''",
        "UPDATE receipts SET seq = seq + 1",
        "UPDATE statements SET envelope = x'00'",
        "UPDATE audit SET actor = 'other'",
        "UPDATE streams SET seq = 0",
        "UPDATE streams SET hash = x''",
    ],
)
def test_what_was_said_cannot_be_changed(tmp_path: Path, change: str) -> None:
    with a_database(tmp_path) as database:
        _say_everything(database)
        with database._writing.begin() as connection, pytest.raises(Exception, match=r"append-only|forward"):
            connection.exec_driver_sql(change)


def _say_everything(database: Database) -> None:
    from provider_desktop.storage.feed import StatementRow
    from tests.support.storage import receive_up_to

    with database.unit_of_work() as work:
        seal_visit(work, a_visit(record=a_record(1)))
        receive_up_to(work, 1)
        work.feed.append(StatementRow(1, "ab" * 32, "agency", NOW, b"envelope"), "")
        work.commit()
