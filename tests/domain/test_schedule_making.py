"""A month's orders from the plans: what the machine may never do, and what it does with real people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from provider_desktop.domain.assignments import Answer
from provider_desktop.domain.checks.rules import Limits
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.ratings.due import visits_due
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.recipients import RecipientState, SelfCare, State
from provider_desktop.domain.schedule_hours import WorkHours, days_between
from provider_desktop.domain.schedule_making import Lack, Month, make_orders
from provider_desktop.domain.schedule_orders import Order, Origin
from provider_desktop.domain.staff import CertificateKind, Leave, Qualification
from provider_desktop.domain.visits import Outcome
from provider_desktop.resources import read_json
from tests.support.builders import (
    ITEM,
    a_catalogue,
    a_recipient,
    a_record,
    a_staff_member,
    a_visit,
    an_item,
    default_catalogue,
)
from tests.support.schedules import FIRST, LAST, a_board, a_month, accepted, an_order

CARE = an_item("C", qualification=Qualification.CARE)
PAIR = an_item("P", qualification=Qualification.CARE, staff=2)
SOCIAL = an_item("S", qualification=Qualification.SOCIAL_WORK)
LONG = an_item("L", minimum=60, reference=150, maximum=240)
CALL = an_item("CALL", counts_as_visit=False)
ITEMS = a_catalogue(an_item(), CARE, PAIR, SOCIAL, LONG, CALL)
LINES = st.builds(
    PlanLine,
    st.sampled_from([ITEM, "C", "P", "S", "L", "CALL", "NONE"]),
    st.integers(0, 35),
    st.sampled_from([Unit.VISIT, Unit.VISIT, Unit.VISIT]),
    st.sampled_from([Period.MONTH, Period.MONTH, Period.HALF_YEAR]),
)
MINUTE_LINES = st.builds(
    PlanLine, st.sampled_from([ITEM, "C", "L"]), st.integers(0, 900), st.just(Unit.MINUTE)
)
DAYS = st.integers(1, 30).map(lambda number: date(2026, 11, number))


def spans(draw: st.DrawFn, number: int) -> list[tuple[date, date]]:
    pairs = draw(st.lists(st.tuples(DAYS, DAYS), max_size=number))
    return [(min(pair), max(pair)) for pair in pairs]


@st.composite
def months(draw: st.DrawFn) -> Month:
    """A small agency with whatever can go wrong in it."""
    people = []
    for number in range(draw(st.integers(1, 5))):
        plan = draw(st.lists(LINES, max_size=4, unique_by=lambda line: line.item))
        minutes = draw(st.lists(MINUTE_LINES, max_size=1))
        plan += [line for line in minutes if all(line.item != other.item for other in plan)]
        states = [RecipientState(State.HOSPITAL, *span) for span in spans(draw, 1)]
        east = draw(st.integers(0, 300))
        person = a_recipient(
            f"R{number}",
            self_care=draw(st.sampled_from(SelfCare)),
            lon=f"{117 + east / 1000:.6f}" if east else "",
        )
        answer = draw(st.sampled_from([Answer.ACCEPTED, Answer.ACCEPTED, Answer.NONE]))
        people.append(
            replace(
                accepted(
                    person, plan, states=states, first_day=draw(st.sampled_from([date(2026, 1, 1), FIRST]))
                ),
                answer=answer,
            )
        )
    members = [
        a_staff_member(
            f"S{number}",
            kinds=draw(st.lists(st.sampled_from(CertificateKind), max_size=3)),
            until=draw(st.sampled_from([None, date(2026, 11, 15)])),
            last_day=draw(st.sampled_from([None, date(2026, 11, 20)])),
            leave=[Leave(*span) for span in spans(draw, 1)],
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    orders = []
    for number in range(draw(st.integers(0, 3))):
        if members and people:
            start = f"{draw(DAYS)} {draw(st.integers(8, 16)):02}:00"
            orders.append(
                an_order(
                    start,
                    30,
                    draw(st.sampled_from(people)).recipient.recipient,
                    (draw(st.sampled_from(members)).staff,),
                    order=number + 1,
                )
            )
    off = frozenset(draw(st.lists(DAYS, max_size=12)))
    return a_month(
        *people,
        since=draw(DAYS),
        catalogues=(ITEMS,),
        staff=tuple(members),
        hours=WorkHours(days_off=off),
        limits=Limits(cap_month_hours=draw(st.sampled_from([8, 240]))),
        orders=tuple(orders),
    )


@given(months())
@settings(max_examples=120)
def test_no_order_breaks_a_check_alone_or_with_the_others(month: Month) -> None:
    made = make_orders(month)
    board = a_board(month, made.orders)
    for place, order in enumerate(made.orders):
        assert board.conflicts(replace(order, order=a_record(1000 + place))) == ()
        assert month.since <= order.day <= LAST


@given(months())
@settings(max_examples=120)
def test_never_more_than_the_plan_and_what_falls_short_is_said(month: Month) -> None:
    made = make_orders(month)
    for assignment in month.assignments:
        recipient = assignment.recipient.recipient
        mine = [order for order in made.orders if order.recipient == recipient]
        if assignment.answer is not Answer.ACCEPTED:
            assert not mine
            continue
        standing = [order for order in month.orders if order.recipient == recipient]
        short = [each for each in made.unplaced if each.recipient == recipient]
        ordered, missing = (
            Counter(item for order in mine for item in order.items),
            Counter(item for each in short for item in each.items),
        )
        for line in assignment.plan:
            if line.item == "CALL":
                assert not ordered["CALL"]
            elif line.unit is Unit.VISIT and line.period is Period.MONTH:
                taken = sum(line.item in order.items for order in standing)
                assert ordered[line.item] + taken <= max(line.count, taken)
                assert ordered[line.item] + missing[line.item] <= line.count
                if not assignment.states and assignment.first_day < FIRST:
                    wanted = line.count - taken
                    assert ordered[line.item] + missing[line.item] in (
                        [max(0, wanted)] if line.item != "NONE" and not short else range(line.count + 1)
                    )
            elif line.unit is not Unit.VISIT:
                spent = sum(order.minutes for order in mine if order.items == (line.item,))
                assert spent <= line.allowed


@given(months())
@settings(max_examples=30)
def test_the_same_month_gives_the_same_orders(month: Month) -> None:
    assert make_orders(month) == make_orders(month)


@given(months())
@settings(max_examples=40)
def test_a_second_time_adds_nothing_that_the_first_had_room_for(month: Month) -> None:
    first = make_orders(month)
    numbered = tuple(replace(order, order=a_record(1000 + n)) for n, order in enumerate(first.orders))
    again = make_orders(replace(month, orders=(*month.orders, *numbered)))
    before = Counter(each.recipient for each in first.unplaced)
    after = Counter(order.recipient for order in again.orders)
    assert all(after[recipient] <= before[recipient] for recipient in after)


def starts(orders: tuple[Order, ...]) -> list[str]:
    return [f"{order.start.astimezone(LOCAL):%d %H:%M}" for order in orders]


def test_visits_keep_to_the_days_on_which_they_fall_due() -> None:
    made = make_orders(a_month())
    assert starts(made.orders) == ["08 08:30", "15 08:30", "23 08:30", "30 08:30"]
    assert {order.origin for order in made.orders} == {Origin.PLAN}
    assert made.unplaced == ()


def test_days_off_are_left_to_those_who_are_served_daily() -> None:
    weekends = frozenset(day for day in days_between(FIRST, LAST) if day.weekday() >= 5)
    hours = WorkHours(days_off=weekends)
    four = make_orders(a_month(hours=hours))
    assert [order.day.day for order in four.orders] == [6, 13, 23, 30]
    daily = make_orders(a_month(accepted(plan=(PlanLine(ITEM, 30),)), hours=hours))
    assert [order.day.day for order in daily.orders] == list(range(1, 31))


def test_items_of_a_recipient_share_visits_so_that_as_many_are_made_as_the_regulator_counts() -> None:
    plan = (PlanLine("ZH-01", 12), PlanLine("ZH-07", 8), PlanLine("ZH-16", 4), PlanLine("ZH-08", 2))
    person = a_recipient(self_care=SelfCare.NONE)
    month = a_month(
        accepted(person, plan),
        catalogues=(default_catalogue(),),
        staff=(a_staff_member(), a_staff_member("S2")),
    )
    made = make_orders(month)
    assert len(made.orders) == 12
    assert Counter(item for order in made.orders for item in order.items) == {
        "ZH-01": 12, "ZH-07": 8, "ZH-16": 4, "ZH-08": 2,
    }  # fmt: skip
    for order in made.orders:
        assert len(order.staff) == (2 if "ZH-08" in order.items else 1)
    rating = read_rules(read_json("rulesets", "starter.json")["rating"], "starter").rules
    assert rating is not None
    assert rating.due is not None
    due = visits_due(month.assignments, FIRST, LAST, rating.due)
    assert sum(fact.planned for fact in due) == 12


def test_lines_in_minutes_become_as_many_visits_as_count() -> None:
    plan = (PlanLine("SH-03", 6, Unit.HOUR), PlanLine("ZH-01", 2))
    made = make_orders(a_month(accepted(plan=plan), catalogues=(default_catalogue(),)))
    cleaning = [order for order in made.orders if "SH-03" in order.items]
    assert len(cleaning) == 8
    assert Counter(item for order in made.orders for item in order.items)["ZH-01"] == 2
    assert len(made.orders) == 8
    assert {order.minutes for order in cleaning} == {45, 75}


def test_frequency_of_the_catalogue_counts_where_the_plan_gives_minutes() -> None:
    plan = (PlanLine("ZH-01", 90, Unit.MINUTE),)
    full = a_recipient(self_care=SelfCare.NONE)
    counted = {
        person.self_care: len(
            make_orders(a_month(accepted(person, plan), catalogues=(default_catalogue(),))).orders
        )
        for person in (full, a_recipient(self_care=SelfCare.FULL))
    }
    assert counted == {SelfCare.NONE: 4, SelfCare.FULL: 2}


def test_who_knows_the_recipient_comes_and_who_was_asked_for_before_her() -> None:
    two = (a_staff_member(), a_staff_member("S2"), a_staff_member("S3"))
    known = make_orders(a_month(staff=two, served={"R1": {"S2": 5, "S1": 1}}))
    assert {order.staff for order in known.orders} == {("S2",)}
    asked = make_orders(a_month(staff=two, served={"R1": {"S2": 5}}, preferred={"R1": ("S3",)}))
    assert {order.staff for order in asked.orders} == {("S3",)}


def test_hours_are_shared_out_among_those_who_may() -> None:
    people = [accepted(f"R{number}") for number in range(20)]
    made = make_orders(a_month(*people, staff=tuple(a_staff_member(f"S{n}") for n in range(4))))
    shares = Counter(order.staff[0] for order in made.orders)
    assert len(shares) == 4
    assert max(shares.values()) - min(shares.values()) <= 12


def test_what_is_there_already_counts_and_is_left_alone() -> None:
    hand = an_order("2026-11-09 10:00")
    made = make_orders(
        a_month(orders=(hand,), visits=(a_visit("2026-11-16 09:00"),), since=date(2026, 11, 17))
    )
    assert [order.day.day for order in made.orders] == [23, 30]
    absent = a_visit("2026-11-16 09:00", outcome=Outcome.ABSENT, items=())
    made = make_orders(a_month(visits=(absent,), since=date(2026, 11, 17)))
    assert [order.day.day for order in made.orders] == [17, 23, 30]


def test_what_is_overdue_is_caught_up_from_the_first_day_on() -> None:
    made = make_orders(a_month(accepted(plan=(PlanLine(ITEM, 12),)), since=date(2026, 11, 20)))
    assert len(made.orders) == 11
    assert [order.day.day for order in made.orders] == list(range(20, 31))
    assert [each.lack for each in made.unplaced] == [Lack.NO_DAY]


def test_reasons_why_it_falls_short() -> None:
    def lacks(month: Month) -> set[Lack]:
        return {each.lack for each in make_orders(month).unplaced}

    assert lacks(a_month(accepted(plan=(PlanLine("X", 1),)))) == {Lack.ITEM_UNKNOWN}
    assert lacks(a_month(accepted(plan=(PlanLine("S", 1),)), catalogues=(ITEMS,))) == {Lack.UNQUALIFIED}
    assert lacks(a_month(accepted(plan=(PlanLine("P", 1),)), catalogues=(ITEMS,))) == {Lack.UNQUALIFIED}
    away = a_staff_member(leave=[Leave(FIRST, LAST)])
    assert lacks(a_month(staff=(away,))) == {Lack.AWAY}
    assert lacks(a_month(limits=Limits(cap_month_hours=0))) == {Lack.HOURS}
    crowd = [accepted(f"R{number}", (PlanLine("L", 30),)) for number in range(4)]
    assert lacks(a_month(*crowd, catalogues=(ITEMS,))) == {Lack.BUSY}
    gone = RecipientState(State.DECEASED, date(2026, 11, 20), None)
    assert make_orders(a_month(accepted(states=(gone,)), since=date(2026, 11, 21))).orders == ()


def test_an_item_that_nobody_may_do_keeps_no_other_from_being_done() -> None:
    plan = (PlanLine(ITEM, 4), PlanLine("S", 4))
    made = make_orders(a_month(accepted(plan=plan), catalogues=(ITEMS,)))
    assert [order.items for order in made.orders] == [(ITEM,)] * 4
    assert {(each.items, each.lack) for each in made.unplaced} == {(("S",), Lack.UNQUALIFIED)}


def test_the_way_between_homes_is_left_free() -> None:
    far = a_recipient("R2", lon="117.760000")
    daily = (PlanLine(ITEM, 30),)
    month = a_month(accepted(plan=daily), accepted(far, daily))
    made = make_orders(month)
    first, second = made.orders[0], made.orders[1]
    assert first.day == second.day
    assert second.start - first.end >= timedelta(minutes=40)


def test_a_large_agency_is_planned_while_one_waits() -> None:
    """300 recipients and 25 staff: a size at which people have stopped doing it by hand."""
    import time

    people = [
        accepted(
            a_recipient(f"R{n:04}", lat=f"{37.4 + n % 25 / 100:.6f}", lon=f"{117.4 + n // 25 / 100:.6f}"),
            (PlanLine("ZH-01", 8), PlanLine("ZH-16", 4), PlanLine("SH-03", 2)),
        )
        for n in range(300)
    ]
    staff = tuple(a_staff_member(f"S{n:03}") for n in range(25))
    began = time.perf_counter()
    made = make_orders(a_month(*people, staff=staff, catalogues=(default_catalogue(),)))
    took = time.perf_counter() - began
    assert len(made.orders) == 2400
    assert not made.unplaced
    assert took < 30, f"{took:.1f} s"
