"""A desktop that is killed while it seals and sends.

Run as ``python -m tests.simulation.kill_desk FOLDER SEED KILLS``. The process imports everything once and
forks a desktop for each life. What a desktop tells its user is written to the file ``told`` only after it
is so; 0 kills let one live until everything is sent.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NoReturn

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.domain.clock import SystemClock
from provider_desktop.paths import DataPaths
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading
from tests.support.builders import a_staff_member

PASSPHRASE = "a plain passphrase"
INVITATION, TOLD, FAULTS, FINAL = "joining.careinvite", "told", "faults", "final.json"


def a_desktop(folder: Path) -> Services:
    """The services of the data folder, with a database that is open and joined."""
    paths = DataPaths(folder / "data")
    services = build_services(Workspace(paths, SystemClock(), "en"), keyring=lambda: None)
    try:
        if paths.database.exists():
            services.session.open(PASSPHRASE)
        else:
            paths.create()
            services.session.set_up(PASSPHRASE)
        if services.session.state().needs == "join":
            services.session.join((folder / INVITATION).read_bytes())
    except BaseException:
        services.session.close()
        raise
    return services


def live(folder: Path, seed: int, open_now: int) -> None:
    """Seal and send until killed; say through the pipe when the desktop is open."""
    random = Random(seed)
    services = a_desktop(folder)
    os.write(open_now, b".")
    told = os.open(folder / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in range(1_000_000):
        member = a_staff_member(f"S{random.randrange(50)}")
        services.staff.update(replace(member, name=f"王{seed}{number}"))
        tell(services, told)
        if random.random() < 0.3:
            services.sync.run()
            tell(services, told)


def tell(services: Services, told: int) -> None:
    """What the user sees by now: the last entry sealed, and how far it was delivered."""
    with services.workspace.reading() as reading:
        head = reading.stream.own()
        assert head is not None
        delivered = reading.receipts.head(head.stream)
    os.write(told, f"{head.seq} {head.hash} {delivered}\n".encode())


def finish(folder: Path) -> None:
    """Send everything, verify everything, and say what is there."""
    services = a_desktop(folder)
    report, tries = services.sync.run(), 1
    while (report.offline or report.remaining) and tries < 20:
        time.sleep(0.3)
        report, tries = services.sync.run(), tries + 1
    verified = services.system.verify()
    with services.workspace.reading() as reading:
        own = reading.stream.own()
        assert own is not None
        chain = [entry.hash for entry in reading.stream.chain(own.stream)]
        lines = sum(event.action == "staff.update" for event in reading.audit.newest(1_000_000))
        rows = [reading.staff.get(member.staff) for member in reading.staff.all()]
        stale = [row.record for row in rows if row and _newest(reading, row.record) != row.entry_hash]
    final = {
        "stream": own.stream,
        "chain": chain,
        "audit": lines,
        "stale": stale,
        "remaining": report.remaining,
        "alarm": report.alarm,
        "problems": list(verified.problems),
    }
    (folder / FINAL).write_text(json.dumps(final), encoding="utf-8")
    services.session.close()


def _newest(reading: Reading, record: str) -> str:
    latest = reading.stream.latest_of(record)
    return latest.hash if latest else ""


def _life(folder: Path, seed: int, random: Random) -> None:
    """Fork a desktop and kill it: while it opens now and then, mostly while it works."""
    is_open, open_now = os.pipe()
    process = os.fork()
    if not process:
        _child(folder, seed, open_now)
    os.close(open_now)
    if random.random() < 0.8:
        select.select([is_open], [], [], 30)
    time.sleep(random.choice((0.5, 1.5, 2.5)) * random.random())
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(is_open)


def _child(folder: Path, seed: int, open_now: int) -> NoReturn:
    try:
        live(folder, seed, open_now)
    except BaseException:  # noqa: BLE001 - anything that ends a desktop by itself is a finding
        with (folder / FAULTS).open("a", encoding="utf-8") as file:
            file.write(traceback.format_exc())
    finally:
        os._exit(1)


def main(words: list[str]) -> None:
    """The words of the command line."""
    folder, seed, kills = Path(words[0]), int(words[1]), int(words[2])
    if not kills:
        finish(folder)
        return
    random = Random(seed)
    for number in range(kills):
        _life(folder, seed * 1000 + number, random)


if __name__ == "__main__":
    main(sys.argv[1:])
