"""Makes a month's orders from the plans: who comes to whom when, and what falls short and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.catalogue import Catalogue, ServiceItem, catalogue_on
from provider_desktop.domain.checks.rules import Limits
from provider_desktop.domain.geo import Place, known_place
from provider_desktop.domain.plans import PlanLine, Unit, amount_of, period_of
from provider_desktop.domain.schedule_agenda import Agenda, moment_of
from provider_desktop.domain.schedule_hours import WorkHours
from provider_desktop.domain.schedule_needs import Need, Taken, wanted_of
from provider_desktop.domain.schedule_orders import Order, Origin, visit_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Outcome, Visit

#: Weights of a choice: half a day away from the day meant, a stranger, one who has come before.
_AWAY, _STRANGER, _KNOWN, _PREFERRED = 15, 24, 8, -40
#: What a day costs on which everybody would be busy all day; days fill evenly.
_CROWD = 60


class Lack(StrEnum):
    """Why a visit that the plan asks for has found no place."""

    UNANSWERED = "unanswered"  # the assignment is not accepted yet
    ITEM_UNKNOWN = "item_unknown"  # the catalogue does not have the item
    UNQUALIFIED = "unqualified"  # nobody on the roster may do it, or too few
    NO_DAY = "no_day"  # no day is left on which the recipient can be served
    AWAY = "away"  # everybody who may is on leave on those days
    HOURS = "hours"  # the hours of a day or month are used up
    BUSY = "busy"  # nobody has room on those days


@dataclass(frozen=True, slots=True)
class Unplaced:
    """One visit that falls short: whose, when it was due, with which items, and why."""

    recipient: str
    due: date
    items: tuple[str, ...]
    lack: Lack


@dataclass(frozen=True, slots=True)
class Month:
    """All that planning looks at. ``first`` to ``last`` is the month, ``since`` the first day planned.

    ``visits`` are those made in the plans' periods, ``orders`` those that stand from ``since`` on.
    ``served`` tells how often each staff member came to a recipient, ``preferred`` whom one asked for.
    """

    first: date
    last: date
    since: date
    assignments: tuple[Assignment, ...]
    catalogues: tuple[Catalogue, ...]
    staff: tuple[StaffMember, ...]
    hours: WorkHours
    limits: Limits
    minutes_per_visit: int
    visits: tuple[Visit, ...] = ()
    orders: tuple[Order, ...] = ()
    served: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    preferred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Orders to add (without ids), in order of time, and what falls short, by recipient."""

    orders: tuple[Order, ...]
    unplaced: tuple[Unplaced, ...]


def make_orders(month: Month) -> Proposal:
    """The orders that the plans of accepted assignments still lack; what is ordered already stays as it is.

    The same month gives the same orders. No order breaks a check, alone or together with the others, and no
    more of an item is ordered than its plan allows. Visits keep near the days on which the regulator counts
    them as due; staff who know the recipient come before others, and hours are shared out evenly.
    """
    return _Making(month).run()


class _Making:
    def __init__(self, month: Month) -> None:
        self._month = month
        self._agenda = Agenda(month.hours, month.limits)
        self._members = {member.staff: member for member in month.staff}
        self._homes: dict[str, Place | None] = {}
        for assignment in month.assignments:
            person = assignment.recipient
            self._homes.setdefault(person.recipient, known_place(person.lat, person.lon))
        self._served: dict[str, dict[str, int]] = {key: dict(many) for key, many in month.served.items()}
        self._fit: dict[tuple[frozenset[str], date], tuple[str, ...]] = {}
        self._spent: dict[date, int] = defaultdict(int)
        self._orders: list[Order] = []
        self._unplaced: list[Unplaced] = []
        for visit in month.visits:
            if visit.started and visit.minutes:
                home = self._homes.get(visit.recipient)
                self._agenda.take(visit.recipient, visit.staff, visit.started, visit.minutes, home)
        for order in month.orders:
            home = self._homes.get(order.recipient)
            self._agenda.take(order.recipient, order.staff, order.start, order.minutes, home)
            self._spent[order.day] += order.minutes * len(order.staff)

    def run(self) -> Proposal:
        needs = sorted(
            self._needs(), key=lambda need: (need.target, -need.staff, -need.minutes, need.recipient)
        )
        for need in needs:
            self._place(need)
        self._orders.sort(key=lambda order: (order.start, order.recipient))
        self._unplaced.sort(key=lambda each: (each.recipient, each.due, each.items))
        return Proposal(tuple(self._orders), tuple(self._unplaced))

    def _needs(self) -> Iterator[Need]:
        month = self._month
        made, ordered = _by_recipient(month)
        planned: dict[str, list[Assignment]] = defaultdict(list)
        for assignment in month.assignments:
            recipient = assignment.recipient.recipient
            catalogue = catalogue_on(month.catalogues, max(month.since, month.first))
            if assignment.answer is Answer.DECLINED or catalogue is None:
                continue
            if any(_run_together(assignment, other) for other in planned[recipient]):
                continue  # the checks go by the first of two that cover a day, and so does the schedule
            planned[recipient].append(assignment)
            wanted = wanted_of(
                assignment,
                catalogue,
                (month.first, month.last),
                month.since,
                _taken(assignment, made[recipient], ordered[recipient], month),
                month.hours,
                self._qualified,
                month.minutes_per_visit,
            )
            if assignment.answer is not Answer.ACCEPTED:
                lack = Lack.UNANSWERED
                self._unplaced += [
                    Unplaced(recipient, each.target, each.items, lack) for each in wanted.needs
                ]
                continue
            yield from wanted.needs
            for lacking, lack in (
                (wanted.unknown, Lack.ITEM_UNKNOWN),
                (wanted.unqualified, Lack.UNQUALIFIED),
            ):
                for item, due in lacking:
                    self._unplaced.append(Unplaced(recipient, due, (item,), lack))

    def _place(self, need: Need) -> None:
        best: tuple[int, date, int, tuple[str, ...]] | None = None
        for place, day in enumerate(need.days):
            if best is not None and place * _AWAY + _PREFERRED >= best[0]:
                break
            if need.apart and self._agenda.has_visit(need.recipient, day):
                continue
            crowd = self._crowd(day)
            for cost, team in self._teams(need, day):
                whole = cost + place * _AWAY + crowd
                if best is not None and whole >= best[0]:
                    break
                home = self._homes.get(need.recipient)
                start = self._agenda.room(team, need.recipient, day, need.minutes, home)
                if start is not None:
                    way = max(self._agenda.way_there(member, day, start, home) for member in team)
                    if best is None or whole + way // 4 < best[0]:
                        best = (whole + way // 4, day, start, team)
        if best is None:
            self._unplaced.append(Unplaced(need.recipient, need.target, need.items, self._lack(need)))
            return
        _, day, start, team = best
        self._take(need, day, start, team)

    def _crowd(self, day: date) -> int:
        """How full the day is already, as a cost."""
        hours = sum(until - since for since, until in self._month.hours.sessions)
        return _CROWD * self._spent[day] // max(1, hours * len(self._month.staff))

    def _take(self, need: Need, day: date, start: int, team: tuple[str, ...]) -> None:
        moment = moment_of(day, start)
        self._agenda.take(need.recipient, team, moment, need.minutes, self._homes.get(need.recipient))
        self._spent[day] += need.minutes * len(team)
        known = self._served.setdefault(need.recipient, {})
        for member in team:
            known[member] = known.get(member, 0) + 1
        self._orders.append(Order("", moment, need.minutes, need.recipient, team, need.items, Origin.PLAN))

    def _teams(self, need: Need, day: date) -> Iterable[tuple[int, tuple[str, ...]]]:
        """Teams that may do the visit on the day with their cost, the cheapest first."""
        present = [
            (self._cost(need, member, day), member)
            for member in self._qualified(frozenset(need.items), day)
            if self._members[member].on_leave(day) is None
            and self._agenda.within_caps(member, day, need.minutes)
        ]
        present.sort()
        if need.staff == 1:
            return [(cost, (member,)) for cost, member in present]
        return _teams_of(present, need.staff)

    def _cost(self, need: Need, member: str, day: date) -> int:
        known = self._served.get(need.recipient, {})
        most = max(known.values(), default=0)
        of_day, of_month = self._agenda.worked(member, day)
        cost = of_day // 30 + of_month // 240
        if member in self._month.preferred.get(need.recipient, ()):
            cost += _PREFERRED
        elif member not in known:
            cost += _STRANGER
        elif known[member] < most:
            cost += _KNOWN
        return cost

    def _qualified(self, items: frozenset[str], day: date) -> tuple[str, ...]:
        """Staff on the roster whose certificates of that day cover every item; leave left aside."""
        found = self._fit.get((items, day))
        if found is None:
            catalogue = catalogue_on(self._month.catalogues, day)
            needed = [catalogue.item(code) if catalogue else None for code in sorted(items)]
            found = tuple(
                member.staff
                for member in self._month.staff
                if member.on_roster(day) and _holds(member, needed, day)
            )
            self._fit[items, day] = found
        return found

    def _lack(self, need: Need) -> Lack:
        days = [day for day in need.days if not (need.apart and self._agenda.has_visit(need.recipient, day))]
        if not days:
            return Lack.NO_DAY
        able = [(member, day) for day in days for member in self._qualified(frozenset(need.items), day)]
        if not able:
            return Lack.UNQUALIFIED
        present = [(member, day) for member, day in able if self._members[member].on_leave(day) is None]
        if not present:
            return Lack.AWAY
        if not any(self._agenda.within_caps(member, day, need.minutes) for member, day in present):
            return Lack.HOURS
        return Lack.BUSY


def _run_together(one: Assignment, other: Assignment) -> bool:
    starts_before_end = one.last_day is None or other.first_day <= one.last_day
    return starts_before_end and (other.last_day is None or one.first_day <= other.last_day)


def _holds(member: StaffMember, items: Sequence[ServiceItem | None], day: date) -> bool:
    return all(item is not None and member.qualified(item.qualification, day) for item in items)


def _teams_of(present: Sequence[tuple[int, str]], size: int) -> list[tuple[int, tuple[str, ...]]]:
    """Teams of neighbours in the ranking and of the best with each other, the cheapest first."""
    teams: dict[tuple[str, ...], int] = {}
    best = present[: size - 1]
    for at in range(len(present) - size + 1):
        for chosen in (present[at : at + size], [*best, present[at + size - 1]]):
            members = tuple(dict.fromkeys(member for _, member in chosen))
            if len(members) == size:
                teams[members] = sum(cost for cost, _ in chosen)
    return sorted((cost, members) for members, cost in teams.items())


def _by_recipient(month: Month) -> tuple[dict[str, list[Visit]], dict[str, list[Visit]]]:
    made: dict[str, list[Visit]] = defaultdict(list)
    ordered: dict[str, list[Visit]] = defaultdict(list)
    for visit in month.visits:
        made[visit.recipient].append(visit)
    for order in month.orders:
        ordered[order.recipient].append(visit_of(order))
    return made, ordered


def _taken(assignment: Assignment, made: Sequence[Visit], ordered: Sequence[Visit], month: Month) -> Taken:
    """What visits and orders take of the plan; a visit that met nobody answers its day for every item."""
    days: dict[str, list[date]] = defaultdict(list)
    amounts: dict[PlanLine, int] = defaultdict(int)
    every = [line.item for line in assignment.plan]
    for visit in (*made, *ordered):
        day = visit.day
        if day is None:
            continue
        met = visit.outcome is Outcome.DONE
        if month.first <= day <= month.last and assignment.covers(day):
            for item in dict.fromkeys([each.item for each in visit.items] if met else every):
                days[item].append(day)
        for line in dict.fromkeys(assignment.plan):
            opens, closes = period_of(line.period, month.first)
            if opens <= day <= closes:
                amounts[line] += amount_of(line, visit) if met or line.unit is not Unit.VISIT else 1
    return Taken({item: tuple(found) for item, found in days.items()}, amounts)
