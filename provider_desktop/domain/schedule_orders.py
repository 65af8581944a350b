"""Orders: the visits that the office means to make, and which visits made answer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.visits import Capture, ItemDone, Outcome, Source, Visit

#: How many days a visit may be away from the order that it answers, where it does not name the order.
NEAR_DAYS = 2
_MARK = "order:"


class Origin(StrEnum):
    """Where an order comes from."""

    PLAN = "plan"
    HAND = "hand"
    COPY = "copy"


class OrderState(StrEnum):
    """What became of an order; derived from the visits made, never stored."""

    PLANNED = "planned"
    DONE = "done"
    NOT_MET = "not_met"  # nobody at home, or refused: the regulator excuses it
    MISSED = "missed"  # its day is over, and no visit answers it


@dataclass(frozen=True, slots=True)
class Order:
    """A visit that the office means to make. ``order`` is a ULID, empty as long as it is only proposed.

    ``start`` is aware UTC, ``minutes`` are whole. ``staff`` may be empty: nobody is found yet.
    """

    order: str
    start: datetime
    minutes: int
    recipient: str
    staff: tuple[str, ...]
    items: tuple[str, ...]
    origin: Origin = Origin.HAND
    note: str = ""

    @property
    def day(self) -> date:
        """The local day on which it starts."""
        return local_day(self.start)

    @property
    def end(self) -> datetime:
        """When it should be over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one order, and the record of the visit that answers it, if any."""

    state: OrderState
    record: str = ""


def mark_of(order: str) -> str:
    """What the code on a printed sheet says: ``order:`` and the order's id."""
    return f"{_MARK}{order}"


def visit_of(order: Order) -> Visit:
    """The visit that an order would be if it were made as planned: what the checks look at."""
    return Visit(
        record=order.order,
        version=1,
        recipient=order.recipient,
        staff=order.staff,
        sign_in=Capture(order.start, Source.MANUAL),
        sign_out=Capture(order.end, Source.MANUAL),
        items=tuple(ItemDone(item) for item in order.items),
        order=order.order,
    )


def standings(orders: Iterable[Order], visits: Iterable[Visit], today: date) -> Mapping[str, Standing]:
    """What became of each order, by its id. A visit answers one order at most.

    It answers the order that it names; else one of its recipient on its day, the nearest in time; else one of
    the recipient's from before today and not further than :data:`NEAR_DAYS`, that shares an item.
    """
    wanted = sorted(orders, key=lambda order: (order.start, order.order))
    made = sorted(visits, key=lambda visit: (str(visit.started), visit.record))
    answers: dict[str, Visit] = {}
    left = _named(wanted, made, answers)
    left = _same_day(wanted, left, answers)
    _near(wanted, left, answers, today)
    return {order.order: _standing(order, answers.get(order.order), today) for order in wanted}


def _standing(order: Order, visit: Visit | None, today: date) -> Standing:
    if visit is None:
        return Standing(OrderState.MISSED if order.day < today else OrderState.PLANNED)
    met = visit.outcome is Outcome.DONE
    return Standing(OrderState.DONE if met else OrderState.NOT_MET, visit.record)


def _named(orders: Iterable[Order], visits: Iterable[Visit], answers: dict[str, Visit]) -> list[Visit]:
    known = {order.order for order in orders}
    left = []
    for visit in visits:
        if visit.order in known and visit.order not in answers:
            answers[visit.order] = visit
        else:
            left.append(visit)
    return left


def _same_day(orders: Iterable[Order], visits: Iterable[Visit], answers: dict[str, Visit]) -> list[Visit]:
    open_orders: dict[tuple[str, date], list[Order]] = defaultdict(list)
    for order in orders:
        if order.order not in answers:
            open_orders[order.recipient, order.day].append(order)
    left = []
    for visit in visits:
        candidates = open_orders.get((visit.recipient, visit.day), []) if visit.day else []
        if not candidates:
            left.append(visit)
            continue
        chosen = min(candidates, key=lambda order: (_apart(order, visit), order.start))
        candidates.remove(chosen)
        answers[chosen.order] = visit
    return left


def _near(orders: Iterable[Order], visits: Iterable[Visit], answers: dict[str, Visit], today: date) -> None:
    open_orders: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        if order.order not in answers and order.day < today:
            open_orders[order.recipient].append(order)
    for visit in visits:
        day = visit.day
        if day is None:
            continue
        served = {item.item for item in visit.items}
        candidates = [
            order
            for order in open_orders[visit.recipient]
            if abs((order.day - day).days) <= NEAR_DAYS
            and (visit.outcome is not Outcome.DONE or served & set(order.items))
        ]
        if candidates:
            chosen = min(candidates, key=lambda order: (abs((order.day - day).days), order.start))
            open_orders[visit.recipient].remove(chosen)
            answers[chosen.order] = visit


def _apart(order: Order, visit: Visit) -> timedelta:
    return abs(order.start - visit.started) if visit.started else timedelta()
