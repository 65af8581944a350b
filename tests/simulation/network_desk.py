"""PCs that seal and send over a bad line, each a process, until they are told to stop.

Run as ``python -m tests.simulation.network_desk FOLDER SEED PCS [DATABASE]``: everything is imported once,
and a process forked for each PC, ``pc0`` … in the folder. Whenever a PC says that something was delivered,
it is looked up at once in the receiver's own database, past the line.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from random import Random

from provider_desktop.bootstrap import Services
from provider_desktop.domain.clock import SystemClock
from provider_desktop.receiver.office import Office, open_office
from provider_desktop.receiver.storage import streams
from tests.simulation.kill_desk import FAULTS, TOLD, a_desktop, finish
from tests.support.builders import a_staff_member

RECEIVER, STOP, READY, PEACE = "receiver", "stop", "ready", "peace"


def live(folder: Path, seed: int, database: str) -> None:
    """Seal and send until the file ``stop`` is there; then, once there is peace, send what is left."""
    random = Random(seed)
    services = a_desktop(folder)
    office = open_office(folder.parent / RECEIVER, SystemClock(), url=database)
    stop, peace = folder.parent / STOP, folder.parent / PEACE
    (folder / READY).touch()
    with (folder / TOLD).open("a", encoding="ascii") as told:
        number = 0
        while not stop.exists():
            for _ in range(random.choice((1, 1, 2, 5))):
                number += 1
                member = a_staff_member(f"S{random.randrange(50)}")
                services.staff.update(replace(member, name=f"王{seed}{number}"))
            services.sync.run()
            told.write(_said(services, office))
            told.flush()
    office.close()
    services.session.close()
    while not peace.exists():
        time.sleep(0.05)
    finish(folder)


def _said(services: Services, office: Office) -> str:
    """What the user sees by now. Raises ``AssertionError`` where it says delivered and it is not there."""
    with services.workspace.reading() as reading:
        head = reading.stream.own()
        assert head is not None
        delivered = reading.receipts.head(head.stream)
        own = reading.stream.at(head.stream, delivered) if delivered else None
    if own is not None:
        with office.database.read() as connection:
            held = streams.hash_at(connection, head.stream, delivered)
        if held != own.hash:
            raise AssertionError(f"entry {delivered} is said to be delivered, and is not held")
    return f"{head.seq} {head.hash or '-'} {delivered}\n"


def main(words: list[str]) -> int:
    """The words of the command line; exit status 1 where a PC ended by itself."""
    folder, seed, pcs, database = Path(words[0]), int(words[1]), int(words[2]), "".join(words[3:])
    processes = [_forked(folder / f"pc{number}", seed * 100 + number, database) for number in range(pcs)]
    return int(any(os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in processes))


def _forked(folder: Path, seed: int, database: str) -> int:
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        live(folder, seed, database)
        status = 0
    except BaseException:  # noqa: BLE001 - anything that ends a desktop by itself is a finding
        (folder / FAULTS).write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
