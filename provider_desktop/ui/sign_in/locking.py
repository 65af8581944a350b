"""Locks the window: when asked, and after minutes without a touch. Covers first, then lets go of the keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from provider_desktop.ui.tasks import Lane, TaskRunner
from provider_desktop.ui.widgets.clipboard import forget_copied

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
#: Milliseconds between two looks at the time, and what an open editor is given to hand over what was typed.
_LOOK: Final = 5_000
_HAND_OVER: Final = 150


class Locking(QObject):
    """Says ``began`` when the window must show nothing any more, and ``released`` once everything begun has
    ended and the keys are gone; ``refused`` where nothing would ask for anything on the way back.

    Work under way is waited for: what was typed is stored, an import ends its portion as it would.
    """

    began = Signal()
    released = Signal()
    refused = Signal()

    def __init__(
        self,
        tasks: TaskRunner,
        parent: QObject | None = None,
        *,
        clock: Callable[[], tuple[float, float]] = lambda: (time.monotonic(), time.time()),
    ) -> None:
        """*clock* gives seconds that only go on while the PC is awake, and those of the wall."""
        super().__init__(parent)
        self._tasks, self._clock = tasks, clock
        self._lock: Callable[[], bool] | None = None
        self._can_lock: Callable[[], bool] = lambda: False
        self._minutes: Callable[[], int] = lambda: 0
        self._limit = 0
        self._busy = False
        self._touched = clock()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def attach(
        self, lock: Callable[[], bool], can_lock: Callable[[], bool], minutes: Callable[[], int]
    ) -> None:
        """Watch from now on. ``lock`` lets go of the data, ``minutes`` says how long nobody may touch
        anything (0: as long as they like)."""
        self._lock, self._can_lock, self._minutes = lock, can_lock, minutes
        self._touched = self._clock()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            application.installEventFilter(self)
        self.ask_minutes()
        self._timer.start(_LOOK)

    def detach(self) -> None:
        """There is nothing to lock any more."""
        self._lock = None
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def ask_minutes(self) -> None:
        """Ask anew after how many minutes the window locks."""
        if self._lock is not None:
            self._tasks.run(self._minutes, owner=self, on_done=self._take_minutes)

    def look(self) -> None:
        """Lock if nobody has touched anything for too long; sleeping counts, a clock set back does not."""
        awake, wall = self._clock()
        idle = max(awake - self._touched[0], wall - self._touched[1])
        if self._limit and idle >= self._limit * 60:
            self.lock()

    def lock(self) -> None:
        """Lock now."""
        if self._lock is None or self._busy:
            return
        if not self._can_lock():
            self.refused.emit()
            return
        self._busy = True
        self._timer.stop()
        # an editor that loses the keyboard hands over what was typed in it, and that is stored
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        forget_copied()
        self.began.emit()
        QTimer.singleShot(_HAND_OVER, self, self._wait_for_network)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = self._clock()
        return False

    def _take_minutes(self, minutes: int) -> None:
        self._limit = minutes

    # each lane has one worker: what was asked of it before has ended when its turn comes

    def _wait_for_network(self) -> None:
        self._after(Lane.NETWORK, self._wait_for_long)

    def _wait_for_long(self) -> None:
        self._after(Lane.LONG, self._let_go)

    def _after(self, lane: Lane, then: Callable[[], None]) -> None:
        self._tasks.run(lambda: None, owner=self, on_done=lambda _nothing: then(), lane=lane)

    def _let_go(self) -> None:
        lock = self._lock
        if lock is not None:
            self._tasks.run(lock, owner=self, on_done=lambda _done: self._ended(), on_error=self._not_locked)

    def _ended(self) -> None:
        self._busy = False
        self.detach()
        self.released.emit()

    def _not_locked(self, error: Exception) -> None:
        """The window stays covered: what is wrong is told on the way back in."""
        self._ended()
        raise error
