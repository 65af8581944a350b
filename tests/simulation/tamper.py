"""Tampering by somebody who has the database's key: every change of what was said is found by ``verify``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import Connection

from provider_desktop.exchange.entries import EntryError
from provider_desktop.exchange.packages import PackageError
from provider_desktop.exchange.receipts import ReceiptError
from provider_desktop.services.people import StaffService
from provider_desktop.services.verification import Verification
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.database import Database
from provider_desktop.storage.unit_of_work import Reading
from tests.simulation.campaign import Tally, run_parts
from tests.simulation.hostile_bytes import PARSERS
from tests.support.builders import a_staff_member
from tests.support.workspace import Bureau, a_workspace

#: What was said, and what each list of it goes by. Left out: the order in which receipts came, when a
#: stream was opened and whether it is still open, which nothing signed tells.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "entries": (
        "seq", "hash", "op", "record", "version", "reason", "actor", "recorded_at", "header", "signature",
        "salt", "payload",
    ),
    "receipts": ("epoch", "seq", "hash", "count", "received_at", "envelope"),
    "statements": ("seq", "hash", "kind", "issued_at", "envelope"),
    "audit": ("id", "at", "actor", "action", "subject", "reason", "details", "prev", "hash"),
    "streams": ("device", "seq", "hash"),
    "acknowledged": ("seq",),
}  # fmt: skip
#: Tables whose rows have an order, and an end, that nobody may change.
ORDERED: Final = {"entries": "seq", "statements": "seq", "audit": "id"}
_KEY: Final = {"statements": "seq", "streams": "stream", "acknowledged": "stream"}


@dataclass(frozen=True)
class Kept:
    """A small PC's database, open for writing with its guards taken away, and never committed."""

    workspace: Workspace
    connection: Connection

    def problems(self) -> list[str]:
        """What ``verify`` says now."""
        work = Verification(self.workspace, Reading(self.connection))
        for check in (work.check_streams, work.check_receipts, work.check_feed, work.check_audit):
            check()
        return work.problems

    def run(self, statement: str, *values: object) -> Any:
        """A statement past every guard of the program."""
        return self.connection.exec_driver_sql(statement, values)


@contextmanager
def a_kept_database() -> Iterator[Kept]:
    """Seven entries, three receipts, nine statements and the audit trail that goes with them."""
    with TemporaryDirectory() as folder, a_workspace(Path(folder)) as workspace:
        _fill(workspace)
        database = workspace.opened()
        assert isinstance(database, Database)
        with database._writing.connect() as connection, connection.begin() as transaction:
            kept = Kept(workspace, connection)
            for (name,) in kept.run("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                kept.run(f'DROP TRIGGER "{name}"')
            yield kept
            transaction.rollback()


def _fill(workspace: Workspace) -> None:
    bureau, staff = Bureau(workspace), StaffService(workspace)
    bureau.lock(m2026_11="2026-12-06T00:00:00+08:00")
    for number in range(4):
        staff.update(a_staff_member(f"S{number}"))
        bureau.state("notice", {"title": f"通知{number}", "text": "", "at": "2026-11-23T10:00:00+08:00"})
        if number % 2:
            bureau.acknowledge()
    for number in range(3):
        staff.update(a_staff_member(f"S{number}", name="王立新"))
        bureau.state("notice", {"title": f"更正{number}", "text": "", "at": "2026-11-23T10:00:00+08:00"})
    bureau.acknowledge()
    bureau.state("notice", {"title": "完", "text": "", "at": "2026-11-23T10:00:00+08:00"})


Change = Callable[[Kept, Random], str]


def _change_a_cell(kept: Kept, random: Random) -> str:
    """One bit, character or number of one cell."""
    table = random.choice([name for name, columns in COLUMNS.items() for _ in columns])
    column = random.choice(COLUMNS[table])
    key = _KEY.get(table, "id")
    rows = kept.run(f'SELECT "{key}", "{column}" FROM {table}').fetchall()
    place, value = random.choice(rows)
    changed = _changed(value, random)
    kept.run("PRAGMA defer_foreign_keys = ON")
    kept.run(f'UPDATE OR REPLACE {table} SET "{column}" = ? WHERE "{key}" = ?', changed, place)
    return f"{table}.{column} of {place}: {value!r:.60} → {changed!r:.60}"


def _changed(value: object, random: Random) -> object:
    if isinstance(value, int):
        return value + random.choice((-1, 1, 1000))
    if isinstance(value, bytes):
        changed = bytearray(value or b"\0")
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
        return bytes(changed)
    text = changed_text = str(value)
    while changed_text == text:
        at = random.randrange(len(text) + 1)
        changed_text = text[:at] + random.choice("ax0 {王") + text[at + random.randrange(2) :]
    return changed_text


def _take_a_row_out(kept: Kept, random: Random) -> str:
    """A line gone. The newest statement is left: without it this PC has just not heard it yet."""
    table = random.choice(sorted(ORDERED))
    order = ORDERED[table]
    rows = [place for (place,) in kept.run(f"SELECT {order} FROM {table} ORDER BY {order}")]
    place = random.choice(rows[:-1] if table == "statements" else rows)
    if table == "entries":
        kept.run("DELETE FROM awaiting WHERE seq = ?", place)
    kept.run("PRAGMA defer_foreign_keys = ON")
    kept.run(f"DELETE FROM {table} WHERE {order} = ?", place)
    return f"{table}: {place} taken out"


def _change_the_order(kept: Kept, random: Random) -> str:
    """Two lines change their places."""
    table = random.choice(sorted(ORDERED))
    order = ORDERED[table]
    rows = [place for (place,) in kept.run(f"SELECT {order} FROM {table}")]
    one, other = random.sample(rows, 2)
    kept.run("PRAGMA defer_foreign_keys = ON")
    for place, to in ((one, -1), (other, one), (-1, other)):
        kept.run(f"UPDATE {table} SET {order} = ? WHERE {order} = ?", to, place)
    return f"{table}: {one} and {other} changed places"


_CHANGES: Final[tuple[Change, ...]] = (*[_change_a_cell] * 8, _take_a_row_out, _change_the_order)


def rows(budget: int, seed: int) -> Tally:
    """So many changes of rows, each undone before the next."""
    random, tally = Random(seed), Tally()
    with a_kept_database() as kept:
        if kept.problems():
            return Tally(problems=[f"not whole to begin with: {kept.problems()}"])
        for _ in range(budget):
            savepoint = kept.connection.begin_nested()
            change = random.choice(_CHANGES)
            done = change(kept, random)
            found = _finds(kept)
            savepoint.rollback()
            name = change.__name__.strip("_").replace("_", " ")
            tally.done[f"{name}: {'found' if found else 'not found'}"] += 1
            if not found:
                tally.problems.append(f"seed {seed}: {done}")
    return tally


def _finds(kept: Kept) -> bool:
    """Whether ``verify`` says something, or cannot read what it was left."""
    try:
        return bool(kept.problems())
    except Exception:  # noqa: BLE001 - it would not pass for whole
        return True


def _every_change(raw: bytes) -> Iterator[bytes]:
    """Every bit of a file, every byte taken out, every pair of its lines changed."""
    for at in range(len(raw)):
        for bit in range(8):
            yield raw[:at] + bytes((raw[at] ^ 1 << bit,)) + raw[at + 1 :]
        yield raw[:at] + raw[at + 1 :]
    lines = raw.splitlines(keepends=True)
    for one in range(len(lines)):
        for other in range(one + 1, len(lines)):
            changed = list(lines)
            changed[one], changed[other] = lines[other], lines[one]
            yield b"".join(changed)


def one_file(seed: int) -> Tally:
    """Every change of one kind of file, a hundredth of them a seed."""
    name = ("package", "receipt")[seed % 2]
    parser, tally = PARSERS[name], Tally()
    good = parser.read(parser.example)
    for number, raw in enumerate(_every_change(parser.example)):
        if number % 100 != seed // 2 % 100:
            continue
        try:
            found = parser.read(raw) != good or _same_file(raw, parser.example)
        except (ReceiptError, EntryError, PackageError):
            found = True
        tally.done[f"{name}: {'found' if found else 'not found'}"] += 1
        if not found:
            tally.problems.append(f"{name}: change {number} not found")
    return tally


def _same_file(raw: bytes, good: bytes) -> bool:
    """Whether nothing is changed but the line feed at the end, which a package may lack."""
    return raw.rstrip(b"\n") == good.rstrip(b"\n")


def files(budget: int, seed: int) -> Tally:
    """So many changes of packages and receipts as files; twenty seeds tell all of a tenth."""
    return run_parts(one_file, budget, seed)
