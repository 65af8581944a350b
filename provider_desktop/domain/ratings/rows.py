"""What each fact contributes to an indicator: the one place that ratings and explanations both add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

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
from provider_desktop.domain.ratings.rules import Better, Indicator, MeasureKind, RuleSet

F = TypeVar("F", VisitFact, DueRow, StaffFact, ComplaintFact)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one fact adds above (``part``) and below (``whole``) the line, and whether it costs."""

    fact: Fact
    part: int
    whole: int
    failing: bool


class Rows:
    """The facts of a period by source, with conditions compiled for its last day."""

    def __init__(self, rules: RuleSet, facts: Facts) -> None:
        visits = _by_key(visit for visit in facts.visits if facts.first <= visit.day <= facts.until)
        self.until = facts.until
        self._sets = rules.sets
        self._rows: dict[Source, Sequence[Fact]] = {
            Source.VISITS: visits,
            Source.DUE: _by_key(due_rows(rules, facts.due, visits, facts.until)),
            Source.STAFF: _by_key(facts.staff),
            Source.COMPLAINTS: _by_key(facts.complaints),
        }

    def where(self, over: Source, predicate: Predicate) -> tuple[Fact, ...]:
        """The facts that satisfy a condition, by key."""
        test = compiled(predicate, self._sets, self.until)
        return tuple(filter(test, self._rows[over]))

    def contributions(self, indicator: Indicator) -> tuple[Contribution, ...]:
        """What every fact of the denominator contributes, by key.

        Of an average, what lies beyond the mean on the worse side costs. Facts that weigh nothing
        (a recipient of whom nothing is due yet) contribute nothing and are left out.
        """
        rule = indicator.measure
        among = self.where(rule.over, rule.among)
        higher = indicator.better is Better.HIGHER
        above = self._weight(rule.share_field)
        if rule.kind is MeasureKind.AVERAGE:
            total, size = sum(map(above, among)), len(among)
            return tuple(
                Contribution(fact, part, 1, part * size < total if higher else part * size > total)
                for fact, part in ((fact, above(fact)) for fact in among)
            )
        below = self._weight(rule.among_field)
        shares = compiled(rule.share, self._sets, self.until)
        weighed = ((fact, above(fact) if shares(fact) else 0, below(fact)) for fact in among)
        return tuple(
            Contribution(fact, part, whole, part < whole if higher else part > 0)
            for fact, part, whole in weighed
            if part or whole
        )

    def _weight(self, field: str) -> Callable[[Fact], int]:
        if not field:
            return lambda _fact: 1
        read = reader(field, self.until)
        return lambda fact: int(read(fact) or 0)


def _by_key(facts: Iterable[F]) -> tuple[F, ...]:
    """In an order of their own, so that results do not depend on the order a storage gives them in."""
    return tuple(sorted(facts, key=lambda fact: fact.key))
