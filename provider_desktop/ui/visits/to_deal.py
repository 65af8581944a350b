"""To deal with: drafts that are held back and records that came back, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.visits import VisitState
from provider_desktop.services.visits import VisitFilter, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.visits.visit_words import VisitWords
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState

#: Returned records shown; nobody works through more in one sitting.
_MOST = 500


class ToDeal(QWidget):
    """A list to work through. ``row_opened`` gives the row and the pointer of its first finding."""

    row_opened = Signal(object, str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = words = VisitWords(context.labels, context.formats)
        self._table = DataTable(self.tr("To deal with"))
        columns: tuple[Column[VisitRow], ...] = (
            Column(self.tr("State"), lambda row: words.state(row).text, 104, chip=words.state),
            Column(self.tr("Date"), words.full_day, 104),
            Column(self.tr("Recipient"), words.recipient, 136),
            Column(self.tr("Staff"), words.staff, 120),
            Column(self.tr("Items"), words.items, 120),
            Column(self.tr("What stands against it"), self._reason, 0, tip=self._reason),
            Column("", self._step, 96, action=self._step),
        )
        self._table.setModel(RowsModel(columns, key=lambda row: row.record, parent=self))
        self._table.row_opened.connect(self._open)
        self._table.action_chosen.connect(lambda row, _column: self._open(row))
        empty = EmptyState(
            "done",
            self.tr("Nothing to deal with"),
            self.tr(
                "Drafts that are held back and records that the regulator returned appear here with their reason."
            ),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=0)
        box.addWidget(self._stack)

    @property
    def table(self) -> DataTable:
        """The list itself."""
        return self._table

    def reload(self) -> None:
        """Ask for what waits."""
        services = self._context.services

        def load() -> tuple[VisitRow, ...]:
            back = [
                row
                for state in (VisitState.RETURNED, VisitState.CONFLICT)
                for row in services.visits.page(VisitFilter(state=state), 0, _MOST).rows
            ]
            return (*back, *(row for row in services.entry.drafts() if self._words.open(row)))

        self._context.tasks.run(load, owner=self, on_done=self._show)

    def _show(self, rows: Sequence[VisitRow]) -> None:
        self._table.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._table.model().index(0, 0))

    def _reason(self, row: VisitRow) -> str:
        return self._words.reason(row) or self.tr("Returned by the regulator; open it to read why.")

    def _step(self, row: VisitRow) -> str:
        return self.tr("Go on") if row.state is VisitState.DRAFT else self.tr("Correct")

    def _open(self, row: VisitRow) -> None:
        found = self._words.open(row)
        self.row_opened.emit(row, found[0].pointer if found else "")
