"""Official light beside estimate: indicators, the records behind them, steps to green, differences."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.histories import RecordHistory
from provider_desktop.domain.rating_facts import RatedRecords, gather_facts
from provider_desktop.domain.ratings.describe import bound_text
from provider_desktop.domain.ratings.engine import IndicatorResult, Rating, evaluate
from provider_desktop.domain.ratings.explain import gap_to, green_rule, records_behind
from provider_desktop.domain.ratings.facts import Facts
from provider_desktop.domain.ratings.periods import RatingPeriod, named_period, period_of
from provider_desktop.domain.ratings.rules import Better, Indicator, Light, MeasureKind, RuleSet
from provider_desktop.domain.ratings.to_green import steps_to_green
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.case_facts import complaints_on, vetoes_on
from provider_desktop.services.permissions import everyone
from provider_desktop.services.rating_behind import behind_rows, key_rows, rules_text
from provider_desktop.services.ratings import (
    BehindRow,
    Difference,
    GreenStep,
    IndicatorRow,
    Lights,
    RatingOverview,
    RatingView,
    RulesText,
)
from provider_desktop.services.rules import RulesInForce, rules_on
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.visits import VisitRow
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.storage.unit_of_work import Reading

_ENTRY_HASH = re.compile(r"[0-9a-f]{64}")

#: Periods in a trend.
TREND = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How a period stands on a day: the rules it is rated by, and the estimate."""

    rules: RuleSet
    rating: Rating


class RatingService:
    """What the light is, what it will be, and why."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._gathering = threading.Lock()
        self._gathered: tuple[tuple[object, ...], Facts] | None = None

    @everyone
    def overview(self, period: str = "") -> RatingOverview:
        """The rating page of a period (``2026-11``), or of the present one.

        The official rating is that of the period asked for, else the newest. Raises ``AppError``
        ``RulesetInvalid`` while no rule set that can be rated with has arrived, ``ValueInvalid`` for a
        period the rules do not know.
        """
        today = local_day(self._workspace.now())
        with self._workspace.reading() as reading:
            chosen, in_force, rules = self._rules(reading, period, today)
            until = min(today, chosen.last)
            facts = self._facts(reading, in_force, rules, chosen.first, until)
            rating = evaluate(rules, facts, chosen.label)
            history = reading.ratings.all()
            official = reading.ratings.of_period(period) if period else reading.ratings.newest()
            same = reading.ratings.of_period(chosen.label)
            view = self._view(rules, rating, history)
            differences = self._differences(reading, same, rating) if same else ()
            return RatingOverview(
                official=self._official(reading, official, rules) if official else None,
                estimate=view,
                first_day=chosen.first,
                last_day=chosen.last,
                day_of_period=(until - chosen.first).days + 1,
                days_left=max(0, (chosen.last - today).days),
                to_green=self._steps(rules, facts, rating, chosen),
                differences=differences,
            )

    @everyone
    def lights(self) -> Lights:
        """The two pills at the top of the window; empty where there is nothing yet."""
        today = local_day(self._workspace.now())
        with self._workspace.reading() as reading:
            official = reading.ratings.newest()
            estimate, period = "", ""
            try:
                chosen, in_force, rules = self._rules(reading, "", today)
            except AppError:
                pass
            else:
                facts = self._facts(reading, in_force, rules, chosen.first, today)
                estimate, period = evaluate(rules, facts, chosen.label).light.value, chosen.label
        return Lights(
            official.light if official else "", official.period if official else "", estimate, period
        )

    @everyone
    def standing(self, reading: Reading, day: date) -> Standing | None:
        """The estimate of the period of a day, None while no rule set that can be rated with has arrived."""
        try:
            chosen, in_force, rules = self._rules(reading, "", day)
        except AppError:
            return None
        facts = self._facts(reading, in_force, rules, chosen.first, min(day, chosen.last))
        return Standing(rules, evaluate(rules, facts, chosen.label))

    @everyone
    def rows(self, keys: Sequence[str]) -> tuple[VisitRow, ...]:
        """The visits among the keys behind an indicator (a key may also be a recipient or staff member)."""
        with self._workspace.reading() as reading:
            return rows_of(reading, reading.visits.many(keys), self._workspace.language)

    @everyone
    def periods(self) -> tuple[str, ...]:
        """The present period and every one that was rated officially, newest first."""
        today = local_day(self._workspace.now())
        with self._workspace.reading() as reading:
            known = {each.period for each in reading.ratings.all()}
            chosen, _, _ = self._rules(reading, "", today)
        return tuple(sorted(known | {chosen.label}, reverse=True))

    @everyone
    def behind(self, indicator: str, period: str = "", limit: int = 1000) -> tuple[BehindRow, ...]:
        """What is below the line of an indicator of the estimate, failing first; at most ``limit`` rows.

        Raises ``AppError`` as :meth:`overview` does, and ``ValueInvalid`` for an indicator the rules lack.
        """
        today = local_day(self._workspace.now())
        with self._workspace.reading() as reading:
            chosen, in_force, rules = self._rules(reading, period, today)
            facts = self._facts(reading, in_force, rules, chosen.first, min(today, chosen.last))
            try:
                behind = records_behind(rules, facts, indicator)
            except KeyError as error:
                raise AppError(ErrorCode.VALUE_INVALID, name="indicator", value=indicator) from error
            return behind_rows(reading, behind[:limit], self._workspace.language)

    @everyone
    def named(self, keys: Sequence[str]) -> tuple[BehindRow, ...]:
        """What keys of an indicator stand for, in their order; names of recipients are masked."""
        with self._workspace.reading() as reading:
            return key_rows(reading, keys, self._workspace.language)

    @everyone
    def rules(self, period: str = "") -> RulesText:
        """The rules of a period in plain words. Raises ``AppError`` as :meth:`overview` does."""
        with self._workspace.reading() as reading:
            _, _, rules = self._rules(reading, period, local_day(self._workspace.now()))
            stored = reading.rulesets.get(rules.version)
            if stored is None:
                raise AppError(ErrorCode.RULESET_INVALID, version=rules.version)
            return rules_text(rules, stored, self._workspace.language)

    @everyone
    def estimate_with(
        self, reading: Reading, replaced: Mapping[str, RecordHistory], day: date
    ) -> tuple[Rating, Rating]:
        """Estimates of the period of ``day`` as it is, and with the facts of some records replaced.

        ``replaced`` gives a ``RecordHistory`` by record: what a correction would make of it.
        """
        chosen, in_force, rules = self._rules(reading, "", day)
        until = min(local_day(self._workspace.now()), chosen.last)
        known = self._known(reading, rules, chosen.first, until)
        histories = [replaced.get(each.latest.visit.record, each) for each in known.histories]
        before = gather_facts(known, rules, in_force.facts, chosen.first, until)
        changed = replace(known, histories=histories)
        after = gather_facts(changed, rules, in_force.facts, chosen.first, until)
        return evaluate(rules, before, chosen.label), evaluate(rules, after, chosen.label)

    def _rules(self, reading: Reading, period: str, day: date) -> tuple[RatingPeriod, RulesInForce, RuleSet]:
        in_force = rules_on(reading, day)
        if in_force.rating is None:
            raise AppError(ErrorCode.RULESET_INVALID, version=in_force.version or "-")
        try:
            rule = in_force.rating.period
            chosen = named_period(rule, period) if period else period_of(rule, day)
        except ValueError as error:
            raise AppError(ErrorCode.VALUE_INVALID, name="period", value=period) from error
        then = rules_on(reading, chosen.last) if period else in_force
        return chosen, then, then.rating or in_force.rating

    def _facts(
        self, reading: Reading, in_force: RulesInForce, rules: RuleSet, first: date, until: date
    ) -> Facts:
        """The facts of a period so far. They follow from what both sides have said and from nothing else,
        so they are gathered anew only when more was said: a month of a large agency takes seconds."""
        asked = (reading.summaries.said(), in_force.version, rules, in_force.facts, first, until)
        with self._gathering:
            if self._gathered is None or self._gathered[0] != asked:
                known = self._known(reading, rules, first, until)
                self._gathered = (asked, gather_facts(known, rules, in_force.facts, first, until))
            return self._gathered[1]

    def _known(self, reading: Reading, rules: RuleSet, first: date, until: date) -> RatedRecords:
        return RatedRecords(
            histories=reading.visits.histories(first, until),
            assignments=reading.assignments.between(first, until),
            staff={member.staff: member for member in reading.staff.all()},
            catalogues=reading.catalogues.all(),
            complaints=complaints_on(reading, until),
            vetoes=vetoes_on(reading, rules, self._workspace.now(), first, until),
        )

    def _view(self, rules: RuleSet, rating: Rating, history: Sequence[OfficialRating]) -> RatingView:
        earlier = sorted(
            (each for each in history if each.period < rating.period), key=lambda each: each.period
        )
        rows = []
        for indicator, result in zip(rules.indicators, rating.indicators, strict=True):
            trend = tuple(_value_in(each, indicator.id) for each in earlier[-TREND:])
            rows.append(self._row(rules, indicator, result, trend))
        vetoes = tuple(
            veto.name.in_language(self._workspace.language)
            for veto in rules.vetoes
            if veto.id in rating.vetoes
        )
        return RatingView(rating.period, rating.ruleset, rating.light.value, tuple(rows), vetoes)

    def _row(
        self, rules: RuleSet, indicator: Indicator, result: IndicatorResult, trend: tuple[float | None, ...]
    ) -> IndicatorRow:
        rule = green_rule(rules, indicator)
        bound = rule.bound_on(date.max) if rule else None
        gap = gap_to(indicator, result, bound) if bound is not None else None
        missing = 0
        if gap is not None:
            missing = gap.fix if gap.fix is not None else gap.dilute or 0
        return IndicatorRow(
            id=indicator.id,
            name=indicator.name.in_language(self._workspace.language),
            light=result.light.value,
            numerator=str(result.numerator),
            denominator=str(result.denominator),
            value=result.value,
            unit="%" if indicator.measure.kind is MeasureKind.RATIO else "",
            threshold=bound_text(indicator, bound) if bound is not None else "",
            threshold_value=f"{float(bound):g}" if bound is not None else "",
            higher_is_better=indicator.better is Better.HIGHER,
            distance=missing,
            trend=trend,
            counted=result.counted,
            failing=result.failing,
        )

    def _official(self, reading: Reading, official: OfficialRating, rules: RuleSet) -> RatingView:
        """An official rating as received: figures and lights are the regulator's, names ours."""
        by_id = {indicator.id: indicator for indicator in rules.indicators}
        rows = []
        for body in official.body["indicators"]:
            indicator = by_id.get(body["id"])
            rule = green_rule(rules, indicator) if indicator else None
            bound = rule.bound_on(date.max) if rule else None
            rows.append(
                IndicatorRow(
                    id=body["id"],
                    name=indicator.name.in_language(self._workspace.language) if indicator else body["id"],
                    light=body["light"],
                    numerator=str(body["numerator"]),
                    denominator=str(body["denominator"]),
                    value=body["value"],
                    unit="%" if indicator and indicator.measure.kind is MeasureKind.RATIO else "",
                    threshold=bound_text(indicator, bound) if indicator and bound is not None else "",
                    threshold_value=f"{float(bound):g}" if bound is not None else "",
                    higher_is_better=indicator is None or indicator.better is Better.HIGHER,
                    distance=0,
                    trend=(),
                    counted=(),
                    failing=tuple(sorted(_records(reading, body["entries"]))),
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

    def _steps(
        self, rules: RuleSet, facts: Facts, rating: Rating, chosen: RatingPeriod
    ) -> tuple[GreenStep, ...]:
        return tuple(
            GreenStep(
                step.indicator, step.count, chosen.last, step.keys, step.remedy.value, step.reason.value
            )
            for step in steps_to_green(rules, facts, rating)
        )

    def _differences(
        self, reading: Reading, official: OfficialRating, rating: Rating
    ) -> tuple[Difference, ...]:
        found = []
        for body in official.body["indicators"]:
            mine = next((each for each in rating.indicators if each.id == body["id"]), None)
            if mine is None:
                continue
            theirs = f"{body['numerator']} / {body['denominator']}"
            ours = f"{mine.numerator} / {mine.denominator}"
            if theirs == ours and body["light"] == mine.light.value:
                continue
            there, here = _records(reading, body["entries"]), set(mine.failing)
            found.append(
                Difference(mine.id, theirs, ours, tuple(sorted(there - here)), tuple(sorted(here - there)))
            )
        return tuple(found)


def _records(reading: Reading, entries: Sequence[str]) -> set[str]:
    """The records behind an official indicator; what is no entry of ours (a recipient) stays as it is."""
    found = set()
    for name in entries:
        entry = reading.stream.entry(name) if _ENTRY_HASH.fullmatch(name) else None
        found.add(entry.header().record if entry else name)
    return found


def _value_in(official: OfficialRating, indicator: str) -> float | None:
    """An indicator's value in an official rating as a number to draw, None without data."""
    for body in official.body["indicators"]:
        if body["id"] == indicator and body["light"] != Light.NONE.value and body["value"]:
            return float(body["value"])
    return None
