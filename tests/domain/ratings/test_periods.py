"""Periods by day and by name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ratings.periods import (
    PeriodKind,
    PeriodRule,
    RatingPeriod,
    months_between,
    named_period,
    period_before,
    period_of,
)

MONTH = PeriodRule(PeriodKind.MONTH)
QUARTER = PeriodRule(PeriodKind.QUARTER)
FISCAL = PeriodRule(PeriodKind.QUARTER, first_month=9)
ROLLING = PeriodRule(PeriodKind.ROLLING, days=90)
RULES = (MONTH, QUARTER, FISCAL, PeriodRule(PeriodKind.QUARTER, first_month=12), ROLLING)


@pytest.mark.parametrize(
    ("rule", "day", "label", "first", "last"),
    [
        (MONTH, date(2026, 12, 31), "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (MONTH, date(2028, 2, 1), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (QUARTER, date(2026, 11, 23), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (FISCAL, date(2026, 11, 23), "FY2027-Q1", date(2026, 9, 1), date(2026, 11, 30)),
        (FISCAL, date(2027, 1, 5), "FY2027-Q2", date(2026, 12, 1), date(2027, 2, 28)),
        (FISCAL, date(2027, 8, 31), "FY2027-Q4", date(2027, 6, 1), date(2027, 8, 31)),
        (ROLLING, date(2026, 11, 23), "2026-11-23/90d", date(2026, 8, 26), date(2026, 11, 23)),
    ],
)
def test_period_of_a_day(rule: PeriodRule, day: date, label: str, first: date, last: date) -> None:
    assert period_of(rule, day) == RatingPeriod(label, first, last)


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        (MONTH, "2026-13"),
        (MONTH, "2026-Q4"),
        (MONTH, "2026-1"),
        (MONTH, "２０２６-11"),
        (QUARTER, "2026-Q5"),
        (QUARTER, "FY2026-Q4"),
        (FISCAL, "2026-Q4"),
        (ROLLING, "2026-11-23/30d"),
        (ROLLING, "2026-11-31/90d"),
    ],
)
def test_names_of_other_rules_are_refused(rule: PeriodRule, label: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|day"):
        named_period(rule, label)


@given(rule=st.sampled_from(RULES), day=st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_names_lead_back_and_periods_follow_each_other(rule: PeriodRule, day: date) -> None:
    period = period_of(rule, day)
    assert period.first <= day <= period.last
    assert named_period(rule, period.label) == period
    before = period_before(rule, period)
    assert (period.first - before.last).days == 1


def test_months_between_counts_calendar_months() -> None:
    assert months_between(date(2025, 12, 31), date(2026, 1, 1)) == 1
    assert months_between(date(2024, 11, 30), date(2026, 11, 1)) == 24
