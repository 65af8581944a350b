"""Lights of the past, recomputed and compared: what was stated, what the records say, what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provider_desktop.domain.ratings.engine import IndicatorResult, PastBand, Rating, escalated
from provider_desktop.domain.ratings.facts import DueRow, Source
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rows import Contribution
from provider_desktop.domain.ratings.rules import Indicator, RuleSet
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.traces import RecordTrace
from provider_desktop.services.rating_behind import key_rows
from provider_desktop.services.rating_past import (
    DifferenceRow,
    Differences,
    IndicatorDifference,
    PastLight,
    Recomputed,
    RecomputedIndicator,
)
from provider_desktop.services.rating_replay import ImpossibleError, Replay, replay, rules_of
from provider_desktop.services.rating_views import records_named
from provider_desktop.storage.facts import KeptLight
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.storage.unit_of_work import Reading

EQUAL, DIFFERENT, IMPOSSIBLE = "equal", "different", "impossible"
_ROWS = 500


def recomputed(reading: Reading, official: OfficialRating, language: str) -> Recomputed:
    """A rating worked out again from the records as they stood, beside what was stated."""
    try:
        found = replay(reading, official)
    except ImpossibleError as error:
        return Recomputed(official.period, official.ruleset, official.light, "", IMPOSSIBLE, (), error.reason)
    rows = tuple(
        RecomputedIndicator(
            id=result.id,
            name=found.rules.indicator(result.id).name.in_language(language),
            stated=_figures(stated) if stated else "",
            stated_light=stated["light"] if stated else "",
            recomputed=_fraction(result),
            recomputed_light=result.light.value,
        )
        for result, stated in _beside(found.rating, official)
    )
    same = all(row.equal for row in rows) and found.rating.light.value == official.light
    return Recomputed(
        official.period,
        official.ruleset,
        official.light,
        found.rating.light.value,
        EQUAL if same else DIFFERENT,
        rows,
    )


def history(reading: Reading, kept: Mapping[str, KeptLight], language: str) -> tuple[PastLight, ...]:
    """Every period known, newest first."""
    official = {each.period: each for each in reading.ratings.all()}
    rows = []
    bands: list[PastBand] = []
    for period in sorted({*official, *kept}):
        stated, estimate = official.get(period), kept.get(period)
        version = stated.ruleset if stated else estimate.ruleset if estimate else ""
        rules, first, last = None, None, None
        if stated is not None:
            try:
                rules, _, span = rules_of(reading, stated)
            except ImpossibleError:
                pass
            else:
                first, last = span.first, span.last
        elif (body := reading.rulesets.get(version)) is not None:
            rules = read_rules(body.body["rating"], version).rules
        consequences: tuple[str, ...] = ()
        if stated is not None and rules is not None and last is not None:
            band = _band_of(rules, stated.light)
            consequences = tuple(
                each.name.in_language(language) for each in escalated(rules, bands, last, band)
            )
            bands.append(PastBand(last, band))
        rows.append(
            PastLight(
                period=period,
                first_day=first,
                last_day=last,
                official=stated.light if stated else "",
                issued_at=stated.issued_at if stated else None,
                estimate=estimate.light if estimate else "",
                ruleset=version,
                has_rules=rules is not None,
                checked=estimate.checked if estimate else "",
                checked_at=estimate.checked_at if estimate else None,
                escalations=consequences,
            )
        )
    return tuple(reversed(rows))


def _band_of(rules: RuleSet, light: str) -> str:
    """The band that a stated light stands for: the best of those that show it."""
    return next((band.id for band in rules.bands if band.light.value == light), "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The present estimate of a period beside its official rating."""

    reading: Reading
    official: OfficialRating
    rules: RuleSet
    estimate: RunningEstimate
    rating: Rating
    language: str

    def differences(self) -> Differences:
        """Indicator by indicator, and record by record where the records of then can be had."""
        try:
            then: Replay | None = replay(self.reading, self.official)
            reason = ""
        except ImpossibleError as error:
            then, reason = None, error.reason
        found = tuple(self._indicators(then))
        return Differences(
            period=self.official.period,
            issued_at=self.official.issued_at,
            official_light=self.official.light,
            recomputed_light=then.rating.light.value if then else "",
            estimate_light=self.rating.light.value,
            comparable=then is not None,
            indicators=found,
            reason=reason,
        )

    def _indicators(self, then: Replay | None) -> Iterator[IndicatorDifference]:
        past = {each.id: each for each in then.rating.indicators} if then else {}
        for now, stated in _beside(self.rating, self.official):
            if stated is None:
                continue
            was = past.get(now.id)
            theirs, ours = _figures(stated), _fraction(now)
            replayed = _fraction(was) if was else ""
            unexplained = was is not None and (replayed, was.light.value) != (theirs, stated["light"])
            moved = was is not None and self._moved(then, now.id)
            if (theirs, stated["light"]) == (ours, now.light.value) and not unexplained and not moved:
                continue
            yield IndicatorDifference(
                indicator=now.id,
                name=self.rules.indicator(now.id).name.in_language(self.language),
                official=theirs,
                official_light=stated["light"],
                recomputed=replayed,
                recomputed_light=was.light.value if was else "",
                estimate=ours,
                estimate_light=now.light.value,
                unexplained=unexplained,
                rows=self._rows(then, now, stated, unexplained=unexplained),
            )

    def _moved(self, then: Replay | None, indicator: str) -> bool:
        return then is not None and _added(then.estimate, indicator) != _added(self.estimate, indicator)

    def _rows(
        self, then: Replay | None, now: IndicatorResult, stated: Mapping[str, Any], *, unexplained: bool
    ) -> tuple[DifferenceRow, ...]:
        failing = records_named(self.reading, stated["entries"])
        here = {each.fact.key: each for each in self._contributions(self.estimate, now.id)}
        if then is None:
            keys = sorted(failing ^ {key for key, each in here.items() if each.failing})
            there: dict[str, Contribution] = {}
        else:
            there = {each.fact.key: each for each in self._contributions(then.estimate, now.id)}
            keys = sorted(
                key for key in {*here, *there} if _figures_of(here.get(key)) != _figures_of(there.get(key))
            )
            if unexplained:
                # what the regulator says fails, and the records of then do not, or the other way round
                doubtful = failing ^ {key for key, each in there.items() if each.failing}
                keys = sorted({*keys, *doubtful})
        named = {row.key: row for row in key_rows(self.reading, keys[:_ROWS], self.language)}
        rows = []
        for key in keys[:_ROWS]:
            theirs, ours = there.get(key), here.get(key)
            is_doubtful = then is None or (unexplained and (key in failing) != _fails(theirs))
            if then is None:
                official = "failing" if key in failing else "unknown"
            elif is_doubtful:
                official = "failing" if key in failing else "good"
            else:
                official = _side(theirs)
            rows.append(
                DifferenceRow(
                    key=key,
                    kind=named[key].kind,
                    name=named[key].name,
                    official=official,
                    estimate=_side(ours),
                    reason="unexplained" if then is None or is_doubtful else self._reason(then, now.id, key),
                    official_part=theirs.part if theirs else 0,
                    official_whole=theirs.whole if theirs else 0,
                    estimate_part=ours.part if ours else 0,
                    estimate_whole=ours.whole if ours else 0,
                    visit=named[key].visit,
                )
            )
        return tuple(rows)

    def _contributions(self, estimate: RunningEstimate, indicator: str) -> tuple[Contribution, ...]:
        found = estimate.running.sums.get(indicator)
        return found.contributions() if found is not None else ()

    def _reason(self, then: Replay, indicator: str, key: str) -> str:
        """Why a key counts otherwise now than when the rating was stated."""
        rule: Indicator = self.rules.indicator(indicator)
        over = rule.measure.over
        if over is Source.VISITS:
            return _visit_reason(
                then.estimate.trace(key),
                self.estimate.trace(key),
                self._received(key),
                self.official.issued_at,
            )
        days_passed = then.estimate.until != self.estimate.until
        if over is Source.DUE:
            recipient = key.partition("/")[0]
            before, after = then.estimate.running, self.estimate.running
            if _planned(before.due_rows(recipient)) != _planned(after.due_rows(recipient)):
                same_plan = then.estimate.assignments().get(recipient) == self.estimate.assignments().get(
                    recipient
                )
                return "day_since" if days_passed and same_plan else "plan_since"
            return "visits_since"
        if over is Source.COMPLAINTS:
            return "cases_since"
        known = then.estimate.staff().get(key) == self.estimate.staff().get(key)
        return "day_since" if days_passed and known else "people_since"

    def _received(self, record: str) -> datetime | None:
        versions = self.reading.visits.versions(record)
        return min((each.received_at for each in versions if each.received_at), default=None)


def _visit_reason(
    was: RecordTrace | None, now: RecordTrace | None, received: datetime | None, at: datetime
) -> str:
    if now is None:
        return "withdrawn_since"
    if was is None:
        if received is None:
            return "sealed_since"
        if received > at:
            return "received_since"
        return "not_judged" if now.state == "delivered" else "judged_since"
    if was.version != now.version:
        return "corrected_since"
    if (was.state, was.first_outcome) != (now.state, now.first_outcome):
        return "verdict_since"
    return "people_since"


def _planned(rows: Sequence[DueRow]) -> tuple[tuple[str, int], ...]:
    return tuple((row.item, row.planned) for row in rows)


def _added(estimate: RunningEstimate, indicator: str) -> tuple[tuple[str, int, int], ...]:
    found = estimate.running.sums.get(indicator)
    if found is None:
        return ()
    return tuple((each.fact.key, each.part, each.whole) for each in found.contributions())


def _figures_of(each: Contribution | None) -> tuple[int, int] | None:
    return (each.part, each.whole) if each is not None else None


def _fails(each: Contribution | None) -> bool:
    return each is not None and each.failing


def _side(each: Contribution | None) -> str:
    if each is None:
        return "absent"
    return "failing" if each.failing else "good"


def _beside(
    rating: Rating, official: OfficialRating
) -> Iterator[tuple[IndicatorResult, Mapping[str, Any] | None]]:
    stated = {body["id"]: body for body in official.body["indicators"]}
    for result in rating.indicators:
        yield result, stated.get(result.id)


def _figures(stated: Mapping[str, Any]) -> str:
    return f"{stated['numerator']} / {stated['denominator']}"


def _fraction(result: IndicatorResult) -> str:
    return f"{result.numerator} / {result.denominator}"
