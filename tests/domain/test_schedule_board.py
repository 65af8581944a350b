"""What speaks against an order where it stands: the checks' own rules, asked before the visit."""

from __future__ import annotations

from datetime import date

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import RecipientState, State
from provider_desktop.domain.schedule_board import Board
from provider_desktop.domain.schedule_orders import Order
from provider_desktop.domain.staff import Leave, Qualification
from tests.support.builders import ITEM, a_catalogue, a_recipient, a_staff_member, a_visit, an_item, local
from tests.support.schedules import accepted, an_order

CARE = an_item("C", qualification=Qualification.CARE)
PEOPLE = (
    accepted(plan=(PlanLine(ITEM, 2), PlanLine("C", 4))),
    accepted(a_recipient("R2", lon="117.700000")),
    accepted("R3", states=(RecipientState(State.HOSPITAL, date(2026, 11, 2), None),)),
)
STAFF = (
    a_staff_member("S1"),
    a_staff_member("S2", leave=[Leave(date(2026, 11, 2), date(2026, 11, 3))]),
    a_staff_member("S3", until=date(2026, 11, 1)),
)


def board(*orders: Order, visits: tuple[object, ...] = ()) -> Board:
    return Board(orders, visits, (a_catalogue(an_item(), CARE),), PEOPLE, STAFF)  # type: ignore[arg-type]


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [each.rule for each in found]


def test_nothing_speaks_against_a_plain_order() -> None:
    assert board().conflicts(an_order()) == ()
    assert board(an_order()).conflicts(an_order()) == ()


def test_two_places_at_once_and_the_way_between() -> None:
    held = board(an_order())
    assert rules(held.conflicts(an_order("2026-11-02 09:10", recipient="R2", order=2))) == ["OVER-STAFF"]
    near = an_order("2026-11-02 09:35", recipient="R2", order=2)
    found = held.conflicts(near)
    assert rules(found) == ["OVER-TRAVEL"]
    assert found[0].values["gap"] == 5
    assert held.conflicts_if(near, local("2026-11-02 10:00"), ("S1",)) == ()
    assert rules(held.conflicts(an_order(staff=("S3",), order=2))) == ["OVER-RECIPIENT"]


def test_visits_made_stand_in_the_way_as_orders_do() -> None:
    held = board(visits=(a_visit("2026-11-02 08:50"),))
    assert "OVER-STAFF" in rules(held.conflicts(an_order(recipient="R2", order=2)))


def test_leave_certificates_and_states() -> None:
    assert rules(board().conflicts(an_order(staff=("S2",)))) == ["STAFF-ROSTER"]
    assert rules(board().conflicts(an_order(staff=("S3",), items=("C",)))) == ["STAFF-QUALIFIED"]
    assert rules(board().conflicts(an_order(recipient="R3"))) == ["SCOPE-ASSIGNED"]
    assert rules(board().conflicts(an_order(staff=()))) == ["STAFF-COUNT"]
    assert rules(board().conflicts(an_order(staff=("S9",)))) == ["STAFF-ROSTER"]


def test_plan_and_amounts() -> None:
    assert rules(board().conflicts(an_order(recipient="R2", items=("C",)))) == ["SCOPE-PLAN"]
    two = (an_order("2026-11-09 09:00", order=2), an_order("2026-11-10 09:00", order=3))
    assert rules(board(*two).conflicts(an_order())) == ["SCOPE-QUOTA"]
    assert rules(board(two[0]).conflicts(an_order())) == []


def test_length_and_hours() -> None:
    assert rules(board().conflicts(an_order(minutes=10))) == ["TIME-SHORT"]
    assert rules(board().conflicts(an_order(minutes=70))) == ["TIME-LONG"]
    long_day = tuple(an_order(f"2026-11-02 {hour:02}:00", 60, "R2", order=hour) for hour in range(10, 22))
    assert rules(board(*long_day).conflicts(an_order("2026-11-02 06:00"))) == ["OVER-CAP"]


def test_what_is_moved_stands_no_longer_where_it_was() -> None:
    held = board(an_order())
    other = an_order(recipient="R2", order=2)
    assert rules(held.conflicts(other)) == ["OVER-STAFF"]
    held.put(an_order("2026-11-03 09:00"))
    assert held.conflicts(other) == ()
    held.put(an_order())
    held.take_off(an_order().order)
    assert held.conflicts(other) == ()
    held.take_off("nobody")
