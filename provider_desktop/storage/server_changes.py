"""Hears what other PCs change in the agency's database, and notices when its server goes and comes back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import DBAPIError

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.storage.server_database import CHANNEL, ServerDatabase

_log = logging.getLogger(__name__)

#: Seconds between looks at whether to stop; a change is heard at once.
_TURN: Final = 0.25
#: Seconds after which the line is tried, since a server that lost its power says nothing.
_SILENCE: Final = 10.0
#: Seconds between tries to reach a server that is away: first, and at most.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0


@dataclass(frozen=True, slots=True)
class ServerListener:
    """Who is told; called in the watching thread. ``back`` is called at the first contact, too; where it
    raises ``AppError`` the server counts as away still."""

    changed: Callable[[frozenset[Topic]], None]
    lost: Callable[[], None]
    back: Callable[[], None]


class ServerChanges:
    """A thread with a connection of its own (LISTEN), from :meth:`start` until :meth:`stop`."""

    def __init__(self, server: ServerDatabase, listener: ServerListener) -> None:
        self._server = server
        self._listener = listener
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="server-changes", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns once the thread has let go of its connection."""
        self._stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        import psycopg

        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                with self._server.line_of_its_own() as line:
                    line.execute(f"LISTEN {CHANNEL}")
                    self._listener.back()
                    pause = _FIRST_PAUSE
                    self._listen(line)
            except (psycopg.Error, DBAPIError, AppError) as error:
                _log.info("the database server is away: %s", type(error).__name__)
                self._listener.lost()
                self._stopping.wait(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)

    def _listen(self, line: Any) -> None:
        silent = 0.0
        while not self._stopping.is_set():
            heard: set[Topic] = set()
            for note in line.notifies(timeout=_TURN, stop_after=1):
                heard |= self._topics(note.payload)
            if heard:
                self._listener.changed(frozenset(heard))
            silent = 0.0 if heard else silent + _TURN
            if silent >= _SILENCE:
                line.execute("SELECT 1")
                silent = 0.0

    def _topics(self, told: str) -> set[Topic]:
        """What another PC says it changed; of our own changes everybody here knows already."""
        installation, *topics = told.split(" ")
        found: set[Topic] = set()
        if installation != self._server.installation:
            for topic in topics:
                with suppress(ValueError):  # a newer release on the other PC may know more topics
                    found.add(Topic(topic))
        return found
