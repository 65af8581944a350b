"""The receiver's database: an encrypted SQLite file, or PostgreSQL by URL; several processes share it."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.receiver.secret_files import kept_secret
from provider_desktop.receiver.storage.guards import metadata
from provider_desktop.receiver.storage.tables import streams

_LOG = logging.getLogger(__name__)

PASSPHRASE = "PROVIDER_RECEIVER_PASSPHRASE"  # noqa: S105 - the variable's name, not its value

#: In the place of an agency: the office's own transaction, which sees every agency.
OFFICE = "*"
_KEY_FILE = "receiver.key"
_SALT_FILE = "receiver.salt"
_DATABASE_FILE = "receiver.db"
#: Commands wait this long for a server in the middle of a write, and the other way round.
_PATIENCE_MS = 30_000
#: Older libraries can damage a database that several connections write in WAL mode.
_SAFE_LIBRARY = (3, 51, 3)


class Database:
    """Short transactions on the receiver's database.

    A write transaction holds the only write lock of SQLite from its first statement, so that what it
    read stays true until it commits; on PostgreSQL the rows that matter are locked by name.

    A transaction for one *agency* sees and writes nothing of another's: PostgreSQL itself refuses it
    (row security). Without one it is the office's own, and sees all.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(receiver_writes=True)
        self._is_server = engine.dialect.name != "sqlite"
        # SQLite lets a waiting writer poll and so lose its turn to a busy one; within this process
        # writers queue up instead.
        self._turn: AbstractContextManager[Any] = nullcontext() if self._is_server else threading.Lock()

    @contextmanager
    def read(self, agency: str = OFFICE) -> Iterator[Connection]:
        """A connection that sees one moment of the database."""
        with _faults_named(self._engine), self._engine.connect() as connection, connection.begin():
            if self._is_server:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            self._see_only(connection, agency)
            yield connection

    @contextmanager
    def write(self, agency: str = OFFICE) -> Iterator[Connection]:
        """One transaction: committed durably when the block ends, undone when it raises."""
        with (
            self._turn,
            _faults_named(self._engine),
            self._writing.connect() as connection,
            connection.begin(),
        ):
            self._see_only(connection, agency)
            yield connection

    def lock_stream(self, connection: Connection, stream: str) -> None:
        """Hold the stream's row until the transaction ends (SQLite: the write transaction holds all)."""
        if self._is_server:
            connection.execute(select(streams.c.stream).where(streams.c.stream == stream).with_for_update())

    def lock_feed(self, connection: Connection, agency: str) -> None:
        """Hold the agency's feed until the transaction ends."""
        self._hold(connection, f"feed {agency}")

    def lock_judging(self, connection: Connection) -> None:
        """Hold the judging until the transaction ends. Whoever states to several agencies takes it
        first, so that no two of them wait for each other's feeds."""
        self._hold(connection, "judging")

    def lock_trust(self, connection: Connection) -> None:
        """Hold the trust document until the transaction ends: processes that start at once sign one."""
        self._hold(connection, "trust")

    def lock_enrolling(self, connection: Connection) -> None:
        """Hold the enrolling until the transaction ends: a code lets one device in."""
        self._hold(connection, "enrolling")

    def lock_blob(self, connection: Connection, agency: str, sha256: str) -> None:
        """Hold a file of evidence until the transaction ends."""
        self._hold(connection, f"blob {agency} {sha256}")

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _hold(self, connection: Connection, name: str) -> None:
        if self._is_server:
            query = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
            connection.execute(query, {"name": name})

    def _see_only(self, connection: Connection, agency: str) -> None:
        if self._is_server:
            connection.execute(text("SELECT set_config('care.agency', :agency, true)"), {"agency": agency})


def make_folder(folder: Path) -> None:
    """Make the data folder, for its owner only. Raises ``AppError`` ``DataFolderUnusable``."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AppError(ErrorCode.DATA_FOLDER_UNUSABLE, path=str(folder), reason=reason) from error


def open_sqlite(folder: Path) -> Database:
    """The encrypted database in *folder*, made with its key where there is none.

    Raises ``AppError``: ``WrongPassphrase``, ``KeyUnavailable`` (the database is there, its key is not),
    ``DatabaseDamaged``, ``LibraryUnsafe``, ``DataFolderUnusable``.
    """
    if tuple(map(int, sqlcipher.sqlite_version.split("."))) < _SAFE_LIBRARY:
        needed = ".".join(map(str, _SAFE_LIBRARY))
        raise AppError(ErrorCode.LIBRARY_UNSAFE, found=sqlcipher.sqlite_version, needed=needed)
    make_folder(folder)
    path = folder / _DATABASE_FILE
    key = _database_key(folder, path)

    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=_PATIENCE_MS / 1000
        )
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        _use_wal(connection)
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=16,
        hide_parameters=True,  # an error message must not carry what was being written
    )
    event.listen(engine, "begin", _begin_sqlite)
    try:
        _create_missing(engine)
    except DatabaseError as error:
        engine.dispose()
        raise _opening_failed(error, path) from error
    return Database(engine)


def _use_wal(connection: Any) -> None:
    """Switch to WAL. While another process makes the database or closes it, SQLite says at once that it
    is locked, whatever patience it was given: so we have the patience ourselves."""
    ends = monotonic() + _PATIENCE_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlcipher.OperationalError as error:
            if "locked" not in str(error) or monotonic() > ends:
                raise
            sleep(0.02)
        else:
            return


def open_url(url: str) -> Database:
    """A database server by URL (``postgresql://…``); its tables are made where missing.

    Raises ``AppError``: ``ValueInvalid`` for what is no such URL, ``ExtraMissing`` where the driver is not
    installed, ``DatabaseLocked`` where the server cannot be reached or does not let us in.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="--database", value="") from error
    if address.get_backend_name() != "postgresql":
        raise AppError(ErrorCode.VALUE_INVALID, name="--database", value=address.drivername)
    try:
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=8,
            max_overflow=16,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={_PATIENCE_MS}"},
        )
    except ModuleNotFoundError as error:
        raise AppError(ErrorCode.EXTRA_MISSING, extra="receiver") from error
    try:
        _create_missing(engine)
        _mind_rights(engine)
    except OperationalError as error:
        engine.dispose()
        raise AppError(ErrorCode.DATABASE_LOCKED, path=engine.url.render_as_string()) from error
    return Database(engine)


def _create_missing(engine: Engine) -> None:
    with engine.execution_options(receiver_writes=True).begin() as connection:
        if engine.dialect.name != "sqlite":
            # Processes that start at once must not make the same table twice.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('schema', 0))")
        if set(metadata.tables) - set(inspect(connection).get_table_names()):
            metadata.create_all(connection)


def _mind_rights(engine: Engine) -> None:
    """Row security does not bind a superuser; that is for the administrator to put right."""
    query = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    with engine.connect() as connection:
        if connection.exec_driver_sql(query).scalar():
            _LOG.warning("the database role stands above row security: use a plain role")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("receiver_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _faults_named(engine: Engine) -> Iterator[None]:
    """Say what the world lacks by its name, so that callers are told to come back, and what to do."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        where = engine.url.render_as_string()
        if re.search("full|No space left", reason):
            raise AppError(ErrorCode.DISK_FULL, path=where) from error
        # A server that is restarted, full of connections or out of patience will be back.
        if engine.dialect.name != "sqlite" or re.search("locked|busy", reason):
            raise AppError(ErrorCode.DATABASE_LOCKED, path=where) from error
        raise


def _opening_failed(error: DatabaseError, path: Path) -> AppError:
    if re.search("locked|busy", str(error.orig)):
        return AppError(ErrorCode.DATABASE_LOCKED, path=str(path))
    if os.environ.get(PASSPHRASE):
        return AppError(ErrorCode.WRONG_PASSPHRASE)
    return AppError(ErrorCode.DATABASE_DAMAGED, path=str(path))


def _database_key(folder: Path, database: Path) -> bytes:
    """The 256-bit key: from the passphrase where one is given, else from a file only its owner reads."""
    passphrase = os.environ.get(PASSPHRASE, "")
    path = folder / (_SALT_FILE if passphrase else _KEY_FILE)
    if database.exists() and not path.exists():
        raise AppError(ErrorCode.KEY_UNAVAILABLE)
    try:
        kept = kept_secret(path)
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.KEY_UNAVAILABLE) from error
    if not passphrase:
        return kept
    return hashlib.scrypt(passphrase.encode(), salt=kept, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
