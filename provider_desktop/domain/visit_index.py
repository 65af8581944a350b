"""Visits in memory, answering what the checks ask: for imports, the sample county and tests."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks.case import span_of
from provider_desktop.domain.checks.context import Neighbour
from provider_desktop.domain.checks.source import captured_places
from provider_desktop.domain.geo import Place, known_place
from provider_desktop.domain.plans import PlanLine, amount_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Outcome, Visit


class VisitIndex:
    """A set of effective visits, by record, with the people and catalogues they refer to.

    It is a ``ContextSource``. Adding, removing and asking cost the logarithm of what is held, so
    that an import checks each row against all rows before it.
    """

    def __init__(
        self,
        visits: Iterable[Visit] = (),
        catalogues: Iterable[Catalogue] = (),
        assignments: Iterable[Assignment] = (),
        staff: Iterable[StaffMember] = (),
    ) -> None:
        self._catalogues = tuple(catalogues)
        self._assignments: dict[str, list[Assignment]] = defaultdict(list)
        for assignment in assignments:
            self._assignments[assignment.recipient.recipient].append(assignment)
        self._staff = {member.staff: member for member in staff}
        self._visits: dict[str, Visit] = {}
        self._by_staff: dict[str, _Timeline] = defaultdict(_Timeline)
        self._by_recipient: dict[str, _Timeline] = defaultdict(_Timeline)
        self._worked: dict[tuple[str, date], int] = defaultdict(int)
        self._evidence: dict[str, dict[str, None]] = defaultdict(dict)
        self._places: dict[Place, dict[str, None]] = defaultdict(dict)
        for visit in visits:
            self.add(visit)

    def __len__(self) -> int:
        return len(self._visits)

    def add(self, visit: Visit) -> None:
        """Hold a visit; an earlier version of the same record gives way."""
        self.remove(visit.record)
        self._visits[visit.record] = visit
        for timeline in self._timelines(visit):
            timeline.add(visit)
        self._count(visit, 1)
        for evidence in visit.evidence:
            self._evidence[evidence.sha256][visit.record] = None
        for place in captured_places(visit):
            self._places[place][visit.record] = None

    def remove(self, record: str) -> None:
        """Forget a visit; one that is not held is nothing to forget."""
        visit = self._visits.pop(record, None)
        if visit is None:
            return
        for timeline in self._timelines(visit):
            timeline.remove(visit)
        self._count(visit, -1)
        for evidence in visit.evidence:
            self._evidence[evidence.sha256].pop(record, None)
        for place in captured_places(visit):
            self._places[place].pop(record, None)

    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every version of the catalogue known."""
        return self._catalogues

    def assignments_of(self, recipient: str) -> tuple[Assignment, ...]:
        """Assignments of a recipient."""
        return tuple(self._assignments.get(recipient, ()))

    def staff_members(self, staff: Iterable[str]) -> Mapping[str, StaffMember]:
        """Those of the staff members that are known, by id."""
        return {each: self._staff[each] for each in staff if each in self._staff}

    def neighbours(
        self, staff: Iterable[str], recipient: str, since: datetime, until: datetime, record: str
    ) -> tuple[Neighbour, ...]:
        """Visits of any of the staff, or of the recipient, that touch a span of time, in order of time."""
        timelines = [self._by_staff[each] for each in staff if each in self._by_staff]
        if recipient in self._by_recipient:
            timelines.append(self._by_recipient[recipient])
        found = {each: None for timeline in timelines for each in timeline.touching(since, until)}
        return tuple(
            Neighbour(self._visits[each], self._home(self._visits[each].recipient))
            for each in sorted(found, key=lambda each: (str(self._visits[each].started), each))
            if each != record
        )

    def worked_minutes(self, staff: str, first: date, last: date, record: str) -> int:
        """Minutes of a staff member's visits done whose sign-in lies on the days."""
        days = ((last - first).days + 1) if first <= last else 0
        total = sum(self._worked.get((staff, first + timedelta(days=each)), 0) for each in range(days))
        own = self._visits.get(record)
        if own and _is_work(own) and staff in own.staff and own.day and first <= own.day <= last:
            total -= own.minutes
        return total

    def amount_used(self, recipient: str, line: PlanLine, first: date, last: date, record: str) -> int:
        """What the recipient's visits on the days took of a line, in visits or minutes."""
        if recipient not in self._by_recipient:
            return 0
        visits = (self._visits[each] for each in self._by_recipient[recipient].records)
        return sum(
            amount_of(line, visit)
            for visit in visits
            if visit.record != record and visit.day and first <= visit.day <= last
        )

    def evidence_elsewhere(self, hashes: Iterable[str], record: str) -> Mapping[str, str]:
        """For each hash that another visit has: that visit's record, the one held longest."""
        found: dict[str, str] = {}
        for sha256 in hashes:
            other = next((each for each in self._evidence.get(sha256, ()) if each != record), None)
            if other is not None:
                found[sha256] = other
        return found

    def places_elsewhere(self, places: Iterable[Place], record: str) -> frozenset[Place]:
        """Those of the places that another visit was captured at, digit by digit."""
        return frozenset(
            place for place in places if any(each != record for each in self._places.get(place, ()))
        )

    def _timelines(self, visit: Visit) -> list[_Timeline]:
        return [self._by_recipient[visit.recipient], *(self._by_staff[each] for each in set(visit.staff))]

    def _count(self, visit: Visit, sign: int) -> None:
        if visit.day and _is_work(visit):
            for staff in set(visit.staff):
                self._worked[staff, visit.day] += sign * visit.minutes

    def _home(self, recipient: str) -> Place | None:
        known = next(iter(self._assignments.get(recipient, ())), None)
        return known_place(known.recipient.lat, known.recipient.lon) if known else None


class _Timeline:
    """Records of one person: all of them, and those with both times in order of their start."""

    def __init__(self) -> None:
        self.records: dict[str, None] = {}
        self._starts: list[tuple[datetime, datetime, str]] = []
        self._longest = timedelta()

    def add(self, visit: Visit) -> None:
        self.records[visit.record] = None
        span = span_of(visit)
        if span is not None:
            insort(self._starts, (*span, visit.record))
            self._longest = max(self._longest, span[1] - span[0])

    def remove(self, visit: Visit) -> None:
        del self.records[visit.record]
        span = span_of(visit)
        if span is not None:
            del self._starts[bisect_left(self._starts, (*span, visit.record))]

    def touching(self, since: datetime, until: datetime) -> Iterable[str]:
        """Records whose span shares a moment with the given one, ends included.

        No visit that started more than the longest one's length before can still be going on.
        """
        place = bisect_left(self._starts, (since - self._longest,))
        while place < len(self._starts) and self._starts[place][0] <= until:
            _, ended, record = self._starts[place]
            if ended >= since:
                yield record
            place += 1


def _is_work(visit: Visit) -> bool:
    return visit.outcome is Outcome.DONE
