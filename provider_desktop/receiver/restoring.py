"""Taking a history back: a receiver that lost it is given what an agency holds of both chains.

The archive is NDJSON. Its first line names agency, stream and the stream's first key; then come, in an
order in which nothing names what follows later, ``{"entry":…}`` (the line of a package), ``{"receipt":…}``
and ``{"statement":…}`` (envelopes, byte for byte). All is verified again, and a statement or receipt counts
only under this receiver's own key: an agency cannot make up verdicts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, JsonObject, decode_strict, encode
from provider_desktop.exchange.entries import EntryError, Op, SealedEntry, check_entry, next_public_key
from provider_desktop.exchange.receipts import ReceiptError, verify_receipt
from provider_desktop.exchange.scalars import from_wire_time, public_key_bytes
from provider_desktop.exchange.signing import key_id
from provider_desktop.exchange.statements import (
    Kind,
    SealedStatement,
    Statement,
    StatementError,
    open_statement,
)
from provider_desktop.exchange.trust import Trust, verify_trust
from provider_desktop.receiver import judge
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.publishing import COMMON, subject_of
from provider_desktop.receiver.storage import agencies, bulk, feed, people, streams
from provider_desktop.receiver.storage.agencies import Device
from provider_desktop.receiver.storage.records import RecordRow, Verdict
from provider_desktop.receiver.storage.streams import EntryRow, Head
from provider_desktop.receiver.world import visit_of, visit_row

ARCHIVE: Final = "care.archive.v1"
#: A transaction ends with the first receipt behind so many lines.
_LINES_AT_ONCE = 4_000
_LINE_LIMIT = 8 * 1024 * 1024
#: An agency is known some time before its device opens a stream.
_BEFORE = timedelta(days=31)
_PARTS = {b'{"entry":': "entry", b'{"receipt":': "receipt", b'{"statement":': "statement"}
_HEADING = shapes.record(
    {
        "type": shapes.literal(ARCHIVE),
        "agency": shapes.identifier,
        "name": shapes.text(200, empty=False),
        "stream": shapes.ulid,
        "public_key": shapes.public_key,
        "opened_at": shapes.time,
    }
)


@dataclass(slots=True)
class Restored:
    """What was taken back."""

    agency: str
    stream: str
    entries: int = 0
    receipts: int = 0
    statements: int = 0


def restore(office: Office, lines: Iterable[bytes]) -> Restored:
    """Take an archive in; what is here already is passed over, so that it may be given again.

    Each portion is one transaction. Raises ``AppError`` ``ValueInvalid`` at the first line that is not
    authentic or does not follow; what stands before it is kept.
    """
    remaining = iter(lines)
    heading = _heading(next(remaining, b""))
    restored = Restored(heading["agency"], heading["stream"])
    with office.database.write() as connection:
        _know(office, connection, heading)
        # What is taken back was signed before the trust document that this receiver just made.
        vouched = office.vouch_since(connection, from_wire_time(heading["opened_at"]) - _BEFORE)
        trust = verify_trust(vouched.envelope, root=office.root_public_key())
    for portion in _portions(remaining):
        with office.database.write() as connection:
            _Portion(connection, trust, restored).take(portion)
    return restored


@dataclass(slots=True)
class _Portion:
    connection: Connection
    trust: Trust
    restored: Restored

    def take(self, lines: list[tuple[str, bytes]]) -> None:
        """Entries and receipts first, then what was said of them."""
        sealed = [SealedEntry.from_line(line) for kind, line in lines if kind == "entry"]
        receipts = [line for kind, line in lines if kind == "receipt"]
        self._entries(sealed, self._receipts(receipts))
        self._statements([line for kind, line in lines if kind == "statement"])

    def _receipts(self, envelopes: list[bytes]) -> list[tuple[int, datetime]]:
        """Positions up to which entries were received, and when."""
        agency, stream = self.restored.agency, self.restored.stream
        covered = []
        for envelope in envelopes:
            try:
                receipt = verify_receipt(envelope, trust=self.trust, agency=agency, stream=stream)
            except ReceiptError as error:
                raise _refused("receipt", 0, error.code) from error
            covered.append((receipt.seq, receipt.received_at))
            at = Head(receipt.seq, receipt.hash)
            if streams.receipt_over(self.connection, stream, at, receipt.epoch) is None:
                streams.add_receipt(
                    self.connection, stream, at, epoch=receipt.epoch, envelope=envelope,
                    now=receipt.received_at,
                )  # fmt: skip
                self.restored.receipts += 1
        return covered

    def _entries(self, sealed: list[SealedEntry], covered: list[tuple[int, datetime]]) -> None:
        agency, stream = self.restored.agency, self.restored.stream
        head = streams.head(self.connection, stream)
        key = streams.keys(self.connection, stream)[-1].public_key
        rows: list[dict[str, Any]] = []
        for entry in sealed:
            try:
                header = check_entry(entry, agency=agency, stream=stream, public_key=key)
            except EntryError as error:
                raise _refused("entry", head.seq + 1, error.code) from error
            if header.seq <= head.seq:
                if streams.hash_at(self.connection, stream, header.seq) != entry.hash and not rows:
                    raise _refused("entry", header.seq, "equivocation")
                continue
            if (header.seq, header.prev) != (head.seq + 1, head.hash):
                raise _refused("entry", header.seq, "gap")
            received_at = next((at for seq, at in covered if seq >= header.seq), None)
            if received_at is None:
                raise _refused("entry", header.seq, "receipt")
            head = Head(header.seq, entry.hash)
            rows.append(
                {
                    "stream": stream, "seq": header.seq, "hash": entry.hash, "agency": agency,
                    "op": header.op.value, "record": header.record, "version": header.version,
                    "parent": header.parent, "header": entry.header_bytes, "signature": entry.signature,
                    "salt": entry.salt, "payload": entry.payload, "received_at": received_at,
                }
            )  # fmt: skip
            following = next_public_key(header, entry.payload, key)
            if following != key:
                key = following
                device = Device(key_id(key), agency, key, stream, "", False)
                agencies.add_key(
                    self.connection, device, from_seq=header.seq + 1, code_hash=None, now=received_at
                )
        bulk.add_entries(self.connection, stream, rows)
        self.restored.entries += len(rows)

    def _statements(self, envelopes: list[bytes]) -> None:
        agency = self.restored.agency
        head = feed.head(self.connection, agency)
        taken: list[SealedStatement] = []
        for envelope in envelopes:
            try:
                sealed = open_statement(envelope, trust=self.trust, agency=agency)
            except StatementError as error:
                raise _refused("statement", head.seq + 1, error.code) from error
            statement = sealed.statement
            if statement.seq <= head.seq:
                continue
            if (statement.seq, statement.prev) != (head.seq + 1, head.hash):
                raise _refused("statement", statement.seq, "gap")
            head = Head(statement.seq, sealed.hash)
            taken.append(sealed)
        bulk.add_statements(self.connection, agency, taken)
        self.restored.statements += len(taken)
        for each in taken:
            if each.statement.kind != Kind.VERDICT:
                self._publication(each.statement)
        self._verdicts([each.statement for each in taken if each.statement.kind == Kind.VERDICT])

    def _publication(self, statement: Statement) -> None:
        """What a statement other than a verdict left in the receiver's tables when it was made."""
        agency, body, at = self.restored.agency, statement.body, statement.issued_at
        if statement.kind == Kind.ASSIGNMENT:
            recipient = body["recipient"]["recipient"]
            people.put_assignment(self.connection, agency, body["assignment"], recipient, encode(body))
        elif statement.kind == Kind.RATING:
            feed.add_rating(self.connection, agency, body["period"], encode(body), at)
        elif statement.kind == Kind.DEVICE:
            agencies.revoke(self.connection, body["device"], at)
        elif statement.kind in (Kind.AGENCY, *COMMON):
            kind = Kind(statement.kind)
            feed.publish(
                self.connection, agency=agency, kind=kind.value, subject=subject_of(kind, body),
                body=encode(body), now=at,
            )  # fmt: skip

    def _verdicts(self, said: list[Statement]) -> None:
        """Verdicts and their effect. First versions of visits accepted at once are nearly all, and go in
        together; everything else takes effect one by one, as when it was judged."""
        named = bulk.entries_named(self.connection, [each.body["entry"] for each in said])
        verdicts = []
        for each in said:
            entry = named.get(each.body["entry"])
            if entry is None:
                raise _refused("statement", each.seq, "entry")
            findings = tuple(each.body["findings"])
            verdicts.append(
                Verdict(entry.id, each.body["outcome"], findings, False, each.seq, each.issued_at)
            )
        bulk.add_verdicts(self.connection, verdicts)
        judged = [(named[each.body["entry"]], str(each.body["outcome"])) for each in said]
        versions = bulk.records_with_entries(
            self.connection, self.restored.agency, list(dict.fromkeys(entry.record for entry, _ in judged))
        )
        verdicts_on = Counter(entry.id for entry, _ in judged)
        plain = [
            entry
            for entry, outcome in judged
            if entry.op == Op.VISIT_CREATE
            and (outcome, versions[entry.record], verdicts_on[entry.id]) == ("accepted", 1, 1)
        ]
        together = {entry.id for entry in plain}
        others = [(entry, outcome) for entry, outcome in judged if entry.id not in together]
        for entry, outcome in others:
            if not entry.op.startswith("visit."):
                judge.take_effect(self.connection, entry, outcome)
        self._let_count(plain)
        for entry, outcome in others:
            if entry.op.startswith("visit."):
                judge.take_effect(self.connection, entry, outcome)

    def _let_count(self, plain: list[EntryRow]) -> None:
        agency = self.restored.agency
        visits = [(entry, visit_of(entry)) for entry in plain]
        bulk.add_records(
            self.connection,
            [RecordRow(agency, entry.record, entry.id, 1, "accepted", entry.id) for entry in plain],
        )
        staff = {member for _, visit in visits if visit for member in visit.staff}
        persons = people.persons(self.connection, agency, staff)
        bulk.add_visits(
            self.connection,
            [visit_row(entry, visit, persons) for entry, visit in visits if visit is not None],
        )


def _heading(line: bytes) -> JsonObject:
    try:
        heading = decode_strict(line, _LINE_LIMIT)
        shapes.require(_HEADING, heading)
    except FormError as error:
        raise _refused("heading", 1, error.pointer or error.code.value) from error
    return heading


def _know(office: Office, connection: Connection, heading: JsonObject) -> None:
    """The agency, its device and the stream, where they are not known (any more)."""
    agency, stream = heading["agency"], heading["stream"]
    opened_at = from_wire_time(heading["opened_at"])
    owner = streams.agency_of(connection, stream)
    if owner is not None:
        if owner != agency:
            raise _refused("heading", 1, "agency")
        return
    agencies.add_agency(connection, agency, heading["name"], office.clock.now())
    public_key = public_key_bytes(heading["public_key"])
    bulk.open_stream(connection, stream, agency, opened_at)
    device = Device(key_id(public_key), agency, public_key, stream, "", False)
    agencies.add_key(connection, device, from_seq=1, code_hash=None, now=opened_at)


def _portions(lines: Iterator[bytes]) -> Iterator[list[tuple[str, bytes]]]:
    portion: list[tuple[str, bytes]] = []
    closed = False
    for line in lines:
        kind, inner = _part(line)
        if closed and kind == "entry" and len(portion) >= _LINES_AT_ONCE:
            yield portion
            portion = []
        portion.append((kind, inner))
        closed = kind != "entry"
    if portion:
        yield portion


def _part(line: bytes) -> tuple[str, bytes]:
    line = line.strip()
    for prefix, kind in _PARTS.items():
        if line.startswith(prefix) and line.endswith(b"}"):
            return kind, line[len(prefix) : -1]
    raise _refused("line", 0, "form")


def _refused(what: str, at: int, why: str) -> AppError:
    return AppError(ErrorCode.VALUE_INVALID, name=f"{what} {at}", value=why)
