"""The schema's revisions: which one a file has, and the steps that bring it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import complete_statement
from typing import Final

from sqlalchemy import Connection

from provider_desktop.errors import AppError, ErrorCode

#: The newest revision, which this release reads and writes. A test holds it equal to the scripts.
CURRENT: Final = "0009"

SCRIPTS: Final = Path(__file__).with_name("migrations")

_VERSION_KNOWN: Final = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    "postgresql": "SELECT to_regclass('alembic_version')",
}


def version(connection: Connection) -> str | None:
    """The revision of the file, or None where it is no database of ours."""
    if connection.exec_driver_sql(_VERSION_KNOWN[connection.dialect.name]).scalar() is None:
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def bring_up_to_date(connection: Connection, path: Path, *, new: bool = False) -> None:
    """Run the migrations that the file lacks, all in the caller's transaction.

    *path* is for messages. *new* says that an empty file is meant to be one. Raises ``AppError``
    ``DatabaseDamaged`` for a file without schema, ``DatabaseTooNew`` for one of a later release.
    """
    found = version(connection)
    if found == CURRENT:
        return
    if found is None and not new:
        raise AppError(ErrorCode.DATABASE_DAMAGED, path=str(path))
    if found is not None and found > CURRENT:
        raise AppError(ErrorCode.DATABASE_TOO_NEW, found=found, known=CURRENT)
    upgrade(connection, CURRENT)


def upgrade(connection: Connection, revision: str) -> None:
    """Run the migration scripts up to *revision*, in the caller's transaction."""
    # Alembic takes a tenth of a second to import; an up-to-date file never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def run_script(name: str) -> None:
    """Run a file of statements from ``migrations/sql``, or its twin for a database server; for use by
    a migration."""
    from alembic import op

    connection = op.get_bind()
    is_server = connection.dialect.name != "sqlite"
    folder = SCRIPTS / "sql" / connection.dialect.name if is_server else SCRIPTS / "sql"
    script = (folder / name).read_text(encoding="utf-8")
    for statement in server_statements(script) if is_server else statements(script):
        # Straight to the driver: a colon in a trigger is no parameter.
        connection.exec_driver_sql(statement)


def statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger with its inner ones is one statement."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        raise ValueError("a script ends within a statement")


def server_statements(script: str) -> Iterator[str]:
    """The statements of a script for a database server, where bodies of functions stand between ``$$``."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and pending.count("$$") % 2 == 0:
            yield pending.strip()
            pending = ""
    if any(line.strip() and not line.startswith("--") for line in pending.splitlines()):
        raise ValueError("a script ends within a statement")
