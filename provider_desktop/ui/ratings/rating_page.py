"""The rating page: official light beside the estimate, what turns it, indicators, and the records behind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.ratings import BehindRow, GreenStep, IndicatorRow, RulesText
from provider_desktop.ui.ratings.green_card import GreenCard, StepList
from provider_desktop.ui.ratings.indicator_columns import DifferenceLine, IndicatorLine
from provider_desktop.ui.ratings.light_cards import CardRow, EstimateCard, OfficialCard
from provider_desktop.ui.ratings.rating_data import Rated, load_rating
from provider_desktop.ui.ratings.rating_tables import DIFFERENCES, ESTIMATE, OFFICIAL, RatingTables
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.ratings.records_panel import RecordsPanel
from provider_desktop.ui.ratings.rules_panel import RulesPanel
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled
from provider_desktop.ui.widgets.surfaces import EmptyState, PageHead, page_box

#: Errors that mean there is nothing to rate with yet, rather than that something went wrong.
_NOTHING_YET = frozenset({ErrorCode.RULESET_INVALID, ErrorCode.NOT_JOINED})


class RatingPage(QWidget):
    """Official beside estimate, never instead of it."""

    topics = frozenset({Topic.VISITS, Topic.RATINGS, Topic.STAFF, Topic.ASSIGNMENTS, Topic.PLANS})

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = RatingWords(context.labels, context.formats)
        self._rated: Rated | None = None
        self._period = ""
        self._wanted = ""
        self.title = context.labels.word("section", "rating")
        self._rules_button = SecondaryButton(self.tr("Rules…"), icon="info")
        self._periods = QComboBox()
        self._periods.setAccessibleName(self.tr("Period"))
        self._periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._head = PageHead(self.title)
        self._head.add_action(self._periods)
        self._head.add_action(self._rules_button)
        self._official, self._estimate, self._green = OfficialCard(), EstimateCard(), GreenCard()
        self.tables = RatingTables(self._words)
        self._build()
        self.panel = SidePanel(self, width=600)
        self._actions = (
            action(self, self.tr("Records behind the indicator"), self.tables.choose_current, "Alt+R"),
            action(self, self.tr("Rules in plain words"), self.show_rules, "Alt+G"),
            action(self, self.tr("What is missing to green"), self._see_steps, "Alt+M"),
            action(self, self.tr("Estimate"), lambda: self.tables.show_tab(ESTIMATE), "Alt+1"),
            action(self, self.tr("As published"), lambda: self.tables.show_tab(OFFICIAL), "Alt+2"),
            action(self, self.tr("Differences"), lambda: self.tables.show_tab(DIFFERENCES), "Alt+3"),
            action(self, self.tr("Choose a period"), self._periods.setFocus, Key.FIND),
        )

    def reload(self) -> None:
        """Rate the period anew."""
        services, period = self._context.services, self._period
        self._context.tasks.run(
            lambda: load_rating(services, period), owner=self, on_done=self._show, on_error=self._fail
        )

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show the records behind the indicator named as ``key``; its period is the one shown."""
        self._wanted = destination.key
        self._open_wanted()

    # building

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        scale_layout(content, column, spacing=8)
        column.addWidget(CardRow(self._official, self._estimate, self._green))
        column.addWidget(self.tables, 1)
        self._empty = EmptyState(
            "rating",
            self.tr("No rules to rate by yet"),
            self.tr(
                "The bureau publishes the rules and its ratings. They arrive with the next exchange; then "
                "this page shows the official light, this PC's estimate, and what is missing to green."
            ),
            self.tr("Go to upload"),
        )
        self._scroll = scrolled(content, self.title)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._scroll)
        self._whole.addWidget(self._empty)
        box = page_box(self)
        box.addWidget(self._head)
        box.addWidget(self._whole, 1)
        self._periods.activated.connect(self._choose_period)
        self._rules_button.clicked.connect(self.show_rules)
        self.tables.line_chosen.connect(self._see)
        self._green.step_chosen.connect(self._follow)
        self._green.all_wanted.connect(self._see_steps)
        self._empty.action_chosen.connect(lambda: self._context.open(Destination("upload")))

    # showing

    def _show(self, rated: Rated) -> None:
        self._rated = rated
        overview, words_of, labels = rated.overview, self._words, self._context.labels
        self._whole.setCurrentWidget(self._scroll)
        self._head.set_note(words_of.period_note(overview))
        self._show_periods(rated)
        self._official.show_official(overview.official, len(rated.differences), words_of, labels)
        self._estimate.show_estimate(overview, words_of, labels)
        self._green.show_steps(overview.to_green, overview.estimate, words_of, rated.expiries)
        self.tables.show_rated(rated)
        self._open_wanted()

    def _show_periods(self, rated: Rated) -> None:
        self._periods.clear()
        for period in rated.periods:
            self._periods.addItem(self._words.period(period), period)
        self._periods.setCurrentIndex(self._periods.findData(rated.overview.estimate.period))

    def _open_wanted(self) -> None:
        """Show the records that another page led to, once there is something to show."""
        if self._rated is None or not self._wanted:
            return
        row, self._wanted = self._rated.indicator(self._wanted), ""
        if row is not None:
            self.tables.show_tab(ESTIMATE)
            self.tables.table.select_key(row.id)
            self._see_behind(row)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if error.code in _NOTHING_YET and self._rated is None:
            self._whole.setCurrentWidget(self._empty)
        else:
            self._context.messages.say_error(error, self.reload)

    # what the user does

    def _choose_period(self, _index: int) -> None:
        self._period = self._periods.currentData()
        self.reload()

    def _follow(self, step: GreenStep) -> None:
        """Go where a step is done."""
        self.panel.hide()
        if step.detail == "visits":
            self._context.open(Destination("recipients", "behind", "filter"))
        elif step.detail == "renew" and len(step.records) == 1:
            self._context.open(Destination("recipients", step.records[0], "staff"))
        elif step.detail == "correct" and step.count == len(step.records) == 1:
            self._context.open(Destination("visits", step.records[0]))
        elif self._rated is not None and (row := self._rated.indicator(step.indicator)) is not None:
            self._see_behind(row)

    def _see(self, tab: int, line: IndicatorLine | DifferenceLine) -> None:
        """Open the records behind a line of any of the tables."""
        if isinstance(line, DifferenceLine):
            keys = (*line.difference.only_official, *line.difference.only_estimate)
            self._see_keys(line.name, self.tr("Failing on one side only"), keys)
        elif tab == OFFICIAL:
            note = self.tr("Published: {value}, green line {bound}")
            self._see_keys(line.row.name, self._figures(note, line.row), line.row.failing)
        else:
            self._see_behind(line.row)

    def _see_behind(self, row: IndicatorRow) -> None:
        services, period = self._context.services, self._period
        note = self._figures(self.tr("Estimate: {value}, green line {bound}"), row)
        self._context.tasks.run(
            lambda: services.ratings.behind(row.id, period),
            owner=self,
            on_done=lambda rows: self._show_records(row.name, note, rows, len(row.counted)),
        )

    def _see_keys(self, name: str, note: str, keys: Sequence[str]) -> None:
        services = self._context.services
        self._context.tasks.run(
            lambda: services.ratings.named(keys),
            owner=self,
            on_done=lambda rows: self._show_records(name, note, rows, len(rows)),
        )

    def _show_records(self, name: str, note: str, rows: tuple[BehindRow, ...], total: int) -> None:
        panel = RecordsPanel(name, note, rows, self._context.formats, total)
        panel.place_chosen.connect(self._leave_to)
        self.panel.show_content(name, panel)
        panel.setFocus()

    def _see_steps(self) -> None:
        if self._rated is None or not self._rated.overview.to_green:
            return
        overview = self._rated.overview
        content = StepList(
            overview.to_green,
            overview.estimate,
            self._words,
            self._rated.expiries,
            self._follow,
            margins=(20, 16, 20, 16),
        )
        content.fill_up()
        title = self.tr("What is missing to green")
        self.panel.show_content(title, scrolled(content, title))

    def show_rules(self) -> None:
        """Open the rules of the period in plain words."""
        services, period = self._context.services, self._period
        self._context.tasks.run(lambda: services.ratings.rules(period), owner=self, on_done=self._show_rules)

    def _show_rules(self, rules: RulesText) -> None:
        title = self.tr("Rules in plain words")
        self.panel.show_content(title, scrolled(RulesPanel(rules, self._context.formats), title))

    def _leave_to(self, place: Destination) -> None:
        self.panel.close_panel()
        self._context.open(place)

    def _figures(self, sentence: str, row: IndicatorRow) -> str:
        return sentence.format(value=self._words.value(row), bound=row.threshold)
