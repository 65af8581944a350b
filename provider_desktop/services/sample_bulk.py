"""Writes months of a large sample agency in minutes: signed, chained and checked, but without a network."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from provider_desktop.domain.assignment_payload import assignment_body
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import LOCAL, FixedClock
from provider_desktop.domain.corrections import Changes, CorrectionAction, CorrectionReason, apply_correction
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.domain.visit_payload import SCHEMA_NAME, to_payload
from provider_desktop.domain.visits import CorrectionNote, Visit
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import SALT_BYTES, Header, Op, SealedEntry, seal
from provider_desktop.exchange.packages import MAX_ENTRIES
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer, key_id
from provider_desktop.exchange.statements import Kind, Position, SealedStatement
from provider_desktop.resources import read_json
from provider_desktop.sample.county import SampleAgency, teams
from provider_desktop.sample.history import SampleVisit
from provider_desktop.services.exchange_run import EPOCH as EPOCH_SETTING
from provider_desktop.services.exchange_run import FEED_POSITION
from provider_desktop.services.people import RecipientService, StaffService
from provider_desktop.services.sample_regulator import EPOCH, SampleRegulator, as_told
from provider_desktop.services.sample_teams import SampleTeam
from provider_desktop.services.session_service import SessionService
from provider_desktop.services.statements import take_statement
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.storage.audit import AuditEvent
from provider_desktop.storage.bulk import FirstVersion
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.unit_of_work import UnitOfWork

#: A transaction takes whole days until it has so many visits: fewer commits write the same pages less often.
AT_ONCE = 60_000
#: Megabytes of the database at hand while it is filled, and afterwards.
MEMORY, MEMORY_AFTER = 1024, 64
#: Days until an officer looks, until the agency answers, and back to which something may still be open.
LOOKS_AFTER, ANSWERS_AFTER, OPEN_FOR = 2, 4, 14
_BY_OFFICER = {
    "rule": "EVID-MISSING",
    "action": "block",
    "pointer": "",
    "values": {},
    "text": {
        "zh": "签字单照片看不清，请补传或说明",
        "en": "The photo of the signed sheet cannot be read: send it again, or explain",
    },
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What was written, and whether it went to the end."""

    visits: int
    entries: int
    statements: int
    receipts: int
    complete: bool


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A version as sealed, and the team that made it."""

    visit: Visit
    findings: tuple[Finding, ...]
    entry: SealedEntry
    header: Header
    team: SampleTeam
    fate: str
    answered: bool


class SampleBulk:
    """Fills an empty, set-up workspace that has not joined, evening by evening.

    Memory holds one month of plans and some days of visits, however long the history is.
    """

    def __init__(
        self,
        workspace: Workspace,
        regulator: SampleRegulator,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        url: str = "",
    ) -> None:
        """``url`` is where the receiver listens, once there is one that goes on."""
        self._workspace = workspace
        self._url = url
        self._regulator = regulator
        self._progress = progress or (lambda _done, _total: None)
        self._cancelled = cancelled or (lambda: False)
        self._returns: dict[date, list[_Sealed]] = defaultdict(list)
        self._corrections: dict[date, list[tuple[_Sealed, str]]] = defaultdict(list)
        self._head = Position()
        self._visits = self._receipts = 0

    def run(self, agency: SampleAgency, first: date, last: date) -> BulkReport:
        """History from *first* to *last*, both inclusive. Cancelled, it ends with the last transaction.

        The workspace's clock is left on the evening of the last day.
        """
        catalogue = self._begin(agency, first)
        crews = [SampleTeam(team, catalogue, number) for number, team in enumerate(teams(agency))]
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        done = 0
        while done < len(days) and not self._cancelled():
            with self._workspace.writing() as work:
                work.bulk.use_memory(MEMORY)
                until = self._visits + AT_ONCE
                while done < len(days) and self._visits < until:
                    self._evening(work, crews, days[done], last)
                    done += 1
                work.settings.set(FEED_POSITION, (self._regulator.feed.seq, self._regulator.feed.hash))
            self._progress(done, len(days))
        with self._workspace.writing() as work:
            work.bulk.use_memory(MEMORY_AFTER)
        self._workspace.remember_sealed()
        return BulkReport(
            self._visits, self._head.seq, self._regulator.feed.seq, self._receipts, done == len(days)
        )

    def _begin(self, agency: SampleAgency, first: date) -> Catalogue:
        """What joining leaves behind, and everybody: assigned and accepted, the roster reported."""
        workspace, regulator = self._workspace, self._regulator
        at = datetime.combine(first - timedelta(days=1), time(8), LOCAL)
        workspace.clock = FixedClock(at)
        seed = os.urandom(SEED_BYTES)
        workspace.open_vault().keep_device_key(seed)
        signer = Ed25519Signer(seed)
        stream = make_ulid(at, os.urandom(10))
        session = SessionService(workspace)
        session.begin_membership(
            Membership(
                agency.code, agency.name, self._url, regulator.root, key_id(signer.public_key), stream
            ),
            signer,
            regulator.trust(),
        )
        session.set_operator("孙会计")
        with workspace.writing() as work:
            work.settings.set(EPOCH_SETTING, EPOCH)
            for kind, body in _published(agency, first):
                take_statement(work, regulator.state(kind, body, at))
        self._assign(agency, at)
        RecipientService(workspace).accept([each.assignment for each in agency.assignments])
        roster = StaffService(workspace)
        for member in agency.staff:
            roster.update(member)
        self._settle(at)
        with workspace.reading() as reading:
            return reading.catalogues.all()[-1]

    def _assign(self, agency: SampleAgency, at: datetime) -> None:
        for start in range(0, len(agency.assignments), MAX_ENTRIES):
            with self._workspace.writing() as work:
                for each in agency.assignments[start : start + MAX_ENTRIES]:
                    body = assignment_body(each)
                    take_statement(work, self._regulator.state(Kind.ASSIGNMENT, body, at))

    def _settle(self, at: datetime) -> None:
        """Receipts for, and verdicts on, what was sealed on joining."""
        stream = self._workspace.joined()[0].stream
        while True:
            with self._workspace.writing() as work:
                portion = work.stream.after(stream, self._head.seq, MAX_ENTRIES)
                if not portion:
                    return
                self._answer(work, [(entry, entry.header(), ()) for entry in portion], at)
            self._head = Position(self._head.seq + len(portion), portion[-1].hash)

    def _evening(self, work: UnitOfWork, crews: list[SampleTeam], day: date, last: date) -> None:
        """One day: what was entered is checked, sealed, sent and judged; what is due is corrected."""
        at = datetime.combine(day, time(20, 30), LOCAL)
        self._workspace.clock = FixedClock(at)
        made: list[_Sealed] = []
        for team in crews:
            for sample in team.entered_on(day, last):
                if sealed := self._first_version(sample, team, at + timedelta(milliseconds=len(made))):
                    made.append(sealed)
        work.bulk.seal([self._as_first(each) for each in made])
        self._visits += len(made)
        for each, kind in self._corrections.pop(day, ()):
            if corrected := self._correction(work, each, kind, at + timedelta(minutes=5)):
                made.append(corrected)
        self._answer(
            work, [(each.entry, each.header, each.findings) for each in made], at + timedelta(minutes=20)
        )
        for each in made:
            self._plan(each, day, last)
        self._send_back(work, day, last, at + timedelta(minutes=40))

    def _first_version(self, sample: SampleVisit, team: SampleTeam, at: datetime) -> _Sealed | None:
        record = make_ulid(at, os.urandom(10))
        checked = team.checked(replace(sample.visit, record=record), at)
        if checked is None:
            return None
        visit, findings = checked
        entry, header = self._seal(visit, Op.VISIT_CREATE, "", at)
        return _Sealed(visit, findings, entry, header, team, sample.fate, sample.answered)

    def _seal(self, visit: Visit, op: Op, parent: str, at: datetime) -> tuple[SealedEntry, Header]:
        membership, signer = self._workspace.joined()
        entry = seal(
            signer,
            agency=membership.agency,
            stream=membership.stream,
            seq=self._head.seq + 1,
            prev=self._head.hash,
            op=op,
            record=visit.record,
            version=visit.version,
            parent=parent,
            reason=visit.reason,
            actor=self._workspace.actor,
            schema=SCHEMA_NAME,
            recorded_at=at,
            feed_seen=self._regulator.feed.seq,
            salt=os.urandom(SALT_BYTES),
            payload=encode(to_payload(visit)),
        )
        self._head = Position(self._head.seq + 1, entry.hash)
        return entry, entry.header()

    def _as_first(self, made: _Sealed) -> FirstVersion:
        return FirstVersion(made.visit, made.findings, made.entry, made.header, self._event(made))

    def _event(self, made: _Sealed) -> AuditEvent:
        header = made.header
        details = {"version": header.version, "seq": header.seq}
        return AuditEvent(
            header.recorded_at, header.actor, header.op.value, header.record, header.reason, details
        )

    def _correction(self, work: UnitOfWork, made: _Sealed, kind: str, at: datetime) -> _Sealed | None:
        """A second version, one by one as the program itself writes it; None where the checks forbid it."""
        note = CorrectionNote(CorrectionAction.CHECKED_SHEET, "已核对纸质单", self._workspace.actor)
        if kind == "correct" and made.visit.ended:
            changes = Changes(time_out=made.visit.ended + timedelta(minutes=2))
            visit = apply_correction(made.visit, changes, CorrectionReason.WRONG_TIME, note)
        else:
            changes = Changes(remarks="原始签字单存档备查")
            visit = apply_correction(made.visit, changes, CorrectionReason.REGULATOR_RETURNED, note)
        checked = made.team.checked(visit, at)
        if checked is None:
            return None
        visit, findings = checked
        entry, header = self._seal(visit, Op.VISIT_CORRECT, made.entry.hash, at)
        corrected = replace(made, visit=visit, findings=findings, entry=entry, header=header, fate="")
        work.stream.append(entry)
        work.visits.seal(visit, findings, entry.hash, at)
        work.audit.append(self._event(corrected))
        return corrected

    def _answer(
        self, work: UnitOfWork, told: Sequence[tuple[SealedEntry, Header, tuple[Finding, ...]]], at: datetime
    ) -> None:
        """What the regulator answers: a receipt for each batch, and a verdict on each entry."""
        for start in range(0, len(told), MAX_ENTRIES):
            batch = told[start : start + MAX_ENTRIES]
            entry, header, _ = batch[-1]
            head = Position(header.seq, entry.hash)
            receipt = self._regulator.receipt(header.stream, head, len(batch), at)
            work.bulk.receive([receipt])
            self._receipts += 1
            said = [
                self._regulator.judge(entry.hash, header, "accepted", [*map(as_told, findings)], at)
                for entry, header, findings in batch
            ]
            work.bulk.state([_stated(sealed) for sealed, _ in said])
            work.bulk.judge([row for _, row in said])

    def _plan(self, made: _Sealed, day: date, last: date) -> None:
        if made.fate == "correct":
            self._corrections[day + timedelta(days=1)].append((made, "correct"))
        elif made.fate == "return" and day + timedelta(days=LOOKS_AFTER) <= last:
            self._returns[day + timedelta(days=LOOKS_AFTER)].append(made)

    def _send_back(self, work: UnitOfWork, day: date, last: date, at: datetime) -> None:
        """What the officer returns today; what is long past was answered, of the rest a part waits."""
        for made in self._returns.pop(day, ()):
            sealed, row = self._regulator.judge(made.entry.hash, made.header, "returned", (_BY_OFFICER,), at)
            work.bulk.state([_stated(sealed)])
            work.verdicts.save(row)
            if made.answered or (last - day).days > OPEN_FOR:
                self._corrections[day + timedelta(days=ANSWERS_AFTER - LOOKS_AFTER)].append((made, "return"))


def _published(agency: SampleAgency, first: date) -> Iterator[tuple[Kind, dict[str, object]]]:
    yield (
        Kind.AGENCY,
        {
            "agency": agency.code,
            "name": agency.name,
            "township": "",
            "contract": {"from": first.isoformat(), "to": ""},
        },
    )
    yield Kind.CATALOGUE, read_json("catalogue", "default.json")
    yield Kind.RULESET, read_json("rulesets", "starter.json")
    yield Kind.CALENDAR, {"locks": [], "periods": []}


def _stated(sealed: SealedStatement) -> tuple[StatementRow, str]:
    statement = sealed.statement
    row = StatementRow(statement.seq, sealed.hash, statement.kind, statement.issued_at, sealed.envelope)
    return row, statement.prev
