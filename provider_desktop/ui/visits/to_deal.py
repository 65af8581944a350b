"""To deal with: drafts that are held back and records that came back, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.visits import VisitState
from provider_desktop.services.visits import VisitDetail, VisitFilter, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.shortcuts import action
from provider_desktop.ui.visits.visit_words import VisitWords
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState

#: Returned records shown; nobody works through more in one sitting.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits, the regulator's words where it was returned, and the rule named first."""

    row: VisitRow
    words: str = ""
    rule: str = ""


class ToDeal(QWidget):
    """A list to work through. ``row_opened`` gives the row and the pointer of its first finding,
    ``correct_wanted`` the record of one that came back, ``alike_wanted`` the rule for which several did."""

    row_opened = Signal(object, str)
    correct_wanted = Signal(str)
    alike_wanted = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = words = VisitWords(context.labels, context.formats)
        self._table = DataTable(self.tr("To deal with"))

        def state(each: Waiting) -> Chip:
            return words.state(each.row)

        columns: tuple[Column[Waiting], ...] = (
            Column(self.tr("State"), lambda each: state(each).text, 104, chip=state),
            Column(self.tr("Date"), lambda each: words.full_day(each.row), 104),
            Column(self.tr("Recipient"), lambda each: words.recipient(each.row), 136),
            Column(self.tr("Staff"), lambda each: words.staff(each.row), 120),
            Column(self.tr("Items"), lambda each: words.items(each.row), 120),
            Column(self.tr("What stands against it"), self._reason, 0, tip=self._reason),
            Column("", self._step, 96, action=self._step),
        )
        self._table.setModel(RowsModel(columns, key=lambda each: each.row.record, parent=self))
        self._table.row_opened.connect(self._open)
        self._table.action_chosen.connect(lambda each, _column: self._go_on(each))
        self._actions = (action(self, self.tr("Correct all alike"), self._correct_alike, "Ctrl+Shift+R"),)
        empty = EmptyState(
            "done",
            self.tr("Nothing to deal with"),
            self.tr(
                "Drafts held back and records that the regulator returned appear here with their reason."
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

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def reload(self) -> None:
        """Ask for what waits."""
        services = self._context.services

        def load() -> tuple[Waiting, ...]:
            back = [
                Waiting(row, *_verdict(services.visits.detail(row.record)))
                for state in (VisitState.RETURNED, VisitState.CONFLICT)
                for row in services.visits.page(VisitFilter(state=state), 0, _MOST).rows
            ]
            return (*back, *(Waiting(row) for row in services.entry.drafts() if self._words.open(row)))

        self._context.tasks.run(load, owner=self, on_done=self._show)

    def _show(self, rows: Sequence[Waiting]) -> None:
        self._table.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._table.model().index(0, 0))

    def _reason(self, each: Waiting) -> str:
        if each.row.state is VisitState.DRAFT:
            return self._words.reason(each.row)
        return each.words or self.tr("Returned by the regulator; open it to read why.")

    def _step(self, each: Waiting) -> str:
        return self.tr("Go on") if each.row.state is VisitState.DRAFT else self.tr("Correct")

    def _go_on(self, each: Waiting) -> None:
        if each.row.state is VisitState.RETURNED:
            self.correct_wanted.emit(each.row.record)
        else:
            self._open(each)

    def _correct_alike(self) -> None:
        """All that came back for the reason of the row that is current."""
        current: Waiting | None = self._table.current_row
        if self.isVisible() and current is not None and current.rule:
            self.alike_wanted.emit(current.rule)

    def _open(self, each: Waiting) -> None:
        found = self._words.open(each.row)
        self.row_opened.emit(each.row, found[0].pointer if found else "")


def _verdict(detail: VisitDetail) -> tuple[str, str]:
    """The regulator's words on the newest version that it answered, and the rule that it names first."""
    answered = [version for version in detail.versions if version.verdict is not None]
    newest = max(answered, key=lambda version: version.visit.version, default=None)
    if newest is None or newest.verdict is None:
        return "", ""
    findings = newest.verdict.findings
    return " ".join(newest.verdict.texts), findings[0].rule if findings else ""
