"""What the receiver does with a batch: the decision table of the exchange, entry by entry, in its order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from provider_desktop.exchange.entries import (
    EntryError,
    Header,
    Op,
    SealedEntry,
    check_entry,
    next_public_key,
)
from provider_desktop.exchange.packages import Batch
from provider_desktop.receiver.storage.streams import Head


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a batch was not taken to its end, and at which entry.

    ``problem`` is one of ``entry equivocation frozen closed gap``; ``code`` and ``pointer`` go with
    ``entry`` only.
    """

    problem: str
    seq: int
    code: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An authentic entry; ``new_key`` is the stream's key after it where the entry changes it."""

    entry: SealedEntry
    header: Header
    hash: str
    new_key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A batch after everything that needs no look at the stream's head: its authentic entries up to the
    first that is not, the keys under which that was found, and what is wrong with that first."""

    keys: tuple[tuple[int, bytes], ...]
    entries: tuple[Checked, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: the head after it, and why it stopped, if it did."""

    head: Head
    appended: int
    refusal: Refusal | None


class Ledger(Protocol):
    """One stream, held for the length of a transaction."""

    def head(self) -> Head:
        """Where the stream ends."""
        ...

    def state(self) -> str:
        """``open``, ``closed`` or ``frozen``."""
        ...

    def hash_at(self, seq: int) -> str | None:
        """The hash kept at a position."""
        ...

    def append(self, checked: Checked) -> None:
        """Keep the entry as the new head, and its new key from the next position on."""
        ...

    def keep_other(self, checked: Checked, kept_hash: str) -> None:
        """Keep the second entry of a position beside the first; the stream is frozen from now on."""
        ...


def examine(batch: Batch, *, agency: str, stream: str, keys: tuple[tuple[int, bytes], ...]) -> Examined:
    """Check form, addressee, signature and payload of each entry, up to the first that fails.

    ``keys`` are the stream's keys with the position from which each signs, ascending. Costly and pure,
    so it is done before the stream is held.
    """
    in_force = list(keys)
    entries: list[Checked] = []
    for index, line in enumerate(batch.lines):
        seq = batch.from_seq + index
        try:
            entry = SealedEntry.from_line(line)
            public_key = _key_at(in_force, seq)
            header = check_entry(entry, agency=agency, stream=stream, public_key=public_key)
        except EntryError as error:
            return Examined(keys, tuple(entries), Refusal("entry", seq, error.code, error.pointer))
        if index == 0 and header.seq != seq:
            return Examined(keys, (), Refusal("entry", seq, "line", "/from_seq"))
        following = next_public_key(header, entry.payload, public_key)
        rotates = following != public_key
        if rotates and all(start <= header.seq for start, _ in in_force):
            in_force.append((header.seq + 1, following))
        entries.append(Checked(entry, header, entry.hash, following if rotates else None))
    return Examined(keys, tuple(entries))


def settle(examined: Examined, ledger: Ledger) -> Outcome:
    """Bring the examined entries into the stream, in order, within the caller's transaction.

    Entries before the one that a refusal names stay; the caller commits whatever the answer is.
    """
    progress = _Progress(ledger.head(), ledger.state())
    for checked in examined.entries:
        problem = _place(checked, progress, ledger)
        if problem:
            return Outcome(progress.head, progress.appended, Refusal(problem, checked.header.seq))
    return Outcome(progress.head, progress.appended, examined.refusal)


@dataclass(slots=True)
class _Progress:
    head: Head
    state: str
    appended: int = field(default=0)


def _place(checked: Checked, progress: _Progress, ledger: Ledger) -> str:
    """One row of the table each, in the table's order; '' where the batch goes on."""
    header = checked.header
    if header.seq <= progress.head.seq:
        kept = ledger.hash_at(header.seq) or ""
        if kept == checked.hash:
            return ""
        ledger.keep_other(checked, kept)
        return "equivocation"
    if progress.state != "open":
        return progress.state
    if header.seq != progress.head.seq + 1 or header.prev != progress.head.hash:
        return "gap"
    ledger.append(checked)
    progress.head = Head(header.seq, checked.hash)
    progress.appended += 1
    if header.op is Op.STREAM_CLOSE:
        progress.state = "closed"
    return ""


def _key_at(keys: list[tuple[int, bytes]], seq: int) -> bytes:
    return next(public_key for start, public_key in reversed(keys) if start <= seq)
