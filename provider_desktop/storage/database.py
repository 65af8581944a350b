"""The encrypted database on this PC: one process opens it, one thread writes at a time."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import copy_durably, write_atomically
from provider_desktop.storage import schema
from provider_desktop.storage.failures import BEGIN_WRITING, app_error, faults_named, is_lost
from provider_desktop.storage.places import require_own_disk
from provider_desktop.storage.process_lock import ProcessLock
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

KEY_BYTES: Final = 32
#: From this release on, connections that write in WAL mode cannot damage the file (sqlite.org/wal.html).
SAFE_LIBRARY: Final = (3, 51, 3)

_PATIENCE_SECONDS = 5
# The window checkpoints when it is idle, which keeps saves even; this is for programs that never are.
_CHECKPOINT_PAGES = 8_000
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",
    f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
)


class Database:
    """One open database. Threads may share it: reads see one moment each, writes wait for each other."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Use :meth:`create` or :meth:`open`, which tell what is wrong; this connects to nothing yet."""
        self.path = path
        self._connect = _connector(path, key, "rw")
        self._engine = _engine(path, key, "rw")
        self._writing = self._engine.execution_options(writes=True)
        self._writer = threading.Lock()
        self._writer_thread: int | None = None
        self._lock: ProcessLock | None = None

    @classmethod
    def create(cls, path: Path, key: bytes) -> Database:
        """Make a new database with the key (32 bytes) and open it.

        The file appears under its name only when it is complete. Raises ``AppError``:
        ``AlreadyInitialised``, ``AlreadyRunning``, ``DataFolderUnusable``, ``DataFolderShared``,
        ``DiskFull``, ``LibraryUnsafe``.
        """
        _require_safe_library()
        require_own_disk(path.parent)
        lock = _locked(path)
        try:
            if path.exists():
                raise AppError(ErrorCode.ALREADY_INITIALISED, path=str(path))
            _build(path, key)
        except BaseException:
            lock.release()
            raise
        return cls._opened(path, key, lock)

    @classmethod
    def open(
        cls, path: Path, key: bytes, before_upgrade: Callable[[Database], None] | None = None
    ) -> Database:
        """Open an existing database, bringing an older schema up to date; never makes an empty one.

        ``before_upgrade`` is given the database as it is before an older schema is changed. Raises
        ``AppError``: ``NotInitialised``, ``AlreadyRunning``, ``KeyWrong``, ``DatabaseDamaged``,
        ``DatabaseTooNew``, ``DatabaseLocked``, ``DataFolderShared``, ``DiskFull``, ``LibraryUnsafe``.
        """
        _require_safe_library()
        require_own_disk(path.parent)
        if not path.exists():
            raise AppError(ErrorCode.NOT_INITIALISED, path=str(path))
        if path.stat().st_size == 0:
            # SQLite takes an empty file for an empty database and would begin to fill it.
            raise AppError(ErrorCode.DATABASE_DAMAGED, path=str(path))
        return cls._opened(path, key, _locked(path), before_upgrade)

    @classmethod
    def _opened(
        cls,
        path: Path,
        key: bytes,
        lock: ProcessLock,
        before_upgrade: Callable[[Database], None] | None = None,
    ) -> Database:
        database = cls(path, key)
        database._lock = lock
        try:
            _require_own_key(path, key)
            if before_upgrade is not None and database.schema_version not in ("", schema.CURRENT):
                before_upgrade(database)
            with faults_named(path), database._writing.begin() as connection:
                schema.bring_up_to_date(connection, path)
        except BaseException:
            database._engine.dispose()
            lock.release()
            raise
        return database

    @property
    def schema_version(self) -> str:
        """The revision of the schema in the file, as ``0001``."""
        with faults_named(self.path), self._engine.begin() as connection:
            return schema.version(connection) or ""

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Repositories that see one moment of the database; a write through them is a mistake and raises."""
        with faults_named(self.path), self._engine.connect() as connection, connection.begin():
            yield Reading(connection)

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One transaction, alone in writing. Only ``commit()`` makes it last, not leaving the block.

        Raises ``AppError`` ``DiskFull``, ``DatabaseLocked`` or ``DatabaseDamaged`` with nothing half
        written. Opening one inside another in the same thread is a mistake and raises ``RuntimeError``.
        """
        with self._alone(), faults_named(self.path), self._writing.connect() as connection:
            transaction = connection.begin()
            try:
                yield UnitOfWork(connection, lambda _topics: transaction.commit())
            finally:
                if transaction.is_active:
                    transaction.rollback()

    def export(self, path: Path, key: bytes) -> None:
        """Write everything as it is at one moment into a new database under another key.

        Saving goes on meanwhile. Raises ``AppError`` ``AlreadyInitialised``, ``DiskFull``,
        ``DatabaseDamaged``, ``DataFolderUnusable``.
        """
        if path.exists():
            raise AppError(ErrorCode.ALREADY_INITIALISED, path=str(path))
        with faults_named(path):
            connection = self._connect()
            try:
                connection.execute("PRAGMA foreign_keys = OFF")  # whole tables go over, in no order
                connection.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{key.hex()}'\"", (str(path),))
                connection.execute("BEGIN")
                connection.execute("SELECT sqlcipher_export('copy')")
                connection.execute("COMMIT")
                connection.execute("DETACH DATABASE copy")
            finally:
                connection.close()
        path.chmod(0o600)

    def fill(self, write: Callable[[Connection], None]) -> None:
        """Take in rows as another database has them, all or none: what triggers made of them is among
        them already, so that they rest meanwhile."""
        with self._alone(), faults_named(self.path), self._writing.begin() as connection:
            made = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = connection.exec_driver_sql(made).all()
            for name, _sql in triggers:
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
            write(connection)
            for _name, sql in triggers:
                connection.exec_driver_sql(sql)

    def compact(self) -> None:
        """Rewrite the file without what was removed from it, and empty the log."""
        with self._alone(), faults_named(self.path):
            connection = self._connect()
            try:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def checkpoint(self) -> None:
        """Move what is committed from the log into the file, without waiting. For idle moments."""
        with self._alone(), faults_named(self.path):
            self._bare("PRAGMA wal_checkpoint(PASSIVE)")

    def problems(self) -> tuple[str, ...]:
        """What a full check finds: damaged pages, broken indexes, dangling references; reads everything.

        The texts are the library's own and hold no personal data. Empty when all is well. What the log
        holds goes into the file first: a power cut may have left pages there half written that the log
        holds whole, and the check of the encryption looks at the file alone.
        """
        with suppress(AppError):  # what keeps it from working is found below
            self.checkpoint()
        found: list[str] = []
        for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
            try:
                rows = self._bare(f"PRAGMA {pragma}")
            except (DBAPIError, sqlcipher.Error) as error:
                if app_error(error, self.path) is None:
                    raise
                rows = [(str(getattr(error, "orig", error)),)]
            found += [f"{pragma}: {' '.join(map(str, row))}" for row in rows if row != ("ok",)]
        return tuple(found)

    def close(self) -> None:
        """Tidy the log into the file and let go of everything; the object is of no use afterwards."""
        try:
            self._bare("PRAGMA wal_checkpoint(TRUNCATE)")
        except (DBAPIError, sqlcipher.Error):
            # What is committed is safe in the log and will be found there at the next start.
            pass
        finally:
            self._engine.dispose()
            if self._lock is not None:
                self._lock.release()

    def _bare(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement that must not stand in a transaction."""
        raw = self._engine.raw_connection()
        try:
            return [tuple(row) for row in raw.cursor().execute(statement).fetchall()]
        except sqlcipher.Error as error:
            if is_lost(error):
                raw.invalidate()
            raise
        finally:
            raw.close()

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


def _engine(path: Path, key: bytes, mode: str) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=_connector(path, key, mode),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _let_go_of_lost)
    return engine


def _let_go_of_lost(context: ExceptionContext) -> None:
    """Have the pool make new connections where one met a disk that failed."""
    if is_lost(context.original_exception, context.statement):
        context.is_disconnect = True


def _connector(path: Path, key: bytes, mode: str) -> Callable[[], Any]:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a database key has {KEY_BYTES} bytes")

    def connect() -> Any:
        # mode=rw: opening must never make an empty database where the file has gone.
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,  # transactions begin where we say, not where the driver guesses
            check_same_thread=False,
            timeout=_PATIENCE_SECONDS,
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _begin(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get("writes"))
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql(BEGIN_WRITING if writes else "BEGIN")


def _build(path: Path, key: bytes) -> None:
    part = path.with_name(path.name + ".part")
    _remove_with_logs(part)
    engine = _engine(part, key, "rwc")
    try:
        with faults_named(path), engine.execution_options(writes=True).begin() as connection:
            schema.bring_up_to_date(connection, path, new=True)
        with faults_named(path):
            raw = engine.raw_connection()
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
        engine.dispose()
        write_atomically(_check_path(path), _key_check(key).encode(), private=True)
        part.chmod(0o600)
        part.replace(path)
    finally:
        engine.dispose()
        _remove_with_logs(part)


def _remove_with_logs(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _locked(path: Path) -> ProcessLock:
    return ProcessLock(path.with_name("in_use.lock"))


def _check_path(path: Path) -> Path:
    return path.with_name(path.name + ".keycheck")


def _key_check(key: bytes) -> str:
    """Eight bytes that tell a wrong key from a damaged file, and nothing else of a random 256-bit key."""
    return hmac.new(key, b"provider_desktop database key", hashlib.sha256).hexdigest()[:16]


def _require_own_key(path: Path, key: bytes) -> None:
    try:
        kept = _check_path(path).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return  # then the database itself says whether the key fits
    if not hmac.compare_digest(kept.encode(), _key_check(key).encode()) and not _opens(path, key):
        raise AppError(ErrorCode.KEY_WRONG, path=str(path))


def _opens(path: Path, key: bytes) -> bool:
    """Whether the key does open the file, so that a damaged check file locks nobody out."""
    engine = _engine(path, key, "rw")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except (DBAPIError, sqlcipher.Error):
        return False
    finally:
        engine.dispose()
    return True


def library() -> tuple[str, bool]:
    """The version of the SQLite library at hand, and whether it is one that keeps databases whole."""
    found: str = sqlcipher.sqlite_version
    return found, tuple(int(part) for part in found.split(".")) >= SAFE_LIBRARY


def _require_safe_library() -> None:
    found, is_safe = library()
    if not is_safe:
        needed = ".".join(map(str, SAFE_LIBRARY))
        raise AppError(ErrorCode.LIBRARY_UNSAFE, found=found, needed=needed)


def replace_database(path: Path, new: Path, key: bytes, aside: Path) -> None:
    """Put *new* (under *key*) in the place of the database, which is kept as *aside*, damaged or not.

    Broken off anywhere, either the old or the new database is in place. Raises ``AppError``
    ``AlreadyRunning``, ``DiskFull``, ``FileUnwritable``.
    """
    lock = _locked(path)
    try:
        for suffix in ("", "-wal"):
            before = path.with_name(path.name + suffix)
            if before.exists():
                copy_durably(before, aside.with_name(aside.name + suffix))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        write_atomically(_check_path(path), _key_check(key).encode(), private=True)
        new.replace(path)
    finally:
        lock.release()
