"""Where this PC's figures differ from the published light: indicators, and their records beside them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.services.rating_past import DifferenceRow, Differences, IndicatorDifference
from provider_desktop.ui.ratings.plan_words import PlanWords
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

_ROW = 34


@dataclass(frozen=True, slots=True)
class _Line:
    """A record that the sides count differently, of the indicator chosen at the left."""

    row: DifferenceRow
    unexplained: bool


class DifferencesTab(QWidget):
    """Record by record: which side counted what, and why; what nothing explains is said to be so."""

    record_chosen = Signal(object)

    def __init__(self, context: PageContext, words_of: RatingWords, plan_words: PlanWords) -> None:
        super().__init__()
        self._context, self._words, self._plan_words = context, words_of, plan_words
        self._found: Differences | None = None
        self._note = words("", "muted", wrap=True)
        self.indicators = DataTable(self.tr("Indicators that differ"), row_height=_ROW)
        self.indicators.setModel(
            RowsModel(self._indicator_columns(), lambda each: each.indicator, self.indicators)
        )
        self.records = DataTable(self.tr("Records that differ"), row_height=_ROW)
        self.records.setModel(RowsModel(self._record_columns(), lambda line: line.row.key, self.records))
        self.rest = words("", "small", wrap=True)
        right = QVBoxLayout()
        scale_layout(self, right, spacing=6)
        right.addWidget(self.records, 1)
        right.addWidget(self.rest)
        tables = QWidget()
        row = QHBoxLayout(tables)
        scale_layout(tables, row, spacing=12)
        row.addWidget(self.indicators, 10)
        row.addLayout(right, 11)
        self._stack = QStackedWidget()
        self._stack.addWidget(tables)
        self._stack.addWidget(
            EmptyState(
                "done",
                self.tr("Both sides agree"),
                self.tr("Every figure that the bureau published is what this PC comes to as well."),
            )
        )
        self._stack.addWidget(
            EmptyState(
                "rating",
                self.tr("Nothing published for this period"),
                self.tr("Once the bureau publishes a light, each of its figures is compared with this PC's."),
            )
        )
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addWidget(self._note)
        box.addWidget(self._stack, 1)
        self.setFocusProxy(self.indicators)
        self.indicators.row_selected.connect(self._show_records)
        self.indicators.row_opened.connect(lambda _each: self.records.setFocus())
        self.records.row_opened.connect(lambda line: self.record_chosen.emit(line.row))
        self.records.action_chosen.connect(lambda line, _column: self.record_chosen.emit(line.row))

    @property
    def found(self) -> Differences | None:
        """What is shown now."""
        return self._found

    def load(self, period: str) -> None:
        """Ask for the differences of a period."""
        services = self._context.services
        self._context.tasks.run(
            lambda: services.ratings.differences(period), owner=self, on_done=self.show_differences
        )

    def show_differences(self, found: Differences | None) -> None:
        """Show the differences; None where nothing was published."""
        self._found = found
        self._note.setText(self._said(found))
        self._note.setVisible(found is not None)
        if found is None or not found.indicators:
            self._stack.setCurrentIndex(2 if found is None else 1)
            return
        self._stack.setCurrentIndex(0)
        self.indicators.show_rows(found.indicators)
        if self.indicators.current_row is None:
            self.indicators.select_key(found.indicators[0].indicator)
        self._show_records(self.indicators.current_row or found.indicators[0])

    def _said(self, found: Differences | None) -> str:
        if found is None:
            return ""
        period = self._words.period(found.period)
        if not found.comparable:
            why = {
                "erased": self.tr("content of that period was erased since"),
                "ruleset_missing": self.tr("the rules of then are not kept here"),
            }.get(found.reason, found.reason)
            return self.tr(
                "{period} cannot be computed as it stood then ({why}); what fails on either side is compared."
            ).format(period=period, why=why)
        unexplained = sum(each.unexplained for each in found.indicators)
        if unexplained:
            return self.tr(
                "{period}: %n indicator(s) differ although the records of then were the same: worth an "
                "appeal. What the bureau published holds until it changes it.",
                "",
                unexplained,
            ).format(period=period)
        return self.tr(
            "{period}: what the bureau published holds. Everything that differs came after it: corrections, "
            "returns and late records."
        ).format(period=period)

    def _show_records(self, each: IndicatorDifference) -> None:
        self.records.show_rows([_Line(row, row.reason == "unexplained") for row in each.rows])
        if not each.unexplained:
            self.rest.hide()
            return
        self.rest.setText(
            self.tr("Stated {stated}, recomputed from the records of then {recomputed}: unexplained.").format(
                stated=each.official, recomputed=each.recomputed
            )
        )
        self.rest.show()

    def _indicator_columns(self) -> tuple[Column[IndicatorDifference], ...]:
        return (
            Column(self.tr("Indicator"), lambda each: each.name, bold=True),
            Column(self.tr("Published"), lambda each: each.official, 84, right=True),
            Column(
                "",
                lambda each: self._plan_words.light(each.official_light),
                88,
                chip=lambda each: self._plan_words.chip(each.official_light),
            ),
            Column(self.tr("Estimate"), lambda each: each.estimate, 84, right=True),
            Column(
                "",
                lambda each: self._plan_words.light(each.estimate_light),
                88,
                chip=lambda each: self._plan_words.chip(each.estimate_light),
            ),
        )

    def _record_columns(self) -> tuple[Column[_Line], ...]:
        return (
            Column(self.tr("Day"), self._day, 60),
            Column(self.tr("Name"), lambda line: line.row.name or line.row.key, 84, bold=True),
            Column(self.tr("Published"), lambda line: self._counted(line.row, official=True), 92),
            Column(self.tr("Here"), lambda line: self._counted(line.row, official=False), 92),
            Column(
                self.tr("Why"),
                self._reason,
                chip=lambda line: Chip(Tone.RED, self._reason(line)) if line.unexplained else None,
                tip=self._reason,
                muted=True,
            ),
            Column("", self._open, 76, action=self._open, link=True),
        )

    def _day(self, line: _Line) -> str:
        visit = line.row.visit
        return self._context.formats.day(visit.day) if visit and visit.day else ""

    def _counted(self, row: DifferenceRow, *, official: bool) -> str:
        side = row.official if official else row.estimate
        part, whole = (
            (row.official_part, row.official_whole) if official else (row.estimate_part, row.estimate_whole)
        )
        if row.kind == "recipient" and whole:
            return self._context.formats.of(part, whole)
        return {
            "good": self.tr("Counts"),
            "failing": self.tr("Fails"),
            "absent": self.tr("Not counted"),
        }.get(side, self.tr("Not said"))

    def _reason(self, line: _Line) -> str:
        return self._context.labels.word("difference_reason", line.row.reason)

    def _open(self, line: _Line) -> str:
        return self.tr("Open") if line.row.kind in {"visit", "recipient", "staff"} else ""
