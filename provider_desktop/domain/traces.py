"""What of a record's history a rating needs, apart from rules, catalogue and people: small enough to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.catalogue import Catalogue, ServiceItem
from provider_desktop.domain.geo import known_place, metres_between
from provider_desktop.domain.histories import (
    FactRules,
    RecordHistory,
    VerdictOutcome,
    evidence_complete,
    place,
)
from provider_desktop.domain.ratings.facts import VisitFact
from provider_desktop.domain.visits import Outcome, Source

_SECOND = timedelta(seconds=1)
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class RecordTrace:
    """The version that counts of one record, and what became of it and of its first version.

    ``places`` are sign-in and sign-out as ``lat,lon`` to the last digit, empty where unknown or not captured
    by phone. ``lag`` is the time from the first version's sign-out to the first receipt in whole
    seconds, rounded up, None where either is missing. ``first_outcome`` is the verdict on version 1.
    """

    record: str
    recipient: str
    day: date
    version: int
    staff: tuple[str, ...]
    items: tuple[str, ...]
    outcome: str
    minutes: int
    capture: str
    evidence_complete: bool
    places: tuple[str, str]
    received: bool
    lag: int | None
    first_outcome: str
    corrected_unasked: bool
    satisfaction: int
    state: str


def trace_of(history: RecordHistory) -> RecordTrace | None:
    """The trace of a record, or None where no day can be told or the record was withdrawn."""
    latest, first = history.latest, history.versions[0]
    visit = latest.visit
    if visit.day is None or latest.withdraws:
        return None
    received = next((version.received_at for version in history.versions if version.received_at), None)
    ended = first.visit.ended
    by_phone = visit.sign_in.source is Source.PHONE
    return RecordTrace(
        record=visit.record,
        recipient=visit.recipient,
        day=visit.day,
        version=visit.version,
        staff=visit.staff,
        items=tuple(item.item for item in visit.items),
        outcome=visit.outcome.value,
        minutes=visit.minutes,
        capture=visit.sign_in.source.value,
        evidence_complete=evidence_complete(visit),
        places=(place(visit.sign_in), place(visit.sign_out)) if by_phone else ("", ""),
        received=received is not None,
        lag=None if received is None or ended is None else -((ended - received) // _SECOND),
        first_outcome=first.outcome.value,
        corrected_unasked=history.corrected_unasked,
        satisfaction=visit.satisfaction,
        state=history.state.value,
    )


class FactMaker:
    """Makes facts of traces, with what they depend on: catalogues by day, homes, limits.

    ``homes`` gives latitude and longitude by recipient; whoever changes it makes the facts anew.
    """

    def __init__(
        self, catalogues: Sequence[Catalogue], homes: Mapping[str, tuple[str, str]], rules: FactRules
    ) -> None:
        # The newest version that covers the day says what an item is, in whatever order they are given.
        self._catalogues = sorted(catalogues, key=lambda each: (each.first_day, each.version), reverse=True)
        self._homes = homes
        self._rules = rules
        self._items: dict[tuple[str, date], ServiceItem | None] = {}

    def fact(self, trace: RecordTrace, repeated: Mapping[str, int]) -> VisitFact:
        """The fact of a record. ``repeated`` says in how many records of the period a place stands."""
        items = [found for code in trace.items if (found := self._item(code, trace.day))]
        done = trace.outcome == Outcome.DONE.value
        first = trace.first_outcome
        return VisitFact(
            record=trace.record,
            recipient=trace.recipient,
            day=trace.day,
            version=trace.version,
            staff=trace.staff,
            items=trace.items,
            outcome=trace.outcome,
            done=done,
            counts_as_visit=done and (not items or any(item.counts_as_visit for item in items)),
            minutes=trace.minutes,
            below_minimum=trace.minutes < sum(item.minimum for item in items),
            capture=trace.capture,
            evidence_complete=trace.evidence_complete,
            place_bad=trace.capture == Source.PHONE.value and self._place_bad(trace, repeated),
            received=trace.received,
            on_time=None if trace.lag is None else trace.lag <= self._rules.late_after_hours * _HOUR,
            first_version_judged=first in (VerdictOutcome.ACCEPTED.value, VerdictOutcome.RETURNED.value),
            first_version_accepted=first == VerdictOutcome.ACCEPTED.value,
            corrected_unasked=trace.corrected_unasked,
            satisfaction=trace.satisfaction,
            state=trace.state,
        )

    def _place_bad(self, trace: RecordTrace, repeated: Mapping[str, int]) -> bool:
        """Whether a place captured by phone is missing, far from home, or stands in another record too."""
        at_home = known_place(*self._homes.get(trace.recipient, ("", "")))
        for text in trace.places:
            lat, _, lon = text.partition(",")
            where = known_place(lat, lon)
            if where is None or repeated.get(text, 0) > 1:
                return True
            if at_home and metres_between(where, at_home) > self._rules.place_radius_metres:
                return True
        return False

    def _item(self, code: str, day: date) -> ServiceItem | None:
        key = (code, day)
        if key not in self._items:
            covering = (each for each in self._catalogues if each.covers(day))
            self._items[key] = next((found for each in covering if (found := each.item(code))), None)
        return self._items[key]


def places_of(trace: RecordTrace) -> frozenset[str]:
    """The places captured by phone for a record, each once."""
    return frozenset(trace.places) - {""}


def count_places(traces: Iterable[RecordTrace]) -> Counter[str]:
    """In how many records each place stands, to the last digit."""
    seen: Counter[str] = Counter()
    for trace in traces:
        seen.update(places_of(trace))
    return seen
