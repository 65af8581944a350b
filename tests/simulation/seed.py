"""One seed from beginning to end: a world, its chaos, its peace, and what it came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.simulation.chance import without_chance
from tests.simulation.world import World


@dataclass(frozen=True)
class Result:
    """What became of a seed: how much was done to the world, and the fingerprint of all that happened."""

    faults: Counter[str]
    calls: int
    entries: int
    trace: str


def simulate(
    seed: int, *, steps: int = 250, rate: float = 0.75, contents: int = 0, flips: bool = True
) -> Result:
    """One seed: chaos, then peace. Raises ``Violation`` where something that must hold does not."""
    with without_chance(seed):
        world = World(seed, contents, rate, flips)
        world.chaos(steps)
        world.peace()
        entries = sum(map(len, world.database.tables.entries.values()))
        return Result(world.faults, world.calls, entries, world.fingerprint())
