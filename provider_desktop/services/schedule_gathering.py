"""Reads together what the schedule looks at: orders, visits made, people, rules and what is due."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.plans import Period, period_of
from provider_desktop.domain.schedule_board import Board
from provider_desktop.domain.schedule_hours import WorkHours
from provider_desktop.domain.schedule_making import Month
from provider_desktop.domain.schedule_orders import Order, OrderState, Standing, standings
from provider_desktop.domain.visits import Outcome, Visit
from provider_desktop.services.planned import planned_by_recipient
from provider_desktop.services.rules import rules_on
from provider_desktop.services.schedule import OrderView, RecipientLine
from provider_desktop.services.schedule_calendar import days_off
from provider_desktop.services.visit_rows import item_name
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

#: How far back who served whom is looked up.
FAMILIAR = timedelta(days=60)
#: What the last one to serve counts beside the visits of the past.
LAST_BONUS = 2
#: Minutes of a visit where no rule set says how many one is.
USUAL_MINUTES = 45
#: The setting of the schedule: ``{"weekends": bool}``.
HABITS = "schedule"


@dataclass(frozen=True, slots=True)
class Standings:
    """Orders of some days with what became of them, and the visits of these days."""

    orders: tuple[Order, ...]
    visits: tuple[Visit, ...]
    by_order: Mapping[str, Standing]

    @property
    def open_orders(self) -> tuple[Order, ...]:
        """Orders still to be carried out: no visit answers them, and their day is not over."""
        planned = OrderState.PLANNED
        return tuple(order for order in self.orders if self.by_order[order.order].state is planned)


def standings_of(reading: Reading, first: date, last: date, today: date) -> Standings:
    """Orders on the days, and what the visits of the days made of them."""
    orders = reading.schedule.between(first, last)
    visits = reading.visit_context.on_days(first, last)
    return Standings(orders, visits, standings(orders, _naming(reading, orders, visits), today))


def _naming(reading: Reading, orders: Sequence[Order], visits: Sequence[Visit]) -> list[Visit]:
    """The visits; those that no order of their day explains are read whole, since they may name one.

    Only recipients of whom an order was not answered on its day are asked about: few, whatever the month.
    """
    expected = Counter((order.recipient, order.day) for order in orders)
    made = Counter((visit.recipient, visit.day) for visit in visits)
    short = {recipient for (recipient, day), count in expected.items() if made[recipient, day] < count}
    unclear = [
        visit.record
        for visit in visits
        if visit.recipient in short
        and (visit.day is None or made[visit.recipient, visit.day] > expected[visit.recipient, visit.day])
    ]
    whole = {stored.visit.record: stored.visit for stored in reading.visits.many(unclear)}
    return [whole.get(visit.record, visit) for visit in visits]


def board_of(reading: Reading, standing: Standings, assignments: Iterable[Assignment], day: date) -> Board:
    """The board of open orders and visits made."""
    return Board(
        standing.open_orders,
        standing.visits,
        reading.catalogues.all(),
        assignments,
        reading.staff.all(),
        rules_on(reading, day).checks,
    )


def views_of(
    reading: Reading,
    orders: Sequence[Order],
    standing: Standings,
    board: Board | None,
    language: str,
    *,
    masked: bool,
) -> tuple[OrderView, ...]:
    """Orders with names and findings; without a board nothing is checked."""
    people = reading.recipients.many({order.recipient for order in orders})
    members = reading.staff.many({member for order in orders for member in order.staff})
    catalogues = reading.catalogues.all()
    names = {
        code: item_name(code, catalogues, language)
        for code in {item for order in orders for item in order.items}
    }
    views = []
    for order in orders:
        person = people.get(order.recipient)
        became = standing.by_order.get(order.order, Standing(OrderState.PLANNED))
        is_open = became.state is OrderState.PLANNED
        name = person.name if person else order.recipient
        views.append(
            OrderView(
                order=order,
                recipient_name=mask_name(name) if masked and person else name,
                detail=detail_of(person.township, person.self_care.value, language) if person else "",
                staff_names=tuple(
                    members[member].name if member in members else member for member in order.staff
                ),
                item_names=tuple(names[item] for item in order.items),
                state=became.state,
                record=became.record,
                findings=board.conflicts(order) if board is not None and is_open else (),
            )
        )
    return tuple(views)


def detail_of(township: str, self_care: str, language: str) -> str:
    return " · ".join(part for part in (township, sentence("self_care", self_care, language)) if part)


def month_of(reading: Reading, first: date, last: date, since: date, language: str) -> Month:
    """Everything that making a month's orders looks at."""
    in_force = rules_on(reading, max(since, first))
    due = in_force.rating.due if in_force.rating else None
    assignments = reading.assignments.between(first, last)
    opens = min((_opens(assignment, first) for assignment in assignments), default=first)
    past = reading.visit_context.on_days(min(opens, since - FAMILIAR), last)
    visits = tuple(visit for visit in past if visit.day and visit.day >= opens)
    habits = reading.settings.get(HABITS) or {}
    off = days_off(first, last, language, weekends=bool(habits.get("weekends")))
    open_orders = standings_of(reading, since, last, since).open_orders
    return Month(
        first=first,
        last=last,
        since=since,
        assignments=assignments,
        catalogues=reading.catalogues.all(),
        staff=reading.staff.all(),
        hours=WorkHours(days_off=frozenset(off)),
        limits=in_force.checks.limits,
        minutes_per_visit=due.minutes_per_visit if due else USUAL_MINUTES,
        visits=visits,
        orders=open_orders,
        served=_served(past),
        preferred=reading.schedule.preferred(),
    )


def _opens(assignment: Assignment, first: date) -> date:
    """The first day whose visits count for a plan of that month."""
    half_year = any(line.period is Period.HALF_YEAR for line in assignment.plan)
    return period_of(Period.HALF_YEAR if half_year else Period.MONTH, first)[0]


def _served(visits: Iterable[Visit]) -> Mapping[str, Mapping[str, int]]:
    """How often each staff member came to a recipient; whoever came last counts a little more."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    last: dict[str, Visit] = {}
    for visit in visits:
        if visit.outcome is Outcome.DONE:
            counts[visit.recipient].update(visit.staff)
            last[visit.recipient] = visit
    for recipient, visit in last.items():
        counts[recipient].update(dict.fromkeys(visit.staff, LAST_BONUS))
    return counts


def recipient_lines(
    reading: Reading,
    standing: Standings,
    assignments: Sequence[Assignment],
    month: tuple[date, date],
    today: date,
    language: str,
    *,
    masked: bool,
) -> tuple[RecipientLine, ...]:
    """Each recipient's month against the regulator's plan, those who fall short the most first."""
    planned = planned_by_recipient(reading, assignments, *month)
    first, last = month
    visits = [visit for visit in standing.visits if visit.day and first <= visit.day <= last]
    made = Counter(visit.recipient for visit in visits if visit.outcome is Outcome.DONE)
    excused = Counter(visit.recipient for visit in visits if visit.outcome is not Outcome.DONE)
    ordered = Counter(
        order.recipient
        for order in standing.orders
        if today <= order.day <= last and standing.by_order[order.order].state is OrderState.PLANNED
    )
    preferred = reading.schedule.preferred()
    people = {each.recipient.recipient: each.recipient for each in assignments}
    lines = []
    for key, person in people.items():
        asked = max(0, planned.get(key, 0) - excused[key])
        lines.append(
            RecipientLine(
                recipient=key,
                name=mask_name(person.name) if masked else person.name,
                detail=detail_of(person.township, person.self_care.value, language),
                planned=planned.get(key, 0),
                done=made[key],
                excused=excused[key],
                ordered=ordered[key],
                lacking=max(0, asked - made[key] - ordered[key]),
                preferred=preferred.get(key, ()),
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.lacking, line.name, line.recipient)))
