"""All facts of one agency for a rating, from its records, people and plans: the same on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.histories import FactRules, RecordHistory
from provider_desktop.domain.ratings.due import visits_due
from provider_desktop.domain.ratings.facts import (
    ComplaintFact,
    DueFact,
    Facts,
    StaffFact,
    VetoFact,
    VisitFact,
)
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.traces import FactMaker, count_places, trace_of


@dataclass(frozen=True, slots=True)
class RatedRecords:
    """What one side knows of an agency: records with their history, people, plans, and other findings."""

    histories: Sequence[RecordHistory]
    assignments: Sequence[Assignment]
    staff: Mapping[str, StaffMember]
    catalogues: Sequence[Catalogue]
    complaints: tuple[ComplaintFact, ...] = ()
    vetoes: tuple[VetoFact, ...] = ()


def gather_facts(known: RatedRecords, rules: RuleSet, limits: FactRules, first: date, until: date) -> Facts:
    """The facts of the days from ``first`` to ``until`` (inclusive), in the order of the records' ids."""
    found = (trace_of(history) for history in known.histories)
    traces = [trace for trace in found if trace is not None and first <= trace.day <= until]
    repeated = count_places(traces)
    maker = FactMaker(known.catalogues, homes_of(known.assignments), limits)
    visits = [maker.fact(trace, repeated) for trace in sorted(traces, key=lambda trace: trace.record)]
    due: tuple[DueFact, ...] = ()
    if rules.due:
        due = visits_due(known.assignments, first, until, rules.due, not_visits(known.catalogues))
    return Facts(
        first=first,
        until=until,
        visits=tuple(visits),
        due=due,
        staff=tuple(_staff_facts(visits, known.staff, until)),
        complaints=known.complaints,
        vetoes=known.vetoes,
    )


def homes_of(assignments: Iterable[Assignment]) -> dict[str, tuple[str, str]]:
    """Latitude and longitude by recipient, as the assignment that began last has it."""
    ordered = sorted(assignments, key=lambda each: (each.first_day, each.assignment))
    return {each.recipient.recipient: (each.recipient.lat, each.recipient.lon) for each in ordered}


def _staff_facts(
    visits: Iterable[VisitFact], staff: Mapping[str, StaffMember], until: date
) -> Iterable[StaffFact]:
    """One fact for each staff member who served."""
    for key in sorted({member for visit in visits if visit.done for member in visit.staff}):
        yield staff_fact(key, staff.get(key), until)


def staff_fact(key: str, member: StaffMember | None, until: date) -> StaffFact:
    """Somebody who served, with her certificates as of a day. Somebody nobody knows has no valid one."""
    if member is None:
        return StaffFact(key, served=True, valid=False)
    expiries = _expiries(member)
    valid = bool(member.certificates) and all(expiry is None or until <= expiry for expiry in expiries)
    ends = [expiry for expiry in expiries if expiry is not None and until <= expiry]
    return StaffFact(key, served=True, valid=valid, next_expiry=min(ends, default=None))


def _expiries(member: StaffMember) -> list[date | None]:
    """The last valid day of each kind of certificate held (None = does not expire): of two of a kind the
    later one, so that a renewed certificate replaces the old."""
    last: dict[str, date | None] = {}
    for certificate in member.certificates:
        kind = certificate.kind.value
        before = last.get(kind, date.min)
        until = certificate.until
        last[kind] = None if before is None or until is None else max(before, until)
    if member.health_certificate is not None:
        last["health"] = member.health_certificate
    return list(last.values())


def not_visits(catalogues: Iterable[Catalogue]) -> frozenset[str]:
    """Items that never count as a visit, such as telephone calls."""
    return frozenset(item.code for each in catalogues for item in each.items if not item.counts_as_visit)
