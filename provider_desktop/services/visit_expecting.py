"""What a clerk's next lines may be filled with: visits expected on a day, and what is usual for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from provider_desktop.domain.clock import LOCAL, day_start, month_days
from provider_desktop.domain.pinyin import name_keys
from provider_desktop.domain.plans import PlanLine, period_of
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.schedule import planned_visits
from provider_desktop.domain.visits import Visit
from provider_desktop.services.visits import ExpectedVisit, Suggestion
from provider_desktop.storage.unit_of_work import Reading

#: Visits looked back at for what is usual: of one recipient, and of the whole agency.
_OF_RECIPIENT, _OF_AGENCY = 12, 400
#: Recipients up to whom the plan alone may say whom to expect; beyond, a schedule has to.
_MOST_PLANNED = 2000
#: Expected visits of a day that are offered; whoever is beyond is found by name.
_MOST_EXPECTED = 600


def suggestion(reading: Reading, recipient: str, day: date) -> Suggestion:
    """Staff and items for a recipient on a day: as scheduled, else from the last visit, items held to the
    plan."""
    visits = reading.visit_context.last_of_recipient(recipient, day_start(day), _OF_RECIPIENT)
    plan = [
        line
        for assignment in reading.visit_context.assignments_of(recipient)
        if assignment.covers(day)
        for line in assignment.plan
    ]
    planned = [line.item for line in plan]
    last = visits[:1]
    items = [item.item for item in last[0].items if item.item in planned] if last else []
    if not items:
        items = planned[:1]
    staff = last[0].staff if last else ()
    ordered = reading.schedule.of_recipient(recipient, day, day)[:1]
    if ordered:
        staff, items = ordered[0].staff or staff, list(ordered[0].items) or items
    left, allowed = _quota(reading, recipient, plan, items[:1], day)
    return Suggestion(
        staff, tuple(items), "last" if last else "plan", left, allowed, usual_items(visits, planned)
    )


def usual_items(visits: Iterable[Visit], planned: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Sets of items as visits had them, the most frequent first; then planned items that never were done."""
    counts = Counter(tuple(item.item for item in visit.items) for visit in visits if visit.items)
    done = (items for items, _ in counts.most_common())
    return tuple(dict.fromkeys((*done, *((item,) for item in planned))))


def usual_of_agency(reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Sets of items of the agency's latest visits, the most frequent first."""
    return usual_items(reading.visit_context.latest(_OF_AGENCY))


def expected_on(reading: Reading, day: date) -> tuple[ExpectedVisit, ...]:
    """Visits expected on a day in the order in which they are planned, without those that a sealed
    record of that day answers. Drafts answer nothing here: whoever types them sees them.

    Where the office keeps a schedule that month, what is not in it is not expected; else the plan speaks.
    """
    if reading.schedule.is_kept(*month_days(f"{day:%Y-%m}")):
        found = _of_schedule(reading, day)
    else:
        found = _of_plan(reading, day)
    answered = reading.visit_context.sealed_on(day)
    open_visits: list[ExpectedVisit] = []
    for each in found:
        if answered.get(each.recipient, 0):
            answered[each.recipient] -= 1
        else:
            open_visits.append(each)
    return tuple(open_visits[:_MOST_EXPECTED])


def _of_schedule(reading: Reading, day: date) -> list[ExpectedVisit]:
    orders = reading.schedule.between(day, day)
    people = reading.recipients.many({order.recipient for order in orders})
    return [
        replace(
            _expected(people[order.recipient], day, order.items, order.staff),
            order=order.order,
            start=f"{order.start.astimezone(LOCAL):%H:%M}",
        )
        for order in orders
        if order.recipient in people
    ]


def _of_plan(reading: Reading, day: date) -> list[ExpectedVisit]:
    """As the plan spreads its visits; staff and items as they were last."""
    if reading.assignments.count_between(day, day) > _MOST_PLANNED:
        return []
    assignments = reading.assignments.between(day, day)
    people = {each.recipient.recipient: each.recipient for each in assignments}
    found = []
    for planned in planned_visits(assignments, day, day):
        last = reading.visit_context.last_of_recipient(planned.recipient, day_start(day))
        done = [item.item for item in last[0].items] if last else []
        items = tuple(item for item in done if item in planned.items) or planned.items[:1]
        start = last[0].started if last else None
        expected = _expected(people[planned.recipient], day, items, last[0].staff if last else ())
        found.append((start.timetz() if start else None, expected))
    found.sort(key=lambda each: (str(each[0]), each[1].recipient))
    return [expected for _, expected in found]


def _expected(person: Recipient, day: date, items: tuple[str, ...], staff: tuple[str, ...]) -> ExpectedVisit:
    return ExpectedVisit(
        day=day,
        recipient=person.recipient,
        recipient_name=person.name,
        id_tail=person.id_number[-4:],
        staff=staff,
        items=items,
        keys=name_keys(person.name),
    )


def _quota(
    reading: Reading, recipient: str, plan: Sequence[PlanLine], items: Sequence[str], day: date
) -> tuple[int, int]:
    left, allowed = 0, 0
    for line in plan:
        if line.item in items:
            first, final = period_of(line.period, day)
            used = reading.visit_context.amount_used(recipient, line, first, final, "")
            left, allowed = max(0, line.count - used), line.count
    return left, allowed
