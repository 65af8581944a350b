"""Which visits a plan expects: spread evenly over the days on which the recipient can be served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.clock import month_days
from provider_desktop.domain.plans import PlanLine, Unit, period_of
from provider_desktop.domain.visits import Visit


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit that the plan expects on a day, with the items that fall on it."""

    recipient: str
    day: date
    items: tuple[str, ...]


def planned_visits(assignments: Iterable[Assignment], first: date, last: date) -> tuple[PlannedVisit, ...]:
    """Visits expected from ``first`` to ``last`` (inclusive), by day and recipient.

    The n-th of a line's visits falls on the first day on which its share of the period's days that
    can be served reaches n (the arithmetic by which the rating counts a visit as due). Items that
    fall on one day make one visit. Lines in minutes or hours name no days.
    """
    found: dict[tuple[date, str], list[str]] = {}
    for assignment in assignments:
        for line in assignment.plan:
            for day in line_days(assignment, line, first, last):
                found.setdefault((day, assignment.recipient.recipient), []).append(line.item)
    return tuple(
        PlannedVisit(recipient, day, tuple(dict.fromkeys(items)))
        for (day, recipient), items in sorted(found.items())
    )


def planned_in_month(assignments: Iterable[Assignment], month: str) -> tuple[PlannedVisit, ...]:
    """Visits expected in a month (``2026-11``)."""
    return planned_visits(assignments, *month_days(month))


def line_days(assignment: Assignment, line: PlanLine, first: date, last: date) -> tuple[date, ...]:
    """Days from ``first`` to ``last`` on which a visit of the line falls due; a day as often as it counts."""
    if line.unit is not Unit.VISIT or line.count == 0:
        return ()
    days: list[date] = []
    begin = first
    while begin <= last:
        opens, closes = period_of(line.period, begin)
        days.extend(_due_in_period(assignment, line, opens, closes))
        begin = closes + timedelta(days=1)
    return tuple(day for day in days if first <= day <= last)


def missing_visits(
    planned: Iterable[PlannedVisit], visits: Iterable[Visit], today: date
) -> tuple[PlannedVisit, ...]:
    """Planned visits up to today that no visit answers, oldest first.

    Each visit of a recipient (nobody at home and refused ones too, which excuse) answers the earliest
    planned visit still open, so that a visit made a day late is not missed twice.
    """
    made: dict[str, int] = {}
    for visit in visits:
        made[visit.recipient] = made.get(visit.recipient, 0) + 1
    left: list[PlannedVisit] = []
    for each in sorted(planned, key=lambda each: (each.day, each.recipient)):
        if each.day > today:
            continue
        if made.get(each.recipient, 0):
            made[each.recipient] -= 1
        else:
            left.append(each)
    return tuple(left)


def _due_in_period(assignment: Assignment, line: PlanLine, opens: date, closes: date) -> list[date]:
    length = (closes - opens).days + 1
    served, due = 0, 0
    days: list[date] = []
    for offset in range(length):
        day = opens + timedelta(days=offset)
        if not assignment.covers(day) or assignment.state_on(day) is not None:
            continue
        served += 1
        while (due + 1) * length <= line.count * served:
            due += 1
            days.append(day)
    return days
