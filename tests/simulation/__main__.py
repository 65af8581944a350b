"""Runs one campaign: ``python -m tests.simulation NAME --budget N --seed N [--processes N] [--out FILE]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.simulation import (
    exchange,
    hostile_batches,
    hostile_bytes,
    hostile_requests,
    io_errors,
    kill,
    migrations,
    network,
    power_cut,
    probes,
    programs,
    tamper,
)
from tests.simulation.campaign import Tally


@dataclass(frozen=True)
class Campaign:
    """What the budget counts, a budget for a first look, how much is done before a word is said, and how.

    Processes share the budget piece by piece, so a piece should take no more than a minute or two.
    """

    counts: str
    usual: int
    piece: int
    run: Callable[[int, int], Tally]


CAMPAIGNS: Final[dict[str, Campaign]] = {
    "exchange": Campaign("simulated faults", 20_000, 20_000, exchange.faults),
    "batches": Campaign("bad entries in batches", 5_000, 5_000, hostile_batches.batches),
    "parsers": Campaign("damaged or forged inputs", 50_000, 50_000, hostile_bytes.parsers),
    "requests": Campaign("requests to the receiver", 2_000, 2_000, hostile_requests.requests),
    "power": Campaign("states of the disk after a power cut", 2_000, 2_000, power_cut.power_cuts),
    "kill": Campaign("processes killed", 60, 200, kill.kills),
    "disk": Campaign("failed calls to the disk", 1_000, 2_500, io_errors.io_errors),
    "network": Campaign("faults between processes, SQLite", 500, 2_000, network.on_sqlite),
    "network-server": Campaign("faults between processes, PostgreSQL", 500, 2_000, network.on_postgres),
    "probes": Campaign("questions of a stranger, SQLite", 1_000, 10_000, probes.probes),
    "probes-server": Campaign("the same, PostgreSQL", 1_000, 10_000, probes.probes_on_postgres),
    "programs": Campaign("programs of backing up and going back", 50, 25, programs.programs),
    "migrations": Campaign("deaths within migrations", 300, 300, migrations.migrations),
    "rows": Campaign("changes of rows", 1_000, 1_000, tamper.rows),
    "files": Campaign("changes of packages and receipts", 20_000, 20_000, tamper.files),
    "planted": Campaign("seeds for each planted fault", 1_000, 1_000, exchange.planted),
}
#: Between the first seeds of two pieces.
_APART: Final = 100_000


def main(words: Sequence[str] | None = None) -> int:
    """Exit status 1 where the campaign found something.

    After each piece one line says how far it is, so that a campaign that is stopped counts up to there.
    """
    options = _parse(words)
    campaign = CAMPAIGNS[options.name]
    budget = options.budget or campaign.usual
    whole, started = Tally(), time.monotonic()
    with ExitStack() as stack:
        places = [sys.stdout]
        if options.out:
            places.append(stack.enter_context(options.out.open("a", encoding="utf-8")))

        def say(line: str) -> None:
            for place in places:
                place.write(line + "\n")
                place.flush()

        say(f"{options.name}, budget {budget:,}, seed {options.seed}, {options.processes} at once")
        for part in _pieces(campaign, budget, options.seed, options.processes):
            whole.add(part)
            seconds = time.monotonic() - started
            say(f"{whole.count:>12,} of {budget:,} in {seconds:,.0f} s, {len(whole.problems)} problems")
            for problem in part.problems[:20]:
                say(problem)
        whole.seconds = time.monotonic() - started
        for line in whole.lines():
            say(line)
    return 1 if whole.problems else 0


def _pieces(campaign: Campaign, budget: int, seed: int, processes: int) -> Iterator[Tally]:
    """The budget piece by piece, each with seeds of its own, as they are done."""
    sizes = [min(campaign.piece, budget - start) for start in range(0, budget, campaign.piece)]
    seeds = [seed + number * _APART for number in range(len(sizes))]
    if processes == 1:
        yield from map(campaign.run, sizes, seeds)
        return
    with ProcessPoolExecutor(processes) as pool:
        futures = [pool.submit(campaign.run, *each) for each in zip(sizes, seeds, strict=True)]
        for future in as_completed(futures):
            yield future.result()


def _parse(words: Sequence[str] | None) -> argparse.Namespace:
    about = "; ".join(f"{name}: {each.counts}" for name, each in CAMPAIGNS.items())
    parser = argparse.ArgumentParser(prog="campaign", description=f"The budget counts, by name: {about}.")
    parser.add_argument("name", choices=CAMPAIGNS)
    parser.add_argument("--budget", type=int, default=0, help="how much to do (a first look without it)")
    parser.add_argument("--seed", type=int, default=0, help="where to begin")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, metavar="FILE", help="where what is said is added as well")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
