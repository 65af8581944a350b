"""The light as people see it: official beside estimate, indicators, records behind, what would turn it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from provider_desktop.services.visits import VisitRow


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a rating. ``value`` is a decimal string (percent or count) or empty when
    there is no data; ``threshold`` the bound of the best band as text (``≥ 95 %``); ``distance``
    how many records are missing to the best band, 0 when in it; ``trend`` values of up to twelve
    earlier periods, oldest first, None where there was no data."""

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
    counted: tuple[str, ...]
    failing: tuple[str, ...]


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
