"""A simulated PC: what its disk keeps, and the shipped engine driven command by command until it dies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    AdoptEpoch,
    Alarm,
    Answered,
    Command,
    Done,
    EntryFound,
    Event,
    FetchFeed,
    FetchHead,
    FetchTrust,
    LookUpEntry,
    SendBatch,
    Sent,
    SetClockOffset,
    Snapshot,
    Start,
    StoreReceipt,
    StoreStatements,
    StoreTrust,
    Summary,
    Wait,
    Waited,
)
from provider_desktop.exchange.engine_state import State
from provider_desktop.exchange.entries import Op, SealedEntry, seal
from provider_desktop.exchange.packages import fitting, write_batch
from provider_desktop.exchange.payloads import schema_of
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.exchange.regulator import Answer
from provider_desktop.exchange.scalars import public_key_text, to_base64url
from provider_desktop.exchange.signing import Ed25519Signer, key_id, rotation_message
from provider_desktop.exchange.statements import Position, SealedStatement
from provider_desktop.exchange.trust import verify_trust
from tests.simulation.violation import require
from tests.support.exchange import a_ulid

#: Payloads as a PC may seal them, sense and nonsense: custody does not look (exchange.md, I7).
#: All of one length, so that a seed's dice fall alike whatever they are about.
PAYLOADS = tuple(
    encode(value | {"": "." * (120 - len(encode(value | {"": ""})))})
    for value in (
        {"answer": "accepted", "assignment": "A1", "reason": ""},
        {"answer": 7},
        {},
        {"深": {"x": [1, 2, {"y": "值"}]}},
    )
)


class DiedError(Exception):
    """The PC's process died here."""


@dataclass
class Disk:
    """What survives a crash. ``feed`` is what was read in the present epoch."""

    chain: list[SealedEntry] = field(default_factory=list)
    keys: list[tuple[int, Ed25519Signer]] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    feed: list[SealedStatement] = field(default_factory=list)
    epoch: int | None = None
    trust: bytes = b""
    trust_version: int = 0
    offset: int = 0

    def copy(self) -> Disk:
        """A backup of now."""
        lists = (list(self.chain), list(self.keys), list(self.receipts), list(self.feed))
        return Disk(*lists, self.epoch, self.trust, self.trust_version, self.offset)

    @property
    def acknowledged(self) -> int:
        """How far receipts of the present epoch reach."""
        return max((one.seq for one in self.receipts if one.epoch == self.epoch), default=0)

    @property
    def head(self) -> Position:
        """The last entry sealed."""
        return Position(len(self.chain), self.chain[-1].hash if self.chain else "")


#: Carries a call over the line: name, target path, query, body, the key that signs it.
Carry = Callable[["Pc", str, str, str, bytes], Answer]


@dataclass
class Pc:
    """One installation. ``skew`` is how far its clock is from the true time, in seconds."""

    name: str
    agency: str
    stream: str
    root: bytes
    random: Random
    clock: Callable[[], datetime]
    payloads: Random
    disk: Disk = field(default_factory=Disk)
    skew: int = 0
    alarms: list[Alarm] = field(default_factory=list)
    may_alarm: set[str] = field(default_factory=set)
    is_revoked: bool = False
    is_copy: bool = False
    #: Why its last run ended, as its user is told.
    reason: str = ""

    def now(self) -> datetime:
        """The time as this PC's own clock has it."""
        return self.clock() + timedelta(seconds=self.skew)

    def signer(self, seq: int) -> Ed25519Signer:
        """The key that seals a place in the stream."""
        return next(signer for start, signer in reversed(self.disk.keys) if start <= seq)

    def request_signer(self) -> Ed25519Signer:
        """The key that requests are signed with: the newest that the receiver is known to know."""
        return self.signer(self.disk.acknowledged)

    def seal(self, op: Op = Op.ASSIGNMENT_ANSWER, payload: bytes | None = None) -> SealedEntry:
        """Seal one entry: in one transaction, so it is there or not."""
        head, kind = self.disk.head, self.payloads.randrange(len(PAYLOADS))
        salt = self.payloads.randbytes(32)
        entry = seal(
            self.signer(head.seq + 1),
            agency=self.agency,
            stream=self.stream,
            seq=head.seq + 1,
            prev=head.hash,
            op=op,
            record=a_ulid(self.random.randrange(10**9)),
            version=1,
            parent="",
            reason="",
            actor="clerk",
            schema=schema_of(op),
            recorded_at=self.now().replace(microsecond=0),
            feed_seen=len(self.disk.feed),
            salt=salt,
            payload=PAYLOADS[kind] if payload is None else payload,
        )
        self.disk.chain.append(entry)
        return entry

    def rotate(self) -> SealedEntry:
        """Seal the change to a new key."""
        new = Ed25519Signer(self.random.randbytes(32))
        text = public_key_text(new.public_key)
        proof = to_base64url(new.sign(rotation_message(self.agency, self.stream, text)))
        entry = self.seal(Op.KEY_ROTATE, encode({"public_key": text, "proof": proof}))
        self.disk.keys.append((len(self.disk.chain) + 1, new))
        return entry

    def device(self) -> str:
        """The device that requests come from."""
        return self.id_of(self.request_signer())

    @staticmethod
    def id_of(signer: Ed25519Signer) -> str:
        """The device of a key."""
        return key_id(signer.public_key)

    def snapshot(self) -> Snapshot:
        """What a run starts from."""
        disk = self.disk
        return Snapshot(
            self.agency,
            self.stream,
            self.root,
            head=disk.head,
            feed=disk.feed[-1].position if disk.feed else Position(),
            epoch=disk.epoch,
            acknowledged=disk.acknowledged,
            trust=disk.trust,
        )


class Run:
    """One run of the shipped engine, one command at a time. ``dies`` is the chance to die at each."""

    def __init__(self, pc: Pc, carry: Carry, faults: Counter[str], patience: int, dies: float) -> None:
        self.pc = pc
        self.calls: Counter[str] = Counter()
        self._carry, self._faults, self._dies = carry, faults, dies
        self._given: list[Event] = []
        self._commands = 0
        self._too_large = (0, 0)
        #: How much was sealed when the run began.
        self.began_at = pc.disk.head.seq
        start = Start(pc.snapshot(), pc.now() + timedelta(seconds=pc.disk.offset), patience)
        self._state: State
        self._left: list[Command]
        self._state, left = step(None, start)
        self._left = list(left)

    def advance(self) -> Summary | None:
        """Carry out the next command; the summary once the run is over. Raises ``DiedError``."""
        command = self._left.pop(0)
        self._commands += 1
        require(self._commands < 5000, "a run without end")
        self._perhaps_die("desktop died before")
        if isinstance(command, Done):
            return command.summary
        event = self._do(command)
        self._perhaps_die("desktop died after")
        if event is not None:
            if self._given and self.pc.random.random() < 0.02:
                self._once_more()
            self._given = [*self._given[-3:], event]
            self._state, left = step(self._state, event)
            self._left = list(left)
        return None

    def _once_more(self) -> None:
        """An answer that comes twice, or late, changes nothing."""
        self._faults["answer came twice"] += 1
        again = step(self._state, self.pc.random.choice(self._given))
        require(again == (self._state, ()), "an old answer changed the run")

    def _perhaps_die(self, what: str) -> None:
        if self._dies and self.pc.random.random() < self._dies:
            self._faults[what] += 1
            raise DiedError

    def _do(self, command: Command) -> Event | None:
        jitter = self.pc.random.random()
        match command:
            case FetchTrust(ticket):
                return Answered(ticket, self._call("trust"), jitter)
            case FetchHead(ticket, stream):
                return Answered(ticket, self._call("head", f"/v1/streams/{stream}/head"), jitter)
            case FetchFeed(ticket, after, _):
                return Answered(ticket, self._call("feed", query=f"after={after}&wait=0"), jitter)
            case SendBatch():
                return self._send(command, jitter)
            case LookUpEntry(ticket, seq):
                return EntryFound(ticket, self._hash_at(seq))
            case Wait(ticket, seconds):
                require(2 <= seconds <= 3600, "a wait without measure")
                return Waited(ticket)
        self._store(command)
        return None

    def _call(self, name: str, path: str = "", query: str = "", body: bytes = b"") -> Answer:
        self.calls[name] += 1
        return self._carry(self.pc, name, path or f"/v1/{name}", query, body)

    def _send(self, command: SendBatch, jitter: float) -> Sent:
        batch = self.pc.disk.chain[command.from_seq - 1 :][: command.count]
        lines = list(fitting(entry.to_line() for entry in batch))
        path = f"/v1/streams/{command.stream}/entries"
        sent = command.from_seq, len(lines)
        require(sent != self._too_large, "what was too large is sent again as it is")
        answer = self._call("send", path, body=write_batch(command.from_seq, lines))
        if answer.problem is not None and answer.problem.problem is Problem.SIZE:
            self._too_large = sent
        last = Position(command.from_seq + len(lines) - 1, batch[len(lines) - 1].hash)
        return Sent(command.ticket, answer, len(lines), last, jitter)

    def _hash_at(self, seq: int) -> str:
        chain = self.pc.disk.chain
        return chain[seq - 1].hash if seq <= len(chain) else ""

    def _store(self, command: Any) -> None:
        disk = self.pc.disk
        match command:
            case StoreTrust(envelope):
                version = verify_trust(envelope, root=self.pc.root).version
                require(version >= disk.trust_version, "an older trust was kept")
                disk.trust, disk.trust_version = envelope, version
            case AdoptEpoch(epoch):
                disk.epoch = epoch
                disk.feed.clear()
            case SetClockOffset(seconds):
                disk.offset = seconds
            case StoreReceipt(_, receipt):
                disk.receipts.append(receipt)
            case StoreStatements(statements):
                for statement in statements:
                    told = statement.statement
                    head = disk.feed[-1].position if disk.feed else Position()
                    require((told.seq - 1, told.prev) == (head.seq, head.hash), "a feed with a break (I6)")
                    disk.feed.append(statement)
            case Alarm():
                self.pc.alarms.append(command)
