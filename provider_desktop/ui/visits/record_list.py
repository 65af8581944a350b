"""All records: filters that stay, rows that come as one scrolls, sealed and exported as shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.visit_service import FilterChoices
from provider_desktop.services.visits import Finalised, VisitFilter, VisitPage, VisitRow
from provider_desktop.ui.recipients.reveal_form import RevealForm
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane, Report, Task
from provider_desktop.ui.visits.paged_model import PAGE, PagedVisits
from provider_desktop.ui.visits.record_filters import RecordFilters
from provider_desktop.ui.visits.visit_words import VisitWords, columns
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

#: Drafts sealed between two reports of progress.
_PORTION = 20


class RecordList(QWidget):
    """The list of all visits. ``row_opened`` gives the row to open."""

    row_opened = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._filter = VisitFilter()
        self._asked = 0
        self._ordered = True
        self._offered = False
        self._narrowed = False
        self._work: Task[object] | None = None
        self._filters = RecordFilters(context.labels, context.formats)
        self._filters.changed.connect(self._narrow)
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
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._stop)
        self._reveal = RevealForm()
        self._reveal.reason_given.connect(self._export_whole)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addWidget(self._filters)
        box.addWidget(self._reveal)
        box.addWidget(self._strip)
        box.addWidget(self._stack, 1)
        box.addLayout(self._build_foot())
        self._actions = (
            action(self, self.tr("Seal the selected drafts"), self.finalise_selected, "Ctrl+Shift+Return"),
            action(self, self.tr("Seal all drafts shown"), self.finalise_shown, "Ctrl+Alt+Return"),
            action(self, self.tr("Export what is shown…"), self.export, Key.EXPORT),
            action(self, self.tr("Export with names in full…"), self._reveal.begin),
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
        """Ask for the list anew; filters stay as they are, also from one start to the next."""
        if self._offered:
            self._ask(refresh=True)
            return
        services = self._context.services
        self._context.tasks.run(
            lambda: (services.visits.filter_choices(), services.visits.kept_filter()),
            owner=self,
            on_done=self._offer,
        )

    def focus_search(self) -> None:
        """Put the cursor into the field for names."""
        self._filters.focus_search()

    def show_filter(self, wanted: VisitFilter) -> None:
        """Show a list narrowed in this way."""
        self._narrowed = True
        self._filters.show_filter(wanted)
        self._filter = wanted
        self._ask()

    def clear_filters(self) -> None:
        """Show everything."""
        self._filters.choose(VisitFilter())

    def finalise_shown(self) -> None:
        """Check and seal every draft that the filters leave, whether it is in sight or not."""
        wanted, services = self._filter, self._context.services

        def seal(report: Report) -> Finalised:
            drafts = _drafts_of(wanted)
            records = services.visits.records(drafts) if drafts is not None else ()
            sealed: list[str] = []
            held = []
            for start in range(0, len(records), _PORTION):
                report(start, len(records))
                done = services.finalising.finalise(records[start : start + _PORTION])
                sealed.extend(done.sealed)
                held.extend(done.held_back)
            return Finalised(tuple(sealed), tuple(held))

        self._begin(self.tr("Checking and sealing"), seal, self._sealed)

    def export(self) -> None:
        """Write what is shown as a table, names masked."""
        self._export("")

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

    def _export_whole(self, reason: str) -> None:
        self._reveal.hide()
        self._export(reason)

    def _export(self, reveal: str) -> None:
        name = self.tr("Visits {month}").format(month=self._filter.month).strip()
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export what is shown"), f"{name}.xlsx", "Excel (*.xlsx)"
        )
        if not path:
            return
        out = Path(path if path.lower().endswith(".xlsx") else f"{path}.xlsx")
        wanted, services = self._filter, self._context.services
        self._begin(
            self.tr("Exporting"),
            lambda report: services.visit_export.write(wanted, out, reveal, report),
            lambda rows: self._context.messages.say_done(
                self.tr("%n row(s) written to {name}.", "", rows).format(name=out.name)
            ),
        )

    def _begin(self, what: str, work: Callable[[Report], object], on_done: Callable[..., None]) -> None:
        """Long work with progress, one at a time."""
        if self._work is not None:
            return

        def over(done: object) -> None:
            self._end()
            on_done(done)

        def failed(error: Exception) -> None:
            self._end()
            if not isinstance(error, AppError):
                raise error
            if error.code is not ErrorCode.CANCELLED:
                self._context.messages.say_error(error)
            self._ask(refresh=True)

        self._strip.begin(what)
        self._work = self._context.tasks.run(
            work,
            owner=self,
            on_done=over,
            on_error=failed,
            lane=Lane.LONG,
            progress=self._strip.show_progress,
        )
        if self._work.finished:
            self._work = None  # done at once

    def _stop(self) -> None:
        """What is done so far stays done; nothing more comes of the work."""
        if self._work is not None:
            self._work.cancel()
            self._end()
            self._ask(refresh=True)

    def _end(self) -> None:
        self._work = None
        self._strip.end()

    def _selected(self) -> list[VisitRow]:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        return [found for row in rows if (found := self._model.row_at(row)) is not None]

    def _open(self, row: VisitRow | None) -> None:
        if row is not None:
            self.row_opened.emit(row)

    def _narrow(self, wanted: VisitFilter) -> None:
        """The filters were changed: show the list, and find it like this next time."""
        self._filter, self._narrowed = wanted, True
        services = self._context.services
        self._context.tasks.run(lambda: services.visits.keep_filter(wanted), owner=self)
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
        self._ordered = page.ordered
        self._stack.setCurrentIndex(0 if page.total else 1)
        self._show_selection()
        if page.total and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))

    def _show_selection(self) -> None:
        drafts = sum(row.state is VisitState.DRAFT for row in self._selected())
        total = self._context.formats.count(self._model.total)
        said = self.tr("{count} records").format(count=total)
        if not self._ordered:
            said = self.tr("{count} records, too many for this order: newest first").format(count=total)
        self._count.setText(said)
        self._seal.setText(self.tr("Check and seal %n selected", "", drafts))
        self._seal.setVisible(drafts > 0)

    # building

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
        export = SecondaryButton(self.tr("Export what is shown…"), small=True)
        export.setToolTip(Key.EXPORT)
        export.clicked.connect(self.export)
        row.addWidget(export)
        return row

    def _offer(self, found: tuple[FilterChoices, VisitFilter]) -> None:
        """Fill the filters with what there is, and narrow the list as it was left."""
        choices, kept = found
        self._offered = True
        self._filters.offer(choices)
        self.show_filter(self._filter if self._narrowed else kept)


def _drafts_of(wanted: VisitFilter) -> VisitFilter | None:
    """The drafts among a list; None where its state leaves none."""
    if wanted.state not in (None, VisitState.DRAFT):
        return None
    return replace(wanted, state=VisitState.DRAFT)
