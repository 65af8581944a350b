"""The receiver's storage in memory: the functions of its storage modules, over lists that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from provider_desktop.receiver import calls, enrolment, ledger, office
from provider_desktop.receiver.storage.agencies import Device, Invitation
from provider_desktop.receiver.storage.feed import TrustRow
from provider_desktop.receiver.storage.streams import EntryRow, Head, StreamKey


class DiedError(Exception):
    """The receiver's process died here."""


@dataclass
class Tables:
    """Everything durable. Lists only grow, except for the undoing of a transaction."""

    trusts: list[TrustRow] = field(default_factory=list)
    agencies: dict[str, str] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[StreamKey]] = field(default_factory=dict)
    entries: dict[str, list[EntryRow]] = field(default_factory=dict)
    others: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, list[tuple[int, Head, bytes]]] = field(default_factory=dict)
    statements: dict[str, list[tuple[Head, bytes]]] = field(default_factory=dict)
    alarms: list[tuple[str, str]] = field(default_factory=list)
    nonces: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def copy(self) -> Tables:
        """A backup of now."""
        return Tables(**{each.name: _copied(getattr(self, each.name)) for each in fields(self)})


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return list(value)
    return {key: list(each) if isinstance(each, list) else each for key, each in value.items()}


@dataclass
class Transaction:
    """What a connection is to the storage modules: the tables, and how to undo what was done to them."""

    tables: Tables
    undo: list[Callable[[], object]] = field(default_factory=list)

    def add(self, where: list[Any], value: Any) -> None:
        """Append to a list."""
        where.append(value)
        self.undo.append(where.pop)

    def put(self, where: dict[Any, Any], key: Any, value: Any) -> None:
        """Set a key."""
        if key in where:
            before = where[key]
            self.undo.append(lambda: where.__setitem__(key, before))
        else:
            self.undo.append(lambda: where.pop(key))
        where[key] = value

    def begin_nested(self) -> Any:
        """A savepoint; nothing in memory fails halfway."""
        return nullcontext()


class MemoryDatabase:
    """Transactions over ``tables``. ``dies`` says at which coming commit, and on which side of it."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.dies: tuple[int, bool] | None = None
        self.on_commit: Callable[[], None] = lambda: None

    @contextmanager
    def read(self, _agency: str = "") -> Iterator[Transaction]:
        """One moment of the tables."""
        yield Transaction(self.tables)

    @contextmanager
    def write(self, _agency: str = "") -> Iterator[Transaction]:
        """All or nothing; raises ``DiedError`` just before or just after the commit that was chosen."""
        transaction = Transaction(self.tables)
        try:
            yield transaction
            self._perhaps_die(after=False)
        except BaseException:
            for each in reversed(transaction.undo):
                each()
            raise
        self.on_commit()
        self._perhaps_die(after=True)

    def _perhaps_die(self, *, after: bool) -> None:
        if self.dies is None:
            return
        left, is_after = self.dies
        if after or not is_after:
            if left == 0:
                self.dies = None
                raise DiedError
            self.dies = (left - 1, is_after)

    def lock_stream(self, _transaction: Transaction, _stream: str) -> None:
        """One thread: nothing to hold."""

    def lock_feed(self, _transaction: Transaction, _agency: str) -> None:
        """One thread: nothing to hold."""

    def lock_trust(self, _transaction: Transaction) -> None:
        """One thread: nothing to hold."""

    def lock_enrolling(self, _transaction: Transaction) -> None:
        """One thread: nothing to hold."""

    def close(self) -> None:
        """Nothing to let go of."""


class Agencies:
    """``receiver.storage.agencies`` in memory."""

    @staticmethod
    def add_agency(at: Transaction, agency: str, name: str, _now: datetime) -> bool:
        if agency in at.tables.agencies:
            return False
        at.put(at.tables.agencies, agency, name)
        return True

    @staticmethod
    def add_invitation(
        at: Transaction, code_hash: str, agency: str, _issued: datetime, expires: datetime
    ) -> None:
        at.put(at.tables.invitations, code_hash, Invitation(code_hash, agency, expires, ""))

    @staticmethod
    def invitation(at: Transaction, code_hash: str) -> Invitation | None:
        return at.tables.invitations.get(code_hash)

    @staticmethod
    def enrol(at: Transaction, device: Device, *, code_hash: str, now: datetime) -> None:
        at.put(at.tables.owners, device.stream, device.agency)
        for place in (at.tables.entries, at.tables.receipts, at.tables.keys):
            at.put(place, device.stream, [])
        Agencies.add_key(at, device, from_seq=1, code_hash=code_hash, now=now)

    @staticmethod
    def add_key(
        at: Transaction, device: Device, *, from_seq: int, code_hash: str | None, now: datetime
    ) -> None:
        if device.device not in at.tables.devices:
            at.put(at.tables.devices, device.device, device)
            if code_hash:
                used = replace(at.tables.invitations[code_hash], used_by=device.device)
                at.put(at.tables.invitations, code_hash, used)
        at.add(at.tables.keys[device.stream], StreamKey(from_seq, device.device, device.public_key))

    @staticmethod
    def device(at: Transaction, device_id: str) -> Device | None:
        return at.tables.devices.get(device_id)

    @staticmethod
    def revoke(at: Transaction, device_id: str, _now: datetime) -> None:
        at.put(at.tables.devices, device_id, replace(at.tables.devices[device_id], revoked=True))

    @staticmethod
    def use_nonce(at: Transaction, device_id: str, nonce: str, until: datetime, now: datetime) -> bool:
        if at.tables.nonces.get((device_id, nonce), now) > now:
            return False
        at.put(at.tables.nonces, (device_id, nonce), until)
        return True


class Streams:
    """``receiver.storage.streams`` in memory."""

    @staticmethod
    def agency_of(at: Transaction, stream: str) -> str | None:
        return at.tables.owners.get(stream)

    @staticmethod
    def head(at: Transaction, stream: str) -> Head:
        rows = at.tables.entries[stream]
        return Head(rows[-1].seq, rows[-1].hash) if rows else Head(0, "")

    @staticmethod
    def state(at: Transaction, stream: str) -> str:
        if any(other["stream"] == stream for other in at.tables.others):
            return "frozen"
        rows = at.tables.entries[stream]
        return "closed" if rows and rows[-1].op == "stream.close" else "open"

    @staticmethod
    def keys(at: Transaction, stream: str) -> tuple[StreamKey, ...]:
        return tuple(sorted(at.tables.keys[stream], key=lambda key: key.from_seq))

    @staticmethod
    def hash_at(at: Transaction, stream: str, seq: int) -> str | None:
        return Streams.hashes(at, stream, seq, 1).get(seq)

    @staticmethod
    def hashes(at: Transaction, stream: str, seq: int, limit: int) -> dict[int, str]:
        return {row.seq: row.hash for row in Streams.after(at, stream, seq - 1, limit)}

    @staticmethod
    def append(at: Transaction, stream: str, rows: Sequence[dict[str, Any]]) -> None:
        number = sum(map(len, at.tables.entries.values()))
        for place, values in enumerate(rows, 1):
            at.add(at.tables.entries[stream], EntryRow(id=number + place, **values))

    @staticmethod
    def keep_equivocation(at: Transaction, values: dict[str, Any]) -> bool:
        names = ("stream", "seq", "other_hash")
        if any(all(other[name] == values[name] for name in names) for other in at.tables.others):
            return False
        at.add(at.tables.others, values)
        return True

    @staticmethod
    def after(at: Transaction, stream: str, seq: int, limit: int) -> Sequence[EntryRow]:
        return [row for row in at.tables.entries[stream] if row.seq > seq][:limit]

    @staticmethod
    def add_receipt(
        at: Transaction, stream: str, head: Head, *, epoch: int, envelope: bytes, now: datetime
    ) -> None:
        at.add(at.tables.receipts[stream], (epoch, head, envelope))

    @staticmethod
    def receipt_over(at: Transaction, stream: str, head: Head, epoch: int) -> bytes | None:
        kept = reversed(at.tables.receipts[stream])
        return next((envelope for given, over, envelope in kept if (given, over) == (epoch, head)), None)


class Feed:
    """``receiver.storage.feed`` in memory."""

    @staticmethod
    def head(at: Transaction, agency: str) -> Head:
        said = at.tables.statements.get(agency)
        return said[-1][0] if said else Head(0, "")

    @staticmethod
    def append(
        at: Transaction, agency: str, head: Head, *, kind: str, envelope: bytes, issued_at: datetime
    ) -> None:
        if agency not in at.tables.statements:
            at.put(at.tables.statements, agency, [])
        at.add(at.tables.statements[agency], (head, envelope))

    @staticmethod
    def after(at: Transaction, agency: str, seq: int, limit: int) -> Sequence[bytes]:
        said = at.tables.statements.get(agency, [])
        return [envelope for head, envelope in said if head.seq > seq][:limit]

    @staticmethod
    def current_trust(at: Transaction) -> TrustRow | None:
        return max(at.tables.trusts, key=lambda row: row.version, default=None)

    @staticmethod
    def add_trust(at: Transaction, row: TrustRow, _now: datetime) -> None:
        at.add(at.tables.trusts, row)

    @staticmethod
    def raise_alarm(at: Transaction, code: str, agency: str, _params: str, _now: datetime) -> None:
        at.add(at.tables.alarms, (code, agency))


@contextmanager
def storage_in_memory() -> Iterator[None]:
    """Let the shipped receiver, itself unchanged, keep what it keeps in memory."""
    swapped = [
        *((module, "agencies", Agencies) for module in (calls, enrolment, ledger)),
        *((module, "feed", Feed) for module in (calls, enrolment, ledger, office)),
        *((module, "streams", Streams) for module in (calls, ledger, office)),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in swapped]
    for module, name, value in swapped:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)
