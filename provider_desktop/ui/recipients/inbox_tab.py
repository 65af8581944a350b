"""Assignments: what the bureau gives this agency, to be accepted or declined with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.assignments import Answer, AssignmentStatus
from provider_desktop.services.recipients import AssignmentRow
from provider_desktop.ui.recipients.people_words import PeopleWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words


class InboxTab(QWidget):
    """The list of assignments. ``counted`` says how many wait, ``selection_changed`` how many of them are
    selected; ``person_chosen`` gives the recipient to look at."""

    counted = Signal(int)
    selection_changed = Signal(int)
    person_chosen = Signal(str)

    def __init__(self, context: PageContext, words_of: PeopleWords) -> None:
        super().__init__()
        self._context = context
        self._wanted, self._loaded = "", False
        self.table = DataTable(self.tr("Assignments"))
        self.table.setModel(RowsModel(words_of.assignment_columns(), lambda row: row.assignment, self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_selection())
        self.table.row_opened.connect(lambda row: self.person_chosen.emit(row.recipient))
        self._empty = EmptyState(
            "inbox",
            self.tr("No assignment waits for an answer"),
            self.tr(
                "When the bureau assigns somebody or changes a plan, it appears here: accept it, or decline "
                "with a reason that the bureau reads."
            ),
        )
        self._all = QCheckBox(self.tr("Also those answered"))
        self._all.toggled.connect(lambda _on: self.reload())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        foot = QHBoxLayout()
        scale_layout(self, foot, spacing=8)
        foot.addWidget(self._all)
        foot.addStretch(1)
        self._hint = words(self.tr("Shift or Ctrl selects several; Enter opens the card"), "small")
        foot.addWidget(self._hint)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addWidget(self._stack, 1)
        box.addLayout(foot)

    @property
    def selected(self) -> tuple[AssignmentRow, ...]:
        """The selected assignments that wait for an answer."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        model = self.table.model()
        shown = model.rows if isinstance(model, RowsModel) else ()
        return tuple(shown[row] for row in rows if _waits(shown[row]))

    def reload(self) -> None:
        """Ask for the assignments anew."""
        services, open_only = self._context.services, not self._all.isChecked()
        self._context.tasks.run(
            lambda: services.recipients.assignments(open_only), owner=self, on_done=self._show
        )

    def show_assignment(self, assignment: str) -> None:
        """Go to an assignment, now or as soon as the list is there."""
        self._wanted = assignment
        if self._loaded:
            self._go_to_wanted()

    def _show(self, rows: tuple[AssignmentRow, ...]) -> None:
        self._loaded = True
        self.table.show_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._empty)
        self._hint.setVisible(bool(rows))
        self.counted.emit(sum(_waits(row) for row in rows))
        if not self._go_to_wanted() and rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        self._tell_selection()

    def _go_to_wanted(self) -> bool:
        if self._wanted and self.table.select_key(self._wanted):
            self._wanted = ""
            self.table.setFocus()
            return True
        if self._wanted and not self._all.isChecked():
            # not among those that wait: it was answered before, and then the longer list has it
            self._all.setChecked(True)
            return True
        return False

    def _tell_selection(self) -> None:
        self.selection_changed.emit(len(self.selected))


def _waits(row: AssignmentRow) -> bool:
    return row.answer is Answer.NONE and row.status is not AssignmentStatus.ENDED
