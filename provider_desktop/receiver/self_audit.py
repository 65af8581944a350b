"""The receiver examines itself: every stream, feed and receipt it holds, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from provider_desktop.exchange.entries import EntryError, SealedEntry, check_entry, next_public_key
from provider_desktop.exchange.receipts import ReceiptError, verify_receipt
from provider_desktop.exchange.statements import Position, verify_page
from provider_desktop.exchange.trust import Trust, TrustError, verify_trust
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import agencies, feed, records, streams
from provider_desktop.receiver.storage.streams import EntryRow, Head

_PAGE = 500


@dataclass(slots=True)
class Findings:
    """How much was examined, and every problem in one line each, without personal data."""

    entries: int = 0
    statements: int = 0
    receipts: int = 0
    waiting: int = 0
    problems: list[str] = field(default_factory=list)


def examine_all(office: Office) -> Findings:
    """Follow every chain from its beginning; one page at a time, so that the receiver goes on serving."""
    found = Findings()
    with office.database.read() as connection:
        trust = _trust(office, connection, found)
        known = [agency for agency, _ in agencies.all_agencies(connection)]
        found.waiting = records.waiting_count(connection)
        for code, agency, params, at in feed.alarms(connection):
            found.problems.append(f"alarm {code} {agency} {params} {at.isoformat(timespec='seconds')}")
    for agency in known:
        with office.database.read() as connection:
            own = streams.of_agency(connection, agency)
        for stream in own:
            _stream(office, agency, stream, found)
            if trust is not None:
                _receipts(office, agency, stream, trust, found)
        if trust is not None:
            _feed(office, agency, trust, found)
    return found


def _trust(office: Office, connection: Connection, found: Findings) -> Trust | None:
    if office.keys.root is None:
        found.problems.append("trust: the root key is not here, so feeds and receipts were not examined")
        return None
    row = office.trust(connection)
    try:
        return verify_trust(row.envelope, root=office.keys.root.public_key, now=office.clock.now())
    except TrustError as error:
        found.problems.append(f"trust: {error.code}")
        return None


def _stream(office: Office, agency: str, stream: str, found: Findings) -> None:
    with office.database.read() as connection:
        keys = [(key.from_seq, key.public_key) for key in streams.keys(connection, stream)]
    head = Head(0, "")
    for row in _entries(office, stream):
        found.entries += 1
        public_key = next(key for start, key in reversed(keys) if start <= row.seq)
        problem = _entry_problem(row, agency, head, public_key)
        if not problem and (row.seq + 1 in dict(keys)):
            sealed_by = next_public_key(_sealed(row).header(), row.payload, public_key)
            problem = "" if sealed_by == dict(keys)[row.seq + 1] else "key"
        if problem:
            found.problems.append(f"entry {stream} {row.seq}: {problem}")
        head = Head(row.seq, row.hash)


def _entry_problem(row: EntryRow, agency: str, head: Head, public_key: bytes) -> str:
    entry = _sealed(row)
    try:
        header = check_entry(entry, agency=agency, stream=row.stream, public_key=public_key)
    except EntryError as error:
        return error.code
    if entry.hash != row.hash:
        return "hash"
    if header.seq != row.seq or row.seq != head.seq + 1 or header.prev != head.hash:
        return "chain"
    told = (header.op.value, header.record, header.version, header.parent)
    return "" if told == (row.op, row.record, row.version, row.parent) else "columns"


def _receipts(office: Office, agency: str, stream: str, trust: Trust, found: Findings) -> None:
    with office.database.read() as connection:
        for envelope in streams.receipts(connection, stream):
            found.receipts += 1
            try:
                receipt = verify_receipt(envelope, trust=trust, agency=agency, stream=stream)
            except ReceiptError as error:
                found.problems.append(f"receipt {stream}: {error.code}")
                continue
            if streams.hash_at(connection, stream, receipt.seq) != receipt.hash:
                found.problems.append(f"receipt {stream} {receipt.seq}: no such entry")


def _feed(office: Office, agency: str, trust: Trust, found: Findings) -> None:
    after = Position()
    while True:
        with office.database.read() as connection:
            lines = feed.after(connection, agency, after.seq, _PAGE)
        if not lines:
            return
        page = verify_page(lines, after=after, trust=trust, agency=agency)
        found.statements += len(page.statements)
        if page.problem:
            found.problems.append(
                f"statement {agency} {after.seq + len(page.statements) + 1}: {page.problem}"
            )
            return
        after = page.statements[-1].position


def _entries(office: Office, stream: str) -> Iterator[EntryRow]:
    after = 0
    while True:
        with office.database.read() as connection:
            rows = streams.after(connection, stream, after, _PAGE)
        if not rows:
            return
        yield from rows
        after = rows[-1].seq


def _sealed(row: EntryRow) -> SealedEntry:
    return SealedEntry(row.header, row.signature, row.salt, row.payload)
