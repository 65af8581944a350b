"""The regulator's plan of a recipient: items, amounts and periods, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from provider_desktop.domain.visits import Outcome, Visit


class Unit(StrEnum):
    """What an amount counts."""

    VISIT = "visit"
    MINUTE = "minute"
    HOUR = "hour"


class Period(StrEnum):
    """How long an amount lasts; what is not used by its end lapses."""

    MONTH = "month"
    HALF_YEAR = "half-year"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """``count`` visits, minutes or hours of one service item in each period."""

    item: str
    count: int
    unit: Unit = Unit.VISIT
    period: Period = Period.MONTH

    @property
    def allowed(self) -> int:
        """What a period allows, in visits or (lines in minutes and hours) in minutes."""
        return self.count * 60 if self.unit is Unit.HOUR else self.count


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A plan line in one concrete period (both days inclusive).

    ``used``, ``allowed`` and ``left`` are visits, or whole minutes for lines in minutes or hours.
    """

    line: PlanLine
    first_day: date
    last_day: date
    used: int

    @property
    def allowed(self) -> int:
        """What the period allows."""
        return self.line.allowed

    @property
    def left(self) -> int:
        """What remains, never below zero."""
        return max(0, self.allowed - self.used)


def period_of(period: Period, day: date) -> tuple[date, date]:
    """First and last day (inclusive) of the period that a day belongs to."""
    if period is Period.MONTH:
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
    elif day.month <= 6:
        first, after = date(day.year, 1, 1), date(day.year, 7, 1)
    else:
        first, after = date(day.year, 7, 1), date(day.year + 1, 1, 1)
    return first, after - timedelta(days=1)


def amount_of(line: PlanLine, visit: Visit) -> int:
    """What a visit takes of a plan line, in visits or minutes; 0 unless the service was done."""
    if visit.outcome is not Outcome.DONE or all(item.item != line.item for item in visit.items):
        return 0
    if line.unit is Unit.VISIT:
        return 1
    shares = visit.item_minutes
    return sum(share for item, share in zip(visit.items, shares, strict=True) if item.item == line.item)


def amount_used(line: PlanLine, visits: Iterable[Visit], day: date) -> int:
    """What visits of one recipient took of a line in the period of that day, in visits or minutes."""
    first, last = period_of(line.period, day)
    return sum(amount_of(line, visit) for visit in visits if visit.day and first <= visit.day <= last)


def entitlements(plan: Iterable[PlanLine], visits: Iterable[Visit], day: date) -> tuple[Entitlement, ...]:
    """Every line of a plan in the period of that day, with what one recipient's visits took of it."""
    known = tuple(visits)
    return tuple(
        Entitlement(line, *period_of(line.period, day), amount_used(line, known, day)) for line in plan
    )
