"""What this PC knows of the ids in a small record, for the rules that both sides share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from provider_desktop.domain.case_rules import CaseWorld
from provider_desktop.domain.cases import Content, names_of
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.settlement import Tally, tally
from provider_desktop.domain.visits import VisitState
from provider_desktop.exchange.statements import Kind
from provider_desktop.services.rules import rules_on
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_lists import VisitQuery

#: Statements that a reply can answer.
_ANSWERABLE = frozenset({Kind.RATING.value, Kind.NOTICE.value})


def world_of(reading: Reading, content: Content, now: datetime, record: str = "") -> CaseWorld:
    """The world for one record. A visit is known once it is sealed. ``record`` is the record's own id: a
    settlement told again is not in its own way."""
    names = names_of(content)
    return CaseWorld(
        now=now,
        recipients=frozenset(reading.recipients.many(names.recipients)),
        staff=frozenset(reading.staff.many(names.staff)),
        visits=frozenset(_sealed_visits(reading, names.visits)),
        statements=frozenset(seq for seq in names.statements if _answerable(reading, seq)),
        tally=month_tally(reading, names.month) if names.month else None,
        settled=frozenset(month for of, month in reading.cases.settled() if of != record)
        if names.month
        else frozenset(),
        incident_hours=rules_on(reading, local_day(now)).checks.limits.incident_hours,
    )


def month_tally(reading: Reading, month: str) -> Tally:
    """The visits of a month that the regulator has accepted, as it tallies them itself."""
    accepted = VisitQuery(month=month, state=VisitState.ACCEPTED)
    stored = reading.visit_lists.each(accepted)
    return tally(month, (each.visit for each in stored if not each.withdraws))


def _sealed_visits(reading: Reading, records: Iterable[str]) -> Iterable[str]:
    for record in {each for each in records if each}:
        latest = reading.stream.latest_of(record)
        if latest is not None and latest.op.startswith("visit."):
            yield record


def _answerable(reading: Reading, seq: int) -> bool:
    found = reading.feed.after(seq - 1, 1)
    return bool(found) and found[0].seq == seq and found[0].kind in _ANSWERABLE
