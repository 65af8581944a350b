"""The exchange as the window runs it: when asked, and by itself every few minutes; one run at a time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from provider_desktop.errors import AppError
from provider_desktop.services.sync import SyncProgress, SyncReport
from provider_desktop.ui.tasks import Lane, Report, TaskRunner

#: Milliseconds between two runs that nobody asked for: sends what waits and fetches what came.
_EVERY = 3 * 60_000
#: The first one comes once the window has settled.
_FIRST = 4_000

#: One run: told where progress goes and what says that it was given up.
Run = Callable[[Callable[[SyncProgress], None], Callable[[], bool]], SyncReport]


class Exchange(QObject):
    """Says ``began``, ``progressed`` (done, total; total 0 while answers are fetched), and at the end
    ``ended`` with the report or ``failed`` with the error; both also tell whether somebody asked for the run.
    ``phase`` is what is under way: ``push``, ``pull`` or ``evidence``, which counts in bytes.
    """

    began = Signal()
    progressed = Signal(int, int)
    ended = Signal(object, bool)
    failed = Signal(object, bool)

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._run: Run | None = None
        self._given_up: Event | None = None
        self._asked = False
        self.phase = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._by_itself)

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._given_up is not None

    def attach(self, run: Run | None, *, by_itself: bool = False) -> None:
        """Use this run from now on; ``by_itself`` has it happen unasked, too."""
        self._run = run
        self._timer.stop()
        if run is not None and by_itself:
            self._timer.start(_FIRST)

    def send_now(self) -> None:
        """Run; while a run is under way, that one counts as asked for."""
        self._asked = True
        self._begin()

    def cancel(self) -> None:
        """Give the run up: what was sent and taken stays, the rest waits."""
        if self._given_up is not None:
            self._given_up.set()

    def _by_itself(self) -> None:
        self._timer.start(_EVERY)
        self._begin()

    def _begin(self) -> None:
        run = self._run
        if run is None or self.running:
            return
        given_up = self._given_up = Event()
        self.phase = ""
        self.began.emit()

        def tell(step: SyncProgress, report: Report) -> None:
            self.phase = step.phase  # read when the figures arrive; a moment early does no harm
            report(step.done, step.total)

        self._tasks.run(
            lambda report: run(lambda step: tell(step, report), given_up.is_set),
            owner=self,
            on_done=self._on_done,
            on_error=self._on_error,
            lane=Lane.NETWORK,
            progress=self.progressed.emit,
        )

    def _on_done(self, report: SyncReport) -> None:
        self.ended.emit(report, self._over())

    def _on_error(self, error: Exception) -> None:
        asked = self._over()
        if isinstance(error, AppError):
            self.failed.emit(error, asked)
        else:
            raise error

    def _over(self) -> bool:
        """Ready for the next run; whether this one was asked for."""
        asked, self._asked, self._given_up = self._asked, False, None
        return asked
