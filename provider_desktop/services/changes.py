"""Tells whoever listens which topics a commit changed; pages load again what they show."""

from __future__ import annotations

import threading
from collections.abc import Callable

from provider_desktop.domain.topics import Topic

Listener = Callable[[frozenset[Topic]], None]


class Changes:
    """A thread-safe list of listeners. They are called in the thread of the commit, after it."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a listener told of every change; the returned function takes it off again."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def tell(self, topics: frozenset[Topic]) -> None:
        """Tell every listener; nothing happens for no topics."""
        if not topics:
            return
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(topics)
