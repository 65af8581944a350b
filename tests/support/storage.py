"""Builders for the database: one that is open, and a clerk who seals, hears back and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.domain.visits import Visit
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Op, SealedEntry, seal
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.storage.audit import AuditEvent
from provider_desktop.storage.database import Database
from provider_desktop.storage.server_address import ServerAddress
from provider_desktop.storage.server_database import ServerDatabase
from provider_desktop.storage.unit_of_work import UnitOfWork
from provider_desktop.storage.verdicts import VerdictRow
from tests.support.exchange import AGENCY, DEVICE, STREAM, a_ulid

KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


#: Gives the address of a fresh database on a server, while tests are to run on one.
ON_SERVER: ContextVar[Callable[[], str] | None] = ContextVar("ON_SERVER", default=None)
#: The PC that works on it.
INSTALLATION = a_ulid(77)


def _new_database(folder: Path) -> Database:
    new_url = ON_SERVER.get()
    if new_url is None:
        return Database.create(folder / "records.db", KEY)
    server = ServerDatabase.open(ServerAddress.read(new_url()), INSTALLATION, new=True)
    return cast("Database", server)  # what tests of one dialect alone reach into is not there


@contextmanager
def a_database(folder: Path, *, joined: bool = True) -> Iterator[Database]:
    """A new database, open, with a stream where *joined*."""
    database = _new_database(folder)
    try:
        if joined:
            with database.unit_of_work() as work:
                work.stream.start(STREAM, "0123456789abcdef", NOW)
                work.commit()
        yield database
    finally:
        database.close()


def seal_visit(
    work: UnitOfWork, visit: Visit, findings: Iterable[Finding] = (), op: Op | None = None
) -> SealedEntry:
    """Entry, business row and audit row of a version, as the service that seals does it."""
    head = work.stream.own()
    assert head is not None
    parent = work.stream.latest_of(visit.record)
    entry = seal(
        DEVICE,
        agency=AGENCY,
        stream=head.stream,
        seq=head.seq + 1,
        prev=head.hash,
        op=op or (Op.VISIT_CREATE if visit.version == 1 else Op.VISIT_CORRECT),
        record=visit.record,
        version=visit.version,
        parent=parent.hash if parent else "",
        reason=visit.reason,
        actor="clerk",
        schema="visit/1",
        recorded_at=NOW,
        feed_seen=0,
        salt=(head.seq + 1).to_bytes(32, "big"),
        payload=encode(to_payload(visit)),
    )
    work.stream.append(entry)
    work.visits.seal(visit, findings, entry.hash, NOW)
    work.audit.append(AuditEvent(NOW, "clerk", "seal", visit.record))
    return entry


def receive_up_to(work: UnitOfWork, seq: int, at: datetime = NOW) -> None:
    """A receipt for the own stream up to *seq*."""
    entry = work.stream.at(STREAM, seq)
    assert entry is not None
    receipt = Receipt(1, AGENCY, STREAM, seq, entry.hash, seq, at, 0, "")
    work.receipts.add(receipt, b"envelope")


def judge(
    work: UnitOfWork, entry: SealedEntry, outcome: str, rules: Iterable[str] = (), **changes: Any
) -> VerdictRow:
    """A verdict on an entry."""
    header = entry.header()
    findings = tuple(
        {"rule": rule, "action": "block", "pointer": "", "values": {}, "text": {"zh": rule, "en": rule}}
        for rule in rules
    )
    given: dict[str, Any] = {
        "entry_hash": entry.hash,
        "stream": header.stream,
        "seq": header.seq,
        "record": header.record,
        "version": header.version,
        "outcome": outcome,
        "issued_at": NOW,
        "statement": header.seq,
        "findings": findings,
    }
    verdict = VerdictRow(**(given | changes))
    work.verdicts.save(verdict)
    return verdict
