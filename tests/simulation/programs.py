"""Random programs of sealing, backing up, going on, going back and sending, on a real PC and receiver."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Final

from provider_desktop.bootstrap import Services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.receiver.self_audit import examine_all
from provider_desktop.security import algorithms
from tests.simulation.campaign import Tally
from tests.simulation.chance import replaced
from tests.simulation.power_cut import scratch
from tests.simulation.violation import Violation, require
from tests.support.builders import a_staff_member
from tests.support.installation import PHRASE, Installation, draft, joined
from tests.support.receiver import NOW, served

#: Programs on one PC before the next begins anew.
_AT_ONCE: Final = 25
_DEEDS: Final = 7
_STAFF: Final = ("T1", "T2", "T3")


@dataclass
class Said:
    """What was sealed of each member of staff, in order, and which drafts lie there."""

    names: dict[str, list[str]] = field(default_factory=lambda: {each: [] for each in _STAFF})
    drafts: set[str] = field(default_factory=set)

    def copy(self) -> Said:
        """As it is now."""
        return Said({staff: list(names) for staff, names in self.names.items()}, set(self.drafts))

    def follows(self, other: Said) -> bool:
        """Whether everything the other has was said here as well, first."""
        return all(
            names[: len(other.names[staff])] == other.names[staff] for staff, names in self.names.items()
        )


@dataclass
class Book:
    """What must be true by now: what is here, what the regulator has, and what each backup holds."""

    here: Said = field(default_factory=Said)
    sent: Said = field(default_factory=Said)
    backups: list[tuple[Path, Said]] = field(default_factory=list)


class Program:
    """A PC, and a book kept beside it. ``run`` does one program; everything is compared at its end."""

    def __init__(self, pc: Installation, services: Services, random: Random) -> None:
        self._pc, self._services, self._random = pc, services, random
        self._book, self._number, self._parted = Book(), 0, False
        self.done: Counter[str] = Counter()

    def run(self) -> None:
        """Some deeds, then everything is sent and looked at. Raises ``Violation``."""
        for _ in range(_DEEDS):
            deed = self._random.choice(
                (self._say, self._say, self._type, self._send, self._back_up, self._go_back, self._rotate)
            )
            self._number += 1
            now = NOW + timedelta(seconds=self._number)
            self._services.workspace.clock = FixedClock(now)
            deed()
            self._look()
        self._send()
        self._look_at_both()
        self.done["programs"] += 1

    def _say(self) -> None:
        staff = self._random.choice(_STAFF)
        name = f"王{self._number}"
        self._services.staff.update(replace(a_staff_member(staff), name=name))
        self._book.here.names[staff].append(name)

    def _type(self) -> None:
        day, hour = 1 + self._number % 22, 7 + self._number // 22 % 12
        self._book.here.drafts.add(draft(self._services, f"2026-11-{day:02} {hour:02}:00"))

    def _send(self) -> None:
        for _ in range(4):
            if self._services.sync.run().remaining == 0:
                break
        report = self._services.sync.run()
        require(report.remaining == 0, f"{report.remaining} remain: {report}")
        require(report.alarm == "", f"an alarm without a cause: {report.alarm}")
        self._book.sent = self._book.here.copy()

    def _back_up(self) -> None:
        file = self._pc.folder.parent / f"{self._number}.carebackup"
        self._services.backups.backup(file)
        self._book.backups = [*self._book.backups[-4:], (file, self._book.here.copy())]

    def _rotate(self) -> None:
        self._send()
        self._services.recovery.rotate()
        self._send()

    def _go_back(self) -> None:
        """What was sealed by the time of the backup, or sent by now, is there afterwards; nothing else."""
        if not self._book.backups:
            return
        file, kept = self._random.choice(self._book.backups)
        self._services.backups.restore(file, self._pc.invitation(), PHRASE)
        self.done["restores"] += 1
        sent, here = self._book.sent, kept.copy()
        if sent.follows(kept):
            here.names = sent.copy().names
        elif not kept.follows(sent):
            # what was sealed after another way back, and never sent: the two have parted
            self.done["restores of what has parted"] += 1
            self._parted = True
            here.names = self._names_here(here)
            for staff, names in sent.names.items():
                require(not names or bool(here.names[staff]), f"{staff} was sent and is gone")
        self._book.here = here

    def _names_here(self, kept: Said) -> dict[str, list[str]]:
        with self._services.workspace.reading() as reading:
            rows = {staff: reading.staff.get(staff) for staff in _STAFF}
        return {
            staff: [*kept.names[staff], *([row.member.name] if row else [])] for staff, row in rows.items()
        }

    def _look(self) -> None:
        """What is shown is what was said."""
        with self._services.workspace.reading() as reading:
            for staff, names in self._book.here.names.items():
                row = reading.staff.get(staff)
                shown = row.member.name if row else ""
                require(shown == (names[-1] if names else ""), f"{staff} is {shown!r}, not {names[-1:]}")
            drafts = {row.visit.record for row in reading.visits.drafts()}
        require(drafts == self._book.here.drafts, "other drafts than were typed")

    def _look_at_both(self) -> None:
        """Both sides' chains hold, and no version of a record is at the receiver twice."""
        verified = self._services.system.verify()
        require(not verified.problems, f"verify: {verified.problems}")
        audit = examine_all(self._pc.receiver.office)
        require(not audit.problems, f"receiver's verify: {audit.problems}")
        rows = [row for stream in self._pc.held().values() for row in stream if row.op == "staff.update"]
        same = Counter((row.record, row.payload) for row in rows)
        require(max(same.values()) == 1, "what was said once is there twice")
        versions = Counter((row.record, row.version) for row in rows)
        # two that were sealed after the same one, on two ways back, are both kept
        require(self._parted or max(versions.values()) == 1, "a version of a record is there twice")


def programs(budget: int, seed: int) -> Tally:
    """So many programs."""
    whole = Tally()
    while whole.count < budget and not whole.problems:
        whole.add(_one_pc(min(_AT_ONCE, budget - whole.count), seed))
        seed += 1
    return whole


def _one_pc(count: int, seed: int) -> Tally:
    # A passphrase is stretched once by the code that ships; the same one again gives the same key.
    stretched_once = replaced(algorithms, "stretch", lru_cache(64))
    with scratch() as folder, served(folder / "receiver") as receiver, stretched_once:
        pc = joined(folder / "pc", receiver)
        with pc.opened() as services:
            program = Program(pc, services, Random(seed))
            try:
                for _ in range(count):
                    program.run()
            except Violation as violation:
                return Tally(Counter({"programs": 1}), [f"seed {seed}: {violation}"])
            tally = Tally(Counter({"programs": program.done.pop("programs")}))
            tally.said.update(program.done)
            return tally
