"""A small world: PCs of one agency, a stranger, the shipped receiver, a clock; chaos first, then peace."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from provider_desktop.exchange.engine_messages import Outcome, Summary
from provider_desktop.exchange.invitations import enrolment_request
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.scalars import to_wire_time
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.exchange.statements import Kind
from provider_desktop.exchange.trust import seal_trust, verify_trust
from provider_desktop.receiver import enrolment
from provider_desktop.receiver.answers import Refused
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.keys import Keys
from provider_desktop.receiver.limits import TokenBuckets
from provider_desktop.receiver.office import Office
from tests.simulation.chance import flipped_part
from tests.simulation.desktop import DiedError, Disk, Pc, Run
from tests.simulation.invariants import Witness
from tests.simulation.line import Line, kinds_of_fault
from tests.simulation.memory_storage import (
    Agencies,
    MemoryDatabase,
    Streams,
    Tables,
    Transaction,
)
from tests.simulation.violation import require
from tests.support.exchange import RECEIVER, ROOT

AGENCY, STRANGERS = "52371621MJE12345X6", "52371621MJE00001XK"
START = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


_HARMS = ("relayed", "relayed", "package with a gap", "package flipped", "package flipped")


@dataclass
class World:
    """One seed's world. Every draw comes from ``random``; contents come from a source of their own."""

    seed: int
    contents: int = 0
    rate: float = 0.75
    flips: bool = True
    now: datetime = START
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.hostile = self.seed % 4 == 3
        self._trace = hashlib.sha256()
        self.database = MemoryDatabase()
        clock = SimpleNamespace(now=lambda: self.now)
        database: Any = self.database
        self.office = Office(Path(), database, Keys(RECEIVER, ROOT), clock)
        with self.database.write() as connection:
            self.office.renew_trust(cast("Any", connection))
        limits = TokenBuckets(clock=self._seconds)
        self.line = Line(Calls(self.office, lambda: None, limits), self.database, self.random, self.faults)
        self.line.kinds = kinds_of_fault(hostile=self.hostile, flips=self.flips)
        self.witness = Witness(self.database)
        self.database.on_commit = self.witness.look
        self.pcs = [self._enrolled(f"PC{number}", AGENCY) for number in range(self.random.choice((1, 2, 3)))]
        self.stranger = self._enrolled("stranger", STRANGERS)
        self.runs: dict[str, Run] = {}
        self.backup: tuple[Tables, int] | None = None
        self.images: dict[str, Disk] = {}

    # ------------------------------------------------------------ chaos

    def chaos(self, steps: int) -> None:
        """So many things happen, one after another; what must hold is looked at after each."""
        self.line.rate = self.rate
        for _ in range(steps):
            self.now += timedelta(seconds=self.random.randrange(30))
            pc = self.random.choice(self.pcs)
            self._happen(pc)
            self.witness.check(self.pcs)
        self._misfortune(self.random.choice(self.pcs), self.random.randrange(2, 5))
        self.runs.clear()
        self.line.rate = 0.0
        self.line.limits.clear()

    def _happen(self, pc: Pc) -> None:
        draw = self.random.random()
        if draw < 0.80:
            self._advance(pc)
        elif draw < 0.88:
            for _ in range(self.random.randrange(1, 5)):
                self._seal(pc)
        elif draw < 0.92:
            self._judge()
        elif draw < 0.935:
            self.line.deliver_late()
        elif draw < 0.96:
            self._carry_on_a_stick(pc)
        elif draw < 0.967:
            pc.skew = self.random.choice((0, -4, 290, -301, 3600, -86_400, 20_000_000))
            self.faults["clock jumped"] += 1
        elif draw < 0.972:
            self._probe(pc)
        else:
            self._misfortune(pc, self.random.randrange(11))

    def _advance(self, pc: Pc) -> None:
        """A burst of commands of one run: between bursts anything may happen, to other PCs too."""
        for _ in range(self.random.randrange(1, 9)):
            run = self.runs.get(pc.name)
            if run is None:
                patience = self.random.choice((0, 60, 3000, 100_000))
                dies = self.random.choice((0.0, 0.03, 0.1))
                run = self.runs[pc.name] = Run(pc, self.line.carry, self.faults, patience, dies)
            try:
                summary = run.advance()
            except DiedError:
                self._tell(pc.name, "died")
                del self.runs[pc.name]
                return
            if summary is not None:
                self._ended(pc, run, summary)
                return

    def _ended(self, pc: Pc, run: Run, summary: Summary) -> None:
        self.runs.pop(pc.name, None)
        self.calls += sum(run.calls.values())
        require(
            run.began_at - summary.remaining <= pc.disk.acknowledged, "more delivered than receipts say (I2)"
        )
        pc.reason = summary.reason
        self._tell(pc.name, summary.outcome.value, summary.reason, summary.pushed, summary.pulled)

    def _seal(self, pc: Pc) -> None:
        if self.random.random() < 0.02:
            self.witness.sealed(pc.rotate())
        else:
            self.witness.sealed(pc.seal())

    def _judge(self) -> None:
        """The regulator says something: a notice, or a verdict on an entry that it holds."""
        with self.database.write() as connection:
            at = cast("Any", connection)
            rows = self.database.tables.entries[self.random.choice(self.pcs).stream]
            if not rows or self.random.random() < 0.3:
                notice = {"title": "通知", "text": "", "at": to_wire_time(self.now)}
                self.office.state(at, AGENCY, Kind.NOTICE, notice)
                return
            row = self.random.choice(rows)
            outcome = self.random.choice(("accepted", "returned"))
            body = {
                "entry": row.hash,
                "stream": row.stream,
                "seq": row.seq,
                "record": row.record,
                "version": row.version,
                "outcome": outcome,
                "findings": [],
            }
            self.office.state(at, AGENCY, Kind.VERDICT, body)

    def _carry_on_a_stick(self, pc: Pc) -> None:
        """Another PC carries a batch of this one, sometimes damaged on its way or with a piece missing."""
        known = len(self.database.tables.entries[pc.stream])
        first = self.random.choice((known + 1, self.random.randrange(1, len(pc.disk.chain) + 2)))
        entries = pc.disk.chain[first - 1 :][:20]
        if not entries:
            return
        lines = [entry.to_line() for entry in entries]
        harm = self.random.choice(_HARMS if self.flips else _HARMS[:3])
        self.faults[harm] += 1
        place = self.random.randrange(len(lines))
        if harm == "package flipped":
            lines[place] = flipped_part(lines[place], self.random)
        elif harm == "package with a gap" and len(lines) > 1:
            del lines[place]
        device = self.database.tables.devices.get(self.random.choice(self.pcs).device())
        package, problem = write_batch(first, lines), ""
        try:
            if self.random.random() < 0.5 and device is not None:  # a restored receiver may know no key of it
                self.line.calls.submit(device, pc.stream, package, "")
            else:
                self.line.calls.submit_package(package)
        except Refused as refusal:
            problem = refusal.problem.value
            self._tell(pc.name, harm, problem, refusal.members.get("seq", 0))
            if harm == "package flipped" and refusal.problem is Problem.ENTRY and first <= known + 1:
                self._check_blame(pc, refusal, first, place)
        if harm == "relayed" and problem in ("", "equivocation"):
            self.witness.check_both_kept(pc.stream, entries)

    def _check_blame(self, pc: Pc, refusal: Refused, first: int, place: int) -> None:
        """I7: the bad entry is named, and the good ones before it are kept."""
        rows = self.database.tables.entries[pc.stream]
        if any(row.hash != own.hash for row, own in zip(rows, pc.disk.chain, strict=False)):
            return  # a copy's own history: what follows a key that the receiver never saw is bad as well
        require(refusal.members["seq"] == first + place, "another entry is blamed")
        require(bool(refusal.members["code"]), "no code")
        is_open = Streams.state(Transaction(self.database.tables), pc.stream) == "open"
        if not pc.is_copy and is_open:
            held = len(self.database.tables.entries[pc.stream])
            require(held >= first + place - 1, "good entries before a bad one were dropped (I7)")

    def _probe(self, pc: Pc) -> None:
        """Another agency asks for what is not its own, and hears what it would hear of nothing at all."""
        self.faults["foreign probe"] += 1
        self.line.rate = 0.0
        body = write_batch(1, [each.to_line() for each in pc.disk.chain[:3]]) if pc.disk.chain else b""
        name, tail = self.random.choice((("head", "head"), ("entries", "entries"), ("send", "entries")))
        query = "after=0" if name == "entries" else ""
        told = [
            self.line.carry(
                self.stranger, name, f"/v1/streams/{stream}/{tail}", query, body if name == "send" else b""
            )
            for stream in (pc.stream, "01JD5E8Z4K0000000000000000")
        ]
        if name == "send" and not body:
            return
        require(told[0].problem is not None and told[0].problem == told[1].problem, "a stranger learns more")
        self.line.rate = self.rate

    # ------------------------------------------------------------ misfortune

    def _misfortune(self, pc: Pc, kind: int) -> None:
        match kind:
            case 0 | 1:
                self.backup = (self.database.tables.copy(), self.witness.epoch)
            case 2 | 3 if self.backup is not None:
                self._restore_receiver(honest=True)
            case 4 if self.backup is not None:
                self._restore_receiver(honest=not self.hostile)
            case 5 if len(self.pcs) > 1:
                self._revoke(pc)
            case 6 | 7:
                self.images[pc.name] = pc.disk.copy()
            case 8 if pc.name in self.images:
                self._put_back(pc)
            case 9 if not pc.is_copy and self.hostile:
                self._clone(pc)
            case 10:
                self._renew_trust()

    def _restore_receiver(self, *, honest: bool) -> None:
        """The receiver comes back from a backup: in a new epoch as the page asks, or as if nothing was."""
        assert self.backup is not None
        self.faults["receiver restored" if honest else "receiver restored in its epoch"] += 1
        latest = self.database.tables.trusts[-1]
        self.database.tables = self.backup[0].copy()
        self.database.tables.trusts[:] = [*self.database.tables.trusts[:-1], latest]
        self.witness.restored(self.pcs, honest=honest)
        if honest:
            with self.database.write() as connection:
                self.office.renew_trust(cast("Any", connection), new_epoch=True)
            self.witness.new_epoch(self.database.tables.trusts[-1].epoch)
        for pc in self.pcs:
            devices = [self.database.tables.devices.get(Pc.id_of(signer)) for _, signer in pc.disk.keys]
            pc.is_revoked = any(device is not None and device.revoked for device in devices)
        if not honest:
            self._expect_alarms()

    def _expect_alarms(self) -> None:
        """A receiver that went backwards in its epoch is noticed at the next contact."""
        self.runs.clear()
        self.line.rate = 0.0
        for pc in self.pcs:
            rows = self.database.tables.entries[pc.stream]
            forgot = pc.disk.epoch == self.witness.epoch and pc.disk.acknowledged > len(rows)
            if forgot and not (pc.is_copy or pc.is_revoked):
                before = len(pc.alarms)
                summary = self._run_to_end(pc)
                told = len(pc.alarms) > before or summary.reason == "signature"  # a key that it forgot, too
                require(told, "the receiver forgot entries, and nobody was told (I5)")
        self.line.rate = self.rate

    def _renew_trust(self) -> None:
        """The root signs the receiver's keys anew."""
        self.faults["trust renewed"] += 1
        current = self.database.tables.trusts[-1]
        known = verify_trust(current.envelope, root=ROOT.public_key)
        renewed = replace(known, version=known.version + 1)
        with self.database.write() as connection:
            row = replace(current, version=renewed.version, envelope=seal_trust(ROOT, renewed))
            connection.add(self.database.tables.trusts, row)

    def _revoke(self, pc: Pc) -> None:
        device = pc.device()
        if sum(not each.is_revoked for each in self.pcs) < 2 or device not in self.database.tables.devices:
            return
        self.faults["device revoked"] += 1
        with self.database.write() as connection:
            for _, signer in pc.disk.keys:
                known = self.database.tables.devices.get(Pc.id_of(signer))
                if known is not None and not known.revoked:
                    body = {"device": known.device, "state": "revoked"}
                    Agencies.revoke(connection, known.device, self.now)
                    self.office.state(cast("Any", connection), AGENCY, Kind.DEVICE, body)
        pc.is_revoked = True

    def _put_back(self, pc: Pc) -> None:
        """A whole disk image, marks and keys included, is put back on the same machine."""
        self.faults["disk image put back"] += 1
        pc.disk = self.images[pc.name].copy()
        self.runs.pop(pc.name, None)
        pc.is_copy = True
        pc.may_alarm |= {"equivocation", "local_behind", "frozen", "receipt_mismatch"}

    def _clone(self, pc: Pc) -> None:
        """A copy of the disk runs in a second machine, and both go on."""
        self.faults["disk cloned"] += 1
        twin = Pc(
            f"{pc.name}'", pc.agency, pc.stream, pc.root, self.random, pc.clock, pc.payloads, pc.disk.copy()
        )
        for each in (pc, twin):
            each.is_copy = True
            each.may_alarm |= {"equivocation", "local_behind", "frozen", "receipt_mismatch"}
        twin.is_revoked, twin.may_alarm = pc.is_revoked, set(pc.may_alarm)
        self.pcs.append(twin)

    # ------------------------------------------------------------ peace

    def peace(self) -> None:
        """Faults off: everything sealed is there, both sides agree, or an alarm says why not."""
        for pc in self.pcs:
            for _ in range(4):
                summary = self._run_to_end(pc)
                if summary.outcome is Outcome.DONE:
                    self.witness.check_after_run(pc)
                    break
                self.now += timedelta(seconds=summary.retry_after)
        for pc in self.pcs:
            if pc.is_copy:
                self._run_to_end(pc)  # its twin may have sent after it: it hears of that now
            if self.witness.is_whole(pc):
                self._drain(pc, self.random.choice((0, 1, 7)))
        self.witness.check_peace(self.pcs)

    def _drain(self, pc: Pc, count: int) -> None:
        """I8: the fewest round trips."""
        for _ in range(count):
            self.witness.sealed(pc.seal())
        run = Run(pc, self.line.carry, self.faults, 0, 0.0)
        while (summary := run.advance()) is None:
            pass
        self._ended(pc, run, summary)
        feeds = run.calls.pop("feed", 0)
        require(summary.outcome is Outcome.DONE, f"did not drain: {summary}")
        require(sum(run.calls.values()) <= -(-count // 500) + 2, f"too many round trips: {run.calls}")
        require(feeds <= 2, "the feed was asked for more than it held")

    def _run_to_end(self, pc: Pc) -> Summary:
        run = Run(pc, self.line.carry, self.faults, 0, 0.0)
        while (summary := run.advance()) is None:
            pass
        self._ended(pc, run, summary)
        return summary

    # ------------------------------------------------------------ small things

    def _enrolled(self, name: str, agency: str) -> Pc:
        with self.database.write() as connection:
            invitation = enrolment.invite(
                self.office, cast("Any", connection), agency, name, "http://127.0.0.1:8080"
            )
        signer = Ed25519Signer(self.random.randbytes(32))
        with self.database.write() as connection:
            body = enrolment_request(signer, invitation, name)
            enrolled = enrolment.enrol(self.office, cast("Any", connection), body)
        contents = Random(f"{self.seed} {self.contents} {name}")
        pc = Pc(name, agency, enrolled.stream, invitation.root, self.random, lambda: self.now, contents)
        pc.disk.keys.append((0, signer))
        return pc

    def _seconds(self) -> float:
        return self.now.timestamp()

    def _tell(self, *parts: object) -> None:
        """Into the trace: positions and outcomes, and nothing that follows from contents alone."""
        lengths = sorted((stream, len(rows)) for stream, rows in self.database.tables.entries.items())
        self._trace.update(repr((parts, self.now, [length for _, length in lengths])).encode())

    def fingerprint(self) -> str:
        """The trace so far, with the clocks, as one hash."""
        return self._trace.hexdigest()
