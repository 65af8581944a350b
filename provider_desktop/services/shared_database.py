"""The agency's database as one of several PCs sees it: there or away, and drafts kept here meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.changes import Changes
from provider_desktop.storage.database import Database
from provider_desktop.storage.server_changes import ServerChanges, ServerListener
from provider_desktop.storage.server_database import ServerDatabase
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

_log = logging.getLogger(__name__)

#: Settings of the local file: where the agency's database is, and which of its PCs this is.
SERVER: Final = "server"
INSTALLATION: Final = "installation"
#: Settings that are kept here too, for a start while the server is away.
KEPT_HERE: Final = ("membership", "operator", "clock_offset", "trust", "epoch", "agency", "lock_after")
#: What the copy for entering visits is made of.
_COPIED: Final = frozenset(
    {
        Topic.RECIPIENTS, Topic.ASSIGNMENTS, Topic.PLANS, Topic.STAFF, Topic.CATALOGUE, Topic.RATINGS,
        Topic.FEED,
    }
)  # fmt: skip
#: Seconds between tries while nobody watches: each may wait for an answer that does not come.
_PAUSE = 5.0


class SharedDatabase:
    """Stands for the open database (``OpenDatabase``); ``local`` is this PC's own encrypted file.

    While the server is away everything raises ``AppError`` ``DatabaseAway`` at once, but ``local`` has a
    copy of what entering visits looks things up in, and takes drafts. What is in ``local`` is a copy or
    a draft on its way, never the agency's record.
    """

    def __init__(self, server: ServerDatabase, local: Database, changes: Changes) -> None:
        self.server = server
        self.local = local
        self._changes = changes
        self._is_away = False
        self._again_at = 0.0
        self._is_copy_stale = True
        self._watching: ServerChanges | None = None
        #: Done each time the server is there again, before anything else is; may raise ``AppError``.
        self.when_back: Callable[[], None] = lambda: None

    @property
    def path(self) -> Path:
        """Server and name."""
        return self.server.path

    @property
    def is_away(self) -> bool:
        """Whether the server did not answer when it was asked last."""
        return self._is_away

    @property
    def schema_version(self) -> str:
        """The revision of the schema on the server."""
        with self._minding():
            return self.server.schema_version

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One moment of the agency's database. Raises ``AppError`` ``DatabaseAway``."""
        with self._minding(), self.server.reading() as reading:
            yield reading

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One transaction on the agency's database. Raises ``AppError`` ``DatabaseAway``."""
        with self._minding(), self.server.unit_of_work() as work:
            yield work

    def export(self, path: Path, key: bytes) -> None:
        """As the server does."""
        with self._minding():
            self.server.export(path, key)

    def compact(self) -> None:
        """Of the file here; the server sees to itself."""
        self.local.compact()

    def checkpoint(self) -> None:
        """Of the file here."""
        self.local.checkpoint()

    def problems(self) -> tuple[str, ...]:
        """Of the server's guards and of the file here."""
        with self._minding():
            return (*self.server.problems(), *self.local.problems())

    def connect(self) -> bool:
        """Try the server once, as at the start; whether it is there.

        Raises ``AppError`` for what waiting does not heal: ``DatabaseTooNew``, ``DatabaseDamaged``.
        """
        try:
            self.server.bring_up_to_date()
        except AppError as error:
            if error.code is not ErrorCode.DATABASE_AWAY:
                raise
            self._lost()
            return False
        self._back()
        return not self._is_away

    def watch(self) -> None:
        """Hear from now on what other PCs change, and notice by itself when the server comes and goes."""
        if self._watching is None:
            listener = ServerListener(self._heard, self._lost, self._back)
            self._watching = ServerChanges(self.server, listener)
            self._watching.start()

    def copy_for_entry(self) -> None:
        """Renew the copy that entering visits needs, where it is out of date."""
        if not self._is_copy_stale:
            return
        self._is_copy_stale = False
        try:
            with self.reading() as reading:
                rows = reading.reference.all()
                kept = {key: reading.settings.get(key) for key in KEPT_HERE}
            with self.local.unit_of_work() as work:
                work.reference.replace(rows)
                for key, value in kept.items():
                    if value is not None:
                        work.settings.set(key, value)
                work.commit()
        except BaseException:
            self._is_copy_stale = True
            raise

    def told(self, topics: frozenset[Topic]) -> None:
        """Note that topics changed, by whom ever."""
        self._is_copy_stale = self._is_copy_stale or bool(topics & _COPIED)

    def close(self) -> None:
        """Leave the copy here up to date where that can be done, and let go of everything."""
        if self._watching is not None:
            self._watching.stop()
        if not self._is_away:
            try:
                self.copy_for_entry()
            except AppError as error:
                _log.info("the copy for entering visits was not renewed: %s", error.code.value)
        self.server.close()
        self.local.close()

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Notice that the server is away; while it is, ask it only every now and then."""
        if self._is_away and (self._watching is not None or time.monotonic() < self._again_at):
            raise AppError(ErrorCode.DATABASE_AWAY, server=self.server.address.name, reason="-")
        was_away = self._is_away
        if was_away and not self.connect():
            raise AppError(ErrorCode.DATABASE_AWAY, server=self.server.address.name, reason="-")
        try:
            yield
        except AppError as error:
            if error.code is ErrorCode.DATABASE_AWAY:
                self._lost()
            raise

    def _heard(self, topics: frozenset[Topic]) -> None:
        self.told(topics)
        self._changes.tell(topics)
        self._renew_copy()

    def _lost(self) -> None:
        was_away, self._is_away = self._is_away, True
        self._again_at = time.monotonic() + _PAUSE
        if not was_away:
            _log.warning("the database server is away; drafts are kept here")
            self._changes.tell(frozenset({Topic.SETTINGS}))

    def _back(self) -> None:
        """The server answers: what waited here goes in before anybody else is let through."""
        was_away, self._is_away = self._is_away, False
        try:
            if was_away:
                self.server.bring_up_to_date()
            self.when_back()
        except AppError:
            self._is_away = True
            self._again_at = time.monotonic() + _PAUSE
            raise
        if was_away:
            _log.warning("the database server is back")
            self._is_copy_stale = True
            self._changes.tell(frozenset(Topic))
        self._renew_copy()

    def _renew_copy(self) -> None:
        try:
            self.copy_for_entry()
        except AppError as error:
            _log.info("the copy for entering visits was not renewed: %s", error.code.value)
