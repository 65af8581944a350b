"""The columns of the rating page's tables of indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from provider_desktop.services.ratings import GreenStep, IndicatorRow
from provider_desktop.ui.ratings.rating_words import NOTHING, RatingWords
from provider_desktop.ui.widgets.rows_model import Column


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with the step that leads it to green, if one does."""

    row: IndicatorRow
    step: GreenStep | None = None


def lines_of(rows: tuple[IndicatorRow, ...], steps: tuple[GreenStep, ...] = ()) -> tuple[IndicatorLine, ...]:
    """Indicators beside their steps, in the order of the rules."""
    by_indicator: Mapping[str, GreenStep] = {step.indicator: step for step in reversed(steps)}
    return tuple(IndicatorLine(row, by_indicator.get(row.id)) for row in rows)


class RatingColumns(QObject):
    """Columns in one language."""

    def __init__(self, words_of: RatingWords) -> None:
        super().__init__()
        self._words = words_of

    def indicators(self, *, estimate: bool) -> tuple[Column[IndicatorLine], ...]:
        """Columns for indicators; distance and course only of the estimate."""
        say = self._words
        shown: list[Column[IndicatorLine]] = [
            Column(self.tr("Indicator"), lambda line: line.row.name, 164, bold=True),
            Column(
                self.tr("State"),
                lambda line: say.light(line.row.light),
                96,
                chip=lambda line: say.chip(line.row),
            ),
            Column(self.tr("This period"), lambda line: say.figures(line.row), 104, muted=True),
            Column("", lambda _line: "", 0, bar=lambda line: say.bar(line.row)),
            Column(self.tr("Value"), lambda line: say.value(line.row), 96, right=True),
            Column(
                self.tr("Green line"),
                lambda line: line.row.threshold if line.row.value else NOTHING,
                96,
                right=True,
                muted=True,
            ),
        ]
        if estimate:
            shown += [
                Column(
                    self.tr("Distance"),
                    lambda line: say.distance(line.row, line.step),
                    128,
                    right=True,
                    muted=True,
                ),
                Column(
                    self.tr("12 months"),
                    lambda line: say.trend_words(line.row),
                    124,
                    trend=lambda line: say.trend(line.row),
                    tip=lambda line: say.trend_words(line.row),
                ),
            ]
        shown.append(
            Column("", self._see_records, 104, action=self._see_records, link=True),
        )
        return tuple(shown)

    def _see_records(self, line: IndicatorLine) -> str:
        return self.tr("Records") if line.row.sample or line.row.failing else ""
