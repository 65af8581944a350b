"""Entitlements: what visits take of a plan line, by period and unit."""

from __future__ import annotations

from datetime import date

import pytest

from provider_desktop.domain.plans import (
    Entitlement,
    Period,
    PlanLine,
    Unit,
    amount_of,
    amount_used,
    entitlements,
    period_of,
)
from provider_desktop.domain.visits import Capture, ItemDone, Outcome
from tests.support.builders import ITEM, a_visit

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (Period.MONTH, date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28)),
        (Period.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (Period.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (Period.HALF_YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (Period.HALF_YEAR, date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_periods(period: Period, day: date, first: date, last: date) -> None:
    assert period_of(period, day) == (first, last)


def test_a_visit_takes_one_visit_or_its_minutes() -> None:
    visits, minutes = PlanLine(ITEM, 4), PlanLine(ITEM, 90, Unit.MINUTE)
    twice = a_visit(items=(ItemDone(ITEM, 10), ItemDone("T-20"), ItemDone(ITEM)))
    assert (amount_of(visits, twice), amount_of(minutes, twice)) == (1, 20)
    assert amount_of(minutes, a_visit(minutes=45)) == 45
    assert amount_of(PlanLine(ITEM, 2, Unit.HOUR), a_visit(minutes=45)) == 45
    assert amount_of(visits, a_visit(items=("T-20",))) == 0
    assert amount_of(visits, a_visit(outcome=Outcome.ABSENT)) == 0


def test_minutes_not_stated_are_shared_and_add_up() -> None:
    assert a_visit(minutes=50, items=("A", "B", "C")).item_minutes == (17, 17, 16)
    assert a_visit(minutes=50, items=(ItemDone("A", 20), "B", "C")).item_minutes == (20, 15, 15)
    assert a_visit(minutes=10, items=(ItemDone("A", 20), "B")).item_minutes == (20, 0)
    assert a_visit(items=()).item_minutes == ()


def test_used_and_left_in_a_period() -> None:
    monthly, hours = PlanLine(ITEM, 2), PlanLine(ITEM, 1, Unit.HOUR, Period.HALF_YEAR)
    visits = [
        a_visit("2026-11-02 09:00"),
        a_visit("2026-10-31 09:00", record=2),
        a_visit("2026-06-30 09:00", record=3),
        a_visit(record=4, sign_in=Capture(None), sign_out=Capture(None)),
    ]
    assert amount_used(monthly, visits, DAY) == 1
    month, half = entitlements((monthly, hours), visits, DAY)
    assert (month.allowed, month.used, month.left) == (2, 1, 1)
    assert (half.allowed, half.used, half.left) == (60, 60, 0)
    assert (half.first_day, half.last_day) == (date(2026, 7, 1), date(2026, 12, 31))
    assert Entitlement(monthly, DAY, DAY, 5).left == 0
