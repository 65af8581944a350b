"""The rule language of the light: what a county can say about indicators, bands and their combination.

A rule set is data of the regulator (``resources/rulesets`` ships two); ``reading`` turns its JSON into
these values, ``engine`` evaluates them. Bands are listed best first, everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from provider_desktop.domain.ratings.facts import Source
from provider_desktop.domain.ratings.periods import PeriodRule
from provider_desktop.domain.ratings.predicates import ALWAYS, NamedSet, Predicate


class Light(StrEnum):
    """What an agency sees. ``NONE`` is grey: no data, neither good nor bad."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


class Better(StrEnum):
    """In which direction values improve."""

    HIGHER = "higher"
    LOWER = "lower"


class MeasureKind(StrEnum):
    """How a value is made of facts."""

    RATIO = "ratio"  # share of those among, in percent
    COUNT = "count"  # how many
    AVERAGE = "average"  # mean of a field


class Remedy(StrEnum):
    """What an agency can do about an indicator; explanations and to-do lists build on it."""

    VISITS = "visits"  # do the visits that are due
    CORRECT = "correct"  # complete or correct the records that fail, where the facts call for it
    DILUTE = "dilute"  # what happened stays; only further good records help
    RENEW = "renew"  # renew certificates
    CLOSE = "close"  # close complaints


class Rounding(StrEnum):
    """How a score is rounded, before it is compared."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


class Missing(StrEnum):
    """What a combined score does with an indicator without data."""

    NO_DATA = "no_data"  # the score is grey
    LEAVE_OUT = "leave_out"  # the others are scaled up to the full weight


@dataclass(frozen=True, slots=True)
class Text:
    """A name or note in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text for ``en``; the Chinese one for any other language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Band:
    """A named level of the rule set and the light it shows as; several bands may share a light."""

    id: str
    light: Light
    name: Text


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound of a band from a day on, in the measure's unit (percent for ratios)."""

    since: date | None
    value: Fraction


@dataclass(frozen=True, slots=True)
class CountCondition:
    """A second condition: how many facts satisfy a predicate, at most or at least a number."""

    over: Source
    where: Predicate
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class IndicatorCondition:
    """A second condition: the value of another indicator. Without data there it is passed over."""

    indicator: str
    at_least: Fraction | None
    at_most: Fraction | None


Condition = CountCondition | IndicatorCondition


@dataclass(frozen=True, slots=True)
class BandRule:
    """When a value belongs to a band: it reaches the bound (a value on it does) and meets all conditions.

    ``bounds`` are in order of their first day; without any, the band takes what is left.
    """

    band: str
    bounds: tuple[Bound, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def bound_on(self, day: date) -> Fraction | None:
        """The bound that holds for a period beginning on that day."""
        holding = [bound.value for bound in self.bounds if bound.since is None or bound.since <= day]
        return holding[-1] if holding else None


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator's value is made.

    ratio: of the facts ``among``, the part that also satisfies ``share``, × 100. Each fact weighs 1, or
    its fields ``among_field`` below and ``share_field`` above the line. count: the number of facts that
    satisfy both. average: the mean of ``share_field`` over the facts ``among``.
    """

    kind: MeasureKind
    over: Source
    among: Predicate = ALWAYS
    share: Predicate = ALWAYS
    among_field: str = ""
    share_field: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, grey below a sample of ``minimum`` (1 or more); without bands it only feeds a score."""

    id: str
    name: Text
    note: Text
    measure: Measure
    minimum: int
    better: Better
    bands: tuple[BandRule, ...]
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class DueRule:
    """How visits due are counted from the regulator's plans (``docs/decisions/visits_due.md``)."""

    per_item: bool
    minutes_per_visit: int
    capped: bool
    done: Predicate
    excused: Predicate


@dataclass(frozen=True, slots=True)
class WorstOf:
    """The light is the worst of the indicators that have data."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """A score: the sum of weight × value ÷ 100 over percentages, rounded to ``places``, then banded."""

    weights: tuple[tuple[str, Fraction], ...]
    places: int
    rounding: Rounding
    missing: Missing
    better: Better
    bands: tuple[BandRule, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A score: points for the band of each indicator, summed, rounded to ``places``, then banded."""

    points: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...]
    places: int
    rounding: Rounding
    missing: Missing
    better: Better
    bands: tuple[BandRule, ...]


Combination = WorstOf | Weighted | Points


@dataclass(frozen=True, slots=True)
class Veto:
    """An event that decides the band by itself."""

    id: str
    name: Text
    band: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """A consequence of missing again: the ``misses``-th period in ``within_months`` in one of ``bands``."""

    id: str
    name: Text
    bands: tuple[str, ...]
    misses: int
    within_months: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A whole rule set, consistent in itself: every name it uses, it defines."""

    version: str
    name: Text
    period: PeriodRule
    bands: tuple[Band, ...]
    indicators: tuple[Indicator, ...]
    combination: Combination = WorstOf()
    sets: Mapping[str, NamedSet] = field(default_factory=dict)
    due: DueRule | None = None
    vetoes: tuple[Veto, ...] = ()
    escalations: tuple[Escalation, ...] = ()

    def band(self, band: str) -> Band:
        """The band of that id; ``KeyError`` for another."""
        for candidate in self.bands:
            if candidate.id == band:
                return candidate
        raise KeyError(band)

    def rank(self, band: str) -> int:
        """0 for the best band, then counting up; ``KeyError`` for a band not of this rule set."""
        return self.bands.index(self.band(band))

    def indicator(self, indicator: str) -> Indicator:
        """The indicator of that id; ``KeyError`` for another."""
        for candidate in self.indicators:
            if candidate.id == indicator:
                return candidate
        raise KeyError(indicator)
