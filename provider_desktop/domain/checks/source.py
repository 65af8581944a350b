"""Gathering the context of a visit from wherever visits are kept, by one and the same steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks.context import CheckContext, Neighbour, Worked
from provider_desktop.domain.checks.rules import SHIPPED_RULES, CheckRules
from provider_desktop.domain.clock import month_days
from provider_desktop.domain.geo import Place
from provider_desktop.domain.plans import PlanLine, period_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Source, Visit

#: How far around a visit neighbours are looked for: at 60 km/h a staff member comes 240 km in it.
NEIGHBOURHOOD = timedelta(hours=4)


class ContextSource(Protocol):
    """The few questions that storage and receiver answer. ``record`` is always left out of the answer.

    "Effective" visits are the latest versions of records, drafts included on the desktop, withdrawn
    ones excluded. Days are local and inclusive.
    """

    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every version of the catalogue known."""
        ...

    def assignments_of(self, recipient: str) -> tuple[Assignment, ...]:
        """Assignments of a recipient to this agency, ended and declined ones included."""
        ...

    def staff_members(self, staff: Iterable[str]) -> Mapping[str, StaffMember]:
        """Those of the staff members that are known, by id."""
        ...

    def neighbours(
        self, staff: Iterable[str], recipient: str, since: datetime, until: datetime, record: str
    ) -> tuple[Neighbour, ...]:
        """Effective visits of any of the staff, or of the recipient, that touch a span of time."""
        ...

    def worked_minutes(self, staff: str, first: date, last: date, record: str) -> int:
        """Minutes of a staff member's effective visits done whose sign-in lies on the days."""
        ...

    def amount_used(self, recipient: str, line: PlanLine, first: date, last: date, record: str) -> int:
        """What the recipient's effective visits on the days took of a line (``plans.amount_of``)."""
        ...

    def evidence_elsewhere(self, hashes: Iterable[str], record: str) -> Mapping[str, str]:
        """For each hash that an effective visit of another record has: that record."""
        ...

    def places_elsewhere(self, places: Iterable[Place], record: str) -> frozenset[Place]:
        """Those of the places that an effective visit of another record was captured at, digit by digit."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """When and under what rules a visit is checked; see :class:`CheckContext` for the fields."""

    now: datetime
    rules: CheckRules = SHIPPED_RULES
    finalised_at: datetime | None = None
    settled: frozenset[str] = frozenset()
    returned_at: datetime | None = None
    previous_day: date | None = None


def build_context(visit: Visit, source: ContextSource, moment: Moment) -> CheckContext:
    """Ask the source what the rules need for this visit, and no more."""
    assignments = source.assignments_of(visit.recipient)
    day = visit.day
    return CheckContext(
        now=moment.now,
        rules=moment.rules,
        catalogues=source.catalogues(),
        assignments=assignments,
        staff=source.staff_members(visit.staff),
        neighbours=_neighbours(visit, source),
        worked={staff: _worked(visit, source, staff, day) for staff in visit.staff} if day else {},
        used=_used(visit, source, assignments, day) if day else {},
        evidence_elsewhere=_evidence(visit, source),
        places_elsewhere=_places(visit, source),
        finalised_at=moment.finalised_at,
        settled=moment.settled,
        returned_at=moment.returned_at,
        previous_day=moment.previous_day,
    )


def captured_places(visit: Visit) -> tuple[Place, ...]:
    """Coordinates captured by phone, as written."""
    return tuple(
        dict.fromkeys(
            (capture.lat, capture.lon)
            for capture in (visit.sign_in, visit.sign_out)
            if capture.source is Source.PHONE and capture.lat and capture.lon
        )
    )


def _neighbours(visit: Visit, source: ContextSource) -> tuple[Neighbour, ...]:
    started, ended = visit.started, visit.ended
    if started is None or ended is None or ended <= started:
        return ()
    return source.neighbours(
        visit.staff, visit.recipient, started - NEIGHBOURHOOD, ended + NEIGHBOURHOOD, visit.record
    )


def _worked(visit: Visit, source: ContextSource, staff: str, day: date) -> Worked:
    first, last = month_days(day.strftime("%Y-%m"))
    return Worked(
        source.worked_minutes(staff, day, day, visit.record),
        source.worked_minutes(staff, first, last, visit.record),
    )


def _used(
    visit: Visit, source: ContextSource, assignments: Iterable[Assignment], day: date
) -> dict[PlanLine, int]:
    items = {item.item for item in visit.items}
    lines = {line for each in assignments if each.covers(day) for line in each.plan if line.item in items}
    return {
        line: source.amount_used(visit.recipient, line, *period_of(line.period, day), visit.record)
        for line in lines
    }


def _evidence(visit: Visit, source: ContextSource) -> Mapping[str, str]:
    hashes = tuple(dict.fromkeys(evidence.sha256 for evidence in visit.evidence))
    return source.evidence_elsewhere(hashes, visit.record) if hashes else {}


def _places(visit: Visit, source: ContextSource) -> frozenset[Place]:
    places = captured_places(visit)
    return source.places_elsewhere(places, visit.record) if places else frozenset()
