"""The rating page: official light beside the estimate, what turns it, and behind tabs what explains it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.rating_past import DifferenceRow
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.ratings.green_card import GreenCard
from provider_desktop.ui.ratings.indicator_columns import IndicatorLine
from provider_desktop.ui.ratings.light_cards import CardRow, EstimateCard, OfficialCard
from provider_desktop.ui.ratings.paper_actions import PaperActions
from provider_desktop.ui.ratings.plan_words import ActionGroup, PlanWords, place_of_action
from provider_desktop.ui.ratings.rating_data import Outlook, Rated, load_outlook, load_rating
from provider_desktop.ui.ratings.rating_panels import RatingPanels
from provider_desktop.ui.ratings.rating_tables import (
    DIFFERENCES,
    ESTIMATE,
    HISTORY,
    OFFICIAL,
    PLAN,
    WHO,
    RatingTables,
)
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import EmptyState, PageHead, page_box

#: Errors that mean there is nothing to rate with yet, rather than that something went wrong.
_NOTHING_YET = frozenset({ErrorCode.RULESET_INVALID, ErrorCode.NOT_JOINED})

#: Where other pages lead by ``Destination("rating", <one of these>, "tab")``.
TABS = {"estimate": ESTIMATE, "to_green": PLAN, "who": WHO, "differences": DIFFERENCES, "history": HISTORY}


class RatingPage(QWidget):
    """Official beside estimate, never instead of it."""

    topics = frozenset({Topic.VISITS, Topic.RATINGS, Topic.STAFF, Topic.ASSIGNMENTS, Topic.PLANS})

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = RatingWords(context.labels, context.formats)
        self._plan_words = PlanWords(context.labels, context.formats)
        self._rated: Rated | None = None
        self._outlook: Outlook | None = None
        self._period = ""
        self._asked = 0
        self._wanted = ""
        self.title = context.labels.word("section", "rating")
        self._rules_button = SecondaryButton(self.tr("Rules…"), icon="info")
        self._periods = QComboBox()
        self._periods.setAccessibleName(self.tr("Period"))
        self._periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._head = PageHead(self.title)
        self._reply = SecondaryButton(self.tr("Reply…"), icon="edit")
        self._appeal = SecondaryButton(self.tr("Appeal…"), icon="attach")
        self._head.add_action(self._periods)
        self._head.add_action(self._rules_button)
        for button in (self._appeal, self._reply):
            self._head.add_action(button)
            button.hide()
        self._official, self._estimate, self._green = OfficialCard(), EstimateCard(), GreenCard()
        self.tables = RatingTables(context, self._words, self._plan_words)
        self._build()
        self._panels = RatingPanels(self, context, self._words, self._plan_words)
        self.panel = self._panels.panel
        self.papers = PaperActions(self, self.panel, context, self._words)
        self._connect()
        self._actions = (
            action(self, self.tr("Records behind the indicator"), self.tables.choose_current, "Alt+R"),
            action(self, self.tr("Rules in plain words"), self.show_rules, "Alt+G"),
            action(self, self.tr("Estimate"), lambda: self.tables.show_tab(ESTIMATE), "Alt+1"),
            action(self, self.tr("What to do to turn green"), lambda: self.tables.show_tab(PLAN), "Alt+2"),
            action(self, self.tr("Who costs the light what"), lambda: self.tables.show_tab(WHO), "Alt+3"),
            action(self, self.tr("As published"), lambda: self.tables.show_tab(OFFICIAL), "Alt+4"),
            action(self, self.tr("Differences"), lambda: self.tables.show_tab(DIFFERENCES), "Alt+5"),
            action(self, self.tr("Lights of past periods"), lambda: self.tables.show_tab(HISTORY), "Alt+6"),
            action(self, self.tr("Tick the shortest list"), self._tick_smallest, "Alt+M"),
            action(self, self.tr("Reply to the light…"), self.open_reply, "Alt+A"),
            action(self, self.tr("Evidence for an appeal…"), self.open_appeal, "Alt+E"),
            action(self, self.tr("Choose a period"), self._periods.setFocus, Key.FIND),
        )

    def reload(self) -> None:
        """Rate the period anew."""
        services, period = self._context.services, self._period
        self._asked += 1
        asked = self._asked
        self._context.tasks.run(
            lambda: load_rating(services, period),
            owner=self,
            on_done=lambda rated: self._show(asked, rated),
            on_error=self._fail,
        )

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show the records behind the indicator named as ``key``, or the tab so named with field ``tab``."""
        if destination.field == "tab":
            self.tables.show_tab(TABS[destination.key])
            return
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

    def _connect(self) -> None:
        self._periods.activated.connect(self._choose_period)
        self._rules_button.clicked.connect(self.show_rules)
        self._reply.clicked.connect(self.open_reply)
        self._appeal.clicked.connect(self.open_appeal)
        self._green.group_chosen.connect(self._follow)
        self._green.all_wanted.connect(lambda: self.tables.show_tab(PLAN))
        self._empty.action_chosen.connect(lambda: self._context.open(Destination("upload")))
        tables, panels = self.tables, self._panels
        tables.line_chosen.connect(self._see)
        tables.tab_shown.connect(self._load_tab)
        tables.plan.place_chosen.connect(panels.leave_to)
        tables.who.who_chosen.connect(panels.see_person)
        tables.differences.record_chosen.connect(self._open_difference)
        tables.history.period_chosen.connect(self._go_to_period)
        tables.history.recomputed.connect(panels.show_recomputed)

    # showing

    def _show(self, asked: int, rated: Rated) -> None:
        if asked != self._asked:
            return
        self._rated = rated
        self._plan_words.expiries = rated.expiries
        overview, words_of, labels = rated.overview, self._words, self._context.labels
        self._whole.setCurrentWidget(self._scroll)
        self._head.set_note(words_of.period_note(overview, local_day(self._context.clock.now())))
        self._show_controls(shown=True)
        self._show_periods(rated)
        self._official.show_official(overview.official, None, words_of, labels)
        self._estimate.show_estimate(overview, words_of, labels)
        self.tables.show_rated(rated)
        official = overview.official
        self._appeal.setVisible(official is not None)
        self._reply.setVisible(official is not None and official.light in {"yellow", "red"})
        if self._outlook is None:
            self._green.show_waiting()
        self._open_wanted()
        self._load_outlook(asked, rated)
        self._load_tab(self.tables.tab)

    def _load_outlook(self, asked: int, rated: Rated) -> None:
        services, period = self._context.services, self._period
        official = rated.overview.official.period if rated.overview.official else ""
        self._context.tasks.run(
            lambda: load_outlook(services, period, official),
            owner=self,
            on_done=lambda outlook: self.show_outlook(outlook) if asked == self._asked else None,
        )

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what follows from the rating that is shown."""
        if self._rated is None:
            return
        self._outlook = outlook
        overview, said = self._rated.overview, self._plan_words
        tones = {row.id: tone_of(row.light) for row in overview.estimate.indicators}
        found = outlook.differences
        differing = len(found.indicators) if found else 0
        said_of = differing if found else None
        self._official.show_official(overview.official, said_of, self._words, self._context.labels)
        self._estimate.show_forecast(outlook.forecast, said)
        self._green.show_plan(outlook.plan, said, tones)
        self.tables.show_counts(len(outlook.plan.actions), differing)
        self.tables.plan.show_plan(outlook.plan, self._period, overview.estimate.light)
        self.tables.differences.show_differences(outlook.differences)

    def _load_tab(self, tab: int) -> None:
        """Load a part that only its own tab needs."""
        if self._rated is None:
            return
        if tab == WHO:
            self.tables.who.load(self._period)
        elif tab == HISTORY:
            self.tables.history.load()

    def _show_controls(self, *, shown: bool) -> None:
        """Nothing is chosen from and told of while there are no rules."""
        self._periods.setVisible(shown)
        self._rules_button.setVisible(shown)

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
            self._panels.see_behind(row, self._rated, self._period)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if error.code in _NOTHING_YET and self._rated is None:
            self._whole.setCurrentWidget(self._empty)
            self._show_controls(shown=False)
        else:
            self._context.messages.say_error(error, self.reload)

    # what the user does

    def _choose_period(self, _index: int) -> None:
        self._go_to_period(self._periods.currentData())

    def _go_to_period(self, period: str) -> None:
        self._period = period
        self._outlook = None
        self.reload()

    def _follow(self, group: ActionGroup) -> None:
        """Go where a group is done: a single action at once, several by their list."""
        if len(group.actions) == 1:
            self._context.open(place_of_action(group.actions[0]))
            return
        self.tables.show_tab(PLAN)
        self.tables.plan.table.select_key(group.actions[0].id)

    def _tick_smallest(self) -> None:
        self.tables.show_tab(PLAN)
        self.tables.plan.tick_smallest()

    def _see(self, tab: int, line: IndicatorLine) -> None:
        """Open the records behind a line of the indicators."""
        if self._rated is None:
            return
        if tab == OFFICIAL:
            self._panels.see_official(line.row)
        else:
            self._panels.see_behind(line.row, self._rated, self._period)

    def _open_difference(self, row: DifferenceRow) -> None:
        place = {
            "visit": Destination("visits", row.key),
            "recipient": Destination("recipients", row.key.partition("/")[0]),
            "staff": Destination("recipients", row.key, "staff"),
        }.get(row.kind)
        if place is not None:
            self._context.open(place)

    def open_reply(self) -> None:
        """Open the reply to the official light shown, where it is yellow or red."""
        official = self._rated.overview.official if self._rated else None
        if official is not None and official.light in {"yellow", "red"}:
            self.papers.open_reply(official.period)

    def open_appeal(self) -> None:
        """Open the evidence of an appeal against the official light shown."""
        official = self._rated.overview.official if self._rated else None
        if official is not None:
            found = self._outlook.differences if self._outlook else None
            self.papers.open_appeal(official.period, found)

    def show_rules(self) -> None:
        """Open the rules of the period in plain words."""
        self._panels.see_rules(self._period)
