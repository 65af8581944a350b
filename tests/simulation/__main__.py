"""Runs one campaign: ``python -m tests.simulation NAME --budget N --seed N [--processes N]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from tests.simulation import (
    exchange,
    hostile_batches,
    hostile_bytes,
    hostile_requests,
    kill,
    power_cut,
    tamper,
)
from tests.simulation.campaign import Tally

#: What the budget counts, a budget for a first look, and the campaign.
CAMPAIGNS: Final[dict[str, tuple[str, int, Callable[[int, int], Tally]]]] = {
    "exchange": ("simulated faults", 20_000, exchange.faults),
    "batches": ("bad entries in batches", 5_000, hostile_batches.batches),
    "parsers": ("damaged or forged inputs", 50_000, hostile_bytes.parsers),
    "requests": ("requests to the receiver", 2_000, hostile_requests.requests),
    "power": ("states of the disk after a power cut", 2_000, power_cut.power_cuts),
    "kill": ("processes killed", 60, kill.kills),
    "rows": ("changes of rows", 1_000, tamper.rows),
    "files": ("changes of packages and receipts", 20_000, tamper.files),
    "planted": ("seeds for each planted fault", 1000, exchange.planted),
}
#: Between the first seeds of two processes.
_APART: Final = 10_000_000


def main(words: Sequence[str] | None = None) -> int:
    """Exit status 1 where the campaign found something."""
    options = _parse(words)
    _, usual, run = CAMPAIGNS[options.name]
    budget = options.budget or usual
    started = time.monotonic()
    if options.processes == 1:
        tally = run(budget, options.seed)
    else:
        share = -(-budget // options.processes)
        seeds = [options.seed + number * _APART for number in range(options.processes)]
        tally = Tally()
        with ProcessPoolExecutor(options.processes) as pool:
            for part in pool.map(run, [share] * options.processes, seeds):
                tally.add(part)
    tally.seconds = time.monotonic() - started
    print("\n".join(tally.lines()))
    return 1 if tally.problems else 0


def _parse(words: Sequence[str] | None) -> argparse.Namespace:
    about = "; ".join(f"{name}: {what}" for name, (what, _, _) in CAMPAIGNS.items())
    parser = argparse.ArgumentParser(prog="campaign", description=f"The budget counts, by name: {about}.")
    parser.add_argument("name", choices=CAMPAIGNS)
    parser.add_argument("--budget", type=int, default=0, help="how much to do (a first look without it)")
    parser.add_argument("--seed", type=int, default=0, help="where to begin")
    parser.add_argument("--processes", type=int, default=1)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
