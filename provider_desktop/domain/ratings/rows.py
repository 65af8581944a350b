"""What each fact contributes to an indicator: the one place that ratings and explanations both add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from provider_desktop.domain.ratings.due import due_rows
from provider_desktop.domain.ratings.facts import (
    ComplaintFact,
    DueRow,
    Fact,
    Facts,
    Source,
    StaffFact,
    VisitFact,
    reader,
)
from provider_desktop.domain.ratings.predicates import Predicate, compiled
from provider_desktop.domain.ratings.rules import Better, CountCondition, Indicator, MeasureKind, RuleSet

F = TypeVar("F", VisitFact, DueRow, StaffFact, ComplaintFact)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one fact adds above (``part``) and below (``whole``) the line, and whether it costs."""

    fact: Fact
    part: int
    whole: int
    failing: bool


class Evidence(Protocol):
    """Where explanations read what is behind a rating: facts all at once, or those of a running rating."""

    def contributions(self, indicator: Indicator) -> tuple[Contribution, ...]:
        """What every fact of the denominator contributes, by key."""

    def meeting(self, condition: CountCondition) -> tuple[str, ...]:
        """Keys of the facts that meet a second condition, sorted."""


class Weigher:
    """What one fact adds to an indicator, with its conditions compiled for the day that days count from."""

    def __init__(self, rules: RuleSet, indicator: Indicator, until: date) -> None:
        rule = indicator.measure
        self._is_average = rule.kind is MeasureKind.AVERAGE
        self._higher = indicator.better is Better.HIGHER
        self._among = compiled(rule.among, rules.sets, until)
        self._share = compiled(rule.share, rules.sets, until)
        self._above = _weight(rule.share_field, until)
        self._below = _weight(rule.among_field, until)

    def weigh(self, fact: Fact) -> tuple[int, int, bool] | None:
        """Part, whole, and whether it costs; None for a fact that is left out.

        Facts that weigh nothing (a recipient of whom nothing is due yet) contribute nothing and are left
        out. Whether a fact costs an average depends on the others: see :func:`off_the_mean`.
        """
        if not self._among(fact):
            return None
        if self._is_average:
            return self._above(fact), 1, False
        part, whole = self._above(fact) if self._share(fact) else 0, self._below(fact)
        if not (part or whole):
            return None
        return part, whole, part < whole if self._higher else part > 0


def off_the_mean(indicator: Indicator, part: int, total: int, size: int) -> bool:
    """Whether a value of an average lies beyond the mean on the worse side, and so costs."""
    return part * size < total if indicator.better is Better.HIGHER else part * size > total


class Rows:
    """The facts of a period by source, with conditions compiled for its last day."""

    def __init__(self, rules: RuleSet, facts: Facts) -> None:
        visits = _by_key(visit for visit in facts.visits if facts.first <= visit.day <= facts.until)
        self.until = facts.until
        self._rules = rules
        self._rows: dict[Source, Sequence[Fact]] = {
            Source.VISITS: visits,
            Source.DUE: _by_key(due_rows(rules, facts.due, visits, facts.until)),
            Source.STAFF: _by_key(facts.staff),
            Source.COMPLAINTS: _by_key(facts.complaints),
        }

    def where(self, over: Source, predicate: Predicate) -> tuple[Fact, ...]:
        """The facts that satisfy a condition, by key."""
        test = compiled(predicate, self._rules.sets, self.until)
        return tuple(filter(test, self._rows[over]))

    def meeting(self, condition: CountCondition) -> tuple[str, ...]:
        """Keys of the facts that meet a second condition, sorted."""
        return tuple(fact.key for fact in self.where(condition.over, condition.where))

    def contributions(self, indicator: Indicator) -> tuple[Contribution, ...]:
        """What every fact of the denominator contributes, by key."""
        weigh = Weigher(self._rules, indicator, self.until).weigh
        weighed = ((fact, weigh(fact)) for fact in self._rows[indicator.measure.over])
        found = [Contribution(fact, *added) for fact, added in weighed if added is not None]
        if indicator.measure.kind is not MeasureKind.AVERAGE:
            return tuple(found)
        total, size = sum(each.part for each in found), len(found)
        return tuple(replace(each, failing=off_the_mean(indicator, each.part, total, size)) for each in found)


def _weight(field: str, until: date) -> Callable[[Fact], int]:
    if not field:
        return lambda _fact: 1
    read = reader(field, until)
    return lambda fact: int(read(fact) or 0)


def _by_key(facts: Iterable[F]) -> tuple[F, ...]:
    """In an order of their own, so that results do not depend on the order a storage gives them in."""
    return tuple(sorted(facts, key=lambda fact: fact.key))
