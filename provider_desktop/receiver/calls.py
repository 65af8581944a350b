"""The calls of the exchange without any web framework: values in, answers out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.entries import EntryError, SealedEntry
from provider_desktop.exchange.http_signatures import (
    LIFETIME,
    Request,
    SignatureError,
    check_signature,
    read_signature,
)
from provider_desktop.exchange.packages import (
    MAX_ENTRIES,
    Batch,
    PackageError,
    fitting,
    read_batch,
    write_lines,
)
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.scalars import to_wire_time
from provider_desktop.receiver.answers import Answer, Refused, as_json, as_lines
from provider_desktop.receiver.bodies import BATCH_LIMIT, NotReadable, TooLarge, unpack
from provider_desktop.receiver.enrolment import enrol
from provider_desktop.receiver.intake import Outcome, examine, settle
from provider_desktop.receiver.ledger import StreamLedger
from provider_desktop.receiver.limits import TokenBuckets
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import agencies, feed, streams
from provider_desktop.receiver.storage.agencies import Device
from provider_desktop.receiver.storage.streams import EntryRow, Head


class Calls:
    """Every call as a method. ``on_entries`` is told after a commit that brought new entries.

    Each method takes its own short transactions and may run on any thread. All raise ``Refused``.
    """

    def __init__(
        self,
        office: Office,
        on_entries: Callable[[], None] = lambda: None,
        limits: TokenBuckets | None = None,
    ) -> None:
        self._office = office
        self._on_entries = on_entries
        self._limits = limits or TokenBuckets()

    def trust(self) -> Answer:
        """The root-signed document of the receiver's keys."""
        with self._office.database.read() as connection:
            return Answer(200, self._office.trust(connection).envelope)

    def enrol(self, body: bytes) -> Answer:
        """A device comes in with an invitation's code."""
        self._ask_leave("")
        with self._office.database.write() as connection:
            enrolment = enrol(self._office, connection, body)
        return Answer(201, enrolment.to_bytes())

    def authenticate(self, request: Request, headers: Mapping[str, str], *, writes: bool) -> Device:
        """The device that signed the request; ``headers`` by lower-case name.

        A nonce is remembered, and refused the second time, where the call writes.
        """
        now = self._office.clock.now()
        try:
            given = read_signature(headers)
        except SignatureError as error:
            raise Refused(Problem.SIGNATURE) from error
        with self._office.database.read() as connection:
            device = agencies.device(connection, given.key)
        if device is None:
            raise Refused(Problem.SIGNATURE)
        digest = headers.get("content-digest", "")
        try:
            check_signature(given, request, public_key=device.public_key, now=now, digest=digest)
        except SignatureError as error:
            if error.code != "clock":
                raise Refused(Problem.SIGNATURE) from error
            signed = json.loads(self._office.time(given.nonce))
            raise Refused(Problem.CLOCK, signed=signed) from error
        if device.revoked:
            raise Refused(Problem.REVOKED)
        # Only now: a stranger must not use up what is a device's.
        self._ask_leave(device.device)
        if writes:
            # A signature is good until it expires, or its age is too great, whichever comes first.
            until = given.created + 2 * LIFETIME
            with self._office.database.write() as connection:
                fresh = agencies.use_nonce(connection, device.device, given.nonce, until, now)
            if not fresh:
                raise Refused(Problem.REPLAY)
        return device

    def streams(self, device: Device) -> Answer:
        """Every stream of the device's agency."""
        with self._office.database.read(device.agency) as connection:
            signers = agencies.current_devices(connection, device.agency)
            listed = []
            for stream in streams.of_agency(connection, device.agency):
                head = streams.head(connection, stream)
                state = streams.state(connection, stream)
                listed.append(
                    {
                        "stream": stream,
                        "device": signers[stream],
                        "seq": head.seq,
                        "hash": head.hash,
                        "state": state,
                    }
                )
        return as_json(200, {"streams": listed})

    def head(self, device: Device, stream: str) -> Answer:
        """Where the stream ends, with a receipt over exactly that."""
        self._own(device, stream)
        with self._office.database.read(device.agency) as connection:
            head = streams.head(connection, stream)
            epoch = self._office.trust(connection).epoch
            receipt = streams.receipt_over(connection, stream, head, epoch) if head.seq else None
        value = {
            "epoch": epoch,
            "seq": head.seq,
            "hash": head.hash,
            "server_time": to_wire_time(self._office.clock.now()),
        }
        if head.seq:
            envelope = receipt or self._receipt(device.agency, stream, head, 0)
            value["receipt"] = json.loads(envelope)
        return as_json(200, value)

    def submit(self, device: Device, stream: str, packed: bytes, encoding: str) -> Answer:
        """A batch of entries: what is next in sequence is kept, and the new head is receipted."""
        self._own(device, stream)
        return self._submit(device.agency, stream, packed, encoding)

    def submit_package(self, package: bytes) -> tuple[str, Answer]:
        """A sealed package that came by hand, as the call takes it; also the stream that it belongs to.

        The first entry says whose it is; ``Refused`` ``none`` where it says none that we know.
        """
        try:
            batch = read_batch(package)
        except PackageError as error:
            problem = Problem.SIZE if error.code == "size" else Problem.ENTRY
            raise Refused(problem, code=error.code, pointer=error.pointer) from error
        try:
            stream = SealedEntry.from_line(batch.lines[0]).header().stream
        except (EntryError, FormError) as error:
            code = error.code if isinstance(error, EntryError) else "header"
            raise Refused(Problem.ENTRY, code=code, pointer=error.pointer, seq=batch.from_seq) from error
        with self._office.database.read() as connection:
            owner = streams.agency_of(connection, stream)
        if owner is None:
            raise Refused(Problem.NONE)
        return stream, self._submit(owner, stream, package, "")

    def _submit(self, agency: str, stream: str, packed: bytes, encoding: str) -> Answer:
        batch = self._batch(agency, stream, packed, encoding)
        outcome = self._take(agency, stream, batch)
        if outcome.appended:
            self._on_entries()
        refusal = outcome.refusal
        if refusal is None:
            return Answer(200, self._receipt(agency, stream, outcome.head, batch.count))
        members: dict[str, Any] = {
            "seq": refusal.seq,
            "head": {"seq": outcome.head.seq, "hash": outcome.head.hash},
        }
        if refusal.problem == Problem.ENTRY:
            members |= {"code": refusal.code, "pointer": refusal.pointer}
        raise Refused(Problem(refusal.problem), None, **members)

    def entries(self, device: Device, stream: str, after: int) -> Answer:
        """Entries back: one page of those behind a position."""
        self._own(device, stream)
        with self._office.database.read(device.agency) as connection:
            rows = streams.after(connection, stream, after, MAX_ENTRIES)
        return as_lines(write_lines(fitting(map(_line, rows))))

    def feed(self, device: Device, after: int) -> bytes:
        """One page of the feed behind a position, as NDJSON; empty where there is nothing."""
        with self._office.database.read(device.agency) as connection:
            envelopes = feed.after(connection, device.agency, after, MAX_ENTRIES)
        return write_lines(fitting(envelopes))

    def feed_mark(self) -> int:
        """Grows with every statement to anybody: cheap to ask while many wait."""
        with self._office.database.read() as connection:
            return feed.latest(connection)

    def _own(self, device: Device, stream: str) -> None:
        """Let pass for the agency's own stream only; another's and none look the same."""
        with self._office.database.read(device.agency) as connection:
            if streams.agency_of(connection, stream) != device.agency:
                raise Refused(Problem.NONE)

    def _ask_leave(self, device: str) -> None:
        """Let pass who has not asked too often; '' stands for everybody who is no device yet."""
        wait = self._limits.take(device)
        if wait:
            raise Refused(Problem.BUSY, {"Retry-After": str(wait)})

    def _batch(self, agency: str, stream: str, packed: bytes, encoding: str) -> Batch:
        try:
            return read_batch(unpack(packed, encoding, BATCH_LIMIT))
        except TooLarge as error:
            raise Refused(Problem.SIZE, head=self._head(agency, stream)) from error
        except NotReadable as error:
            head = self._head(agency, stream)
            raise Refused(Problem.ENTRY, code="line", pointer="", head=head) from error
        except PackageError as error:
            head = self._head(agency, stream)
            if error.code == "size":
                raise Refused(Problem.SIZE, head=head) from error
            raise Refused(Problem.ENTRY, code="line", pointer=error.pointer, head=head) from error

    def _head(self, agency: str, stream: str) -> dict[str, int | str]:
        with self._office.database.read(agency) as connection:
            head = streams.head(connection, stream)
        return {"seq": head.seq, "hash": head.hash}

    def _take(self, agency: str, stream: str, batch: Batch) -> Outcome:
        """The one transaction of a batch. Signatures are verified before the stream is held, and once
        more only if its keys changed meanwhile."""
        now = self._office.clock.now()
        database = self._office.database
        with database.read(agency) as connection:
            keys = StreamLedger(connection, agency, stream, now).keys()
        examined = examine(batch, agency=agency, stream=stream, keys=keys)
        with database.write(agency) as connection:
            database.lock_stream(connection, stream)
            ledger = StreamLedger(connection, agency, stream, now)
            if ledger.keys() != examined.keys:
                examined = examine(batch, agency=agency, stream=stream, keys=ledger.keys())
            outcome = settle(examined, ledger)
            ledger.write()
            return outcome

    def _receipt(self, agency: str, stream: str, head: Head, count: int) -> bytes:
        """Signed in a transaction of its own, after the commit of what it covers."""
        with self._office.database.write(agency) as connection:
            return self._office.receipt(connection, agency, stream, head, count)


def _line(row: EntryRow) -> bytes:
    return SealedEntry(row.header, row.signature, row.salt, row.payload).to_line()
