"""Rules that lay a visit beside its neighbours: two places at once, too fast, too many hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from provider_desktop.domain.catalogue import ServiceItem
from provider_desktop.domain.checks.case import Case, local_text, needs_two, span_of
from provider_desktop.domain.checks.context import Neighbour, Worked
from provider_desktop.domain.findings import Finding, FindingValue
from provider_desktop.domain.geo import metres_between
from provider_desktop.domain.visits import Outcome


def staff_twice(case: Case) -> Iterator[Finding]:
    """OVER-STAFF: a staff member on two visits at once."""
    for other in _at_once(case):
        for staff in dict.fromkeys(case.visit.staff):
            if staff in other.visit.staff:
                pointer = f"/staff/{case.visit.staff.index(staff)}"
                yield case.of_visit("OVER-STAFF", pointer, staff=staff, **_told(other))


def recipient_twice(case: Case) -> Iterator[Finding]:
    """OVER-RECIPIENT: a recipient served twice at once, unless one group or a two-staff item."""
    if not case.done:
        return
    for other in _at_once(case):
        if other.visit.recipient != case.visit.recipient or other.visit.outcome is not Outcome.DONE:
            continue
        if case.visit.group and other.visit.group == case.visit.group:
            continue
        if needs_two((*case.protocols, *_protocols(case, other)), case.self_care):
            continue
        yield case.of_visit("OVER-RECIPIENT", "/recipient", recipient=case.visit.recipient, **_told(other))


def travel(case: Case) -> Iterator[Finding]:
    """OVER-TRAVEL: the way from the home before, or to the home after, is too far for the time between."""
    span, home = case.span, case.home
    if span is None or home is None:
        return
    speed = case.context.rules.limits.travel_speed_kmh
    seen: set[str] = set()
    for staff in dict.fromkeys(case.visit.staff):
        for other, gap in _next_to(case, staff, span):
            if other.home is None or other.visit.record in seen:
                continue
            metres = metres_between(home, other.home)
            if metres * 3600 > speed * 1000 * gap:
                seen.add(other.visit.record)
                yield case.of_visit(
                    "OVER-TRAVEL",
                    case.in_pointer,
                    staff=staff,
                    metres=metres,
                    gap=gap // 60,
                    limit=speed,
                    **_told(other),
                )


def cap(case: Case) -> Iterator[Finding]:
    """OVER-CAP: a staff member above the hours of a day or month, counting the visit.

    A visit counts in full on the day of its sign-in, as it does in the tally of the month.
    """
    minutes = case.visit.minutes
    if not case.done or not minutes:
        return
    limits = case.context.rules.limits
    for index, staff in enumerate(case.visit.staff):
        worked = case.context.worked.get(staff, Worked())
        for why, before, hours in (
            ("day", worked.day, limits.cap_day_hours),
            ("month", worked.month, limits.cap_month_hours),
        ):
            if before + minutes > hours * 60:
                yield case.of_visit(
                    "OVER-CAP", f"/staff/{index}", why=why, staff=staff, minutes=before + minutes, limit=hours
                )


def _at_once(case: Case) -> Iterator[Neighbour]:
    """Neighbours whose time crosses the visit's; touching ends are fine."""
    span = case.span
    if span is None:
        return
    for other in case.context.neighbours:
        theirs = span_of(other.visit)
        if theirs and theirs[0] < span[1] and span[0] < theirs[1]:
            yield other


def _next_to(case: Case, staff: str, span: tuple[datetime, datetime]) -> Iterator[tuple[Neighbour, int]]:
    """The staff member's visit right before and right after, with the seconds between."""
    before: list[tuple[int, Neighbour]] = []
    after: list[tuple[int, Neighbour]] = []
    for other in case.context.neighbours:
        theirs = span_of(other.visit)
        if theirs is None or staff not in other.visit.staff:
            continue
        if theirs[1] <= span[0]:
            before.append((_seconds(theirs[1], span[0]), other))
        elif theirs[0] >= span[1]:
            after.append((_seconds(span[1], theirs[0]), other))
    for side in (before, after):
        if side:
            gap, nearest = min(side, key=lambda pair: (pair[0], pair[1].visit.record))
            yield nearest, gap


def _seconds(earlier: datetime, later: datetime) -> int:
    return int((later - earlier).total_seconds())


def _protocols(case: Case, other: Neighbour) -> list[ServiceItem]:
    if case.catalogue is None:
        return []
    found = (case.catalogue.item(item.item) for item in other.visit.items)
    return [item for item in found if item is not None]


def _told(other: Neighbour) -> dict[str, FindingValue]:
    """What may be said of the other visit: nothing where it belongs to another agency."""
    theirs = span_of(other.visit)
    if other.foreign or theirs is None:
        return {"why": "foreign"}
    return {"record": other.visit.record, "in": local_text(theirs[0]), "out": local_text(theirs[1])}


RULES = (staff_twice, recipient_twice, travel, cap)
