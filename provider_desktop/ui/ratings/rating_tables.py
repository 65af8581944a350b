"""The tables of the rating page behind tabs: indicators estimated, indicators as published, differences."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.ui.ratings.indicator_columns import DifferenceLine, RatingColumns, lines_of
from provider_desktop.ui.ratings.rating_data import Rated
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words
from provider_desktop.ui.widgets.tabs import SegmentedTabs

ESTIMATE, OFFICIAL, DIFFERENCES = range(3)

#: Ten indicators fit into the window at 1366×768.
_ROW = 35

#: Height in dp below which the page scrolls rather than squeeze the table.
_LEAST = 200


class RatingTables(QWidget):
    """Tabs with one table each; ``line_chosen`` gives the tab and the line whose records are wanted."""

    line_chosen = Signal(int, object)

    def __init__(self, words_of: RatingWords) -> None:
        super().__init__()
        self._words = words_of
        columns = RatingColumns(words_of)
        self._tabs = SegmentedTabs(
            self.tr("View"), (self.tr("Estimate"), self.tr("As published"), self.tr("Differences"))
        )
        estimate = DataTable(self.tr("Indicators of the estimate"), row_height=_ROW)
        estimate.setModel(RowsModel(columns.indicators(estimate=True), lambda line: line.row.id, estimate))
        official = DataTable(self.tr("Indicators as published"), row_height=_ROW)
        official.setModel(RowsModel(columns.indicators(estimate=False), lambda line: line.row.id, official))
        differing = DataTable(self.tr("Differences"), row_height=_ROW)
        differing.setModel(
            RowsModel(columns.differences(), lambda line: line.difference.indicator, differing)
        )
        self._tables = (estimate, official, differing)
        self._note = words("", "muted", wrap=True)
        differences = QWidget()
        column = QVBoxLayout(differences)
        scale_layout(differences, column, spacing=8)
        column.addWidget(self._note)
        column.addWidget(differing, 1)
        self._stack = QStackedWidget()
        for shown in (estimate, official, differences):
            self._stack.addWidget(shown)
        for table in self._tables:
            table.row_opened.connect(self._choose)
            table.action_chosen.connect(lambda line, _column: self._choose(line))
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addWidget(self._tabs)
        box.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._fit()

    @property
    def table(self) -> DataTable:
        """The table shown now."""
        return self._tables[self._tabs.currentIndex()]

    def show_rated(self, rated: Rated) -> None:
        """Show a period; tabs without anything behind them are hidden."""
        overview = rated.overview
        official, names = overview.official, {row.id: row.name for row in overview.estimate.indicators}
        estimate_table, official_table, difference_table = self._tables
        estimate_table.show_rows(lines_of(overview.estimate.indicators, overview.to_green))
        official_table.show_rows(lines_of(official.indicators) if official else ())
        difference_table.show_rows(
            [DifferenceLine(names.get(each.indicator, each.indicator), each) for each in rated.differences]
        )
        if official is not None:
            note = self.tr(
                "{period}: what the bureau published holds. Corrections, returns and late records since then "
                "make this PC's figures differ."
            )
            self._note.setText(note.format(period=self._words.period(official.period)))
        self._tabs.set_count(DIFFERENCES, len(rated.differences))
        self._tabs.setTabVisible(OFFICIAL, official is not None)
        self._tabs.setTabVisible(DIFFERENCES, bool(rated.differences))

    def show_tab(self, tab: int) -> None:
        """Bring a tab to the front, if there is anything behind it, and go into its table."""
        if self._tabs.isTabVisible(tab):
            self._tabs.setCurrentIndex(tab)
            self.table.setFocus()

    def choose_current(self) -> None:
        """Ask for the records behind the current line."""
        if (line := self.table.current_row) is not None:
            self._choose(line)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_stack"):
            self._fit()

    def _choose(self, line: object) -> None:
        self.line_chosen.emit(self._tabs.currentIndex(), line)

    def _fit(self) -> None:
        self._stack.setMinimumHeight(current_theme().px(_LEAST))
