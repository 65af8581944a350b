"""What became of orders: which visit answers which."""

from __future__ import annotations

from datetime import date

from provider_desktop.domain.schedule_orders import OrderState, Standing, standings, visit_of
from provider_desktop.domain.visits import Outcome
from tests.support.builders import a_record, a_visit
from tests.support.schedules import an_order

TODAY = date(2026, 11, 5)
ONE, TWO = an_order(order=101), an_order("2026-11-04 14:00", order=102)


def states(*visits: object, orders: tuple[object, ...] = (ONE, TWO)) -> list[Standing]:
    found = standings(orders, visits, TODAY)  # type: ignore[arg-type]
    return [found[order.order] for order in orders]  # type: ignore[attr-defined]


def test_without_visits_past_orders_are_missed_and_others_planned() -> None:
    today = an_order("2026-11-05 08:00", order=103)
    assert [each.state for each in states(orders=(ONE, today))] == [OrderState.MISSED, OrderState.PLANNED]
    assert standings((), (), TODAY) == {}


def test_a_visit_of_the_day_answers_and_says_how_it_went() -> None:
    done, missed = states(a_visit("2026-11-02 10:40"))
    assert done == Standing(OrderState.DONE, a_record(1))
    assert missed.state is OrderState.MISSED
    refused = a_visit("2026-11-02 09:00", outcome=Outcome.REFUSED, items=())
    assert states(refused)[0].state is OrderState.NOT_MET


def test_a_visit_answers_one_order_only_the_nearest() -> None:
    later = an_order("2026-11-02 15:00", order=103)
    first, second = states(a_visit("2026-11-02 14:50"), orders=(ONE, later))
    assert first.state is OrderState.MISSED
    assert second.state is OrderState.DONE


def test_the_order_that_a_visit_names_counts_before_all_else() -> None:
    named = a_visit("2026-11-02 09:00", order=TWO.order)
    assert [each.state for each in states(named)] == [OrderState.MISSED, OrderState.DONE]
    unknown = a_visit("2026-11-02 09:00", order="somebody else's")
    assert states(unknown)[0].state is OrderState.DONE
    twice = a_visit("2026-11-02 09:00", record=2, order=TWO.order)
    assert [each.state for each in states(named, twice)] == [OrderState.DONE, OrderState.DONE]


def test_a_visit_made_a_day_late_answers_what_was_missed() -> None:
    late = a_visit("2026-11-03 09:00")
    assert states(late)[0].state is OrderState.DONE
    other_item = a_visit("2026-11-03 09:00", items=("X",))
    assert states(other_item)[0].state is OrderState.MISSED
    too_late = a_visit("2026-11-05 09:00")
    assert states(too_late, orders=(ONE,))[0].state is OrderState.MISSED
    stranger = a_visit("2026-11-02 09:00", recipient="R2")
    assert states(stranger)[0].state is OrderState.MISSED
    ahead = an_order("2026-11-06 09:00", order=103)
    assert states(a_visit("2026-11-05 09:00"), orders=(ahead,))[0].state is OrderState.PLANNED


def test_an_order_as_a_visit_keeps_what_the_checks_ask_for() -> None:
    visit = visit_of(ONE)
    assert (visit.record, visit.recipient, visit.staff, visit.minutes) == (ONE.order, "R1", ("S1",), 30)
    assert visit.day == ONE.day == date(2026, 11, 2)
    assert visit.ended == ONE.end
