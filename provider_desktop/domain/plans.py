"""The regulator's plan of a recipient: items, amounts and periods, and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A plan line in one concrete period: ``allowed`` and ``used`` in the line's unit."""

    line: PlanLine
    first_day: date
    last_day: date
    used: int

    @property
    def left(self) -> int:
        """What remains, never below zero."""
        return max(0, self.line.count - self.used)


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
