"""Stores what is typed in the grid, lines changed at one stroke together, and shows their findings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from provider_desktop.domain.findings import Finding
from provider_desktop.services.visits import EntryLine, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.visits.entry_line import GridLine
from provider_desktop.ui.visits.entry_model import EntryModel

#: Lines of one transaction: a reason for a whole month is quick, and still seen to go on.
PORTION = 20

Stored = Sequence[tuple[EntryLine, VisitRow]]


class EntrySaving(QObject):
    """Listens to a model. ``stored`` gives lines with their rows, ``failed`` the error; nothing of that
    portion is stored then."""

    stored = Signal(object)
    failed = Signal(object)

    def __init__(self, context: PageContext, model: EntryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._waiting: dict[str, EntryLine] = {}
        self._under_way = 0
        # still the same turn of the event loop: nothing typed waits for anything
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(0)
        self._due.timeout.connect(self._store)
        model.saved.connect(self.save)
        model.discarded.connect(self.discard)

    @property
    def is_busy(self) -> bool:
        """Whether something typed is not stored yet."""
        return bool(self._waiting or self._under_way)

    def save(self, line: EntryLine) -> None:
        """Store a line as a draft."""
        self._waiting[line.record] = line
        self._due.start()

    def discard(self, record: str) -> None:
        """Throw a draft away, after what was typed before."""
        self._store()
        services = self._context.services
        self._under_way += 1
        self._context.tasks.run(
            lambda: services.entry.discard(record),
            owner=self,
            on_done=lambda _nothing: self._over(),
            on_error=self._not_stored,
        )

    def _store(self) -> None:
        self._due.stop()
        lines = tuple(self._waiting.values())
        self._waiting.clear()
        for start in range(0, len(lines), PORTION):
            self._store_portion(lines[start : start + PORTION])

    def _store_portion(self, lines: Sequence[EntryLine]) -> None:
        services = self._context.services
        self._under_way += 1
        self._context.tasks.run(
            lambda: services.entry.save_drafts(lines),
            owner=self,
            on_done=lambda rows: self._stored(tuple(zip(lines, rows, strict=True))),
            on_error=self._not_stored,
        )

    def _stored(self, stored: Stored) -> None:
        self._over()
        self.stored.emit(stored)
        for line, row in stored:
            self._model.show_checked(line, row.findings)
        self._check_neighbours([line for line, _row in stored])

    def _not_stored(self, error: Exception) -> None:
        self._over()
        self.failed.emit(error)

    def _over(self) -> None:
        self._under_way -= 1

    def _check_neighbours(self, lines: Sequence[EntryLine]) -> None:
        """A time or person changed here may settle, or break, another line of that day."""
        services = self._context.services
        touched = [
            each.line
            for each in self._model.lines
            if each.checked and any(_touches(each, line) for line in lines if line.day == each.line.day)
        ]
        if touched:
            self._context.tasks.run(
                lambda: [(each, services.entry.check(each)) for each in touched],
                owner=self,
                on_done=self._show_neighbours,
            )

    def _show_neighbours(self, checked: Sequence[tuple[EntryLine, tuple[Finding, ...]]]) -> None:
        for line, findings in checked:
            self._model.show_checked(line, findings)


def _touches(one: GridLine, other: EntryLine) -> bool:
    """Whether a change of the other line may change what is found in this one."""
    if one.key == other.record:
        return False
    shared = one.line.recipient == other.recipient or bool(set(one.line.staff) & set(other.staff))
    return shared or any(finding.values.get("record") == other.record for finding in one.findings)
