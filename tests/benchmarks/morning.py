"""Half past eight: every PC of a county sends at once, and how long each agency waits is measured.

    python -m tests.benchmarks.morning --pcs 600 --entries 60 --workers 2 [--server]

A receiver of its own, on PostgreSQL with ``--server``, else on its embedded database with one process. Each
PC asks for its head and sends its batch; an agency has waited once all of its PCs hold a receipt. The senders
run on the same machine. Beside it stands what bounds every receiver: signatures that the machine verifies.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provider_desktop.domain.clock import SystemClock
from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.signing import Ed25519Signer, is_signature
from provider_desktop.receiver.enrolment import invite
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.publishing import introduce
from provider_desktop.sample.people import a_credit_code
from tests.support.builders import a_visit
from tests.support.postgres import a_cluster
from tests.support.receiver import AgencyPc, ReceiverProcess, enrolled

_PCS_OF_AGENCY = 3
_PROBE = 4000


@dataclass
class _Desk:
    """A PC with its batch ready, and when it held its receipt (seconds after the start, 0 = never)."""

    pc: AgencyPc
    batch: bytes
    waited: float = 0.0
    again: int = 0

    def send(self, start: threading.Barrier) -> None:
        """Ask for the head, send, and go on trying until there is a receipt, as the engine does."""
        start.wait()
        began = time.monotonic()
        while True:
            try:
                head = self.pc.call("GET", f"/v1/streams/{self.pc.stream}/head")
                sent = self.pc.send_raw(self.batch, content_encoding="gzip")
                if head.status == 200 and sent.status == 200:
                    break
                assert sent.problem in ("", "busy", "gap"), sent.body
            except OSError:
                pass  # more connections than the listener holds: like any lost answer
            self.again += 1
            time.sleep(min(0.2 * 2**self.again, 5.0))
        self.waited = time.monotonic() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.morning", description=__doc__)
    parser.add_argument("--pcs", type=int, default=600)
    parser.add_argument("--entries", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--server", action="store_true", help="on PostgreSQL")
    options = parser.parse_args(arguments)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        database = held.enter_context(a_cluster()).new_database() if options.server else ""
        desks = _prepared(folder, database, options, held)
        start = threading.Barrier(len(desks) + 1)
        with ThreadPoolExecutor(len(desks)) as pool:
            running = [pool.submit(desk.send, start) for desk in desks]
            start.wait()
            began = time.monotonic()
            for each in running:
                each.result()
            drained = time.monotonic() - began
    _tell(desks, drained, options)
    return 0


def _prepared(folder: Path, database: str, options: argparse.Namespace, held: ExitStack) -> list[_Desk]:
    """A serving receiver, and PCs that have enrolled with it and sealed their day."""
    receiver = ReceiverProcess(folder / "receiver", database=database, log=folder / "serve.log")
    office = open_office(folder / "receiver", SystemClock(), url=database, create=True)
    receiver.start(0, "--workers", str(options.workers if options.server else 1))
    held.callback(receiver.stop)
    desks = []
    try:
        for number in range(options.pcs):
            agency = a_credit_code(1 + number // _PCS_OF_AGENCY)
            with office.database.write() as connection:
                introduce(office, connection, agency, f"机构{number}")
                invitation = invite(office, connection, agency, f"机构{number}", receiver.url)
            pc = enrolled(invitation)
            payload = to_payload(a_visit())
            for _ in range(options.entries):
                pc.seal(Op.VISIT_CREATE, payload)
            batch = write_batch(1, [entry.to_line() for entry in pc.sealed])
            # packed before the start: the senders' work is not what is measured
            desks.append(_Desk(pc, gzip.compress(batch, 1)))
    finally:
        office.close()
    now = datetime.now(UTC)
    for desk in desks:
        desk.pc.clock.at = now
    return desks


def _verified_in_a_second() -> float:
    """Signatures that one core verifies in a second of its time."""
    signer = Ed25519Signer(bytes(32))
    body = bytes(600)
    signature = signer.sign(body)
    began = time.process_time()
    for _ in range(_PROBE):
        is_signature(signer.public_key, body, signature)
    return _PROBE / (time.process_time() - began)


def _tell(desks: Sequence[_Desk], drained: float, options: argparse.Namespace) -> None:
    by_agency: dict[str, float] = {}
    for desk in desks:
        by_agency[desk.pc.agency] = max(desk.waited, by_agency.get(desk.pc.agency, 0.0))
    waits = sorted(by_agency.values())
    median, entries = statistics.median(waits), len(desks) * options.entries
    limit = _verified_in_a_second()
    print(f"{len(desks)} PCs of {len(waits)} agencies, {entries} entries, {options.workers} worker(s)")
    print(f"drained in {drained:.1f} s: {entries / drained:.0f} entries/s")
    print(
        f"an agency waits {median:.2f} s (median), {waits[-1]:.2f} s at most: {waits[-1] / median:.2f} times"
    )
    print(f"asked again: {sum(desk.again for desk in desks)}")
    print(f"signatures verified by one core: {limit:.0f}/s; {entries / drained / limit:.2f} of that")


if __name__ == "__main__":
    raise SystemExit(main())
