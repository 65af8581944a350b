"""The estimate kept up to date: records, plans and people come and go, and only what they touch is redone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.histories import FactRules
from provider_desktop.domain.rating_facts import homes_of, not_visits, staff_fact
from provider_desktop.domain.ratings.due import visits_due
from provider_desktop.domain.ratings.facts import ComplaintFact, StaffFact, VisitFact
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.domain.ratings.running import RunningRating
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.traces import FactMaker, RecordTrace, places_of

#: From so many records on, a place repeats: that moves those that stand there already.
_REPEATED = 2


class RunningEstimate:
    """The rating of the days from ``first`` to ``until`` over records that come and go.

    At every moment equal to ``evaluate(rules, gather_facts(…))`` over everything put in so far; the
    property tests hold it to that. Rules, limits, catalogues and days are fixed: with others, make
    another one of :meth:`traces` and the rest.
    """

    def __init__(
        self, rules: RuleSet, limits: FactRules, catalogues: Sequence[Catalogue], first: date, until: date
    ) -> None:
        self.rules = rules
        self.limits = limits
        self.catalogues = tuple(catalogues)
        self.running = RunningRating(rules, first, until)
        self._not_visits = not_visits(catalogues)
        self._homes: dict[str, tuple[str, str]] = {}
        self._maker = FactMaker(catalogues, self._homes, limits)
        self._traces: dict[str, RecordTrace] = {}
        self._records_of: dict[str, set[str]] = {}
        self._places: Counter[str] = Counter()
        self._at_place: dict[str, set[str]] = {}
        self._assignments: dict[str, tuple[Assignment, ...]] = {}
        self._staff: dict[str, StaffMember] = {}
        self._served: Counter[str] = Counter()
        self._counted: dict[str, tuple[str, ...]] = {}

    @property
    def first(self) -> date:
        """The first day counted."""
        return self.running.first

    @property
    def until(self) -> date:
        """The last day counted."""
        return self.running.until

    def traces(self) -> Iterable[RecordTrace]:
        """Every record put in, those of other days left out."""
        return self._traces.values()

    def trace(self, record: str) -> RecordTrace | None:
        """The trace of a record that counts."""
        return self._traces.get(record)

    def put_trace(self, trace: RecordTrace) -> None:
        """Let a record count, in place of what was known of it."""
        if self._traces.get(trace.record) == trace:
            return
        self.drop_record(trace.record)
        if not self.first <= trace.day <= self.until:
            return
        self._traces[trace.record] = trace
        self._records_of.setdefault(trace.recipient, set()).add(trace.record)
        changed = {trace.record}
        for place in places_of(trace):
            self._places[place] += 1
            others = self._at_place.setdefault(place, set())
            if self._places[place] == _REPEATED:
                changed |= others
            others.add(trace.record)
        self._refresh(changed)

    def drop_record(self, record: str) -> None:
        """Let a record count no longer: withdrawn, erased, or moved to another day."""
        trace = self._traces.pop(record, None)
        if trace is None:
            return
        self._records_of[trace.recipient].discard(record)
        changed: set[str] = set()
        for place in places_of(trace):
            self._places[place] -= 1
            self._at_place[place].discard(record)
            if self._places[place] == _REPEATED - 1:
                changed |= self._at_place[place]
        self._count_staff(record, None)
        self.running.drop_visit(record)
        self._refresh(changed)

    def put_assignments(self, recipient: str, assignments: Sequence[Assignment]) -> None:
        """Let these be all assignments of a recipient; none, where none are left."""
        given = tuple(assignments)
        if self._assignments.get(recipient, ()) == given:
            return
        self._assignments[recipient] = given
        home = homes_of(given).get(recipient, ("", ""))
        if home != self._homes.get(recipient, ("", "")):
            self._homes[recipient] = home
            self._refresh(self._records_of.get(recipient, ()))
        if self.rules.due:
            due = visits_due(given, self.first, self.until, self.rules.due, self._not_visits)
            self.running.plan(recipient, due)

    def assignments(self) -> Mapping[str, tuple[Assignment, ...]]:
        """The assignments by recipient."""
        return self._assignments

    def put_member(self, staff: str, member: StaffMember | None) -> None:
        """Let this be known of a staff member, or nothing."""
        if member is None:
            self._staff.pop(staff, None)
        else:
            self._staff[staff] = member
        self._show_staff(staff)

    def staff(self) -> Mapping[str, StaffMember]:
        """Everybody known, by id."""
        return self._staff

    def serving(self, until: date) -> tuple[StaffFact, ...]:
        """Those who served, with their certificates as of a day."""
        return tuple(staff_fact(key, self._staff.get(key), until) for key in sorted(+self._served))

    def set_findings(self, complaints: Iterable[ComplaintFact], vetoes: Iterable[str]) -> None:
        """Let these be the complaints and the regulator's findings that concern the period."""
        self.running.set_complaints(complaints)
        self.running.vetoes = tuple(vetoes)

    def _refresh(self, records: Iterable[str]) -> None:
        for record in records:
            trace = self._traces.get(record)
            if trace is not None:
                fact = self._maker.fact(trace, self._places)
                self.running.put_visit(fact)
                self._count_staff(record, fact)

    def _count_staff(self, record: str, fact: VisitFact | None) -> None:
        before = self._counted.pop(record, ())
        # A member named twice on one visit serves it once, like everybody.
        after = tuple(sorted(set(fact.staff))) if fact is not None and fact.done else ()
        if after:
            self._counted[record] = after
        if before == after:
            return
        self._served.subtract(before)
        self._served.update(after)
        for staff in {*before, *after}:
            self._show_staff(staff)

    def _show_staff(self, staff: str) -> None:
        if self._served[staff] > 0:
            self.running.put_staff(staff_fact(staff, self._staff.get(staff), self.until))
        else:
            self.running.drop_staff(staff)
