"""What slides in beside the rating: records behind a figure, rules, a recomputed light, reply and appeal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from provider_desktop.services.rating_past import CostRow, Recomputed
from provider_desktop.services.ratings import BehindRow, IndicatorRow, RulesText
from provider_desktop.ui.ratings.history_tab import RecomputedPanel
from provider_desktop.ui.ratings.plan_words import PlanWords
from provider_desktop.ui.ratings.rating_data import BehindIndicator, Rated, load_behind
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.ratings.records_panel import RecordsPanel
from provider_desktop.ui.ratings.rules_panel import RulesPanel
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled


class RatingPanels(QObject):
    """Fills the side panel of the rating page; asks for what it needs itself."""

    def __init__(self, page: QWidget, context: PageContext, words_of: RatingWords, plan: PlanWords) -> None:
        super().__init__(page)
        self._context, self._words, self._plan_words = context, words_of, plan
        self.panel = SidePanel(page, width=600)

    def see_behind(self, row: IndicatorRow, rated: Rated, period: str) -> None:
        """Show the records behind an indicator of the estimate, its course, and whom it costs."""
        services = self._context.services
        self._context.tasks.run(
            lambda: load_behind(services, row.id, period),
            owner=self,
            on_done=lambda found: self._show_behind(row, rated, found),
        )

    def see_official(self, row: IndicatorRow) -> None:
        """Show the records that the bureau says failed."""
        note = self.tr("Published: {value}, green line {bound}")
        self._see_keys(row.name, self._figures(note, row), row.failing)

    def see_person(self, person: CostRow) -> None:
        """Show what somebody costs, record by record."""
        keys = tuple(dict.fromkeys(key for each in person.indicators for key in each.keys))
        note = " · ".join(f"{each.name} {each.missing}" for each in person.indicators if each.missing)
        self._see_keys(person.name or person.who, note, keys)

    def see_rules(self, period: str) -> None:
        """Show the rules of a period in plain words."""
        services = self._context.services
        self._context.tasks.run(lambda: services.ratings.rules(period), owner=self, on_done=self._show_rules)

    def show_recomputed(self, found: Recomputed) -> None:
        """Show what recomputing a past light came to."""
        content = RecomputedPanel(found, self._words, self._plan_words)
        self.panel.show_content(self.tr("Recomputed light"), content)
        content.setFocus()

    def leave_to(self, place: Destination) -> None:
        """Put the panel away and go somewhere else."""
        self.panel.close_panel()
        self._context.open(place)

    def _see_keys(self, name: str, note: str, keys: Sequence[str]) -> None:
        services = self._context.services
        self._context.tasks.run(
            lambda: services.ratings.named(keys),
            owner=self,
            on_done=lambda rows: self._show_keys(name, note, rows),
        )

    def _show_behind(self, row: IndicatorRow, rated: Rated, found: BehindIndicator) -> None:
        note = self._figures(self.tr("Estimate: {value}, green line {bound}"), row)
        content = RecordsPanel(
            row.name,
            note,
            found.rows,
            self._context.formats,
            row.sample,
            bars=self._words.bars(row, rated.overview.estimate.period),
            line=float(row.threshold_value) if row.threshold_value else None,
            costs=(
                (self.tr("By recipient"), found.recipients),
                (self.tr("By staff member"), found.staff),
            ),
        )
        self._show(row.name, content)

    def _show_keys(self, name: str, note: str, rows: tuple[BehindRow, ...]) -> None:
        self._show(name, RecordsPanel(name, note, rows, self._context.formats, len(rows)))

    def _show(self, name: str, content: RecordsPanel) -> None:
        content.place_chosen.connect(self.leave_to)
        self.panel.show_content(name, content)
        content.setFocus()

    def _show_rules(self, rules: RulesText) -> None:
        title = self.tr("Rules in plain words")
        self.panel.show_content(title, scrolled(RulesPanel(rules, self._context.formats), title))

    def _figures(self, sentence: str, row: IndicatorRow) -> str:
        return sentence.format(value=self._words.value(row), bound=row.threshold)
