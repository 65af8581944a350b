"""The parts of the rating page behind tabs, from the estimate to the lights of past periods."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.ui.ratings.differences_tab import DifferencesTab
from provider_desktop.ui.ratings.history_tab import HistoryTab
from provider_desktop.ui.ratings.indicator_columns import RatingColumns, lines_of
from provider_desktop.ui.ratings.plan_tab import PlanTab
from provider_desktop.ui.ratings.plan_words import PlanWords
from provider_desktop.ui.ratings.rating_data import Rated
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.ratings.who_tab import WhoTab
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.tabs import SegmentedTabs

ESTIMATE, PLAN, WHO, OFFICIAL, DIFFERENCES, HISTORY = range(6)

#: Ten indicators fit into the window at 1366×768.
_ROW = 35

#: Height in dp below which the page scrolls rather than squeeze the table.
_LEAST = 200


class RatingTables(QWidget):
    """Tabs with a part each. ``line_chosen`` gives an indicator's tab and line whose records are wanted;
    ``tab_shown`` says which part came to the front and may have to be loaded."""

    line_chosen = Signal(int, object)
    tab_shown = Signal(int)

    def __init__(self, context: PageContext, words_of: RatingWords, plan_words: PlanWords) -> None:
        super().__init__()
        columns = RatingColumns(words_of)
        self._tabs = SegmentedTabs(
            self.tr("View"),
            (
                self.tr("Estimate"),
                self.tr("To green"),
                self.tr("Who"),
                self.tr("As published"),
                self.tr("Differences"),
                self.tr("History"),
            ),
        )
        self._tabs.setTabToolTip(PLAN, self.tr("What can be done, and what it does to the light"))
        self._tabs.setTabToolTip(WHO, self.tr("What each person costs the light"))
        estimate = DataTable(self.tr("Indicators of the estimate"), row_height=_ROW)
        estimate.setModel(RowsModel(columns.indicators(estimate=True), lambda line: line.row.id, estimate))
        official = DataTable(self.tr("Indicators as published"), row_height=_ROW)
        official.setModel(RowsModel(columns.indicators(estimate=False), lambda line: line.row.id, official))
        self.plan = PlanTab(context, plan_words)
        self.who = WhoTab(context)
        self.differences = DifferencesTab(context, words_of, plan_words)
        self.history = HistoryTab(context, words_of, plan_words)
        self._indicators = {ESTIMATE: estimate, OFFICIAL: official}
        self._stack = QStackedWidget()
        for part in (estimate, self.plan, self.who, official, self.differences, self.history):
            self._stack.addWidget(part)
        for table in self._indicators.values():
            table.row_opened.connect(self._choose)
            table.action_chosen.connect(lambda line, _column: self._choose(line))
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addWidget(self._tabs)
        box.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._tabs.currentChanged.connect(self.tab_shown)
        self._fit()

    @property
    def tab(self) -> int:
        """The tab shown now."""
        return self._tabs.currentIndex()

    @property
    def table(self) -> DataTable:
        """The table of indicators shown now, or that of the estimate."""
        return self._indicators.get(self.tab, self._indicators[ESTIMATE])

    def show_rated(self, rated: Rated) -> None:
        """Show a period; what the bureau did not publish has no tab."""
        overview = rated.overview
        official = overview.official
        self._indicators[ESTIMATE].show_rows(lines_of(overview.estimate.indicators, overview.to_green))
        self._indicators[OFFICIAL].show_rows(lines_of(official.indicators) if official else ())
        for tab in (OFFICIAL, DIFFERENCES):
            self._tabs.setTabVisible(tab, official is not None)

    def show_counts(self, actions: int, differences: int) -> None:
        """How many things the shortest list has, and how many indicators differ."""
        self._tabs.set_count(PLAN, actions)
        self._tabs.set_count(DIFFERENCES, differences)

    def show_tab(self, tab: int) -> None:
        """Bring a tab to the front, if there is anything behind it, and go into its part."""
        if self._tabs.isTabVisible(tab):
            self._tabs.setCurrentIndex(tab)
            self._stack.currentWidget().setFocus()

    def choose_current(self) -> None:
        """Ask for the records behind the current line of the indicators."""
        if self.tab in self._indicators and (line := self.table.current_row) is not None:
            self._choose(line)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_stack"):
            self._fit()

    def _choose(self, line: object) -> None:
        self.line_chosen.emit(self.tab, line)

    def _fit(self) -> None:
        self._stack.setMinimumHeight(current_theme().px(_LEAST))
