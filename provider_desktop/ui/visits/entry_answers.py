"""What the grid asks while one types, answered on another thread: people, habits, what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from provider_desktop.domain.topics import Topic
from provider_desktop.services.visits import ExpectedVisit
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.visits.entry_model import EntryModel
from provider_desktop.ui.visits.entry_table import EntryTable


class EntryAnswers(QObject):
    """Listens to a table and brings it what it asked for."""

    def __init__(self, context: PageContext, model: EntryModel, table: EntryTable) -> None:
        super().__init__(table)
        self._context = context
        self._model = model
        self._table = table
        self._asked: set[date] = set()
        table.people_wanted.connect(self._look_for_people)
        table.suggestion_wanted.connect(self._look_for_suggestion)
        table.expected_wanted.connect(self._look_for_expected)
        table.line_chosen.connect(lambda _row: self.look_ahead())
        model.summary_changed.connect(self.look_ahead)
        context.changes.watch(table, {Topic.SCHEDULE.value, Topic.PLANS.value}, self.forget_expected)

    def forget_expected(self) -> None:
        """Ask anew: records were sealed, or the schedule was changed."""
        self._asked.clear()
        self._model.expected.forget()
        self.look_ahead()

    def look_ahead(self) -> None:
        """Know what is expected where typing goes on."""
        row = self._table.row
        if not 0 <= row < self._model.rowCount() or not self._model.is_next(row):
            return
        day = self._model.day_for(row)
        unknown = self._model.expected.unknown_day(day, self._model.typed, self._model.cells.today)
        if unknown is not None:
            self._look_for_expected(unknown)

    def _look_for_expected(self, day: date) -> None:
        if day in self._asked:
            return
        self._asked.add(day)
        services = self._context.services
        self._context.tasks.run(
            lambda: services.entry.expected(day),
            owner=self._table,
            on_done=lambda visits: self._show_expected(day, visits),
        )

    def _show_expected(self, day: date, visits: Sequence[ExpectedVisit]) -> None:
        if day not in self._asked:
            return  # forgotten meanwhile
        self._model.show_expected(day, visits)
        self._table.show_expected()
        self._model.summary_changed.emit()

    def _look_for_people(self, text: str) -> None:
        services = self._context.services
        self._context.tasks.run(
            lambda: services.recipients.options(text),
            owner=self._table,
            on_done=lambda people: self._table.show_people(text, people),
        )

    def _look_for_suggestion(self, recipient: str, day: str) -> None:
        services = self._context.services
        self._context.tasks.run(
            lambda: services.entry.suggest(recipient, date.fromisoformat(day)),
            owner=self._table,
            on_done=lambda suggestion: self._table.show_suggestion(recipient, suggestion),
        )
