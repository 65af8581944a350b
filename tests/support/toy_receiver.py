"""A receiver in memory for one stream: as small as the page allows, and honest unless told otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import EntryError, SealedEntry, check_entry
from provider_desktop.exchange.packages import PackageError, read_batch, write_lines
from provider_desktop.exchange.problems import Problem, read_problem, status_of, write_problem
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.statements import Position, SealedStatement
from tests.support.exchange import (
    AGENCY,
    DEVICE,
    STREAM,
    a_receipt_envelope,
    a_statement,
    a_trust_envelope,
)

PAGE = 500


def ours(body: bytes, status: int = 200) -> Answer:
    """A good answer."""
    return Answer(AnswerKind.OURS, status, body)


def problem(kind: Problem, **members: Any) -> Answer:
    """An answer with one of the page's problems."""
    report = read_problem(status_of(kind), encode(write_problem(kind, "…", **members)))
    return Answer(AnswerKind.PROBLEM, status_of(kind), problem=report)


@dataclass
class ToyReceiver:
    """Holds one stream and one feed. ``calls`` counts round trips by name."""

    epoch: int = 1
    page: int = PAGE
    takes: int = PAGE
    frozen: bool = False
    entries_held: list[SealedEntry] = field(default_factory=list)
    statements: list[SealedStatement] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    clock_offset: int = 0

    def publish(self, **changes: Any) -> None:
        """Add a statement to the feed."""
        after = self.statements[-1].position if self.statements else Position()
        self.statements.append(a_statement(after, **changes))

    def backup(self) -> tuple[list[SealedEntry], list[SealedStatement]]:
        """What a backup of now holds."""
        return list(self.entries_held), list(self.statements)

    def restore(self, backup: tuple[list[SealedEntry], list[SealedStatement]], *, new_epoch: bool) -> None:
        """Go back to a backup, honestly in a new epoch or not."""
        self.entries_held, self.statements = list(backup[0]), list(backup[1])
        self.epoch += new_epoch

    def trust(self) -> Answer:
        """The root's word for this receiver."""
        self._count("trust")
        return ours(a_trust_envelope(epoch=self.epoch, version=self.epoch))

    def head(self, stream: str) -> Answer:
        """The head with a receipt over it."""
        self._count("head")
        if stream != STREAM:
            return problem(Problem.NONE)
        value: dict[str, Any] = {
            "epoch": self.epoch,
            "seq": len(self.entries_held),
            "hash": self._hash(),
            "server_time": "2026-11-23T10:30:00+08:00",
        }
        body = encode(value)
        if self.entries_held:
            body = body[:-1] + b',"receipt":' + self._receipt(0) + b"}"
        return ours(body)

    def send(self, stream: str, batch: bytes) -> Answer:
        """Take a batch by the page's table."""
        self._count("send")
        try:
            received = read_batch(batch)
        except PackageError as error:
            kind = Problem.SIZE if error.code == "size" else Problem.ENTRY
            return problem(kind, code=error.code, pointer=error.pointer)
        if received.count > self.takes:
            return problem(Problem.SIZE)
        for place, line in enumerate(received.lines):
            refusal = self._take(stream, line, received.from_seq + place)
            if refusal:
                return refusal
        return ours(self._receipt(received.count))

    def _take(self, stream: str, line: bytes, seq: int) -> Answer | None:
        try:
            entry = SealedEntry.from_line(line)
            header = check_entry(entry, agency=AGENCY, stream=stream, public_key=DEVICE.public_key)
        except EntryError as error:
            return problem(Problem.ENTRY, seq=seq, code=error.code, pointer=error.pointer)
        if header.seq <= len(self.entries_held):
            if self.entries_held[header.seq - 1].hash == entry.hash:
                return None
            self.frozen = True
            return problem(Problem.EQUIVOCATION, seq=seq)
        if self.frozen:
            return problem(Problem.FROZEN)
        if header.seq != len(self.entries_held) + 1 or header.prev != self._hash():
            return problem(Problem.GAP, head={"seq": len(self.entries_held), "hash": self._hash()})
        self.entries_held.append(entry)
        return None

    def feed(self, after: int, wait: int) -> Answer:
        """A page of the feed."""
        self._count("feed")
        lines = [one.envelope for one in self.statements[after : after + self.page]]
        return ours(write_lines(lines))

    def enrol(self, request: bytes) -> Answer:
        """Not offered: the stream is there already."""
        return problem(Problem.INVITATION)

    def streams(self) -> Answer:
        """Not offered: the engine never asks."""
        return problem(Problem.NONE)

    def entries(self, stream: str, after: int) -> Answer:
        """Entries back."""
        return ours(write_lines(entry.to_line() for entry in self.entries_held[after:]))

    def _receipt(self, count: int) -> bytes:
        return a_receipt_envelope(
            epoch=self.epoch,
            seq=len(self.entries_held),
            hash=self._hash(),
            count=count,
            feed_head=len(self.statements),
            feed_hash=self.statements[-1].hash if self.statements else "",
        )

    def _hash(self) -> str:
        return self.entries_held[-1].hash if self.entries_held else ""

    def _count(self, name: str) -> None:
        self.calls[name] = self.calls.get(name, 0) + 1


@dataclass
class BadLine:
    """A line that loses, doubles, garbles and replaces what passes over it, as often as ``rate`` says."""

    random: Random
    rate: float = 0.4

    def carry(self, call: Callable[[], Answer]) -> Answer:
        """Carry one call, perhaps badly."""
        if self.random.random() >= self.rate:
            return call()
        match self.random.randrange(8):
            case 0:
                return Answer(AnswerKind.OFFLINE)
            case 1:
                call()
                return Answer(AnswerKind.OFFLINE)
            case 2:
                call()
                return call()
            case 3:
                return ours(b"<html>Welcome to the free network of this hotel</html>")
            case 4:
                return Answer(AnswerKind.FOREIGN, self.random.choice([302, 403, 502]))
            case 5:
                return problem(Problem.BUSY)
            case 6:
                call()
                return problem(Problem.INTERNAL)
        answer = call()
        if not answer.body:
            return answer
        body = bytearray(answer.body)
        body[self.random.randrange(len(body))] ^= 1 << self.random.randrange(8)
        return ours(bytes(body))
