"""Ending when the system asks for it: SIGTERM and SIGINT close the window as its user would."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class EndingSignals(QObject):
    """Calls ``end`` on the UI thread when a signal comes.

    Python runs its handlers between its own instructions only, and Qt's loop has none while nothing
    happens: the signal writes a byte to a socket, and that is an event to Qt.
    """

    def __init__(self, end: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._end = end
        self._heard, self._told = socket.socketpair()
        for each in (self._heard, self._told):
            each.setblocking(False)
        self._before = [(number, signal.signal(number, _noted)) for number in _SIGNALS]
        self._wakeup_before = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def let_go(self) -> None:
        """Leave signals as they were before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before:
            signal.signal(number, handler)
        self._heard.close()
        self._told.close()

    def _on_signal(self) -> None:
        if any(number in _SIGNALS for number in self._heard.recv(64)):
            self._end()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The byte in the socket says it; without a handler the process would end at once."""
