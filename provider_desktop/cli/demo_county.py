"""The county in large without a window: filled in bulk on both sides, then one evening's work, live."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from provider_desktop.bootstrap import Services
from provider_desktop.cli.demo_step import Step
from provider_desktop.domain.visits import VisitState
from provider_desktop.sample.county import SIZES
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.sample_large import fill_large
from provider_desktop.services.sample_replay import REASONS

#: How long verdicts may take, in seconds.
PATIENCE = 60


def walk_county(
    services: Services,
    receiver: ReceiverProcess,
    told: Callable[[Step], None],
    recipients: int = SIZES["county"],
) -> list[Step]:
    """Fill, then seal what lies ready, send it and hear back. Counts of both sides must agree."""
    began = time.monotonic()
    made = fill_large(services.workspace, receiver, _show_progress, recipients=recipients)
    seconds = round(time.monotonic() - began)
    steps: list[Step] = []

    def step(name: str, desktop: dict[str, object], other: dict[str, object]) -> None:
        steps.append(Step(name, desktop, other))
        told(steps[-1])

    written = made.written
    step(
        "fill",
        {
            "visits": written.visits,
            "entries": written.entries,
            "receipts": written.receipts,
            "statements": written.statements,
            "seconds": seconds,
        },
        dict(made.taken),
    )
    sealed = services.finalising.finalise(None, REASONS).sealed
    report = services.sync.run()
    accepted = _accepted(services, sealed)
    there = [each for record in sealed for each in receiver.call("records", "--record", record)["records"]]
    step(
        "upload",
        {
            "pushed": report.pushed,
            "remaining": report.remaining,
            "records": len(sealed),
            "accepted": accepted,
        },
        {"records": len(there), "accepted": sum(each["state"] == "accepted" for each in there)},
    )
    return steps


def _accepted(services: Services, records: tuple[str, ...]) -> int:
    """How many of the records stand accepted, once all have their verdict or patience has ended."""
    until = time.monotonic() + PATIENCE
    while True:
        services.sync.run()
        states = [services.visits.detail(record).row.state for record in records]
        if VisitState.DELIVERED not in states or time.monotonic() > until:
            return states.count(VisitState.ACCEPTED)
        time.sleep(0.2)


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{100 * done // total:3d} %{end}")
        sys.stderr.flush()
