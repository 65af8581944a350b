"""Visits that the regulator's plans ask for, by recipient, as the rating counts them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.ratings.due import visits_due
from provider_desktop.domain.schedule import planned_visits
from provider_desktop.services.rules import rules_on
from provider_desktop.storage.unit_of_work import Reading


def planned_by_recipient(
    reading: Reading, assignments: Iterable[Assignment], first: date, until: date
) -> dict[str, int]:
    """Visits due from ``first`` to ``until`` (inclusive); recipients of whom nothing is due are left out.

    Before a rule set has arrived that says how visits due are counted, every planned day is a visit.
    """
    known = tuple(assignments)
    found: dict[str, int] = {}
    rating = rules_on(reading, until).rating
    if rating is None or rating.due is None:
        for visit in planned_visits(known, first, until):
            found[visit.recipient] = found.get(visit.recipient, 0) + 1
        return found
    for fact in visits_due(known, first, until, rating.due, items_not_visits(reading)):
        found[fact.recipient] = found.get(fact.recipient, 0) + fact.planned
    return found


def items_not_visits(reading: Reading) -> frozenset[str]:
    """Items that never count as a visit, such as telephone calls."""
    catalogues = reading.catalogues.all()
    return frozenset(item.code for each in catalogues for item in each.items if not item.counts_as_visit)
