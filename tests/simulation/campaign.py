"""Campaigns: a harness run for as long as its budget lasts, and what it came to."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What a campaign came to: how often each thing was done, and everything that went wrong.

    ``said`` counts what the program said of it; it is no part of the budget.
    """

    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0
    said: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How much of the budget was used."""
        return sum(self.done.values())

    def add(self, other: Tally) -> None:
        """Take in a part."""
        self.done += other.done
        self.said += other.said
        self.problems += other.problems

    def lines(self) -> Iterator[str]:
        """The figures for people."""
        for name, count in sorted(self.done.items(), key=lambda each: (-each[1], each[0])):
            yield f"{count:>12,}  {name}"
        yield f"{self.count:>12,}  in all, in {self.seconds:,.0f} s"
        for name, count in sorted(self.said.items()):
            yield f"{count:>12,}  said: {name}"
        yield f"{len(self.problems):>12,}  problems"
        yield from self.problems[:20]


#: A part of a campaign: from a seed, what was done with it. Raises nothing: problems are in the tally.
Part = Callable[[int], Tally]


def run_parts(part: Part, budget: int, seed: int) -> Tally:
    """Parts with one seed after another, until the budget is used up."""
    whole, started = Tally(), time.monotonic()
    while whole.count < budget:
        done = part(seed)
        whole.add(done)
        seed += 1
        if not done.count and done.problems:
            break  # nothing works: no use in going on
    whole.seconds = time.monotonic() - started
    return whole
