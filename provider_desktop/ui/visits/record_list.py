"""All records: filters that stay, rows that come as one scrolls, several drafts sealed at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.domain.checks import VISIT_RULES
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.visit_service import FilterChoices
from provider_desktop.services.visits import Finalised, VisitFilter, VisitPage, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.shortcuts import action
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.visits.paged_model import PAGE, PagedVisits
from provider_desktop.ui.visits.visit_words import VisitWords, columns
from provider_desktop.ui.widgets.buttons import LinkButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

#: Milliseconds after the last key before the list is asked for.
_PAUSE = 200


class RecordList(QWidget):
    """The list of all visits. ``row_opened`` gives the row to open."""

    row_opened = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._filter = VisitFilter()
        self._asked = 0
        self._loaded_filters = False
        self._model = PagedVisits(columns(VisitWords(context.labels, context.formats)), self)
        self._model.page_wanted.connect(self._fetch)
        self._table = DataTable(self.tr("All records"))
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.setModel(self._model)
        self._table.set_widths(tuple(column.width for column in self._model.columns))
        self._table.row_opened.connect(self._open)
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        self._empty = EmptyState(
            "visits",
            self.tr("No visit fits"),
            self.tr("Every visit that was entered or imported stands here. Widen the filters to see more."),
            self.tr("Clear the filters"),
        )
        self._empty.action_chosen.connect(self.clear_filters)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._apply)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addLayout(self._build_filters())
        box.addWidget(self._stack, 1)
        box.addLayout(self._build_foot())
        self._actions = (
            action(self, self.tr("Seal the selected drafts"), self.finalise_selected, "Ctrl+Shift+Return"),
            action(self, self.tr("Clear the filters"), self.clear_filters, "Ctrl+Shift+F"),
        )

    @property
    def model(self) -> PagedVisits:
        """The rows."""
        return self._model

    @property
    def table(self) -> DataTable:
        """The list itself."""
        return self._table

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done in the list."""
        return self._actions

    def reload(self) -> None:
        """Ask for the list anew; filters stay as they are."""
        if not self._loaded_filters:
            services = self._context.services
            self._context.tasks.run(services.visits.filter_choices, owner=self, on_done=self._offer)
        self._ask(refresh=True)

    def focus_search(self) -> None:
        """Put the cursor into the field for names."""
        self._text.setFocus()
        self._text.selectAll()

    def show_filter(self, wanted: VisitFilter) -> None:
        """Show a list narrowed in this way."""
        self._filter = wanted
        for box, value in (
            (self._month, wanted.month),
            (self._state, wanted.state.value if wanted.state else ""),
            (self._finding, wanted.finding),
            (self._staff, wanted.staff),
            (self._item, wanted.item),
        ):
            place = box.findData(value)
            box.blockSignals(True)
            box.setCurrentIndex(max(0, place))
            box.blockSignals(False)
        self._text.blockSignals(True)
        self._text.setText(wanted.text)
        self._text.blockSignals(False)
        self._ask()

    def clear_filters(self) -> None:
        """Show everything."""
        self.show_filter(VisitFilter())

    def finalise_selected(self) -> None:
        """Check and seal the drafts among the rows selected."""
        records = [row.record for row in self._selected() if row.state is VisitState.DRAFT]
        if records:
            services = self._context.services
            self._context.tasks.run(
                lambda: services.finalising.finalise(records),
                owner=self,
                on_done=self._sealed,
                lane=Lane.LONG,
            )

    def _sealed(self, done: Finalised) -> None:
        sealed = self.tr("%n record(s) sealed.", "", len(done.sealed))
        if done.held_back:
            held = self.tr("%n held back; Enter shows why.", "", len(done.held_back))
            self._context.messages.say(self.tr("{sealed} {held}").format(sealed=sealed, held=held))
        else:
            self._context.messages.say_done(sealed)
        self._ask(refresh=True)

    def _selected(self) -> list[VisitRow]:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        return [found for row in rows if (found := self._model.row_at(row)) is not None]

    def _open(self, row: VisitRow | None) -> None:
        if row is not None:
            self.row_opened.emit(row)

    def _apply(self) -> None:
        state = str(self._state.currentData() or "")
        self._filter = replace(
            self._filter,
            month=str(self._month.currentData() or ""),
            state=VisitState(state) if state else None,
            finding=str(self._finding.currentData() or ""),
            staff=str(self._staff.currentData() or ""),
            item=str(self._item.currentData() or ""),
            text=self._text.text().strip(),
        )
        self._ask()

    def _ask(self, *, refresh: bool = False) -> None:
        """The first page of the list that the filters ask for; an answer that is overtaken is dropped."""
        self._asked += 1
        asked, wanted, services = self._asked, self._filter, self._context.services
        self._context.tasks.run(
            lambda: services.visits.page(wanted, 0, PAGE),
            owner=self,
            on_done=lambda page: self._show(asked, page, refresh=refresh),
        )

    def _fetch(self, offset: int, limit: int) -> None:
        asked, wanted, services = self._asked, self._filter, self._context.services
        self._context.tasks.run(
            lambda: services.visits.page(wanted, offset, limit),
            owner=self,
            on_done=lambda page: self._model.take(page) if asked == self._asked else None,
        )

    def _show(self, asked: int, page: VisitPage, *, refresh: bool) -> None:
        if asked != self._asked:
            return
        if refresh:
            self._model.refresh(page)
        else:
            self._model.start(page)
        self._stack.setCurrentIndex(0 if page.total else 1)
        self._clear.setVisible(self._filter != VisitFilter())
        self._show_selection()
        if page.total and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))

    def _show_selection(self) -> None:
        drafts = sum(row.state is VisitState.DRAFT for row in self._selected())
        total = self._context.formats.count(self._model.total)
        self._count.setText(self.tr("{count} records").format(count=total))
        self._seal.setText(self.tr("Check and seal %n selected", "", drafts))
        self._seal.setVisible(drafts > 0)

    # building

    def _build_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        labels = self._context.labels
        self._text = QLineEdit()
        self._text.setProperty("kind", "search")
        self._text.setPlaceholderText(self.tr("Name, initials, id or phone"))
        self._text.setAccessibleName(self.tr("Find a recipient"))
        self._text.setClearButtonEnabled(True)
        self._month = self._combo(self.tr("Month"), self.tr("All months"))
        self._state = self._combo(self.tr("State"), self.tr("All states"))
        self._finding = self._combo(self.tr("Finding"), self.tr("All findings"))
        self._staff = self._combo(self.tr("Staff"), self.tr("All staff"))
        self._item = self._combo(self.tr("Item"), self.tr("All items"))
        for state in VisitState:
            self._state.addItem(labels.word("state", state), state.value)
        for rule in VISIT_RULES:
            self._finding.addItem(labels.word("rule_name", rule), rule)
        self._clear = LinkButton(self.tr("Clear"))
        self._clear.clicked.connect(self.clear_filters)
        self._clear.hide()
        row.addWidget(self._text, 2)
        for box in (self._month, self._state, self._finding, self._staff, self._item):
            row.addWidget(box, 1)
        row.addWidget(self._clear)
        self._text.textEdited.connect(lambda _text: self._pause.start())
        self._text.returnPressed.connect(self._apply)
        return row

    def _combo(self, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(everything, "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(5)
        box.currentIndexChanged.connect(lambda _index: self._apply())
        return box

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        self._count = words("", "small")
        self._seal = SecondaryButton("", small=True)
        self._seal.clicked.connect(self.finalise_selected)
        self._seal.hide()
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(words(self.tr("Enter opens a record; Shift selects several"), "small"))
        row.addWidget(self._seal)
        return row

    def _offer(self, choices: FilterChoices) -> None:
        """Fill the filters with what there is."""
        self._loaded_filters = True
        named = [
            (self._month, [(month, self._context.formats.long_month(month)) for month in choices.months])
        ]
        named += [(self._staff, list(choices.staff)), (self._item, list(choices.items))]
        for box, values in named:
            box.blockSignals(True)
            for key, name in values:
                box.addItem(name, key)
            box.blockSignals(False)
