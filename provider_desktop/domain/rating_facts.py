"""All facts of one agency for a rating, from its records, people and plans: the same on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.histories import FactRules, RecordHistory, place, visit_fact
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
from provider_desktop.domain.visits import Source


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
    homes = {each.recipient.recipient: (each.recipient.lat, each.recipient.lon) for each in known.assignments}
    repeated = _repeated_places(known.histories)
    visits = [
        fact
        for history in sorted(known.histories, key=lambda history: history.latest.visit.record)
        if (fact := visit_fact(history, known.catalogues, homes, limits, repeated))
        and first <= fact.day <= until
    ]
    due: tuple[DueFact, ...] = ()
    if rules.due:
        due = visits_due(known.assignments, first, until, rules.due, _not_visits(known.catalogues))
    return Facts(
        first=first,
        until=until,
        visits=tuple(visits),
        due=due,
        staff=tuple(_staff_facts(visits, known.staff, until)),
        complaints=known.complaints,
        vetoes=known.vetoes,
    )


def _staff_facts(
    visits: Iterable[VisitFact], staff: Mapping[str, StaffMember], until: date
) -> Iterable[StaffFact]:
    """One fact for each staff member who served. Somebody nobody knows has no valid certificate."""
    served = sorted({member for visit in visits if visit.done for member in visit.staff})
    for key in served:
        member = staff.get(key)
        if member is None:
            yield StaffFact(key, served=True, valid=False)
            continue
        expiries = _expiries(member)
        valid = bool(member.certificates) and all(expiry is None or until <= expiry for expiry in expiries)
        ends = [expiry for expiry in expiries if expiry is not None and until <= expiry]
        yield StaffFact(key, served=True, valid=valid, next_expiry=min(ends, default=None))


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


def _repeated_places(histories: Iterable[RecordHistory]) -> frozenset[str]:
    """Coordinates captured by phone that stand in more than one record, to the last digit."""
    seen: Counter[str] = Counter()
    for history in histories:
        visit = history.latest.visit
        if visit.sign_in.source is Source.PHONE:
            seen.update({place(capture) for capture in (visit.sign_in, visit.sign_out)} - {""})
    return frozenset(where for where, times in seen.items() if times > 1)


def _not_visits(catalogues: Iterable[Catalogue]) -> frozenset[str]:
    return frozenset(item.code for each in catalogues for item in each.items if not item.counts_as_visit)
