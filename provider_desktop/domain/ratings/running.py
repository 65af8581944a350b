"""A rating whose facts come and go one by one: each change costs what it touches, not what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.ratings.due import DueCounter
from provider_desktop.domain.ratings.engine import Measured, Rating, judge, value_of
from provider_desktop.domain.ratings.facts import (
    ComplaintFact,
    DueFact,
    DueRow,
    Fact,
    Source,
    StaffFact,
    VisitFact,
)
from provider_desktop.domain.ratings.predicates import compiled
from provider_desktop.domain.ratings.rows import Contribution, Weigher, off_the_mean
from provider_desktop.domain.ratings.rules import (
    CountCondition,
    Indicator,
    MeasureKind,
    RuleSet,
    WorstOf,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a rating is made of: numerator and denominator of each indicator, and how many facts meet each
    second condition. Sums add up: what an action moves is a difference of figures."""

    sums: Mapping[str, tuple[int, int]]
    counts: Mapping[CountCondition, int]
    vetoes: tuple[str, ...] = ()


def rate_figures(rules: RuleSet, figures: Figures, first: date, period: str) -> Rating:
    """The rating of figures alone: light, values and scores, without the keys behind them."""
    measured = {
        indicator.id: Measured(
            *figures.sums[indicator.id], value_of(indicator, *figures.sums[indicator.id]), (), ()
        )
        for indicator in rules.indicators
    }
    return judge(rules, measured, figures.counts.__getitem__, first, period, figures.vetoes)


def count_conditions(rules: RuleSet) -> tuple[CountCondition, ...]:
    """Every second condition of the rule set that counts facts, each once."""
    bands = [rule for indicator in rules.indicators for rule in indicator.bands]
    if not isinstance(rules.combination, WorstOf):
        bands.extend(rules.combination.bands)
    found = (each for rule in bands for each in rule.conditions if isinstance(each, CountCondition))
    return tuple(dict.fromkeys(found))


class IndicatorSum:
    """The figures of one indicator, and what each fact adds to them."""

    def __init__(self, rules: RuleSet, indicator: Indicator, until: date) -> None:
        self.indicator = indicator
        self._weigh = Weigher(rules, indicator, until).weigh
        self._added: dict[str, tuple[Fact, int, int]] = {}
        self._failing: set[str] = set()
        self.numerator = 0
        self.denominator = 0

    def put(self, fact: Fact) -> None:
        """Let a fact count, in place of the one of its key."""
        self.drop(fact.key)
        added = self._weigh(fact)
        if added is None:
            return
        part, whole, failing = added
        self._added[fact.key] = (fact, part, whole)
        self.numerator += part
        self.denominator += whole
        if failing:
            self._failing.add(fact.key)

    def drop(self, key: str) -> None:
        """Let a fact count no longer."""
        added = self._added.pop(key, None)
        if added is not None:
            self.numerator -= added[1]
            self.denominator -= added[2]
            self._failing.discard(key)

    def weight(self, fact: Fact) -> tuple[int, int]:
        """What a fact would add above and below the line."""
        added = self._weigh(fact)
        return (0, 0) if added is None else added[:2]

    @property
    def size(self) -> int:
        """How many facts stand below the line."""
        return len(self._added)

    def failing(self) -> tuple[str, ...]:
        """Keys of the facts that cost, sorted."""
        if self.indicator.measure.kind is not MeasureKind.AVERAGE:
            return tuple(sorted(self._failing))
        total, size = self.numerator, self.denominator
        return tuple(sorted(key for key, added in self._added.items() if self._is_off(added[1], total, size)))

    def measured(self, *, with_counted: bool) -> Measured:
        """The figures; the keys of everything below the line only where they are asked for."""
        return Measured(
            self.numerator,
            self.denominator,
            value_of(self.indicator, self.numerator, self.denominator),
            tuple(sorted(self._added)) if with_counted else (),
            self.failing(),
        )

    def contributions(self) -> tuple[Contribution, ...]:
        """What each fact adds, by key."""
        failing = frozenset(self.failing())
        return tuple(
            Contribution(fact, part, whole, key in failing)
            for key, (fact, part, whole) in sorted(self._added.items(), key=lambda pair: pair[0])
        )

    def _is_off(self, part: int, total: int, size: int) -> bool:
        return off_the_mean(self.indicator, part, total, size)


class RunningRating:
    """The rating of a rule set over facts that come and go; equal to ``evaluate`` over all of them.

    Facts of other days than ``first`` to ``until`` are left out here as there.
    """

    def __init__(self, rules: RuleSet, first: date, until: date) -> None:
        self.rules = rules
        self.first = first
        self.until = until
        self.vetoes: tuple[str, ...] = ()
        self.sums = {each.id: IndicatorSum(rules, each, until) for each in rules.indicators}
        self._by_source: dict[Source, list[IndicatorSum]] = {source: [] for source in Source}
        for each in self.sums.values():
            self._by_source[each.indicator.measure.over].append(each)
        self.tests = {
            condition: compiled(condition.where, rules.sets, until) for condition in count_conditions(rules)
        }
        self._meeting: dict[CountCondition, set[str]] = {condition: set() for condition in self.tests}
        self._counter = DueCounter(rules, until) if rules.due else None
        self._visits: dict[str, VisitFact] = {}
        self._visits_of: dict[str, dict[str, VisitFact]] = {}
        self._due: dict[str, tuple[DueFact, ...]] = {}
        self._rows: dict[str, tuple[DueRow, ...]] = {}
        self._complaints: tuple[ComplaintFact, ...] = ()

    def put_visit(self, fact: VisitFact) -> None:
        """Let a visit count, in place of the one of its record."""
        before = self._visits.get(fact.record)
        if before == fact:
            return
        if before is not None:
            self.drop_visit(fact.record)
        if not self.first <= fact.day <= self.until:
            return
        self._visits[fact.record] = fact
        self._visits_of.setdefault(fact.recipient, {})[fact.record] = fact
        self._put(Source.VISITS, fact)
        self._count_due(fact.recipient)

    def drop_visit(self, record: str) -> None:
        """Let a record count no longer."""
        fact = self._visits.pop(record, None)
        if fact is not None:
            del self._visits_of[fact.recipient][record]
            self._drop(Source.VISITS, record)
            self._count_due(fact.recipient)

    def plan(self, recipient: str, due: tuple[DueFact, ...]) -> None:
        """Let this be due of a recipient; nothing, where nothing is."""
        if self._due.get(recipient, ()) != due:
            self._due[recipient] = due
            self._count_due(recipient)

    def put_staff(self, fact: StaffFact) -> None:
        """Let a staff member count, in place of what was known of her."""
        self._put(Source.STAFF, fact)

    def drop_staff(self, staff: str) -> None:
        """Let a staff member count no longer."""
        self._drop(Source.STAFF, staff)

    def set_complaints(self, facts: Iterable[ComplaintFact]) -> None:
        """Let these be the complaints that concern the period."""
        for before in self._complaints:
            self._drop(Source.COMPLAINTS, before.key)
        self._complaints = tuple(facts)
        for fact in self._complaints:
            self._put(Source.COMPLAINTS, fact)

    @property
    def complaints(self) -> tuple[ComplaintFact, ...]:
        """The complaints that concern the period."""
        return self._complaints

    def visit(self, record: str) -> VisitFact | None:
        """The fact of a record that counts."""
        return self._visits.get(record)

    def visits(self) -> Iterable[VisitFact]:
        """All visits that count."""
        return self._visits.values()

    def visits_of(self, recipient: str) -> tuple[VisitFact, ...]:
        """The visits to a recipient that count."""
        return tuple(self._visits_of.get(recipient, {}).values())

    def due_rows(self, recipient: str) -> tuple[DueRow, ...]:
        """What is due of a recipient beside what was done."""
        return self._rows.get(recipient, ())

    def rating(self, period: str, *, with_counted: bool = False) -> Rating:
        """The rating now. ``counted`` stays empty unless asked for: it names everything there is."""
        measured = {key: each.measured(with_counted=with_counted) for key, each in self.sums.items()}
        return judge(
            self.rules, measured, lambda each: len(self._meeting[each]), self.first, period, self.vetoes
        )

    def contributions(self, indicator: Indicator) -> tuple[Contribution, ...]:
        """What every fact of the denominator contributes, by key."""
        return self.sums[indicator.id].contributions()

    def meeting(self, condition: CountCondition) -> tuple[str, ...]:
        """Keys of the facts that meet a second condition, sorted."""
        return tuple(sorted(self._meeting[condition]))

    def figures(self) -> Figures:
        """The sums alone."""
        return Figures(
            {key: (each.numerator, each.denominator) for key, each in self.sums.items()},
            {condition: len(keys) for condition, keys in self._meeting.items()},
            self.vetoes,
        )

    def _count_due(self, recipient: str) -> None:
        if self._counter is None:
            return
        before = self._rows.get(recipient, ())
        visits = self._visits_of.get(recipient, {}).values()
        after = self._counter.rows(self._due.get(recipient, ()), visits)
        if after == before:
            return
        for row in before:
            self._drop(Source.DUE, row.key)
        for row in after:
            self._put(Source.DUE, row)
        self._rows[recipient] = after

    def _put(self, source: Source, fact: Fact) -> None:
        for each in self._by_source[source]:
            each.put(fact)
        for condition, test in self.tests.items():
            if condition.over is source:
                keys = self._meeting[condition]
                keys.add(fact.key) if test(fact) else keys.discard(fact.key)

    def _drop(self, source: Source, key: str) -> None:
        for each in self._by_source[source]:
            each.drop(key)
        for condition, keys in self._meeting.items():
            if condition.over is source:
                keys.discard(key)
