"""What is recorded: a PC that seals, hears back and tidies up, on the database that ships.

Run as ``python -m tests.simulation.power_cut_work FOLDER SEED COMMITS [PRAGMA=VALUE …]``; after each
commit it writes one line to the file ``told``: what it would have told a person by then.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random
from typing import Any

from provider_desktop.storage import database as database_module
from provider_desktop.storage.database import Database
from provider_desktop.storage.staff import StaffRow
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.simulation.contents import fingerprint
from tests.support.builders import a_hash, a_record, a_staff_member, a_visit, local
from tests.support.storage import a_database, receive_up_to, seal_visit

FILE, TOLD = "records.db", "told"


def use_pragmas(changes: list[str]) -> None:
    """Plant other settings than those that ship."""
    module: Any = database_module
    for change in changes:
        name, _, _ = change.partition("=")
        kept = tuple(each for each in module._PRAGMAS if not each.startswith(name))
        module._PRAGMAS = (change, *kept) if name == "journal_mode" else (*kept, change)


def work(folder: Path, seed: int, commits: int) -> None:
    """Commit so many times, and tell each state that lasts."""
    random = Random(seed)
    told = os.open(folder / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with a_database(folder) as database:
        os.write(told, f"{fingerprint(database)}\n".encode())
        for number in range(1, commits + 1):
            with database.unit_of_work() as unit:
                _one_thing(unit, number, random)
                unit.commit()
            os.write(told, f"{fingerprint(database)}\n".encode())
            if random.random() < 0.15:
                _tidy(database, random)
    os.close(told)


def _one_thing(unit: UnitOfWork, number: int, random: Random) -> None:
    """Mostly a visit that is sealed, now and then a pile of them, a receipt or a person."""
    head = unit.stream.own()
    match random.randrange(8):
        case 0 if head is not None and head.seq:
            receive_up_to(unit, head.seq, local("2026-11-23 10:00"))
        case 1:
            member = a_staff_member(f"S{number}")
            unit.staff.save(StaffRow(member, a_record(number), 1, a_hash(str(number))))
        case 2:
            for each in range(random.randrange(2, 30)):
                seal_visit(unit, a_visit(record=number * 100 + each))
        case _:
            seal_visit(unit, a_visit(record=number * 100, remarks="好" * random.randrange(400)))


def _tidy(database: Database, random: Random) -> None:
    if random.random() < 0.7:
        database.checkpoint()


def main(words: list[str]) -> None:
    """The words of the command line."""
    use_pragmas(words[3:])
    work(Path(words[0]), int(words[1]), int(words[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
