"""Periods that a rating is made for: calendar months, quarters of any year, rolling days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a rating looks back."""

    MONTH = "month"
    QUARTER = "quarter"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """Which periods a rule set uses.

    ``first_month`` is the month that a year of quarters begins with (1-12); a year that does not begin
    in January is named after the calendar year in which it ends. ``days`` is the length of a rolling
    period, which ends on the day it is named after.
    """

    kind: PeriodKind
    first_month: int = 1
    days: int = 0


@dataclass(frozen=True, slots=True)
class RatingPeriod:
    """A period by name, with its first and last day (inclusive)."""

    label: str
    first: date
    last: date


def period_of(rule: PeriodRule, day: date) -> RatingPeriod:
    """The period that a day belongs to: ``2026-11``, ``2026-Q4``, ``FY2027-Q1`` or ``2026-11-23/90d``."""
    if rule.kind is PeriodKind.MONTH:
        return RatingPeriod(f"{day:%Y-%m}", day.replace(day=1), _months_after(day.replace(day=1), 1))
    if rule.kind is PeriodKind.ROLLING:
        return RatingPeriod(f"{day.isoformat()}/{rule.days}d", day - timedelta(days=rule.days - 1), day)
    since_start = (day.month - rule.first_month) % 12
    quarter = since_start // 3
    starts_in = day.year if day.month >= rule.first_month else day.year - 1
    first = _shifted(date(starts_in, rule.first_month, 1), 3 * quarter)
    label = f"{starts_in}-Q{quarter + 1}" if rule.first_month == 1 else f"FY{starts_in + 1}-Q{quarter + 1}"
    return RatingPeriod(label, first, _months_after(first, 3))


def named_period(rule: PeriodRule, label: str) -> RatingPeriod:
    """The period of a name as ``period_of`` gives it; ``ValueError`` for any other text."""
    patterns = {
        PeriodKind.MONTH: r"(?P<year>\d{4})-(?P<month>\d{2})",
        PeriodKind.QUARTER: r"(?:FY)?(?P<year>\d{4})-Q(?P<quarter>[1-4])",
        PeriodKind.ROLLING: r"(?P<day>\d{4}-\d{2}-\d{2})/\d+d",
    }
    match = re.fullmatch(patterns[rule.kind], label, re.ASCII)
    if match is None:
        raise ValueError(f"not a period of these rules: {label!r}")
    parts = match.groupdict()
    if rule.kind is PeriodKind.ROLLING:
        day = date.fromisoformat(parts["day"])
    elif rule.kind is PeriodKind.MONTH:
        day = date(int(parts["year"]), int(parts["month"]), 1)
    else:
        year = int(parts["year"]) - (0 if rule.first_month == 1 else 1)
        day = _shifted(date(year, rule.first_month, 1), 3 * (int(parts["quarter"]) - 1))
    period = period_of(rule, day)
    if period.label != label:
        raise ValueError(f"not a period of these rules: {label!r}")
    return period


def period_before(rule: PeriodRule, period: RatingPeriod) -> RatingPeriod:
    """The period that ends where this one begins."""
    return period_of(rule, period.first - timedelta(days=1))


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months from the month of one day to that of another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _shifted(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _months_after(first: date, months: int) -> date:
    return _shifted(first, months) - timedelta(days=1)
