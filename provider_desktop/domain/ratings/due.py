"""Visits due by a day under the regulator's plans, and how visits done are set against them.

The choices made here are explained in ``docs/decisions/visits_due.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.plans import Period, PlanLine, Unit, period_of
from provider_desktop.domain.ratings.facts import DueFact, DueRow, VisitFact
from provider_desktop.domain.ratings.predicates import compiled
from provider_desktop.domain.ratings.rules import DueRule, RuleSet

_DAY = timedelta(days=1)


def visits_due(
    assignments: Iterable[Assignment],
    period_from: date,
    until: date,
    rule: DueRule,
    not_visits: frozenset[str] = frozenset(),
) -> tuple[DueFact, ...]:
    """Visits that the plans ask for from ``period_from`` to ``until`` (both inclusive), sorted by recipient.

    Of a line, the due share is its amount × days served so far ÷ days of the plan's period, rounded
    down: nothing is due before its time. Days before or after the assignment, days in hospital, deceased,
    moved away or paused, and declined assignments do not count. What is due within the rating period
    is the growth of that share, so that parts of a half-year add up to the half-year.

    A visit can serve several items. Counted by recipient, the visits due are therefore the fewest that can
    carry the plan: the largest of its visit lines, or its minutes ÷ ``rule.minutes_per_visit`` if these need
    more. Counted by item, each line stands for itself. ``not_visits`` are items that never count as a
    visit (telephone calls); their lines ask for none.
    """
    due: dict[tuple[str, str], int] = defaultdict(int)
    for assignment in assignments:
        lines = tuple(line for line in assignment.plan if line.item not in not_visits)
        for item, planned in _assignment_due(assignment, lines, period_from, until, rule):
            due[assignment.recipient.recipient, item] += planned
    return tuple(
        DueFact(recipient, planned, item) for (recipient, item), planned in sorted(due.items()) if planned
    )


def _assignment_due(
    assignment: Assignment, lines: tuple[PlanLine, ...], period_from: date, until: date, rule: DueRule
) -> list[tuple[str, int]]:
    shares = {
        period: _shares(assignment, period, period_from, until) for period in {line.period for line in lines}
    }
    groups: dict[str, list[tuple[Unit, int]]] = defaultdict(list)
    for line in lines:
        growth = sum(share.growth(line.count) for share in shares[line.period])
        groups[line.item if rule.per_item else ""].append((line.unit, growth))
    return [(item, _fewest_visits(amounts, rule.minutes_per_visit)) for item, amounts in groups.items()]


def _fewest_visits(amounts: Iterable[tuple[Unit, int]], minutes_per_visit: int) -> int:
    visits, minutes = 0, 0
    for unit, amount in amounts:
        if unit is Unit.VISIT:
            visits = max(visits, amount)
        else:
            minutes += amount if unit is Unit.MINUTE else 60 * amount
    return max(visits, minutes // minutes_per_visit)


@dataclass(frozen=True, slots=True)
class _Share:
    """Days served of one period of a plan, of ``length`` days: before the days rated, and up to their end."""

    before: int
    now: int
    length: int

    def growth(self, count: int) -> int:
        """What became due of ``count`` during the days rated."""
        return count * self.now // self.length - count * self.before // self.length


def _shares(assignment: Assignment, period: Period, period_from: date, until: date) -> list[_Share]:
    shares = []
    day = period_from
    while day <= until:
        first, last = period_of(period, day)
        before = _days_served(assignment, first, day - _DAY)
        now = before + _days_served(assignment, day, min(last, until))
        shares.append(_Share(before, now, (last - first).days + 1))
        day = last + _DAY
    return shares


def _days_served(assignment: Assignment, first: date, last: date) -> int:
    days = (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))
    return sum(1 for day in days if assignment.covers(day) and assignment.state_on(day) is None)


def due_rows(
    rules: RuleSet, due: Iterable[DueFact], visits: Sequence[VisitFact], until: date
) -> tuple[DueRow, ...]:
    """Sets the visits of a period against what is due, recipient by recipient (or item by item).

    Visits to somebody of whom nothing is due have no row: they neither help nor harm.
    """
    return DueCounter(rules, until).rows(due, visits) if rules.due else ()


class DueCounter:
    """Sets visits against what is due, with the rule's conditions compiled once."""

    def __init__(self, rules: RuleSet, until: date) -> None:
        if rules.due is None:
            raise ValueError(f"rule set {rules.version} does not say what is due")
        self._rule = rules.due
        self._is_done = compiled(rules.due.done, rules.sets, until)
        self._is_excused = compiled(rules.due.excused, rules.sets, until)

    def rows(self, due: Iterable[DueFact], visits: Iterable[VisitFact]) -> tuple[DueRow, ...]:
        """The row of each due fact, by recipient and item."""
        done: dict[tuple[str, str], list[str]] = defaultdict(list)
        excused: dict[str, int] = defaultdict(int)
        for visit in visits:
            if self._is_done(visit):
                for item in set(visit.items) if self._rule.per_item else {""}:
                    done[visit.recipient, item].append(visit.record)
            elif self._is_excused(visit):
                excused[visit.recipient] += 1
        return tuple(
            due_row(fact, done.get((fact.recipient, fact.item), []), excused[fact.recipient], self._rule)
            for fact in sorted(due, key=lambda fact: (fact.recipient, fact.item))
        )


def due_row(fact: DueFact, records: list[str], excused: int, rule: DueRule) -> DueRow:
    """What is due of one fact, with the records that count as done and how many visits excuse it."""
    left = max(0, fact.planned - excused)
    return DueRow(
        recipient=fact.recipient,
        item=fact.item,
        planned=fact.planned,
        excused=min(excused, fact.planned),
        due=left,
        done=len(records),
        served=min(len(records), left) if rule.capped else len(records),
        records=tuple(sorted(records)),
    )
