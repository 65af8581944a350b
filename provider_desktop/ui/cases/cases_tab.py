"""The list of needs, calls, complaints and incidents, and of the calls that the plans still ask for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.cases import CaseKind
from provider_desktop.domain.clock import local_day
from provider_desktop.services.cases import CallExpected, CaseCounts, CaseFilter, CaseRow
from provider_desktop.ui.cases.case_words import CaseWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

_CALLS = "calls"
_SHOWN = (
    CaseKind.NEED,
    CaseKind.FOLLOWUP,
    CaseKind.COMPLAINT,
    CaseKind.INCIDENT,
    CaseKind.RECTIFICATION,
)


class CasesTab(QWidget):
    """``record_chosen`` opens a record, ``call_chosen`` a call to make, ``counted`` says how many wait."""

    record_chosen = Signal(str)
    call_chosen = Signal(object)
    counted = Signal(int)
    start_wanted = Signal()

    def __init__(self, context: PageContext, words_of: CaseWords) -> None:
        super().__init__()
        self._context = context
        self._words = words_of
        today = local_day(context.clock.now())
        self.table = DataTable(self.tr("Needs, calls and complaints"))
        self.table.setModel(RowsModel(words_of.columns(today), lambda row: row.record, self.table))
        self.table.row_opened.connect(lambda row: self.record_chosen.emit(row.record))
        self.calls = DataTable(self.tr("Calls still to make"))
        self.calls.setModel(
            RowsModel(words_of.call_columns(today), lambda call: f"{call.recipient}/{call.item}", self.calls)
        )
        self.calls.row_opened.connect(self.call_chosen)
        self._nothing = EmptyState(
            "phone",
            self.tr("Nothing recorded yet"),
            self.tr(
                "Report a need that you notice, record a call after a visit, a complaint or an incident. "
                "Each is sealed and uploaded like a visit, and answered by the regulator."
            ),
            self.tr("Record a call"),
        )
        self._nothing.action_chosen.connect(self.start_wanted)
        self._all_called = EmptyState(
            "check",
            self.tr("No call is due"),
            self.tr("Everybody whose plan asks for calls has had them in this period."),
        )
        self._stack = QStackedWidget()
        for layer in (self.table, self.calls, self._nothing, self._all_called):
            self._stack.addWidget(layer)
        self._kind = QComboBox()
        self._kind.setAccessibleName(self.tr("Show"))
        self._kind.addItem(self.tr("All kinds"), "")
        for kind in _SHOWN:
            self._kind.addItem(words_of.kind(kind), kind.value)
        self._kind.addItem(self.tr("Calls still to make"), _CALLS)
        self._kind.currentIndexChanged.connect(lambda _at: self.reload())
        self._open = QCheckBox(self.tr("Only open complaints"))
        self._open.toggled.connect(lambda _on: self.reload())
        self._count = words("", "small")
        self._hint = words(self.tr("Enter opens; a call due opens its form"), "small")
        self._build()

    def reload(self) -> None:
        """Ask for the list anew."""
        services, chosen, only_open = (
            self._context.services,
            self._kind.currentData(),
            self._open.isChecked(),
        )
        self._open.setVisible(chosen in ("", CaseKind.COMPLAINT.value))
        if chosen == _CALLS:
            self._context.tasks.run(services.cases.calls_expected, owner=self, on_done=self._show_calls)
            return
        kind = CaseKind(chosen) if chosen else None
        wanted = CaseFilter(kind=kind, open_only=only_open and self._open.isVisibleTo(self))

        def work() -> tuple[tuple[CaseRow, ...], CaseCounts]:
            found = services.cases.list(wanted)
            return tuple(row for row in found if row.kind in _SHOWN), services.cases.counts()

        self._context.tasks.run(work, owner=self, on_done=lambda loaded: self._show(*loaded))

    def show_kind(self, kind: str) -> None:
        """Show one kind (a ``CaseKind`` value, ``calls`` or '')."""
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))

    def _build(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        scale_layout(self, head, spacing=12)
        scale_layout(self, foot, spacing=8)
        head.addWidget(self._kind)
        head.addWidget(self._open)
        head.addStretch(1)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        box.addLayout(foot)

    def _show(self, rows: tuple[CaseRow, ...], counts: CaseCounts) -> None:
        self.table.show_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._nothing)
        self._say_count(len(rows))
        self.counted.emit(counts.waiting)
        _select_first(self.table)

    def _show_calls(self, calls: tuple[CallExpected, ...]) -> None:
        self.calls.show_rows(calls)
        self._stack.setCurrentWidget(self.calls if calls else self._all_called)
        self._say_count(len(calls))
        _select_first(self.calls)

    def _say_count(self, count: int) -> None:
        self._count.setText(self.tr("%n on the list", "", count))


def _select_first(table: DataTable) -> None:
    model = table.model()
    if model.rowCount() and not table.currentIndex().isValid():
        table.setCurrentIndex(model.index(0, 0))
