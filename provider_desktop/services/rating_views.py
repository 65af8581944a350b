"""How a rating is shown: its indicators with bounds, distances and twelve periods of history."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.ratings.describe import bound_text
from provider_desktop.domain.ratings.engine import IndicatorResult, Rating
from provider_desktop.domain.ratings.explain import gap_to, green_rule
from provider_desktop.domain.ratings.periods import named_period
from provider_desktop.domain.ratings.rules import Better, Indicator, Light, MeasureKind, RuleSet
from provider_desktop.domain.ratings.running import RunningRating
from provider_desktop.services.ratings import Difference, IndicatorRow, RatingView, TrendPoint
from provider_desktop.services.rules import rules_named
from provider_desktop.storage.facts import KeptLight
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.storage.unit_of_work import Reading

#: Periods in a trend.
TREND = 12

_ENTRY_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Past:
    """Ratings of earlier periods: those stated, and the estimates kept of the others."""

    official: Sequence[OfficialRating]
    kept: Mapping[str, KeptLight]

    def points(self, indicator: str, before: str) -> tuple[TrendPoint, ...]:
        """An indicator in the twelve known periods before one, oldest first."""
        stated = {each.period: each.body["indicators"] for each in self.official if each.period < before}
        periods = stated | {
            period: json.loads(light.body)
            for period, light in self.kept.items()
            if period < before and period not in stated
        }
        latest = sorted(periods.items())[-TREND:]
        return tuple(_point(period, told, indicator, period in stated) for period, told in latest)


def _point(period: str, told: Sequence[Mapping[str, str]], indicator: str, official: bool) -> TrendPoint:
    for body in told:
        if body["id"] == indicator and body["light"] != Light.NONE.value:
            return TrendPoint(period, body["value"], body["light"], official)
    return TrendPoint(period, "", Light.NONE.value, official)


def kept_body(rating: Rating) -> str:
    """The figures of an estimate as they are kept."""
    return json.dumps(
        [
            {
                "id": each.id,
                "numerator": each.numerator,
                "denominator": each.denominator,
                "value": each.value,
                "light": each.light.value,
            }
            for each in rating.indicators
        ]
    )


def estimate_view(
    rules: RuleSet, running: RunningRating, rating: Rating, past: Past, language: str
) -> RatingView:
    """The estimate as it is shown."""
    rows = tuple(
        _row(rules, indicator, result, past, running, rating.period, language)
        for indicator, result in zip(rules.indicators, rating.indicators, strict=True)
    )
    vetoes = tuple(veto.name.in_language(language) for veto in rules.vetoes if veto.id in rating.vetoes)
    return RatingView(rating.period, rating.ruleset, rating.light.value, rows, vetoes)


def _row(
    rules: RuleSet,
    indicator: Indicator,
    result: IndicatorResult,
    past: Past,
    running: RunningRating,
    period: str,
    language: str,
) -> IndicatorRow:
    rule = green_rule(rules, indicator)
    bound = rule.bound_on(running.first) if rule else None
    gap = gap_to(indicator, result, bound) if bound is not None else None
    missing = 0
    if gap is not None:
        missing = gap.fix if gap.fix is not None else gap.dilute or 0
    points = past.points(indicator.id, period)
    return IndicatorRow(
        id=indicator.id,
        name=indicator.name.in_language(language),
        light=result.light.value,
        numerator=str(result.numerator),
        denominator=str(result.denominator),
        value=result.value,
        unit=unit_of(indicator),
        threshold=bound_text(indicator, bound) if bound is not None else "",
        threshold_value=f"{float(bound):g}" if bound is not None else "",
        higher_is_better=indicator.better is Better.HIGHER,
        distance=missing,
        trend=tuple(float(point.value) if point.value else None for point in points),
        failing=result.failing,
        points=points,
        sample=running.sums[indicator.id].size,
    )


def unit_of(indicator: Indicator | None) -> str:
    """The unit of an indicator's value."""
    return "%" if indicator is not None and indicator.measure.kind is MeasureKind.RATIO else ""


def official_view(reading: Reading, official: OfficialRating, rules: RuleSet, language: str) -> RatingView:
    """An official rating as received: figures and lights are the regulator's; names and bounds are those of
    the rule set it names, for the period it is of. ``rules`` stand in where that one was not received."""
    rules = rules_named(reading, official.ruleset) or rules
    begins = _first_day(official, rules)
    by_id = {indicator.id: indicator for indicator in rules.indicators}
    rows = []
    for body in official.body["indicators"]:
        indicator = by_id.get(body["id"])
        rule = green_rule(rules, indicator) if indicator else None
        bound = rule.bound_on(begins) if rule else None
        rows.append(
            IndicatorRow(
                id=body["id"],
                name=indicator.name.in_language(language) if indicator else body["id"],
                light=body["light"],
                numerator=str(body["numerator"]),
                denominator=str(body["denominator"]),
                value=body["value"],
                unit=unit_of(indicator),
                threshold=bound_text(indicator, bound) if indicator and bound is not None else "",
                threshold_value=f"{float(bound):g}" if bound is not None else "",
                higher_is_better=indicator is None or indicator.better is Better.HIGHER,
                distance=0,
                trend=(),
                failing=tuple(sorted(records_named(reading, body["entries"]))),
            )
        )
    return RatingView(
        official.period,
        official.ruleset,
        official.light,
        tuple(rows),
        tuple(official.body["vetoes"]),
        official.body["note"],
        official.issued_at,
    )


def _first_day(official: OfficialRating, rules: RuleSet) -> date:
    """The day by which the bounds go; where the rules do not know the period, that of the statement."""
    try:
        return named_period(rules.period, official.period).first
    except ValueError:
        return local_day(official.issued_at)


def brief_differences(reading: Reading, official: OfficialRating, rating: Rating) -> tuple[Difference, ...]:
    """Where the figures differ, and which records fail on one side only."""
    found = []
    for body in official.body["indicators"]:
        mine = next((each for each in rating.indicators if each.id == body["id"]), None)
        if mine is None:
            continue
        theirs = f"{body['numerator']} / {body['denominator']}"
        ours = f"{mine.numerator} / {mine.denominator}"
        if theirs == ours and body["light"] == mine.light.value:
            continue
        there, here = records_named(reading, body["entries"]), set(mine.failing)
        found.append(
            Difference(mine.id, theirs, ours, tuple(sorted(there - here)), tuple(sorted(here - there)))
        )
    return tuple(found)


def records_named(reading: Reading, entries: Sequence[str]) -> set[str]:
    """The records behind an official indicator; what is no entry of ours (a recipient) stays as it is."""
    found = set()
    for name in entries:
        entry = reading.stream.entry(name) if _ENTRY_HASH.fullmatch(name) else None
        found.add(entry.header().record if entry else name)
    return found
