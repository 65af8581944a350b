"""Small builders of orders and of a month to plan: a test names only what matters to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.checks.rules import Limits
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.schedule_board import Board
from provider_desktop.domain.schedule_hours import WorkHours
from provider_desktop.domain.schedule_making import Month
from provider_desktop.domain.schedule_orders import Order, Origin
from tests.support.builders import ITEM, a_catalogue, a_record, a_staff_member, an_assignment, local

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def an_order(
    start: str = "2026-11-02 09:00",
    minutes: int = 30,
    recipient: str = "R1",
    staff: Sequence[str] = ("S1",),
    items: Sequence[str] = (ITEM,),
    order: str | int = 1,
    **changes: Any,
) -> Order:
    """An order for Monday, 2 November 2026, 09:00-09:30."""
    key = a_record(order) if isinstance(order, int) else order
    made = Order(key, local(start), minutes, recipient, tuple(staff), tuple(items), Origin.HAND)
    return replace(made, **changes)


def accepted(
    recipient: Any = "R1", plan: Sequence[PlanLine] = (PlanLine(ITEM, 4),), **changes: Any
) -> Assignment:
    """An assignment that the agency has accepted, of four visits a month."""
    return an_assignment(recipient, plan, answer=Answer.ACCEPTED, **changes)


def a_month(*assignments: Assignment, **changes: Any) -> Month:
    """November 2026 from its first day, with one care worker and one plain item, and no day off."""
    made = Month(
        first=FIRST,
        last=LAST,
        since=FIRST,
        assignments=assignments or (accepted(),),
        catalogues=(a_catalogue(),),
        staff=(a_staff_member(),),
        hours=WorkHours(),
        limits=Limits(),
        minutes_per_visit=45,
    )
    return replace(made, **changes)


def a_board(month: Month, orders: Sequence[Order]) -> Board:
    """A board over the month's people, with its own orders and more; proposed ones get ids by their place."""
    numbered = [
        each if each.order else replace(each, order=a_record(1000 + n)) for n, each in enumerate(orders)
    ]
    return Board((*month.orders, *numbered), month.visits, month.catalogues, month.assignments, month.staff)
