"""The agency's database on a PostgreSQL server: several PCs work on it, one of them writes at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, text

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.storage import schema
from provider_desktop.storage.database import Database
from provider_desktop.storage.server_address import ServerAddress
from provider_desktop.storage.server_export import copy_rows
from provider_desktop.storage.server_failures import server_faults_named
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

#: Where PCs tell each other what they changed.
CHANNEL: Final = "provider_desktop_changes"
#: Seconds until a server that does not answer counts as away.
_CONNECT_SECONDS = 5
#: Another PC may be in the middle of a large import.
_PATIENCE_MS = 30_000
#: A PC that lost its power in a transaction must not keep the others waiting for long.
_IDLE_MS = 60_000
_SESSION: Final = {
    "connect_timeout": str(_CONNECT_SECONDS),
    "application_name": "provider-desktop",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "options": (
        f"-c lock_timeout={_PATIENCE_MS} -c idle_in_transaction_session_timeout={_IDLE_MS} "
        "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
    ),
}
# Held to the end of every writing transaction, so that what it read stays true until it commits, as in
# the file on one PC. Numbers of the audit trail and sums rest on it.
_WRITE_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('provider_desktop writes', 0))")
_SCHEMA_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('provider_desktop schema', 0))"
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_TELL = text("SELECT pg_notify(:channel, :told)")


class ServerDatabase:
    """One PC's door to the agency's database; as :class:`provider_desktop.storage.database.Database`.

    ``installation`` tells the PCs apart: each has its own stream, membership and name at work.
    """

    def __init__(self, address: ServerAddress, installation: str) -> None:
        """Use :meth:`open`, which looks whether the server is there; this connects to nothing yet."""
        self.address = address
        self.installation = installation
        self.path = Path(address.name)
        self._engine = _engine(address)
        self._writer = threading.Lock()
        self._writer_thread: int | None = None

    @classmethod
    def open(cls, address: ServerAddress, installation: str, *, new: bool = False) -> ServerDatabase:
        """Open the database, bringing an older schema up to date; *new* makes the schema where there is
        none, and several PCs may do so at once.

        Raises ``AppError``: ``DatabaseAway``, ``DatabaseDamaged`` (no database of ours), ``DatabaseTooNew``,
        ``ExtraMissing`` where the driver is not installed.
        """
        if not installation:
            raise ValueError("PCs that share a database are told apart by name")
        database = cls(address, installation)
        try:
            database.bring_up_to_date(new=new)
        except BaseException:
            database._engine.dispose()
            raise
        return database

    @property
    def schema_version(self) -> str:
        """The revision of the schema on the server."""
        with server_faults_named(self.address.name), self._engine.begin() as connection:
            return schema.version(connection) or ""

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Repositories that see one moment of the database. Raises ``AppError`` ``DatabaseAway``."""
        with (
            server_faults_named(self.address.name),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql(_SNAPSHOT)
            yield Reading(connection, None, self.installation)

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One transaction, alone in writing among all PCs; the others are told what it changed.

        Raises ``AppError`` ``DatabaseAway`` or, where another PC writes for long, ``DatabaseLocked``. Where
        the line breaks during ``commit()``, nobody here knows whether it lasted: whoever tries again has
        to give the same ids.
        """
        with self._alone(), server_faults_named(self.address.name), self._engine.connect() as connection:
            transaction = connection.begin()
            try:
                connection.execute(_WRITE_LOCK)

                def commit(topics: frozenset[Topic]) -> None:
                    self._tell(connection, topics)
                    transaction.commit()

                yield UnitOfWork(connection, commit, self.installation)
            finally:
                if transaction.is_active:
                    transaction.rollback()

    def export(self, path: Path, key: bytes) -> None:
        """Write everything as it is at one moment into a new encrypted file that this PC could go on with
        alone. Raises ``AppError`` as :meth:`Database.create` does, and ``DatabaseAway``."""
        with (
            server_faults_named(self.address.name),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql(_SNAPSHOT)
            file = Database.create(path, key)
            try:
                file.fill(lambda rows: copy_rows(connection, rows, self.installation))
            finally:
                file.close()

    def compact(self) -> None:
        """Nothing: the server gives room back by itself (autovacuum)."""

    def checkpoint(self) -> None:
        """Nothing: the server sees to its own log."""

    def problems(self) -> tuple[str, ...]:
        """Guards that somebody took away; pages and indexes are the server's to check (``pg_amcheck``)."""
        with server_faults_named(self.address.name), self._engine.begin() as connection:
            names = set(connection.exec_driver_sql(_GUARDS_ON).scalars())
        return tuple(f"guard {guard} is off" for guard in sorted(GUARDS - names))

    @contextmanager
    def line_of_its_own(self) -> Iterator[Any]:
        """A driver's connection outside all transactions, for who waits on it; raises as the driver does."""
        raw = self._engine.raw_connection()
        line: Any = raw.driver_connection
        raw.detach()  # the pool gives it to nobody else, and forgets it
        try:
            line.rollback()
            line.autocommit = True
            yield line
        finally:
            line.close()

    def bring_up_to_date(self, *, new: bool = False) -> None:
        """Run the migrations that are lacking; *new* says that an empty database is meant to be one.

        Raises ``AppError`` as :meth:`open` does. Several PCs may do so at once.
        """
        with server_faults_named(self.address.name), self._engine.begin() as connection:
            connection.exec_driver_sql(_SCHEMA_LOCK)
            schema.bring_up_to_date(connection, self.path, new=new)

    def close(self) -> None:
        """Let go of every connection; the object is of no use afterwards."""
        self._engine.dispose()

    def _tell(self, connection: Connection, topics: frozenset[Topic]) -> None:
        if topics:
            told = f"{self.installation} {' '.join(sorted(topics))}"
            connection.execute(_TELL, {"channel": CHANNEL, "told": told})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("a unit of work is open in this thread already")
        with self._writer:
            self._writer_thread = threading.get_ident()
            try:
                yield
            finally:
                self._writer_thread = None


#: Triggers without which what was said could be changed.
GUARDS: Final = frozenset(
    {
        "entries_no_update", "entries_no_delete", "entries_no_truncate", "receipts_no_change",
        "receipts_no_truncate", "statements_no_update", "statements_no_delete", "statements_no_truncate",
        "audit_no_change", "audit_no_truncate", "streams_forward", "streams_no_delete",
        "streams_no_truncate",
    }
)  # fmt: skip
_GUARDS_ON = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"


def _engine(address: ServerAddress) -> Engine:
    try:
        return create_engine(
            address.url.set(drivername="postgresql+psycopg"),
            pool_size=4,
            max_overflow=8,
            pool_pre_ping=True,  # a server that was restarted is found again without an error
            hide_parameters=True,  # an error message must not carry what was being written
            connect_args=dict(_SESSION),
        )
    except ModuleNotFoundError as error:
        raise AppError(ErrorCode.EXTRA_MISSING, extra="postgresql") from error
