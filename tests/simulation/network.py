"""Real desktops and a real receiver, with a bad line between them; both histories are compared afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import select

from provider_desktop.domain.clock import SystemClock
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.storage import tables
from tests.simulation.campaign import Tally
from tests.simulation.faulty_proxy import FaultyProxy
from tests.simulation.kill import desk_problems
from tests.simulation.kill_desk import FAULTS, FINAL, INVITATION
from tests.simulation.network_desk import PEACE, READY, RECEIVER, STOP
from tests.simulation.power_cut import scratch
from tests.support import postgres
from tests.support.receiver import AGENCY, OTHER_AGENCY, ReceiverProcess

#: By stream: place and hash, in order.
Kept: TypeAlias = dict[str, list[tuple[int, str]]]

_ROOT: Final = Path(__file__).resolve().parents[2]
#: Two PCs of one agency, and one of another.
_AGENCIES: Final = (AGENCY, AGENCY, OTHER_AGENCY)
_RATE: Final = 0.4
_PATIENCE: Final = 120
#: Faults for one set of PCs; then everything is compared, and the next begins anew.
_MOST_AT_ONCE: Final = 5000


def on_sqlite(budget: int, seed: int) -> Tally:
    """So many faults between PCs and a receiver on its own file."""
    return _offices(budget, seed, lambda: "", 1)


def on_postgres(budget: int, seed: int) -> Tally:
    """So many faults between PCs and a receiver of two processes on a database server."""
    with postgres.a_cluster() as cluster:
        return _offices(budget, seed, cluster.new_database, 2)


def _offices(budget: int, seed: int, new_database: Callable[[], str], workers: int) -> Tally:
    whole = Tally()
    while whole.count < budget and not whole.problems:
        with scratch() as folder:
            share = min(_MOST_AT_ONCE, budget - whole.count)
            whole.add(one_office(folder, share, seed, new_database(), workers))
        seed += 1
    return whole


def one_office(
    folder: Path, budget: int, seed: int, database: str = "", workers: int = 1, module: str = ""
) -> Tally:
    """Three PCs that seal and send until so many calls have gone wrong, then in peace; what is wrong then.

    ``module`` is another program than the receiver's own.
    """
    receiver = ReceiverProcess(folder / RECEIVER, database=database, log=folder / "receiver.log")
    receiver.module = module or receiver.module
    with FaultyProxy(seed) as proxy:
        receiver.start(0, "--workers", str(workers))
        try:
            proxy.port = int(receiver.url.rpartition(":")[2])
            for number, agency in enumerate(_AGENCIES):
                (folder / f"pc{number}").mkdir()
                words = ("--url", proxy.url, "--out", str(folder / f"pc{number}" / INVITATION))
                receiver.json("invite", agency, "--name", "机构", *words)
            with _desks(folder, seed, database) as desks:
                _wait(lambda: all((folder / f"pc{number}" / READY).exists() for number in _places()), desks)
                proxy.rate = _RATE
                while proxy.faults.total() < budget and not _faults(folder) and desks.poll() is None:
                    time.sleep(0.02)
                (folder / STOP).touch()
                proxy.rate = 0.0
                (folder / PEACE).touch()
                desks.wait(_PATIENCE)
            audit = json.loads(receiver.run("verify", "--json").stdout)  # whatever it finds
            done = Counter(proxy.faults)
            found = _compared(folder, audit, held(folder / RECEIVER, database))
            return Tally(done, [f"seed {seed}: {each}" for each in found])
        finally:
            receiver.stop()


def _places() -> range:
    return range(len(_AGENCIES))


@contextmanager
def _desks(folder: Path, seed: int, database: str) -> Iterator[subprocess.Popen[bytes]]:
    module = "tests.simulation.network_desk"
    words = [sys.executable, "-m", module, str(folder), str(seed), str(len(_AGENCIES)), database]
    desks = subprocess.Popen(
        words, cwd=_ROOT, env={**os.environ, "PYTHONPATH": str(_ROOT)}, start_new_session=True
    )
    try:
        yield desks
    finally:
        if desks.poll() is None:
            os.killpg(desks.pid, 9)
            desks.wait()


def _wait(holds: Any, desks: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _PATIENCE
    while not holds():
        if desks.poll() is not None or time.monotonic() > ends:
            raise RuntimeError("the desktops did not begin")
        time.sleep(0.05)


def _faults(folder: Path) -> list[str]:
    found = (folder / f"pc{number}" / FAULTS for number in _places())
    return [each.read_text(encoding="utf-8")[-1500:] for each in found if each.exists()]


def _compared(folder: Path, audit: dict[str, Any], kept: Kept) -> list[str]:
    """What differs between what the PCs and the receiver hold, and between what was told and what is."""
    problems = [f"a PC ended by itself: {each}" for each in _faults(folder)]
    problems += [f"receiver's verify: {each}" for each in audit["problems"]]
    if problems:
        return problems
    for number in _places():
        place = folder / f"pc{number}"
        final = json.loads((place / FINAL).read_text(encoding="utf-8"))
        problems += [f"pc{number}: {each}" for each in desk_problems(place)]
        problems += [f"pc{number}: {each}" for each in differences(final["chain"], kept.pop(final["stream"]))]
    if kept:
        problems.append(f"streams that nobody sealed: {sorted(kept)}")
    return problems


def differences(sealed: list[str], kept: list[tuple[int, str]]) -> list[str]:
    """Lost, doubled, out of place: a stream as sealed (hashes) and as kept (place and hash, in order)."""
    problems = []
    if [hash_ for _, hash_ in kept] != sealed:
        problems.append(f"{len(sealed)} entries were sealed, and {len(kept)} others are kept")
    if [seq for seq, _ in kept] != list(range(1, len(kept) + 1)):
        problems.append("the places kept are not dense")
    return problems


def held(folder: Path, database: str) -> Kept:
    """Place and hash of all that the receiver holds, by stream, asked of its database itself."""
    office = open_office(folder, SystemClock(), url=database)
    try:
        with office.database.read() as connection:
            rows = connection.execute(
                select(tables.streams.c.stream, tables.entries.c.seq, tables.entries.c.hash)
                .join(tables.entries, tables.entries.c.stream == tables.streams.c.stream, isouter=True)
                .order_by(tables.streams.c.stream, tables.entries.c.seq)
            ).all()
    finally:
        office.close()
    found: Kept = {}
    for stream, seq, hash_ in rows:
        found.setdefault(stream, [])
        if seq is not None:
            found[stream].append((seq, hash_))
    return found
