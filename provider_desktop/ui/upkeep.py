"""What the window does by itself while nobody waits: the day's backup, and its copy elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from provider_desktop.errors import AppError
from provider_desktop.services.upkeep_service import Upkeep
from provider_desktop.ui.tasks import Lane, TaskRunner

#: Milliseconds after the data are open, and between two looks whether the day has its backup.
_FIRST = 2 * 60_000
_EVERY = 60 * 60_000


class UpkeepRounds(QObject):
    """Says ``failed`` with the ``AppError`` where the backup or its copy did not work out; the same trouble
    is told once until it is over."""

    failed = Signal(object)

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._run: Callable[[], Upkeep] | None = None
        self._told = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.go_round)

    def attach(self, run: Callable[[], Upkeep] | None) -> None:
        """Use this from now on; None for none."""
        self._run = run
        self._timer.stop()
        if run is not None:
            self._timer.start(_FIRST)

    def go_round(self) -> None:
        """Do it now."""
        self._timer.start(_EVERY)
        if self._run is not None:
            self._tasks.run(
                self._run, owner=self, on_done=self._on_done, on_error=self._on_error, lane=Lane.LONG
            )

    def _on_done(self, done: Upkeep) -> None:
        self._tell(done.problem)

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._tell(error)

    def _tell(self, problem: AppError | None) -> None:
        code = problem.code.value if problem is not None else ""
        if problem is not None and code != self._told:
            self.failed.emit(problem)
        self._told = code
