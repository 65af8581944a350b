"""The smallest number of actions that turns a light green, found exactly over groups of like actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.ratings.rules import (
    BandRule,
    Better,
    CountCondition,
    Indicator,
    Light,
    MeasureKind,
    RuleSet,
    WorstOf,
)
from provider_desktop.domain.ratings.running import Figures, rate_figures

#: Places in the search after which it is given up and a list that may be longer is told instead.
BUDGET = 30_000


@dataclass(frozen=True, slots=True)
class Delta:
    """What one action moves: (numerator, denominator) by indicator, and how many facts meet each second
    condition, both in the order of the rule set; all of it adds up."""

    sums: tuple[tuple[int, int], ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """``count`` actions that move the same. ``serves``: each uses up a visit that is due."""

    delta: Delta
    count: int
    serves: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many of each group turn the light; ``is_smallest`` unless the search was given up."""

    counts: tuple[int, ...]
    is_smallest: bool


def moved(figures: Figures, deltas: Sequence[tuple[Delta, int]]) -> Figures:
    """The figures after so many of each action."""
    sums = {
        key: (
            above + sum(delta.sums[place][0] * times for delta, times in deltas),
            below + sum(delta.sums[place][1] * times for delta, times in deltas),
        )
        for place, (key, (above, below)) in enumerate(figures.sums.items())
    }
    counts = {
        condition: count + sum(delta.counts[place] * times for delta, times in deltas)
        for place, (condition, count) in enumerate(figures.counts.items())
    }
    return Figures(sums, counts, figures.vetoes)


def is_green(rules: RuleSet, figures: Figures, first: date) -> bool:
    """Whether figures make the light green."""
    return rate_figures(rules, figures, first, "").light is Light.GREEN


def smallest(
    rules: RuleSet,
    base: Figures,
    groups: Sequence[Group],
    first: date,
    holds: Callable[[tuple[int, ...]], bool],
    most_served: int,
    budget: int = BUDGET,
) -> Found | None:
    """The fewest actions that turn the light green, None where nothing does.

    ``holds`` carries a list out exactly; groups may promise more than that, never less, so the
    first list that holds is the smallest. ``most_served`` bounds the actions of groups that serve
    what is due. Beyond ``budget`` places a list is made by taking everything and leaving out what can be.
    """
    search = _Search(rules, base, tuple(groups), first, most_served, budget)
    fewest = search.fewest()
    if fewest is None:
        return None
    try:
        for total in range(fewest, sum(group.count for group in groups) + 1):
            for counts in search.lists(total):
                if holds(counts):
                    return Found(counts, is_smallest=True)
    except _GivenUp:
        return _thinned(groups, holds)
    return None


class _GivenUp(Exception):  # noqa: N818 - it never leaves this module
    """The search has looked at as many places as it may."""


@dataclass(frozen=True, slots=True)
class _Constraint:
    """Something that green needs: ``base`` plus the gains of what is done must not be negative."""

    base: int
    gains: tuple[int, ...]


class _Search:
    """Lists of so many actions, those first that help most; branches that cannot lead to green are cut."""

    def __init__(
        self,
        rules: RuleSet,
        base: Figures,
        groups: tuple[Group, ...],
        first: date,
        most_served: int,
        budget: int,
    ) -> None:
        self._rules, self._base, self._first = rules, base, first
        self._most_served, self._left = most_served, budget
        needed = _constraints(rules, base, groups, first)
        broken = [each for each in needed if each.base < 0]
        helps = [sum(each.gains[place] > 0 for each in broken) for place in range(len(groups))]
        harms = [sum(each.gains[place] < 0 for each in needed) for place in range(len(groups))]
        self._order = sorted(range(len(groups)), key=lambda place: (-helps[place], harms[place], place))
        self._groups = [groups[place] for place in self._order]
        self._needed = [
            _Constraint(each.base, tuple(each.gains[place] for place in self._order)) for each in needed
        ]
        #: For each constraint, from each group on: (gain, count), the greatest gain first.
        self._best = [
            [
                sorted(
                    (
                        (gain, group.count)
                        for gain, group in zip(each.gains[start:], self._groups[start:], strict=True)
                        if gain > 0
                    ),
                    reverse=True,
                )
                for start in range(len(groups) + 1)
            ]
            for each in self._needed
        ]

    def fewest(self) -> int | None:
        """A number below which no list can do; None where some need cannot be met by everything together."""
        lowest = 0
        for each, best in zip(self._needed, self._best, strict=True):
            missing, taken = -each.base, 0
            for gain, count in best[0]:
                if missing <= 0:
                    break
                used = min(count, -(-missing // gain))
                missing -= used * gain
                taken += used
            if missing > 0:
                return None
            lowest = max(lowest, taken)
        return lowest

    def lists(self, total: int) -> Iterator[tuple[int, ...]]:
        """Every list of so many actions that makes the light green by the figures."""
        for counts in self._choose(0, total, [each.base for each in self._needed], 0, ()):
            deltas = [(group.delta, count) for group, count in zip(self._groups, counts, strict=True)]
            if is_green(self._rules, moved(self._base, deltas), self._first):
                given = dict(zip(self._order, counts, strict=True))
                yield tuple(given[place] for place in range(len(counts)))

    def _choose(
        self, start: int, left: int, standing: list[int], served: int, chosen: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        self._left -= 1
        if self._left < 0:
            raise _GivenUp
        if not all(self._can(place, start, left, value) for place, value in enumerate(standing)):
            return
        if start == len(self._groups):
            if not left:
                yield chosen
            return
        group = self._groups[start]
        most = min(left, group.count, self._most_served - served if group.serves else left)
        least = max(0, left - sum(each.count for each in self._groups[start + 1 :]))
        for count in range(most, least - 1, -1):
            after = [
                value + each.gains[start] * count for value, each in zip(standing, self._needed, strict=True)
            ]
            used = served + count if group.serves else served
            yield from self._choose(start + 1, left - count, after, used, (*chosen, count))

    def _can(self, constraint: int, start: int, left: int, value: int) -> bool:
        """Whether so many further actions can still meet a need."""
        for gain, count in self._best[constraint][start]:
            if value >= 0 or not left:
                break
            used = min(count, left)
            value += gain * used
            left -= used
        return value >= 0


def _constraints(rules: RuleSet, base: Figures, groups: tuple[Group, ...], first: date) -> list[_Constraint]:
    """What green needs of each indicator by itself, where the worst of them decides. Only what is needed in
    any case: a grey indicator needs nothing, and a second condition only where there is one green band."""
    if not isinstance(rules.combination, WorstOf):
        return []
    found = []
    places = {condition: place for place, condition in enumerate(base.counts)}
    for place, indicator in enumerate(rules.indicators):
        above, below = base.sums[indicator.id]
        lost = sum(min(0, group.delta.sums[place][1]) * group.count for group in groups)
        if not indicator.bands or below + lost < indicator.minimum:
            continue
        green = [rule for rule in indicator.bands if rules.band(rule.band).light is Light.GREEN]
        line = _line(indicator, green, first)
        if line is not None:
            gains = tuple(line(*group.delta.sums[place]) for group in groups)
            # a count's bound is a constant: it belongs to the base alone
            offset = line(0, 0)
            found.append(_Constraint(line(above, below), tuple(gain - offset for gain in gains)))
        if len(green) == 1:
            for each in green[0].conditions:
                if isinstance(each, CountCondition):
                    moves = [group.delta.counts[places[each]] for group in groups]
                    found.extend(_limits(each, base.counts[each], moves))
    return found


def _limits(condition: CountCondition, count: int, moves: list[int]) -> Iterator[_Constraint]:
    if condition.at_most is not None:
        yield _Constraint(condition.at_most - count, tuple(-move for move in moves))
    if condition.at_least is not None:
        yield _Constraint(count - condition.at_least, tuple(moves))


def _line(indicator: Indicator, green: Sequence[BandRule], first: date) -> Callable[[int, int], int] | None:
    """How far figures are on the good side of the easiest green bound, as a whole number that is negative
    on the other side; None where no bound is needed."""
    if any(not rule.bounds for rule in green):
        return None
    bounds = [found for rule in green if (found := rule.bound_on(first)) is not None]
    if not bounds:
        # no band of the period shows green: nothing done about this indicator helps
        return lambda _above, _below: -1
    higher = indicator.better is Better.HIGHER
    bound = min(bounds) if higher else max(bounds)
    sign = 1 if higher else -1
    if indicator.measure.kind is MeasureKind.COUNT:
        return lambda above, _below: sign * (above * bound.denominator - bound.numerator)
    scale = 100 if indicator.measure.kind is MeasureKind.RATIO else 1
    return lambda above, below: sign * (scale * above * bound.denominator - below * bound.numerator)


def _thinned(groups: Sequence[Group], holds: Callable[[tuple[int, ...]], bool]) -> Found | None:
    """Everything, or everything but one group, with as much left out as can be, group by group."""
    everything = tuple(group.count for group in groups)
    without = (
        tuple(0 if place == left_out else count for place, count in enumerate(everything))
        for left_out in range(len(groups))
    )
    for start in (everything, *without):
        if holds(start):
            counts = start
            for place in range(len(groups)):
                low, high = 0, counts[place]
                while low < high:
                    middle = (low + high) // 2
                    trial = (*counts[:place], middle, *counts[place + 1 :])
                    low, high = (low, middle) if holds(trial) else (middle + 1, high)
                counts = (*counts[:place], high, *counts[place + 1 :])
            return Found(counts, is_smallest=False)
    return None
