"""What a recipient still needs this month: the plan's lines as visits with a day, items and a length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue, ItemClass, ServiceItem
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.schedule import line_days
from provider_desktop.domain.schedule_hours import WorkHours, days_between, monthly_visits

#: Days between visits that catch up on what was due before the schedule begins.
CATCH_UP = 2
_DAY = timedelta(days=1)

#: Which staff could do all the items on a day.
Able = Callable[[frozenset[str], date], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Need:
    """A visit that the plan asks for, not on a day or with staff yet.

    ``target`` is the day meant; ``days`` are those on which it may be, the best first. ``staff`` is how many
    people it takes. ``apart`` keeps it from a day on which somebody comes already: the plan
    asks for no two visits on one day.
    """

    recipient: str
    target: date
    days: tuple[date, ...]
    items: tuple[str, ...]
    minutes: int
    staff: int
    apart: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What of one recipient's plan is made or ordered already: days by item within the month, and amounts
    of the period by line (visits or whole minutes)."""

    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    amounts: Mapping[PlanLine, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The needs of one recipient, and items of the plan that nobody can do: item and first day due."""

    needs: tuple[Need, ...]
    unknown: tuple[tuple[str, date], ...] = ()
    unqualified: tuple[tuple[str, date], ...] = ()


@dataclass(slots=True)
class _Line:
    """A line of the plan with the days on which it falls due and the minutes that each visit takes."""

    item: ServiceItem
    days: list[date]
    minutes: int
    by_minutes: bool


@dataclass(slots=True)
class _Slot:
    """A visit in the making."""

    due: date
    items: list[ServiceItem]
    minutes: int
    by_minutes: bool


def wanted_of(
    assignment: Assignment,
    catalogue: Catalogue,
    month: tuple[date, date],
    since: date,
    taken: Taken,
    hours: WorkHours,
    able: Able,
    minutes_per_visit: int,
) -> Wanted:
    """What one assignment still asks for in the month, planned from ``since`` on.

    Lines in visits fall due as the regulator counts them (``schedule.line_days``). Lines in minutes or hours
    name no days: they become as many visits as ``minutes_per_visit`` makes of them, or as the catalogue's
    frequency asks where that is more, and share no visit with each other, since each counts for itself.
    Items that do not count as a visit are left out.
    """
    unknown, unqualified, lines = [], [], []
    for plan_line in assignment.plan:
        item = catalogue.item(plan_line.item)
        line = _line(assignment, plan_line, item, month, taken, minutes_per_visit)
        if line is None:
            continue
        if item is None:
            unknown.append((plan_line.item, line.days[0]))
        elif len(able(frozenset({item.code}), max(since, line.days[0]))) < _people(assignment, [item]):
            unqualified.append((item.code, line.days[0]))
        else:
            lines.append(line)
    slots = _grouped(assignment, lines, since, hours, able)
    days = tuple(
        day
        for day in days_between(max(since, month[0]), month[1])
        if assignment.covers(day) and assignment.state_on(day) is None
    )
    return Wanted(tuple(_needs(assignment, slots, days, since, hours)), tuple(unknown), tuple(unqualified))


def _line(
    assignment: Assignment,
    line: PlanLine,
    item: ServiceItem | None,
    month: tuple[date, date],
    taken: Taken,
    minutes_per_visit: int,
) -> _Line | None:
    """What is left of a line: None where nothing is, or where the item is no visit."""
    if item is not None and not item.counts_as_visit:
        return None
    reference = (item.reference if item else 0) or minutes_per_visit
    left = line.allowed - taken.amounts.get(line, 0)
    if line.unit is Unit.VISIT:
        days, minutes = line_days(assignment, line, *month), reference
    else:
        times, minutes = _portions(assignment, line, item, reference, minutes_per_visit)
        days = line_days(assignment, PlanLine(line.item, times), *month)
        left //= max(1, minutes)
    rest = _unanswered(days, taken.days.get(line.item, ()))[: max(0, left)]
    stand_in = item or ServiceItem(line.item, line.item, "", ItemClass.CARE, 0, 0, 0)
    return _Line(stand_in, rest, minutes, line.unit is not Unit.VISIT) if rest else None


def _portions(
    assignment: Assignment, line: PlanLine, item: ServiceItem | None, reference: int, minutes_per_visit: int
) -> tuple[int, int]:
    """How many visits a month a line in minutes makes, and minutes of each; none where it is too small."""
    whole = line.allowed if line.period is Period.MONTH else line.allowed // 6
    usual = monthly_visits(item.frequency, assignment.recipient.self_care) if item else 0
    minimum = item.minimum if item else reference
    times = max(1, whole // max(1, minutes_per_visit), usual)
    if minimum:
        times = min(times, whole // minimum)
    if times == 0:
        return 0, reference
    longest = (item.maximum if item else 0) or whole
    return times, max(1, min(whole // times, longest))


def _unanswered(due: Iterable[date], made: Iterable[date]) -> list[date]:
    """Days due less those that visits made or ordered answer, each the one nearest to it."""
    left = list(due)
    for day in sorted(made):
        if left:
            left.remove(min(left, key=lambda other: (abs((other - day).days), other)))
    return left


def _people(assignment: Assignment, items: Iterable[ServiceItem]) -> int:
    return max(item.staff_needed(assignment.recipient.self_care) for item in items)


def _grouped(
    assignment: Assignment, lines: Sequence[_Line], since: date, hours: WorkHours, able: Able
) -> list[_Slot]:
    """The lines in as few visits as can carry them: the line with most visits first, the others join it."""
    slots: list[_Slot] = []
    for line in sorted(lines, key=lambda each: -len(each.days)):
        for due in line.days:
            slot = _room_in(slots, line, due, hours.longest_visit)
            joined = [*slot.items, line.item] if slot else []
            codes = frozenset(item.code for item in joined)
            if slot and len(able(codes, max(since, slot.due))) >= _people(assignment, joined):
                slot.items, slot.minutes = joined, slot.minutes + line.minutes
                slot.by_minutes = slot.by_minutes or line.by_minutes
            else:
                slots.append(_Slot(due, [line.item], line.minutes, line.by_minutes))
    return sorted(slots, key=lambda slot: (slot.due, [item.code for item in slot.items]))


def _room_in(slots: Iterable[_Slot], line: _Line, due: date, longest: int) -> _Slot | None:
    """The visit that an item may join: the last one by its day, else the first one after."""
    fitting = [
        slot
        for slot in slots
        if all(item.code != line.item.code for item in slot.items)
        and slot.minutes + line.minutes <= longest
        and not (slot.by_minutes and line.by_minutes)
    ]
    before = [slot for slot in fitting if slot.due <= due]
    if before:
        return max(before, key=lambda slot: slot.due)
    return min(fitting, key=lambda slot: slot.due, default=None)


def _needs(
    assignment: Assignment, slots: Sequence[_Slot], days: Sequence[date], since: date, hours: WorkHours
) -> Iterable[Need]:
    working = [day for day in days if day not in hours.days_off]
    allowed = days if len(slots) > len(working) else working
    apart = len({slot.due for slot in slots}) == len(slots)
    overdue = 0
    for slot in slots:
        target = slot.due
        if target < since:
            target, overdue = since + overdue * CATCH_UP * _DAY, overdue + 1
        if allowed:
            target = min(target, allowed[-1])
        yield Need(
            recipient=assignment.recipient.recipient,
            target=target,
            days=_by_distance(allowed, target),
            items=tuple(item.code for item in slot.items),
            minutes=slot.minutes,
            staff=_people(assignment, slot.items),
            apart=apart,
        )


def _by_distance(days: Iterable[date], target: date) -> tuple[date, ...]:
    return tuple(sorted(days, key=lambda day: (_distance(day, target), day)))


def _distance(day: date, target: date) -> int:
    """Days away; a day too late weighs three times as much as one too early, since the light sees it."""
    away = (target - day).days
    return away if away >= 0 else -3 * away
