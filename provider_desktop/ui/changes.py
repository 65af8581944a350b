"""The topic bus of the pages: what a commit touched, and who shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

#: Milliseconds between two reloads while commits keep coming (sealing a month makes hundreds): reloads asked
#: for faster than they are answered would pile up before everything that is asked for by hand.
_PAUSE = 500


@dataclass(eq=False, slots=True)
class _Watch:
    page: QWidget
    topics: frozenset[str]
    reload: Callable[[], None]
    stale: bool


class Changes(QObject):
    """Brings topics to the pages that show them.

    ``publish`` may be called on any thread (the unit of work calls it after a commit). A visible page reloads
    at once, and while more commits follow, every now and then; a hidden one when it is shown next.
    """

    _published = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watches: list[_Watch] = []
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.settle)
        self._settled = QElapsedTimer()
        self._published.connect(self._mark, Qt.ConnectionType.AutoConnection)

    def publish(self, topics: Iterable[str]) -> None:
        """Say that these topics changed."""
        self._published.emit(frozenset(topics))

    def watch(
        self, page: QWidget, topics: Iterable[str], reload: Callable[[], None], *, loaded: bool = False
    ) -> None:
        """Call ``reload`` when a page is first shown, and whenever a topic changed since it last loaded.

        ``loaded`` says that the page shows the present already.
        """
        self._watches.append(_Watch(page, frozenset(topics), reload, stale=not loaded))
        page.installEventFilter(self)
        if page.isVisible():
            self._due.start(0)

    def settle(self) -> None:
        """Reload now what is visible and out of date; otherwise it happens when the event loop is idle."""
        self._due.stop()
        self._settled.start()
        self._watches = [watch for watch in self._watches if isValid(watch.page)]
        for watch in tuple(self._watches):
            if watch.stale and isValid(watch.page) and watch.page.isVisible():
                watch.stale = False
                watch.reload()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._due.start(0)
        return False

    @Slot(object)
    def _mark(self, topics: frozenset[str]) -> None:
        touched = [watch for watch in self._watches if watch.topics & topics]
        for watch in touched:
            watch.stale = True
        if touched and not self._due.isActive():
            since = self._settled.elapsed() if self._settled.isValid() else _PAUSE
            self._due.start(max(0, _PAUSE - since))
