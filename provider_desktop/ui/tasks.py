"""The one way off the UI thread: three lanes with one worker each, and results back by one signal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event
from time import monotonic
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from provider_desktop.errors import AppError, ErrorCode

Result = TypeVar("Result")

#: Seconds between two reports of progress that reach the window.
_REPORT_EVERY = 0.05

#: Called by the work with (done, total); total 0 where it is not known. Raises ``AppError`` ``Cancelled``.
Report = Callable[[int, int], None]


class Lane(StrEnum):
    """Where work waits its turn: each lane does one thing at a time, in the order asked for."""

    LOCAL = "local"
    """Short reads and writes of the database."""
    LONG = "long"
    """Imports, papers, backups: written in small chunks so that the local lane is never held up."""
    NETWORK = "network"
    """Everything that talks to the regulator."""


@dataclass(eq=False)
class Task(Generic[Result]):
    """One piece of work that was asked for; kept only by those who may want to cancel it."""

    owner: QObject
    lane: Lane
    on_done: Callable[[Result], None] | None
    on_error: Callable[[Exception], None] | None
    on_progress: Callable[[int, int], None] | None
    _cancelled: Event = field(default_factory=Event)
    _finished: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Give it up: work not begun is not begun, running work stops at its next report, no result comes."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was given up."""
        return self._cancelled.is_set()

    @property
    def finished(self) -> bool:
        """Whether its result or error was delivered, or it was dropped."""
        return self._finished.is_set()

    @property
    def wanted(self) -> bool:
        """Whether anyone still waits for it."""
        return not self.cancelled and isValid(self.owner)


@dataclass(frozen=True, slots=True)
class _Outcome:
    task: Task[Any]
    value: Any = None
    error: Exception | None = None
    progress: tuple[int, int] | None = None


class TaskRunner(QObject):
    """Runs work off the UI thread and brings what came of it back to it.

    ``unhandled`` gets, on the UI thread, every error for which the asker gave no ``on_error``.
    """

    _came = Signal(object)

    def __init__(self, unhandled: Callable[[Exception], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unhandled = unhandled
        self._workers: dict[Lane, ThreadPoolExecutor] = {}
        self._closing = Event()
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @overload
    def run(
        self,
        work: Callable[[], Result],
        *,
        owner: QObject,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        lane: Lane = Lane.LOCAL,
        progress: None = None,
    ) -> Task[Result]: ...

    @overload
    def run(
        self,
        work: Callable[[Report], Result],
        *,
        owner: QObject,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        lane: Lane = Lane.LOCAL,
        progress: Callable[[int, int], None],
    ) -> Task[Result]: ...

    def run(
        self,
        work: Callable[..., Result],
        *,
        owner: QObject,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        lane: Lane = Lane.LOCAL,
        progress: Callable[[int, int], None] | None = None,
    ) -> Task[Result]:
        """Do ``work`` on a lane, then call ``on_done`` or ``on_error`` on the UI thread.

        With ``progress`` the work is given a :data:`Report` to call with (done, total): that is where a
        cancelled task stops. Nothing is called back once ``owner`` is deleted or the task cancelled.
        """
        task: Task[Result] = Task(owner, lane, on_done, on_error, progress)
        self._submit(task, work)
        return task

    def shut_down(self) -> None:
        """Drop what waits, stop running work at its next report, and wait for it: when the program closes."""
        self._closing.set()
        for worker in self._workers.values():
            worker.shutdown(wait=True, cancel_futures=True)
        self._workers.clear()

    def _submit(self, task: Task[Any], work: Callable[..., Any]) -> None:
        if task.lane not in self._workers:
            self._workers[task.lane] = ThreadPoolExecutor(1, thread_name_prefix=task.lane.value)
        future: Future[None] = self._workers[task.lane].submit(self._perform, task, work, self._came.emit)
        # a failure outside the work itself would be silent otherwise
        future.add_done_callback(lambda ended: None if ended.cancelled() else ended.result())

    def _perform(self, task: Task[Any], work: Callable[..., Any], tell: Callable[[_Outcome], None]) -> None:
        """On the worker: do the work and tell what came of it."""
        if not task.wanted:
            task._finished.set()  # noqa: SLF001 - the runner is the task's other half
            return

        last = 0.0

        def report(done: int, total: int) -> None:
            nonlocal last
            if self._closing.is_set():
                task.cancel()
            if task.cancelled:
                raise AppError(ErrorCode.CANCELLED)
            now = monotonic()
            # a report a row must not flood the window: an eye sees no more than some twenty a second
            if done >= total or now - last >= _REPORT_EVERY:
                last = now
                tell(_Outcome(task, progress=(done, total)))

        try:
            value = work(report) if task.on_progress is not None else work()
        except Exception as error:  # noqa: BLE001 - whatever it was belongs to the asker, on its own thread
            tell(_Outcome(task, error=error))
        else:
            tell(_Outcome(task, value=value))

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        """On the UI thread: call back, if anyone still waits."""
        task = outcome.task
        if outcome.progress is not None:
            if task.wanted and task.on_progress is not None:
                task.on_progress(*outcome.progress)
            return
        task._finished.set()  # noqa: SLF001
        if not task.wanted:
            return
        if outcome.error is None:
            if task.on_done is not None:
                task.on_done(outcome.value)
        elif task.on_error is not None:
            task.on_error(outcome.error)
        else:
            self._unhandled(outcome.error)


class InlineTaskRunner(TaskRunner):
    """Does everything at once on the calling thread: for tests and pictures, where waiting proves nothing."""

    def _submit(self, task: Task[Any], work: Callable[..., Any]) -> None:
        self._perform(task, work, self._deliver)
