"""Visits that a plan expects, and those that nobody made."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.assignments import Answer
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.recipients import RecipientState, State
from provider_desktop.domain.schedule import (
    PlannedVisit,
    line_days,
    missing_visits,
    planned_in_month,
    planned_visits,
)
from provider_desktop.domain.visits import Outcome
from tests.support.builders import ITEM, a_visit, an_assignment

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@given(st.integers(0, 90))
def test_a_month_holds_exactly_the_amount_of_the_plan(count: int) -> None:
    days = line_days(an_assignment(), PlanLine(ITEM, count), FIRST, LAST)
    assert len(days) == count
    assert list(days) == sorted(days)
    for elapsed in range(1, 31):
        assert sum(day.day <= elapsed for day in days) == count * elapsed // 30


def test_a_single_day_is_looked_at() -> None:
    assert line_days(an_assignment(), PlanLine(ITEM, 30), FIRST, FIRST) == (FIRST,)


def test_a_half_year_is_spread_over_its_days() -> None:
    line = PlanLine(ITEM, 6, period=Period.HALF_YEAR)
    days = line_days(an_assignment(), line, date(2026, 7, 1), date(2026, 12, 31))
    assert [(day.month, day.day) for day in days] == [(7, 31), (8, 31), (9, 30), (10, 31), (12, 1), (12, 31)]
    assert line_days(an_assignment(), line, FIRST, LAST) == ()
    assert line_days(an_assignment(), line, date(2026, 10, 31), date(2026, 12, 1)) == days[3:5]


def test_days_on_which_nobody_is_served_are_left_out() -> None:
    hospital = RecipientState(State.HOSPITAL, date(2026, 11, 1), date(2026, 11, 15))
    days = line_days(an_assignment(states=(hospital,)), PlanLine(ITEM, 30), FIRST, LAST)
    assert days == tuple(date(2026, 11, day) for day in range(16, 31))
    assert line_days(an_assignment(answer=Answer.DECLINED), PlanLine(ITEM, 30), FIRST, LAST) == ()


def test_lines_in_minutes_name_no_days() -> None:
    assert line_days(an_assignment(), PlanLine(ITEM, 360, Unit.MINUTE), FIRST, LAST) == ()


def test_items_of_one_day_make_one_visit() -> None:
    plan = (PlanLine("A", 2), PlanLine("B", 1), PlanLine("A", 1))
    planned = planned_in_month([an_assignment("R2", plan), an_assignment("R1", plan[:1])], "2026-11")
    assert planned == (
        PlannedVisit("R1", date(2026, 11, 15), ("A",)),
        PlannedVisit("R2", date(2026, 11, 15), ("A",)),
        PlannedVisit("R1", LAST, ("A",)),
        PlannedVisit("R2", LAST, ("A", "B")),
    )
    assert planned_visits([], FIRST, LAST) == ()


def test_a_late_visit_answers_the_earliest_one_planned() -> None:
    planned = planned_visits([an_assignment(plan=(PlanLine(ITEM, 3),))], FIRST, LAST)
    assert [each.day.day for each in planned] == [10, 20, 30]
    assert [each.day.day for each in missing_visits(planned, [], date(2026, 11, 10))] == [10]
    today = date(2026, 11, 25)
    assert [each.day.day for each in missing_visits(planned, [], today)] == [10, 20]
    late = a_visit("2026-11-12 09:00")
    assert [each.day.day for each in missing_visits(planned, [late], today)] == [20]
    refused = a_visit(record=2, outcome=Outcome.REFUSED, items=())
    assert missing_visits(planned, [late, refused], today) == ()
    assert len(missing_visits(planned, [a_visit(recipient="R2")], today)) == 2
