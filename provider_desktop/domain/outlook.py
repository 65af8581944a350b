"""What could still happen in a period: the light as of a day to come, and with actions carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.rating_facts import not_visits
from provider_desktop.domain.ratings.due import DueCounter, visits_due
from provider_desktop.domain.ratings.facts import (
    ComplaintFact,
    DueFact,
    Fact,
    Source,
    StaffFact,
    VisitFact,
)
from provider_desktop.domain.ratings.predicates import ALWAYS, Equals, Not, Test, compiled, fields_of
from provider_desktop.domain.ratings.rows import Weigher
from provider_desktop.domain.ratings.rules import CountCondition, DueRule, Indicator, Remedy, RuleSet
from provider_desktop.domain.ratings.running import Figures, count_conditions
from provider_desktop.domain.ratings.smallest import Delta
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.visits import Source as CapturedBy
from provider_desktop.domain.visits import VisitState

_DAY = timedelta(days=1)
#: How plans are counted in visits where the rule set has no measure of its own for what is due.
_PLAIN_DUE = DueRule(False, 45, True, Equals("counts_as_visit", True), Not(Equals("done", True)))


_Weigher = tuple[Indicator, Callable[[Fact], tuple[int, int, bool] | None]]
_Test = tuple[CountCondition, Test]


class ActionKind(StrEnum):
    """What can be done about a light."""

    VISIT = "visit"
    CORRECT = "correct"
    RENEW = "renew"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. ``key`` is the recipient, record, staff member or complaint. Of visits, ``number``
    counts those to one recipient from 1, and ``is_due`` says that the plan asked for it by the day looked
    at; ``items`` are those then due, where visits are counted by item."""

    kind: ActionKind
    key: str
    number: int = 1
    is_due: bool = False
    items: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A name that stays the same until it is done."""
        return (
            f"{self.kind}/{self.key}/{self.number}"
            if self.kind is ActionKind.VISIT
            else f"{self.kind}/{self.key}"
        )


class _Moving:
    """Figures under way from one standing to another, fact by fact."""

    def __init__(self, base: Figures, weighers: Sequence[_Weigher], tests: Sequence[_Test]) -> None:
        self._base, self._weighers, self._tests = base, weighers, tests
        self._sums = {key: [above, below] for key, (above, below) in base.sums.items()}
        self._counts = dict(base.counts)

    def move(self, source: Source, before: Fact | None, after: Fact | None) -> None:
        """Let a fact be another, or come new."""
        for indicator, weigh in self._weighers:
            if indicator.measure.over is source:
                for fact, sign in ((before, -1), (after, 1)):
                    added = weigh(fact) if fact is not None else None
                    if added is not None:
                        self._sums[indicator.id][0] += sign * added[0]
                        self._sums[indicator.id][1] += sign * added[1]
        for condition, test in self._tests:
            if condition.over is source:
                was = before is not None and test(before)
                self._counts[condition] += (after is not None and test(after)) - was

    def figures(self) -> Figures:
        """The figures as they stand now."""
        sums = {key: (above, below) for key, (above, below) in self._sums.items()}
        return Figures(sums, self._counts, self._base.vetoes)


class Outlook:
    """The light as of ``day`` if nothing more is done, and every action that is still possible.

    Visits further on are taken to be done by the standard, captured by ``capture``, reported in time,
    accepted and rated well; corrections to be accepted, and to count as unasked unless the record was
    returned. Visits can be done from ``today`` to ``last`` and only within the plans of these days.
    """

    def __init__(
        self,
        estimate: RunningEstimate,
        day: date,
        *,
        today: date,
        last: date,
        complaints: Sequence[ComplaintFact],
        locked: frozenset[str] = frozenset(),
        capture: str = CapturedBy.PHONE.value,
    ) -> None:
        self._estimate = estimate
        self._running = estimate.running
        self.rules = estimate.rules
        self.day = day
        self._days = (today, last)
        self._locked = locked
        self._capture = capture
        plain = self.rules if self.rules.due else replace(self.rules, due=_PLAIN_DUE)
        self._counter = DueCounter(plain, day)
        self._due_rule = plain.due or _PLAIN_DUE
        self._weighers = [(each, Weigher(self.rules, each, day).weigh) for each in self.rules.indicators]
        self._tests = [
            (each, compiled(each.where, self.rules.sets, day)) for each in count_conditions(self.rules)
        ]
        self._due = self._due_by(day)
        self._due_at_end = self._due if day == last else self._due_by(last)
        self._rows = {
            recipient: self._counter.rows(due, self._running.visits_of(recipient))
            for recipient, due in self._due.items()
        }
        self._staff = {fact.staff: fact for fact in estimate.serving(day)}
        self._complaints = {fact.complaint: fact for fact in complaints}
        self.base = self._base()
        self._is_plain = _tells_visits_alike(self.rules)
        self._visit_deltas: dict[tuple[bool, int, int], Delta] = {}

    def actions(self) -> Iterator[Action]:
        """Everything that can still be done and moves a figure; visits that are due first."""
        yield from (each for each in self._visits() if each.is_due)
        yield from self._corrections()
        for fact in self._staff.values():
            if self._differs(fact, _renewed(fact)):
                yield Action(ActionKind.RENEW, fact.staff)
        for complaint in self._complaints.values():
            if self._differs(complaint, _closed(complaint)):
                yield Action(ActionKind.CLOSE, complaint.complaint)
        yield from (each for each in self._visits() if not each.is_due)

    def figures(self, actions: Iterable[Action]) -> Figures:
        """The figures with actions carried out."""
        moving = _Moving(self.base, self._weighers, self._tests)
        visits: dict[str, int] = defaultdict(int)
        corrected: dict[str, dict[str, VisitFact]] = defaultdict(dict)
        for action in actions:
            if action.kind is ActionKind.VISIT:
                visits[action.key] += 1
            elif action.kind is ActionKind.RENEW:
                member = self._staff[action.key]
                moving.move(Source.STAFF, member, _renewed(member))
            elif action.kind is ActionKind.CLOSE:
                complaint = self._complaints[action.key]
                moving.move(Source.COMPLAINTS, complaint, _closed(complaint))
            elif (fact := self._running.visit(action.key)) is not None:
                corrected[fact.recipient][fact.record] = better = self._corrected(fact)
                moving.move(Source.VISITS, fact, better)
        for recipient in {*visits, *corrected}:
            done = tuple(
                corrected[recipient].get(fact.record, fact) for fact in self._running.visits_of(recipient)
            )
            further = tuple(self._good_visit(recipient, number) for number in range(visits[recipient]))
            for fact in further:
                moving.move(Source.VISITS, None, fact)
            if self.rules.due:
                before = self._rows.get(recipient, ())
                after = self._counter.rows(self._due.get(recipient, ()), (*done, *further))
                for old, new in zip(before, after, strict=True):
                    moving.move(Source.DUE, old, new)
        return moving.figures()

    def delta(self, action: Action) -> Delta:
        """What an action moves by itself; the n-th visit to somebody, after those before it."""
        if action.kind is not ActionKind.VISIT:
            return _difference(self.base, self.figures([action]))
        rows = len(self._rows.get(action.key, ()))
        alike = (action.is_due, len(action.items), rows)
        if not self._is_plain or alike not in self._visit_deltas:
            before = self.visits_of(action.key, action.number - 1)
            delta = _difference(self.figures(before), self.figures([*before, action]))
            if not self._is_plain:
                return delta
            self._visit_deltas[alike] = delta
        return self._visit_deltas[alike]

    def still_due(self, recipient: str) -> int:
        """Visits of a recipient that are due by the day and not done."""
        return max((0, *(row.due - row.done for row in self._rows.get(recipient, ()))))

    def recipients(self) -> Iterable[str]:
        """Everybody of whom something is due by the day."""
        return self._rows

    def recipient_of(self, record: str) -> str:
        """Whose record that is; empty for one that does not count."""
        fact = self._running.visit(record)
        return fact.recipient if fact is not None else ""

    def serves(self, action: Action) -> bool:
        """Whether a correction lets its visit count towards what is due."""
        fact = self._running.visit(action.key) if action.kind is ActionKind.CORRECT else None
        if fact is None:
            return False
        due = self._due.get(fact.recipient, ())
        before = self._counter.rows(due, (fact,))
        return before != self._counter.rows(due, (self._corrected(fact),))

    def coming(self) -> Mapping[str, int]:
        """Visits by recipient that the plans ask for after today, up to the day looked at."""
        today = self._due_by(min(self._days[0], self.day))
        found = {}
        for recipient, due in self._due.items():
            known = {fact.item: fact.planned for fact in today.get(recipient, ())}
            count = max((fact.planned - known.get(fact.item, 0) for fact in due), default=0)
            if count > 0 and self._can_be_visited(recipient):
                found[recipient] = count
        return found

    def visits_of(self, recipient: str, count: int) -> tuple[Action, ...]:
        """The next so many visits to a recipient, whether or not the plan leaves room for them."""
        return tuple(Action(ActionKind.VISIT, recipient, number) for number in range(1, count + 1))

    def _due_by(self, day: date) -> dict[str, tuple[DueFact, ...]]:
        without = not_visits(self._estimate.catalogues)
        return {
            recipient: visits_due(assignments, self._estimate.first, day, self._due_rule, without)
            for recipient, assignments in self._estimate.assignments().items()
            if assignments
        }

    def _base(self) -> Figures:
        facts: dict[Source, Iterable[Fact]] = {
            Source.DUE: [row for rows in self._rows.values() for row in rows] if self.rules.due else [],
            Source.STAFF: self._staff.values(),
            Source.COMPLAINTS: self._complaints.values(),
        }
        now = self._running.figures()
        sums = {}
        for indicator, weigh in self._weighers:
            source = indicator.measure.over
            if source is Source.VISITS:
                sums[indicator.id] = now.sums[indicator.id]
                continue
            added = [each for fact in facts[source] if (each := weigh(fact)) is not None]
            sums[indicator.id] = (sum(each[0] for each in added), sum(each[1] for each in added))
        counts = {
            condition: now.counts[condition]
            if condition.over is Source.VISITS
            else sum(map(test, facts[condition.over]))
            for condition, test in self._tests
        }
        return Figures(sums, counts, now.vetoes)

    def _visits(self) -> Iterator[Action]:
        """Visits within the plans, recipient by recipient."""
        for recipient, due in sorted(self._due_at_end.items()):
            if not self._can_be_visited(recipient):
                continue
            at_end = self._counter.rows(due, self._running.visits_of(recipient))
            room = max((row.due - row.done for row in at_end), default=0)
            rows = self._rows.get(recipient, ())
            for number in range(1, room + 1):
                open_items = tuple(row.item for row in rows if row.due - row.done >= number)
                items = tuple(item for item in open_items if item)
                yield Action(ActionKind.VISIT, recipient, number, bool(open_items), items)

    def _corrections(self) -> Iterator[Action]:
        """Records that came back, or that fail where a correction is the remedy."""
        failing = {
            key
            for each in self._running.sums.values()
            if each.indicator.remedy is Remedy.CORRECT and each.indicator.measure.over is Source.VISITS
            for key in each.failing()
        }
        returned = {fact.record for fact in self._running.visits() if fact.state == VisitState.RETURNED.value}
        for record in sorted(returned) + sorted(failing - returned):
            fact = self._running.visit(record)
            if fact is not None and record not in self._locked and self._corrected(fact) != fact:
                yield Action(ActionKind.CORRECT, record)

    def _can_be_visited(self, recipient: str) -> bool:
        today, last = self._days
        assignments: Sequence[Assignment] = self._estimate.assignments().get(recipient, ())
        return any(
            assignment.covers(day) and assignment.state_on(day) is None
            for assignment in assignments
            for day in _days(today, last)
        )

    def _good_visit(self, recipient: str, number: int) -> VisitFact:
        items = {row.item for row in self._rows.get(recipient, ()) if row.item}
        return VisitFact(
            record=f"~{recipient}~{number}",
            recipient=recipient,
            day=min(self._days[0], self.day),
            items=tuple(sorted(items)),
            minutes=60,
            capture=self._capture,
            received=True,
            on_time=True,
            first_version_judged=True,
            first_version_accepted=True,
            satisfaction=1,
            state=VisitState.ACCEPTED.value,
        )

    def _corrected(self, fact: VisitFact) -> VisitFact:
        """The fact after a correction. Evidence can be added, but a place that no phone captured cannot."""
        trace = self._estimate.trace(fact.record)
        by_phone = fact.capture == CapturedBy.PHONE.value
        completes = not fact.evidence_complete and (not by_phone or (trace is not None and all(trace.places)))
        was_returned = fact.state == VisitState.RETURNED.value
        if not (completes or was_returned):
            return fact
        return replace(
            fact,
            version=fact.version + 1,
            evidence_complete=fact.evidence_complete or completes,
            corrected_unasked=fact.corrected_unasked or not was_returned,
            state=VisitState.ACCEPTED.value if was_returned else fact.state,
        )

    def _differs(self, before: Fact, after: Fact) -> bool:
        source = Source.STAFF if isinstance(before, StaffFact) else Source.COMPLAINTS
        return any(
            weigh(before) != weigh(after)
            for indicator, weigh in self._weighers
            if indicator.measure.over is source
        ) or any(test(before) != test(after) for condition, test in self._tests if condition.over is source)


def usual_capture(visits: Iterable[VisitFact]) -> str:
    """How the visits to come will be captured: by phone, where any was."""
    return next(
        (fact.capture for fact in visits if fact.capture == CapturedBy.PHONE.value), CapturedBy.PAPER.value
    )


def _tells_visits_alike(rules: RuleSet) -> bool:
    """Whether one more good visit moves the same whoever gets it, but for what is due: no rule asks who the
    recipient is, or how much is due of somebody."""
    asked = [
        (indicator.measure.over, predicate)
        for indicator in rules.indicators
        for predicate in (indicator.measure.among, indicator.measure.share)
    ]
    asked += [(condition.over, condition.where) for condition in count_conditions(rules)]
    return not any(
        over is Source.DUE or (over is Source.VISITS and "recipient" in fields_of(predicate, rules.sets))
        for over, predicate in asked
        if predicate != ALWAYS
    )


def _difference(before: Figures, after: Figures) -> Delta:
    return Delta(
        tuple(
            (after.sums[key][0] - above, after.sums[key][1] - below)
            for key, (above, below) in before.sums.items()
        ),
        tuple(after.counts[condition] - count for condition, count in before.counts.items()),
    )


def _renewed(fact: StaffFact) -> StaffFact:
    return replace(fact, valid=True, next_expiry=None)


def _closed(fact: ComplaintFact) -> ComplaintFact:
    return replace(fact, open=False, overdue=False)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
