"""Lights of past periods: official and estimated, the rules of each, and whether they can be recomputed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.services.rating_past import PastLight, Recomputed, RecomputedIndicator
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.ratings.light_row import LightRow, PeriodLight
from provider_desktop.ui.ratings.plan_words import PlanWords
from provider_desktop.ui.ratings.rating_words import NOTHING, RatingWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

#: Periods in the row of lights.
_SHOWN = 12
_ROW = 34
_CHECKS = {"equal": Tone.GREEN, "different": Tone.RED, "impossible": Tone.NONE}


class HistoryTab(QWidget):
    """Lights over periods; ``period_chosen`` gives the one to show, ``recomputed`` what a check came to."""

    period_chosen = Signal(str)
    recomputed = Signal(object)

    def __init__(self, context: PageContext, words_of: RatingWords, plan_words: PlanWords) -> None:
        super().__init__()
        self._context, self._words, self._plan_words = context, words_of, plan_words
        self._rated: tuple[PastLight, ...] = ()
        self.lights = LightRow(self.tr("Lights of the last periods"))
        self.table = DataTable(self.tr("Lights of past periods"), row_height=_ROW)
        self.table.setModel(RowsModel(self._columns(), lambda each: each.period, self.table))
        self.table.row_opened.connect(lambda each: self.period_chosen.emit(each.period))
        self.table.action_chosen.connect(lambda each, _column: self._recompute(each))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "rating",
                self.tr("No lights yet"),
                self.tr("Each period that the bureau rates is kept here with the rules it was rated by."),
            )
        )
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addWidget(self.lights)
        box.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)

    def load(self) -> None:
        """Ask for the lights of all periods."""
        services = self._context.services
        self._context.tasks.run(services.ratings.history, owner=self, on_done=self.show_history)

    def show_history(self, past: tuple[PastLight, ...]) -> None:
        """Show lights, newest first."""
        self._rated = tuple(each for each in past if each.official)
        self.table.show_rows(past)
        self._stack.setCurrentIndex(0 if past else 1)
        shown = tuple(reversed(past[:_SHOWN]))
        self.lights.show_lights(
            [
                PeriodLight(
                    self._words.short_period(each.period),
                    tone_of(each.official or each.estimate),
                    self._plan_words.light(each.official or each.estimate),
                    is_official=bool(each.official),
                )
                for each in shown
            ]
        )

    def recompute_current(self) -> None:
        """Recompute the period of the current line, or the newest one that was rated."""
        current = self.table.current_row
        chosen = current if current is not None and current.official else next(iter(self._rated), None)
        if chosen is not None:
            self._recompute(chosen)

    def _recompute(self, past: PastLight) -> None:
        if not past.official:
            return
        services = self._context.services
        self._context.tasks.run(
            lambda: (services.ratings.recompute(past.period), services.ratings.history()),
            owner=self,
            on_done=lambda found: self._show_recomputed(*found),
        )

    def _show_recomputed(self, found: Recomputed, past: tuple[PastLight, ...]) -> None:
        self.show_history(past)
        self.recomputed.emit(found)

    def _columns(self) -> tuple[Column[PastLight], ...]:
        light = self._plan_words.light
        return (
            Column(self.tr("Period"), lambda each: self._words.period(each.period), 128, bold=True),
            Column(
                self.tr("Published"),
                lambda each: light(each.official) if each.official else "",
                104,
                chip=lambda each: self._plan_words.chip(each.official) if each.official else None,
            ),
            Column(self.tr("on"), self._day, 104, muted=True),
            Column(
                self.tr("Estimate then"),
                lambda each: light(each.estimate) if each.estimate else "",
                112,
                chip=lambda each: self._plan_words.chip(each.estimate) if each.estimate else None,
            ),
            Column(self.tr("Rules"), self._rules, 132, muted=True),
            Column(self.tr("Recomputed"), self._check, 148, chip=self._check_chip),
            Column(self.tr("Consequences"), self._escalations, tip=self._escalations),
            Column("", self._action, 104, action=self._action),
        )

    def _day(self, each: PastLight) -> str:
        return self._context.formats.spoken_day(local_day(each.issued_at)) if each.issued_at else NOTHING

    def _rules(self, each: PastLight) -> str:
        return each.ruleset if each.has_rules else self.tr("{version}, missing").format(version=each.ruleset)

    def _check(self, each: PastLight) -> str:
        return {
            "equal": self.tr("Equal"),
            "different": self.tr("Different"),
            "impossible": self.tr("Impossible"),
        }.get(each.checked, "")

    def _check_chip(self, each: PastLight) -> Chip | None:
        return Chip(_CHECKS[each.checked], self._check(each)) if each.checked in _CHECKS else None

    def _escalations(self, each: PastLight) -> str:
        return "；".join(each.escalations)

    def _action(self, each: PastLight) -> str:
        return self.tr("Recompute") if each.official else ""


class RecomputedPanel(QWidget):
    """What recomputing a past light came to, indicator by indicator."""

    def __init__(self, found: Recomputed, words_of: RatingWords, plan_words: PlanWords) -> None:
        super().__init__()
        self._plan_words = plan_words
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 12, 0, 0), spacing=10)
        head = QVBoxLayout()
        scale_layout(self, head, margins=(20, 0, 20, 0), spacing=4)
        head.addWidget(words(self._result(found), "strong", wrap=True))
        note = self.tr("{period} by rules {version}, from the records as they stood when it was published.")
        head.addWidget(
            words(
                note.format(period=words_of.period(found.period), version=found.ruleset), "muted", wrap=True
            )
        )
        box.addLayout(head)
        self.table = DataTable(self.tr("Stated and recomputed"), inset=True, row_height=_ROW)
        self.table.setModel(RowsModel(self._columns(), lambda each: each.id, self.table))
        self.table.show_rows(found.indicators)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _result(self, found: Recomputed) -> str:
        stated, recomputed = (
            self._plan_words.light(found.stated_light),
            self._plan_words.light(found.recomputed_light),
        )
        if found.result == "equal":
            return self.tr("Equal: {light}, and every figure as stated.").format(light=stated)
        if found.result == "different":
            return self.tr("Different: stated {stated}, recomputed {recomputed}.").format(
                stated=stated, recomputed=recomputed
            )
        if found.reason == "erased":
            return self.tr("Cannot be recomputed: content of that period was erased since.")
        return self.tr("Cannot be recomputed: the rules of then are not kept here.")

    def _columns(self) -> tuple[Column[RecomputedIndicator], ...]:
        light = self._plan_words
        return (
            Column(self.tr("Indicator"), lambda each: each.name, bold=True),
            Column(self.tr("Stated"), lambda each: each.stated, 96, right=True),
            Column(
                "",
                lambda each: light.light(each.stated_light),
                92,
                chip=lambda each: light.chip(each.stated_light),
            ),
            Column(self.tr("Recomputed"), lambda each: each.recomputed, 96, right=True),
            Column(
                "",
                lambda each: light.light(each.recomputed_light),
                92,
                chip=lambda each: light.chip(each.recomputed_light),
            ),
            Column(
                "",
                self._same,
                92,
                chip=lambda each: Chip(
                    Tone.GREEN if each.equal else Tone.RED, self._same(each), marked=False
                ),
            ),
        )

    def _same(self, each: RecomputedIndicator) -> str:
        return self.tr("Equal") if each.equal else self.tr("Different")
