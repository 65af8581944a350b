"""Measure what users wait for, at several sizes of the sample agency, as ratios to the smallest.

    python -m tests.benchmarks --folder /var/tmp/county 500 5000 50000

A size is a number of recipients; each has about forty visits. A database that is not there is written first
and kept. Figures are milliseconds of processor time, median and 99th percentile, so that a busy machine
changes them little; waiting for the disk is not in them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from provider_desktop.bootstrap import open_services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.sample.county import sample_agency
from provider_desktop.services.sample_bulk import SampleBulk
from provider_desktop.services.sample_large import DAYS
from provider_desktop.services.sample_regulator import SampleRegulator
from provider_desktop.services.sample_replay import SAMPLE_PASSPHRASE
from tests.benchmarks.waits import NOW, TODAY, Figure, Waits


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int, metavar="RECIPIENTS")
    parser.add_argument("--folder", type=Path, required=True, help="where the databases are kept")
    parser.add_argument("--only", default="", metavar="WORD", help="only what has the word in its name")
    options = parser.parse_args(arguments)
    measured: dict[int, list[Figure]] = {}
    visits: dict[int, int] = {}
    for size in options.sizes:
        folder = options.folder / str(size)
        if not (folder / "agency" / "records.db").exists():
            _write(folder, size)
        measured[size], visits[size] = _measure(folder, size, options.only)
    _print(measured, visits)
    return 0


def _write(folder: Path, size: int) -> None:
    agency = sample_agency(TODAY, size)
    began = time.process_time()
    with open_services(folder / "agency", "zh_CN", keyring=lambda: None) as services:
        services.session.set_up(SAMPLE_PASSPHRASE)
        regulator = SampleRegulator(agency.code, NOW - timedelta(days=DAYS + 31))
        bulk = SampleBulk(
            services.workspace, regulator, lambda done, days: _tell(f"{size}: {done}/{days} days")
        )
        report = bulk.run(agency, TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))
    spent = time.process_time() - began
    _tell(
        f"{size}: {report.visits} visits, {spent:.0f} s of processor time, "
        f"{1e6 * spent / report.visits:.0f} µs each"
    )


def _measure(folder: Path, size: int, only: str) -> tuple[list[Figure], int]:
    with open_services(folder / "agency", "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
        services.session.open(SAMPLE_PASSPHRASE)
        waits = Waits(services, folder)
        found = []
        for name in waits.names():
            if only in name:
                found.append(waits.measure(name))
                _tell(f"{size}: {found[-1]}")
        return found, waits.visits


def _print(measured: dict[int, list[Figure]], visits: dict[int, int]) -> None:
    sizes = list(measured)
    smallest = {figure.name: figure.median for figure in measured[sizes[0]]}
    head = [
        "",
        *(f"{visits[size]:,} visits" for size in sizes),
        *(f"× {visits[size]:,}" for size in sizes[1:]),
    ]
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    for place, figure in enumerate(measured[sizes[0]]):
        row = [measured[size][place] for size in sizes]
        cells = [f"{each.median:.1f} ({each.worst:.1f})" for each in row]
        ratios = [f"{each.median / smallest[each.name]:.2f}" for each in row[1:]]
        print("| " + " | ".join([figure.name, *cells, *ratios]) + " |")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
