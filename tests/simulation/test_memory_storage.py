"""The storage in memory stands in for the receiver's database: both give the same answers, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from provider_desktop.domain.clock import FixedClock
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.invitations import enrolment_request
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver import calls as shipped
from provider_desktop.receiver import enrolment
from provider_desktop.receiver.answers import Answer, Refused
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.keys import Keys
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage.database import open_sqlite
from tests.simulation.chance import without_chance
from tests.simulation.desktop import Pc
from tests.simulation.memory_storage import MemoryDatabase
from tests.simulation.world import AGENCY, START, STRANGERS
from tests.support.exchange import RECEIVER, ROOT


@dataclass
class Desk:
    """A receiver with its clock, and two PCs of one agency and one of another."""

    office: Office
    clock: FixedClock
    calls: Calls
    pcs: list[Pc]
    random: Random

    def device(self, pc: Pc) -> Any:
        storage: Any = shipped  # whichever storage it works with now
        with self.office.database.read() as connection:
            return storage.agencies.device(connection, pc.device())


def _desk(seed: int, database: Any) -> Desk:
    random, clock = Random(seed), FixedClock(START)
    office = Office(Path(), database, Keys(RECEIVER, ROOT), clock)
    with database.write() as connection:
        office.renew_trust(connection)
    pcs = []
    for number, agency in enumerate((AGENCY, AGENCY, STRANGERS)):
        with database.write() as connection:
            invitation = enrolment.invite(office, connection, agency, agency, "http://127.0.0.1:1")
            signer = Ed25519Signer(random.randbytes(32))
            told = enrolment.enrol(office, connection, enrolment_request(signer, invitation, "PC"))
        pc = Pc(f"PC{number}", agency, told.stream, ROOT.public_key, random, clock.now, Random(seed + number))
        pc.disk.keys.append((0, signer))
        pcs.append(pc)
    return Desk(office, clock, Calls(office), pcs, random)


def _history(desk: Desk, steps: int) -> Iterator[object]:
    """What a receiver answers to a random history, its refusals included."""
    for _ in range(steps):
        desk.clock.at += timedelta(seconds=desk.random.randrange(100))
        pc, stream = desk.random.choice(desk.pcs), desk.random.choice(desk.pcs).stream
        device = desk.device(pc)
        match desk.random.randrange(7):
            case 0:
                pc.rotate() if desk.random.random() < 0.2 else pc.seal(Op.NEED_REPORT)
            case 1 | 2 if pc.disk.chain:
                first = desk.random.randrange(1, len(pc.disk.chain) + 1)
                lines = [each.to_line() for each in pc.disk.chain[first - 1 :]]
                if desk.random.random() < 0.2:
                    del lines[desk.random.randrange(len(lines))]
                if lines:
                    yield _said(desk.calls.submit, device, stream, write_batch(first, lines), "")
            case 3:
                yield _said(desk.calls.head, device, stream)
            case 4:
                yield _said(desk.calls.entries, device, stream, desk.random.randrange(3))
            case 5:
                yield desk.calls.feed(device, desk.random.randrange(3))
            case 6:
                with desk.office.database.write() as connection:
                    body = {"title": "通知", "text": "", "at": "2026-11-23T10:00:00+08:00"}
                    yield desk.office.state(connection, pc.agency, Kind.NOTICE, body)
        if desk.random.random() < 0.05 and pc.disk.chain:
            pc.disk.chain[-1:] = []  # a disk put back: the next entry will be another history
            pc.disk.keys = [key for key in pc.disk.keys if key[0] <= len(pc.disk.chain) + 1]


def _said(call: Callable[..., Answer], *given: object) -> object:
    try:
        answer = call(*given)
    except Refused as refusal:
        answer = refusal.answer()
    return answer.status, answer.body


@contextmanager
def _in_a_database(seed: int, folder: Path) -> Iterator[Desk]:
    with without_chance(seed, in_memory=False):
        database = open_sqlite(folder)
        try:
            yield _desk(seed, database)
        finally:
            database.close()


@pytest.mark.parametrize("seed", range(3))
def test_both_answer_alike(seed: int, tmp_path: Path) -> None:
    with without_chance(seed):
        in_memory = list(_history(_desk(seed, MemoryDatabase()), 150))
    with _in_a_database(seed, tmp_path) as desk:
        in_database = list(_history(desk, 150))
    assert in_memory == in_database
    refused = [each for each in in_memory if isinstance(each, tuple) and each[0] != 200]
    assert len(refused) > 10, "a history in which nothing goes wrong shows little"


def test_a_transaction_that_fails_leaves_nothing() -> None:
    with without_chance(0):
        database = MemoryDatabase()
        desk = _desk(0, database)
        before = database.tables.copy()
        with pytest.raises(FormError):
            _state_badly(desk)
        assert database.tables == before


def _state_badly(desk: Desk) -> None:
    with desk.office.database.write() as connection:
        desk.office.state(connection, AGENCY, Kind.NOTICE, {})
        desk.office.state(connection, AGENCY, Kind.NOTICE, {"share": 0.5})
