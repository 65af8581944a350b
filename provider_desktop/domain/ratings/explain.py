"""Why an indicator stands where it stands: distance to a bound, margin, and the records behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from provider_desktop.domain.ratings.bands import reaches
from provider_desktop.domain.ratings.engine import IndicatorResult
from provider_desktop.domain.ratings.facts import DueRow, Facts, StaffFact, VisitFact
from provider_desktop.domain.ratings.rows import Contribution, Evidence, Rows
from provider_desktop.domain.ratings.rules import BandRule, Better, Indicator, Light, MeasureKind, RuleSet


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing to a bound, each way by itself; ``None`` where that way does not lead there.

    ``fix``: that many of the failing made good (visits caught up, records put right, complaints closed).
    ``dilute``: that many further good ones, the failing staying as they are. Both 0: the bound is reached.
    """

    bound: Fraction
    fix: int | None
    dilute: int | None


@dataclass(frozen=True, slots=True)
class Margin:
    """What a value in a band can still bear, each way by itself; ``None`` = without limit.

    ``spoil``: that many of the good ones may turn bad. ``further``: that many more bad ones may come.
    """

    bound: Fraction
    spoil: int | None
    further: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """One key behind an indicator: what it adds above and below the line, its visit records and people.

    ``missing`` is what it costs: visits short of what is due, or 1 for a record that fails.
    """

    key: str
    part: int
    whole: int
    failing: bool
    missing: int
    records: tuple[str, ...]
    recipient: str
    staff: tuple[str, ...]


class By(StrEnum):
    """Whom costs are summed for."""

    STAFF = "staff"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Cost:
    """How much of what fails belongs to one staff member or recipient."""

    who: str
    missing: int


def gap_to(indicator: Indicator, result: IndicatorResult, bound: Fraction) -> Gap | None:
    """What is missing from a result to a bound; ``None`` without data, and for averages."""
    if result.exact is None or indicator.measure.kind is MeasureKind.AVERAGE:
        return None
    if reaches(result.exact, bound, indicator.better):
        return Gap(bound, 0, 0)
    above, below = result.numerator, result.denominator
    higher = indicator.better is Better.HIGHER
    if indicator.measure.kind is MeasureKind.COUNT:
        if higher:
            return Gap(bound, None, ceil(bound - above))
        return Gap(bound, _within(above - bound, above), None)
    share = bound / 100
    if higher:
        further = ceil((share * below - above) / (1 - share)) if share < 1 else None
        return Gap(bound, _within(share * below - above, below - above), further)
    further = ceil(above / share - below) if share > 0 else None
    return Gap(bound, _within(above - share * below, above), further)


def _within(needed: Fraction, available: int) -> int | None:
    return ceil(needed) if ceil(needed) <= available else None


def margin_to(indicator: Indicator, result: IndicatorResult, bound: Fraction) -> Margin | None:
    """What a result can bear before it leaves a bound; ``None`` if it does not reach it, or for averages."""
    if result.exact is None or indicator.measure.kind is MeasureKind.AVERAGE:
        return None
    if not reaches(result.exact, bound, indicator.better):
        return None
    above, below = result.numerator, result.denominator
    higher = indicator.better is Better.HIGHER
    if indicator.measure.kind is MeasureKind.COUNT:
        if higher:
            return Margin(bound, floor(above - bound), None)
        return Margin(bound, floor(bound - above), floor(bound - above))
    share = bound / 100
    if higher:
        further = floor(above / share - below) if share > 0 else None
        return Margin(bound, floor(above - share * below), further)
    further = floor((share * below - above) / (1 - share)) if share < 1 else None
    return Margin(bound, floor(share * below - above), further)


def green_rule(rules: RuleSet, indicator: Indicator) -> BandRule | None:
    """The easiest band of an indicator that shows green; ``None`` where it has none, or no bound."""
    green = [rule for rule in indicator.bands if rules.band(rule.band).light is Light.GREEN]
    return green[-1] if green and green[-1].bounds else None


def records_behind(rules: RuleSet, facts: Facts, indicator: str) -> tuple[Behind, ...]:
    """Everything below the line of an indicator, failing first, then by key; it sums to its figures."""
    return evidence_behind(Rows(rules, facts), rules.indicator(indicator))


def evidence_behind(evidence: Evidence, rule: Indicator) -> tuple[Behind, ...]:
    """The same of evidence at hand."""
    behind = (_behind(rule, each) for each in evidence.contributions(rule))
    return tuple(sorted(behind, key=lambda each: (not each.failing, each.key)))


def _behind(rule: Indicator, each: Contribution) -> Behind:
    missing = 0
    if each.failing:
        if rule.measure.kind is MeasureKind.AVERAGE:
            missing = 1
        else:
            missing = each.whole - each.part if rule.better is Better.HIGHER else each.part
    records: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    recipient = ""
    match each.fact:
        case VisitFact() as visit:
            records, recipient, staff = (visit.record,), visit.recipient, visit.staff
        case DueRow() as row:
            records, recipient = row.records, row.recipient
        case StaffFact() as member:
            staff = (member.staff,)
    return Behind(each.fact.key, each.part, each.whole, each.failing, missing, records, recipient, staff)


def costs(behind: Iterable[Behind], by: By) -> tuple[Cost, ...]:
    """What each staff member or recipient costs an indicator, dearest first.

    A visit done by two counts for both, so that these need not sum to the indicator's figure. Visits due
    belong to the recipient alone: nobody in particular has failed to do them.
    """
    found: Counter[str] = Counter()
    for each in behind:
        for who in each.staff if by is By.STAFF else filter(None, (each.recipient,)):
            found[who] += each.missing
    dearest = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Cost(who, missing) for who, missing in dearest if missing)
