"""Evaluates a rule set over facts, exactly: whole numbers and fractions, the same result on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from provider_desktop.domain.ratings.bands import band_for, rounded
from provider_desktop.domain.ratings.facts import Facts
from provider_desktop.domain.ratings.periods import months_between
from provider_desktop.domain.ratings.rows import Rows
from provider_desktop.domain.ratings.rules import (
    Condition,
    CountCondition,
    Escalation,
    Indicator,
    Light,
    MeasureKind,
    Missing,
    Points,
    RuleSet,
    Weighted,
    WorstOf,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's figures before they are banded. ``value`` is ``None`` below the minimum sample."""

    numerator: int
    denominator: int
    value: Fraction | None
    counted: tuple[str, ...]
    failing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of a rating.

    ``numerator`` ÷ ``denominator`` in records (visits for the plan; the sample for a count). ``exact`` is
    the value compared with the bounds, ``value`` the same for people: two decimals, half up, in percent
    for a ratio; a whole number for a count; empty without data. ``counted`` are the keys below the line
    and ``failing`` those among them that cost, both sorted. ``band`` is empty where there is none.
    """

    id: str
    numerator: int
    denominator: int
    value: str
    exact: Fraction | None
    light: Light
    band: str
    counted: tuple[str, ...]
    failing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """The light of a period under a rule set. ``score`` is empty unless the rules combine to one."""

    period: str
    ruleset: str
    light: Light
    band: str
    indicators: tuple[IndicatorResult, ...]
    vetoes: tuple[str, ...]
    score: str = ""

    def indicator(self, indicator: str) -> IndicatorResult:
        """The result of that id; ``KeyError`` for another."""
        for result in self.indicators:
            if result.id == indicator:
                return result
        raise KeyError(indicator)


@dataclass(frozen=True, slots=True)
class PastBand:
    """The band that a period ended in, for escalation over periods."""

    last_day: date
    band: str


def evaluate(rules: RuleSet, facts: Facts, period: str) -> Rating:
    """The rating of ``facts`` (days ``facts.first`` to ``facts.until``) under ``rules``.

    ``period`` is the name that the result carries. Raises ``ValueError`` for a veto that the rule set
    does not name: whoever records vetoes offers those of the rule set.
    """
    rows = Rows(rules, facts)
    measured = {indicator.id: _measured(indicator, rows) for indicator in rules.indicators}

    def count(condition: CountCondition) -> int:
        return len(rows.where(condition.over, condition.where))

    return judge(rules, measured, count, facts.first, period, (fact.veto for fact in facts.vetoes))


def judge(
    rules: RuleSet,
    measured: Mapping[str, Measured],
    count: Callable[[CountCondition], int],
    first: date,
    period: str,
    found_vetoes: Iterable[str] = (),
) -> Rating:
    """The rating that figures make, wherever they were added up; the one place where bands are given.

    ``measured`` has every indicator, ``count`` how many facts meet a second condition, ``first`` is the
    period's first day. Raises ``ValueError`` for a veto that the rule set does not name.
    """
    vetoes = _applied_vetoes(rules, found_vetoes)
    holds = _condition_test(measured, count)
    results = tuple(
        _banded(rules, indicator, measured[indicator.id], first, holds) for indicator in rules.indicators
    )
    band, score = _combined(rules, results, first, holds)
    for veto in rules.vetoes:
        if veto.id in vetoes and (not band or rules.rank(veto.band) > rules.rank(band)):
            band = veto.band
    light = rules.band(band).light if band else Light.NONE
    return Rating(period, rules.version, light, band, results, vetoes, score)


def escalated(
    rules: RuleSet, history: Iterable[PastBand], last_day: date, band: str
) -> tuple[Escalation, ...]:
    """Consequences that a period ending on ``last_day`` in ``band`` triggers, given the periods before it.

    Months are counted by the calendar: with ``within_months`` 24, a period that ended in the same
    calendar month two years ago no longer counts.
    """
    earlier = [past for past in history if past.last_day < last_day]
    found = []
    for rule in rules.escalations:
        misses = 1 + sum(
            1
            for past in earlier
            if past.band in rule.bands and months_between(past.last_day, last_day) < rule.within_months
        )
        if band in rule.bands and misses >= rule.misses:
            found.append(rule)
    return tuple(found)


def _measured(indicator: Indicator, rows: Rows) -> Measured:
    contributions = rows.contributions(indicator)
    numerator = sum(each.part for each in contributions)
    denominator = sum(each.whole for each in contributions)
    return Measured(
        numerator,
        denominator,
        value_of(indicator, numerator, denominator),
        tuple(each.fact.key for each in contributions),
        tuple(each.fact.key for each in contributions if each.failing),
    )


def value_of(indicator: Indicator, numerator: int, denominator: int) -> Fraction | None:
    """An indicator's value from its figures; ``None`` below the minimum sample."""
    if denominator < indicator.minimum:
        return None
    if indicator.measure.kind is MeasureKind.COUNT:
        return Fraction(numerator)
    value = Fraction(numerator, denominator)
    return value * 100 if indicator.measure.kind is MeasureKind.RATIO else value


def _condition_test(
    measured: Mapping[str, Measured], count: Callable[[CountCondition], int]
) -> Callable[[Condition], bool]:
    """Whether a second condition holds; one on an indicator without data is passed over."""

    def holds(condition: Condition) -> bool:
        if isinstance(condition, CountCondition):
            value: Fraction | None = Fraction(count(condition))
        else:
            value = measured[condition.indicator].value
        if value is None:
            return True
        return (condition.at_least is None or value >= condition.at_least) and (
            condition.at_most is None or value <= condition.at_most
        )

    return holds


def _banded(
    rules: RuleSet, indicator: Indicator, found: Measured, first: date, holds: Callable[[Condition], bool]
) -> IndicatorResult:
    band = ""
    if found.value is not None and indicator.bands:
        band = band_for(indicator.bands, indicator.better, found.value, first, holds)
    places = 0 if indicator.measure.kind is MeasureKind.COUNT else 2
    return IndicatorResult(
        id=indicator.id,
        numerator=found.numerator,
        denominator=found.denominator,
        value="" if found.value is None else rounded(found.value, places).text,
        exact=found.value,
        light=rules.band(band).light if band else Light.NONE,
        band=band,
        counted=found.counted,
        failing=found.failing,
    )


def _combined(
    rules: RuleSet, results: tuple[IndicatorResult, ...], first: date, holds: Callable[[Condition], bool]
) -> tuple[str, str]:
    """The band and the score as text, both empty where there is no data."""
    rule = rules.combination
    if isinstance(rule, WorstOf):
        bands = [result.band for result in results if result.band]
        return (max(bands, key=rules.rank) if bands else ""), ""
    found = {result.id: result for result in results}
    score = _weighted(rule, found) if isinstance(rule, Weighted) else _points(rule, found)
    if score is None:
        return "", ""
    shown = rounded(score, rule.places, rule.rounding)
    return band_for(rule.bands, rule.better, shown.value, first, holds), shown.text


def _weighted(rule: Weighted, found: dict[str, IndicatorResult]) -> Fraction | None:
    values = [(found[indicator].exact, weight) for indicator, weight in rule.weights]
    return _scaled(
        [(None if value is None else weight * value / 100, weight) for value, weight in values], rule.missing
    )


def _points(rule: Points, found: dict[str, IndicatorResult]) -> Fraction | None:
    parts: list[tuple[Fraction | None, Fraction]] = []
    for indicator, points in rule.points:
        table = dict(points)
        band = found[indicator].band
        parts.append((table[band] if band else None, max(table.values())))
    return _scaled(parts, rule.missing)


def _scaled(parts: list[tuple[Fraction | None, Fraction]], missing: Missing) -> Fraction | None:
    """The sum of parts, scaled up to the full weight where some have no data and the rules allow that."""
    present = [(part, full) for part, full in parts if part is not None]
    if len(present) < len(parts) and missing is Missing.NO_DATA:
        return None
    weight = sum((full for _, full in present), Fraction(0))
    if not weight:
        return None
    total = sum((part for part, _ in present), Fraction(0))
    return total * sum((full for _, full in parts), Fraction(0)) / weight


def _applied_vetoes(rules: RuleSet, found: Iterable[str]) -> tuple[str, ...]:
    named = {veto.id for veto in rules.vetoes}
    vetoes = set(found)
    if unknown := sorted(vetoes - named):
        raise ValueError(f"vetoes not named by rule set {rules.version}: {', '.join(unknown)}")
    return tuple(sorted(vetoes))
