"""Parts of the schedule's answers: lines of a week, people to choose, what of a week can be copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import month_days
from provider_desktop.domain.findings import Action, worst
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.schedule_orders import Order
from provider_desktop.services.schedule import NotCopied, Person, StaffRow
from provider_desktop.services.schedule_gathering import Standings, board_of, detail_of, standings_of
from provider_desktop.services.visit_rows import item_name
from provider_desktop.storage.unit_of_work import Reading

_DAY = timedelta(days=1)


def staff_rows(reading: Reading, standing: Standings, first: date, last: date) -> tuple[StaffRow, ...]:
    """Staff of the days in order of ids: everybody on the roster, and who has orders there all the same.

    Minutes are those of visits made and of orders still to be carried out.
    """
    days = [first + offset * _DAY for offset in range((last - first).days + 1)]
    shown = {member for order in standing.orders if first <= order.day <= last for member in order.staff}
    minutes: dict[tuple[str, date], int] = defaultdict(int)
    spent = [(order.staff, order.day, order.minutes) for order in standing.open_orders]
    spent += [(visit.staff, visit.day, visit.minutes) for visit in standing.visits if visit.day]
    of_month: dict[str, int] = defaultdict(int)
    for staff, day, length in spent:
        for who in staff:
            minutes[who, day] += length
            of_month[who] += length if (day.year, day.month) == (first.year, first.month) else 0
    rows = []
    for member in reading.staff.all():
        away = {
            day: "leave" if member.on_roster(day) else "not_on_roster"
            for day in days
            if not member.on_roster(day) or member.on_leave(day)
        }
        if all(away.get(day) == "not_on_roster" for day in days) and member.staff not in shown:
            continue
        of_week = sum(minutes[member.staff, day] for day in days)
        month = of_month[member.staff]
        rows.append(StaffRow(member.staff, member.name, member.post, away, of_week, month))
    return tuple(rows)


def people_for(reading: Reading, found: Sequence[Recipient], day: date, language: str) -> tuple[Person, ...]:
    """Recipients with the items of the plan that covers the day, in the order given."""
    assigned = reading.assignments.of_recipients(person.recipient for person in found)
    catalogues = reading.catalogues.all()
    preferred = reading.schedule.preferred()
    people = []
    for person in found:
        items = dict.fromkeys(
            line.item
            for assignment in assigned.get(person.recipient, ())
            if assignment.covers(day)
            for line in assignment.plan
        )
        people.append(
            Person(
                recipient=person.recipient,
                name=person.name,
                detail=detail_of(person.township, person.self_care.value, language),
                items=tuple(
                    (code, item_name(code, catalogues, language), _reference(catalogues, code))
                    for code in items
                ),
                preferred=preferred.get(person.recipient, ()),
            )
        )
    return tuple(people)


def placed(
    reading: Reading, orders: Sequence[Order], first: date, today: date
) -> tuple[list[Order], tuple[NotCopied, ...]]:
    """Which of the orders, that have ids already, fit the week that begins on ``first``, and which do not.

    Those before ``today``, and those that the week has already, are neither.
    """
    span = (month_days(f"{first:%Y-%m}")[0], month_days(f"{first + 6 * _DAY:%Y-%m}")[1])
    standing = standings_of(reading, *span, today)
    board = board_of(reading, standing, reading.assignments.between(*span), first)
    there = {(order.recipient, order.start) for order in standing.orders}
    names = reading.recipients.many({order.recipient for order in orders})
    kept: list[Order] = []
    left_out: list[NotCopied] = []
    for order in orders:
        if order.day < today or (order.recipient, order.start) in there:
            continue
        found = board.conflicts(order)
        if worst(found) in (Action.ASK, Action.BLOCK):
            name = names[order.recipient].name if order.recipient in names else order.recipient
            left_out.append(NotCopied(name, order.start, found))
        else:
            board.put(order)
            kept.append(order)
    return kept, tuple(left_out)


def _reference(catalogues: Iterable[Catalogue], code: str) -> int:
    """The usual minutes of an item in the newest catalogue that has it."""
    return next((item.reference for each in catalogues if (item := each.item(code))), 0)
