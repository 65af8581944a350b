"""The light as people see it: official beside estimate, indicators, records behind, what would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from provider_desktop.services.rating_past import CostRow, Differences, PastLight, Recomputed
from provider_desktop.services.rating_plans import Forecast, ToGreen, WhatIf
from provider_desktop.services.visits import VisitRow


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """An indicator in an earlier period: ``value`` as in :class:`IndicatorRow`, empty without data;
    ``official`` false where no official rating has arrived and this PC's estimate was kept instead."""

    period: str
    value: str
    light: str
    official: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a rating. ``value`` is a decimal string (percent or count) or empty when
    there is no data; ``threshold`` the bound of the best band as text (``≥ 95 %``); ``distance``
    how many records are missing to the best band, 0 when in it; ``trend`` values of up to twelve
    earlier periods, oldest first, None where there was no data; ``points`` the same with period, light and
    source. ``sample`` is how many facts stand below the line (records, recipients, staff, complaints)."""

    id: str
    name: str
    light: str
    numerator: str
    denominator: str
    value: str
    unit: str
    threshold: str
    threshold_value: str
    higher_is_better: bool
    distance: int
    trend: tuple[float | None, ...]
    failing: tuple[str, ...]
    points: tuple[TrendPoint, ...] = ()
    sample: int = 0


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating of a period: the official one as received, or this PC's estimate."""

    period: str
    ruleset: str
    light: str
    indicators: tuple[IndicatorRow, ...]
    vetoes: tuple[str, ...]
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GreenStep:
    """One thing that helps to turn the light: an indicator, how many, by when, and the records.

    ``detail`` is the remedy (``visits correct dilute renew close``), ``reason`` why it is needed (``bound
    condition``), or why nothing leads there (``unreachable veto``; then ``count`` is 0).
    """

    indicator: str
    count: int
    until: date | None
    records: tuple[str, ...]
    detail: str = ""
    reason: str = "bound"


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One key behind an indicator: a ``visit``, a ``recipient`` with what is due, a ``staff`` member, or
    something ``other`` that this PC has no record of.

    ``part`` of ``whole`` is what it adds above and below the line; ``missing`` what it costs. ``name`` is
    the recipient (masked) or staff member; ``visit`` is there for visits only.
    """

    key: str
    kind: str
    name: str
    failing: bool = True
    part: int = 0
    whole: int = 0
    missing: int = 0
    visit: VisitRow | None = None


@dataclass(frozen=True, slots=True)
class RuleText:
    """One indicator in plain words: what it counts, why so, and its bands best first as (light, bound)."""

    id: str
    name: str
    measure: str
    note: str
    bands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RulesText:
    """A rule set in plain words, with the days it holds (``last_day`` None = until replaced)."""

    version: str
    first_day: date
    last_day: date | None
    indicators: tuple[RuleText, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where estimate and official differ for a period: indicator, both figures, records on one side only."""

    indicator: str
    official: str
    estimate: str
    only_official: tuple[str, ...]
    only_estimate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatingOverview:
    """The rating page: newest official rating, the estimate of the month, and what follows from them."""

    official: RatingView | None
    estimate: RatingView
    first_day: date
    last_day: date
    day_of_period: int
    days_left: int
    to_green: tuple[GreenStep, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Lights:
    """The two pills at the top of the window; empty strings where there is none yet."""

    official: str
    official_period: str
    estimate: str
    estimate_period: str


class Ratings(Protocol):
    """Everything that windows and commands ask about the light; ``RatingService`` answers it.

    An empty ``period`` is the present one. All raise ``AppError`` ``RulesetInvalid`` while no rule set that
    can be rated with has arrived, and ``ValueInvalid`` for a period or indicator that the rules do not know.
    All block: they belong into a worker thread.
    """

    def overview(self, period: str = "") -> RatingOverview:
        """Official light beside estimate, with its indicators."""

    def lights(self) -> Lights:
        """The two pills; empty where there is nothing yet. Raises nothing."""

    def behind(self, indicator: str, period: str = "", limit: int = 1000) -> tuple[BehindRow, ...]:
        """What is below the line of an indicator, failing first."""

    def named(self, keys: Sequence[str]) -> tuple[BehindRow, ...]:
        """What keys of an indicator stand for, in their order; names of recipients are masked."""

    def costs(self, by: str, period: str = "", indicator: str = "") -> tuple[CostRow, ...]:
        """What each ``staff`` member or ``recipient`` costs, of one indicator or of all."""

    def to_green(self, period: str = "") -> ToGreen:
        """The smallest list that turns the light, and what else can be done."""

    def what_if(self, actions: Sequence[str], period: str = "") -> WhatIf:
        """The light with these actions of ``to_green`` done; quick enough to follow a tick."""

    def forecast(self, period: str = "") -> Forecast:
        """The light at the end of the period: nothing done, and schedule kept."""

    def differences(self, period: str = "") -> Differences | None:
        """Estimate beside official, record by record; None where no official rating has arrived."""

    def history(self) -> tuple[PastLight, ...]:
        """The light of every period known, newest first."""

    def recompute(self, period: str) -> Recomputed:
        """A past light from the records as they stood then. ``ValueInvalid`` without an official rating."""

    def periods(self) -> tuple[str, ...]:
        """The present period and every one rated officially, newest first."""

    def rules(self, period: str = "") -> RulesText:
        """The rules of a period in plain words."""
