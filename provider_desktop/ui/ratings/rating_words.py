"""The sentences of the rating page: lights, figures, distances, courses and periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from provider_desktop.domain.clock import local_day
from provider_desktop.services.ratings import GreenStep, IndicatorRow, RatingOverview, RatingView
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import BarValue, Chip
from provider_desktop.ui.widgets.period_bars import PeriodBar

#: What stands for a figure that there is none of.
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Expiry:
    """A certificate that is running out: whose, which (``health`` or a kind), and its last valid day."""

    name: str
    kind: str
    until: date


class RatingWords(QObject):
    """Words and drawn values of one language for what the rating service gives."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats

    def light(self, light: str) -> str:
        """A light in one short word."""
        return {
            "green": self.tr("Green"),
            "yellow": self.tr("Yellow"),
            "red": self.tr("Red"),
        }.get(light, self.tr("No data"))

    def chip(self, row: IndicatorRow) -> Chip:
        """The state of an indicator."""
        return Chip(tone_of(row.light), self.light(row.light))

    def figures(self, row: IndicatorRow) -> str:
        """``62 / 64``."""
        if not row.value:
            return NOTHING
        if row.unit:
            return self._formats.of(int(row.numerator), int(row.denominator))
        return self._formats.count(int(row.numerator))

    def value(self, row: IndicatorRow) -> str:
        """``96.88 %``: both decimals, since less could say 95 % of a value that is below it."""
        if not row.value:
            return NOTHING
        return f"{row.value} {row.unit}".strip()

    def bar(self, row: IndicatorRow) -> BarValue | None:
        """The value on a scale of 0 to 100 % with its green line; empty without data, none for counts."""
        if not row.value:
            return BarValue(0.0, Tone.NONE)
        if row.unit != "%":
            return None
        tick = float(row.threshold_value) / 100 if row.threshold_value else None
        return BarValue(float(row.value) / 100, tone_of(row.light), tick)

    def distance(self, row: IndicatorRow, step: GreenStep | None) -> str:
        """How far it is to the green line; empty where it is reached."""
        if not row.value or row.light == "green":
            return ""
        if step is None:
            return self.tr("%n record(s) short", "", row.distance) if row.distance else ""
        if not step.count:
            return self.tr("out of reach")
        return {
            "visits": lambda: self.tr("%n visit(s) short", "", step.count),
            "correct": lambda: self.tr("%n record(s) short", "", step.count),
            "dilute": lambda: self.tr("%n more good one(s)", "", step.count),
            "renew": lambda: self.tr("%n to renew", "", step.count),
            "close": lambda: self.tr("%n to close", "", step.count),
        }[step.detail]()

    def trend(self, row: IndicatorRow) -> tuple[float | None, ...]:
        """Twelve places: earlier periods and this one at the right end, gaps where there was no data."""
        now = float(row.value) if row.value else None
        known = (*row.trend[-11:], now)
        return (*((None,) * (12 - len(known))), *known)

    def trend_words(self, row: IndicatorRow) -> str:
        """The course in words, for screen readers and tips."""
        shown = [f"{value:g} {row.unit}".strip() for value in self.trend(row) if value is not None]
        return " → ".join(shown)

    def bars(self, row: IndicatorRow, period: str) -> tuple[PeriodBar, ...]:
        """The course as bars: earlier periods, oldest first, and this one, each in the tone of its light."""
        known = [(point.period, point.value, point.light) for point in row.points]
        return tuple(
            PeriodBar(
                self.short_period(name),
                float(value) if value else None,
                f"{float(value):g}" if value else "",
                tone_of(light) if value else Tone.NONE,
            )
            for name, value, light in [*known, (period, row.value, row.light)][-12:]
        )

    def official_detail(self, official: RatingView, differences: int | None) -> str:
        """When it was published and whether this PC comes to the same; None while that is worked out."""
        if differences is None:
            same = ""
        elif differences:
            same = self.tr("%n indicator(s) differ here", "", differences)
        else:
            same = self.tr("the same here")
        if official.at is None:
            return same
        day = self._formats.spoken_day(local_day(official.at))
        if not same:
            return self.tr("Published {day}").format(day=day)
        return self.tr("Published {day}; {same}").format(day=day, same=same)

    def tally(self, view: RatingView) -> str:
        """How many indicators show which light."""
        lights = [row.light for row in view.indicators]
        parts = (
            self.tr("%n green", "", lights.count("green")),
            self.tr("%n yellow", "", lights.count("yellow")) if "yellow" in lights else "",
            self.tr("%n red", "", lights.count("red")) if "red" in lights else "",
            self.tr("%n without data", "", lights.count("none")) if "none" in lights else "",
        )
        return self._formats.joined(*parts)

    def period_note(self, overview: RatingOverview, today: date) -> str:
        """Where in the period a day is."""
        if today > overview.last_day:
            return self.tr("{first} to {last}, ended").format(
                first=self._formats.spoken_day(overview.first_day),
                last=self._formats.spoken_day(overview.last_day),
            )
        if not overview.days_left:
            return self.tr("Day {day}, the last one").format(day=overview.day_of_period)
        return self.tr("Day {day}, %n day(s) left", "", overview.days_left).format(day=overview.day_of_period)

    def period(self, period: str) -> str:
        """The name of a period; months are written out, others stay as the rules name them."""
        try:
            return self._formats.long_month(period)
        except ValueError:
            return period

    def short_period(self, period: str) -> str:
        """A period in as few words as possible."""
        try:
            return self._formats.month(period)
        except ValueError:
            return period
