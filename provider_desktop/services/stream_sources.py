"""What a run of the exchange sends: a stream of the database, or one that came in a package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from provider_desktop.exchange.entries import SealedEntry
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.exchange.statements import Position
from provider_desktop.services.workspace import Workspace


class StreamSource(Protocol):
    """Entries of one stream in order, and a place for the receipts over them."""

    @property
    def stream(self) -> str:
        """The stream's id."""
        ...

    @property
    def is_own(self) -> bool:
        """Whether this installation writes it: then what is wrong with it is this PC's alarm."""
        ...

    def head(self) -> Position:
        """The last entry to be sent."""
        ...

    def acknowledged(self, epoch: int) -> int:
        """The highest seq that a stored receipt of the epoch covers."""
        ...

    def hash_at(self, seq: int) -> str:
        """The hash of the entry at ``seq``, '' where there is none."""
        ...

    def after(self, seq: int, count: int) -> Sequence[SealedEntry]:
        """Up to ``count`` entries behind ``seq``."""
        ...

    def keep_receipt(self, receipt: Receipt, envelope: bytes) -> None:
        """Keep a verified receipt."""
        ...


class StoredStream:
    """A stream of the database: this installation's own, or another offered again up to a place."""

    def __init__(self, workspace: Workspace, stream: str, up_to: int | None = None) -> None:
        self.stream = stream
        self.is_own = up_to is None
        self._workspace = workspace
        self._up_to = up_to

    def head(self) -> Position:
        """The stream's head, or the place up to which it is offered."""
        with self._workspace.reading() as reading:
            if self._up_to is not None:
                entry = reading.stream.at(self.stream, self._up_to)
                return Position(self._up_to, entry.hash) if entry else Position()
            head = reading.stream.head(self.stream)
        return Position(head.seq, head.hash) if head else Position()

    def acknowledged(self, epoch: int) -> int:
        """As the stored receipts say."""
        with self._workspace.reading() as reading:
            return reading.receipts.acknowledged(self.stream, epoch)

    def hash_at(self, seq: int) -> str:
        """Of the stored entry."""
        with self._workspace.reading() as reading:
            entry = reading.stream.at(self.stream, seq)
        return entry.hash if entry else ""

    def after(self, seq: int, count: int) -> Sequence[SealedEntry]:
        """Stored entries."""
        with self._workspace.reading() as reading:
            return reading.stream.after(self.stream, seq, count)

    def keep_receipt(self, receipt: Receipt, envelope: bytes) -> None:
        """In a transaction of its own."""
        with self._workspace.writing() as work:
            work.receipts.add(receipt, envelope)


class PackagedStream:
    """Consecutive entries of another PC, carried for it; nothing of them is stored here."""

    is_own = False

    def __init__(self, stream: str, first: int, before: str, entries: Sequence[SealedEntry]) -> None:
        """``entries`` begin at seq ``first``; ``before`` is the hash of the entry in front of them."""
        self.stream = stream
        self._first = first
        self._before = before
        self._entries = tuple(entries)
        #: The last receipt that came, for the other PC to take home.
        self.receipt: bytes = b""

    def head(self) -> Position:
        """The last entry of the package."""
        return Position(self._first + len(self._entries) - 1, self._entries[-1].hash)

    def acknowledged(self, _epoch: int) -> int:
        """What the receiver holds is asked, never assumed."""
        return 0

    def hash_at(self, seq: int) -> str:
        """Of the package's entries and of the one in front of them."""
        if seq == self._first - 1:
            return self._before
        place = seq - self._first
        return self._entries[place].hash if 0 <= place < len(self._entries) else ""

    def after(self, seq: int, count: int) -> Sequence[SealedEntry]:
        """Of the package; nothing where what lies in between is missing."""
        place = seq + 1 - self._first
        return self._entries[place : place + count] if place >= 0 else ()

    def keep_receipt(self, _receipt: Receipt, envelope: bytes) -> None:
        """Hold it for the caller."""
        self.receipt = envelope
