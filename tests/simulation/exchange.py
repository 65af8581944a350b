"""The campaign on the exchange: simulated worlds, each seed twice, and planted faults found or not."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tests.simulation.campaign import Tally, run_parts
from tests.simulation.chance import remembering
from tests.simulation.planted import FAULTS, Fault, seeds_until_found
from tests.simulation.seed import Result, simulate
from tests.simulation.violation import Violation

#: Seeds within which a planted fault must be found.
SEEDS_FOR_A_FAULT: Final = 1000


def one_seed(seed: int, *, twice: bool = True) -> Tally:
    """A world, and the same world once more: nothing may break, and nothing may differ."""
    try:
        with remembering():
            result = simulate(seed)
            again = simulate(seed) if twice else result
    except Violation as violation:
        return Tally(Counter({"seed broken": 1}), [f"seed {seed}: {violation}"])
    except Exception as error:  # noqa: BLE001 - a crash of the shipped code is a finding
        return Tally(Counter({"seed broken": 1}), [f"seed {seed}: {type(error).__name__}: {error}"])
    problems = [] if again == result else [f"seed {seed}: two runs differ"]
    return Tally(result.faults, problems)


def faults(budget: int, seed: int) -> Tally:
    """So many simulated faults, from a seed on."""
    return run_parts(one_seed, budget, seed)


def planted(budget: int, seed: int) -> Tally:
    """Every planted fault is found within so many seeds (never more than a thousand)."""
    tally = Tally()
    for fault in FAULTS:
        number, what = seeds_until_found(fault, min(budget, SEEDS_FOR_A_FAULT), seed)
        if number:
            tally.done[f"seeds: {fault.name}: {what[:60]}"] = number
        else:
            tally.problems.append(f"not found: {fault.name}")
    return tally


def is_found_soon(fault: Fault, within: int = 80) -> bool:
    """Whether a planted fault is found, beginning with the seed that is known to find it."""
    return seeds_until_found(fault, within, fault.seed)[0] > 0


def same_whatever_it_is_about(seed: int) -> tuple[Result, Result]:
    """One world with two sets of contents: what an entry says must change no entry's fate (I7)."""
    with remembering():
        return simulate(seed, flips=False), simulate(seed, flips=False, contents=1)
