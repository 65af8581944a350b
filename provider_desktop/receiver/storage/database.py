"""The receiver's database: an encrypted SQLite file, or PostgreSQL by URL; several processes share it."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.receiver.secret_files import kept_secret
from provider_desktop.receiver.storage.tables import metadata, streams

PASSPHRASE = "PROVIDER_RECEIVER_PASSPHRASE"  # noqa: S105 - the variable's name, not its value

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
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(receiver_writes=True)
        # SQLite lets a waiting writer poll and so lose its turn to a busy one; within this process
        # writers queue up instead.
        self._turn: AbstractContextManager[Any] = (
            threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database."""
        with _faults_named(self._engine), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed durably when the block ends, undone when it raises."""
        with (
            self._turn,
            _faults_named(self._engine),
            self._writing.connect() as connection,
            connection.begin(),
        ):
            yield connection

    def lock_stream(self, connection: Connection, stream: str) -> None:
        """Hold the stream's row until the transaction ends (SQLite: the write transaction holds all)."""
        if self._engine.dialect.name != "sqlite":
            connection.execute(select(streams.c.stream).where(streams.c.stream == stream).with_for_update())

    def lock_feed(self, connection: Connection, agency: str) -> None:
        """Hold the agency's feed until the transaction ends (SQLite: the write transaction holds all)."""
        if self._engine.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:agency))"), {"agency": agency})

    def lock_judging(self, connection: Connection) -> None:
        """Let one process judge at a time (SQLite: the write transaction holds all)."""
        if self._engine.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('judging'))"))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def open_sqlite(folder: Path) -> Database:
    """The encrypted database in *folder*, made with its key where there is none.

    Raises ``AppError``: ``WrongPassphrase``, ``KeyUnavailable`` (the database is there, its key is not),
    ``DatabaseDamaged``, ``LibraryUnsafe``, ``DataFolderUnusable``.
    """
    if tuple(map(int, sqlcipher.sqlite_version.split("."))) < _SAFE_LIBRARY:
        needed = ".".join(map(str, _SAFE_LIBRARY))
        raise AppError(ErrorCode.LIBRARY_UNSAFE, found=sqlcipher.sqlite_version, needed=needed)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AppError(ErrorCode.DATA_FOLDER_UNUSABLE, path=str(folder), reason=reason) from error
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
    """A database server by URL (``postgresql+psycopg://…``); its tables are made where missing.

    Raises ``AppError`` ``KeyUnavailable`` or ``DatabaseLocked`` where it cannot be reached.
    """
    engine = create_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True, hide_parameters=True)
    try:
        _create_missing(engine)
    except OperationalError as error:
        engine.dispose()
        raise AppError(ErrorCode.DATABASE_LOCKED, path=engine.url.render_as_string()) from error
    return Database(engine)


def _create_missing(engine: Engine) -> None:
    with engine.execution_options(receiver_writes=True).begin() as connection:
        if set(metadata.tables) - set(inspect(connection).get_table_names()):
            metadata.create_all(connection)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("receiver_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _faults_named(engine: Engine) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "full" in reason:
            raise AppError(ErrorCode.DISK_FULL, path=engine.url.render_as_string()) from error
        if "locked" in reason or "busy" in reason:
            raise AppError(ErrorCode.DATABASE_LOCKED, path=engine.url.render_as_string()) from error
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
