"""Needs, calls, complaints, incidents and replies: kept as drafts, sealed, told again when turned down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from provider_desktop.domain.cases import (
    CaseKind,
    Content,
    check_case,
    kind_of,
    op_of,
    read_case,
    write_case,
)
from provider_desktop.domain.clock import day_start, local_day
from provider_desktop.domain.complaints import Complaint, ComplaintState, due_day
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.identifiers import mask_id_number, mask_name, mask_phone
from provider_desktop.domain.incidents import Incident
from provider_desktop.domain.needs import Need
from provider_desktop.domain.plans import Unit, period_of
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.payloads import schema_of
from provider_desktop.security.users import Permission
from provider_desktop.services.case_rows import rows_of_cases
from provider_desktop.services.case_world import world_of
from provider_desktop.services.cases import (
    CallExpected,
    CaseCounts,
    CaseDetail,
    CaseFilter,
    CaseRow,
    CaseVersion,
)
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.planned import items_not_visits
from provider_desktop.services.rules import rules_on
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.visit_rows import item_name
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.cases import CaseQuery, StoredCase
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

#: Outcomes after which a record is told again.
TURNED_DOWN = frozenset({VisitState.RETURNED, VisitState.CONFLICT})
#: Kinds that a month's settlement and this service do not share: a settlement has its own service.
KINDS = tuple(kind for kind in CaseKind if kind is not CaseKind.SETTLEMENT)


class CaseService:
    """The small records that are no visits. Each one is sealed in a transaction of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @everyone
    def list(self, wanted: CaseFilter | None = None, limit: int = 500) -> tuple[CaseRow, ...]:
        """Records, newest first; names are masked."""
        chosen = wanted or CaseFilter()
        query = CaseQuery(chosen.kind, chosen.recipient, chosen.visit, chosen.state, chosen.open_only)
        with self._workspace.reading() as reading:
            return self._rows(reading, reading.cases.page(query, 0, limit))

    @needs(Permission.REVEAL, if_given="reveal")
    def detail(self, record: str, reveal: str = "") -> CaseDetail:
        """One record with its versions. Who is no recipient yet is masked in what is sealed, unless a reason
        to see more is given, which the trail keeps. Raises ``AppError`` ``RecordUnknown``."""
        if reveal:
            with self._workspace.writing() as work:
                self._workspace.audit(work, "reveal", record, reveal)
        with self._workspace.reading() as reading:
            stored = self._stored(reading, record)
            if stored.content is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
            is_draft = stored.state is VisitState.DRAFT
            verdict = reading.verdicts.get(stored.entry_hash) if stored.entry_hash else None
            content = stored.content if is_draft or reveal else _masked(stored.content)
            return CaseDetail(
                row=self._rows(reading, (stored,))[0],
                content=content,
                findings=self._findings(reading, stored.content, record) if is_draft else (),
                returned=verdict.findings if verdict else (),
                versions=self._versions(reading, record),
                revealed=bool(reveal),
                can_update=not is_draft and bool(op_of(stored.kind, 2)),
                can_repeat=stored.state in TURNED_DOWN and not op_of(stored.kind, 2),
            )

    @everyone
    def blank(self, kind: CaseKind, recipient: str = "", visit: str = "") -> Content:
        """An empty record of a kind, with what follows by itself: now, the clock's end, who writes."""
        now = self._workspace.now().replace(second=0, microsecond=0)
        if kind is CaseKind.NEED:
            return Need(recipient=recipient, found_at=now)
        if kind is CaseKind.FOLLOWUP:
            return Followup(recipient=recipient, visit=visit, at=now, by=self._workspace.actor)
        if kind is CaseKind.COMPLAINT:
            with self._workspace.reading() as reading:
                days = rules_on(reading, local_day(now)).checks.limits.complaint_days
            return Complaint(recipient=recipient, visit=visit, received_at=now, due=due_day(now, days))
        if kind is CaseKind.INCIDENT:
            return Incident(recipient=recipient, visit=visit, reported_at=now)
        return Rectification(responsible="")

    @everyone
    def new_record(self) -> str:
        """The id for a record about to be written, so that its drafts and its sealing are of one."""
        return self._workspace.new_ulid()

    @everyone
    def check(self, content: Content, record: str = "") -> tuple[Finding, ...]:
        """What the rules find in a record as typed so far; nothing is kept."""
        with self._workspace.reading() as reading:
            return self._findings(reading, content, record)

    @needs(Permission.CARE)
    def save(self, content: Content, record: str = "") -> str:
        """Keep a draft; its record. Raises ``AppError`` ``StateForbids`` for one that is sealed."""
        with self._workspace.writing() as work:
            record = record or self._workspace.new_ulid()
            self._require_draft(work, record)
            work.cases.save_draft(record, content, self._workspace.now())
        return record

    @needs(Permission.CARE)
    def discard(self, record: str) -> None:
        """Remove a draft. Raises ``AppError`` ``RecordUnknown``, ``StateForbids`` for one that is sealed."""
        with self._workspace.writing() as work:
            self._stored(work, record)
            self._require_draft(work, record)
            work.cases.discard(record)
            self._workspace.audit(work, "case.discard", record)

    @needs(Permission.CARE)
    def submit(self, content: Content, record: str = "") -> CaseRow:
        """Seal a new record, or the draft of that id, as given.

        Raises ``AppError``: ``NotJoined``, ``StateForbids`` for one that is sealed already,
        ``FindingsOpen`` (``rules``) where something blocks.
        """
        with self._workspace.writing() as work:
            record = record or self._workspace.new_ulid()
            self._require_draft(work, record)
            self._seal(work, record, 1, self._signed(content), "")
            row = self._rows(work, (self._stored(work, record),))[0]
        self._workspace.remember_sealed()
        return row

    @needs(Permission.CARE)
    def update(self, record: str, content: Content, reason: str = "") -> CaseRow:
        """Seal the next version of a complaint, an incident or a reply.

        ``reason`` is a code of at most 32 characters, told by itself where it is empty: ``closed`` when a
        complaint is answered, else ``updated``. Raises ``AppError``: ``RecordUnknown``, ``StateForbids``
        for a draft and for kinds without later versions, ``FindingsOpen``, ``NotJoined``.
        """
        with self._workspace.writing() as work:
            stored = self._stored(work, record)
            latest = work.stream.latest_of(record)
            if latest is None or not op_of(stored.kind, 2) or kind_of(content) is not stored.kind:
                raise AppError(
                    ErrorCode.STATE_FORBIDS, record=record, state=stored.state.value, action="update"
                )
            closes = isinstance(content, Complaint) and content.state is ComplaintState.CLOSED
            said = reason or ("closed" if closes else "updated")
            self._seal(work, record, latest.version + 1, content, said)
            row = self._rows(work, (self._stored(work, record),))[0]
        self._workspace.remember_sealed()
        return row

    @needs(Permission.CARE)
    def again(self, record: str) -> str:
        """A new draft with the content of a need or call that was turned down; its record.

        Raises ``AppError`` ``RecordUnknown``, ``StateForbids`` where nothing was turned down.
        """
        with self._workspace.writing() as work:
            stored = self._stored(work, record)
            if stored.state not in TURNED_DOWN or op_of(stored.kind, 2) or stored.content is None:
                raise AppError(
                    ErrorCode.STATE_FORBIDS, record=record, state=stored.state.value, action="again"
                )
            new = self._workspace.new_ulid()
            work.cases.save_draft(new, stored.content, self._workspace.now())
        return new

    @needs(Permission.CARE)
    def submit_rectification(self, reply: Rectification) -> CaseRow:
        """Seal the agency's reply to a yellow or red light: ``notice`` is the seq of the rating's statement,
        0 where it answers none. Raises ``AppError`` as :meth:`submit`."""
        return self.submit(reply)

    @everyone
    def replies(self, statement: int = 0) -> tuple[tuple[CaseRow, Rectification], ...]:
        """Replies, newest first: to one statement of the regulator, or all."""
        with self._workspace.reading() as reading:
            stored = reading.cases.page(CaseQuery(kind=CaseKind.RECTIFICATION))
            chosen = [
                (each, each.content)
                for each in stored
                if isinstance(each.content, Rectification)
                and (not statement or each.content.notice == statement)
            ]
            rows = self._rows(reading, [each for each, _ in chosen])
        return tuple((row, reply) for row, (_, reply) in zip(rows, chosen, strict=True))

    @everyone
    def counts(self) -> CaseCounts:
        """What waits for somebody."""
        today = local_day(self._workspace.now())
        with self._workspace.reading() as reading:
            count = reading.cases.count
            complaint = CaseKind.COMPLAINT
            return CaseCounts(
                drafts=count(CaseQuery(state=VisitState.DRAFT)),
                returned=count(CaseQuery(state=VisitState.RETURNED)),
                open_complaints=count(CaseQuery(complaint, open_only=True)),
                overdue_complaints=count(
                    CaseQuery(complaint, open_only=True, due_by=today - timedelta(days=1))
                ),
            )

    @everyone
    def calls_expected(self) -> tuple[CallExpected, ...]:
        """Calls that the plans still ask for in the running period, those with the fewest made first.

        They count as calls and never as visits: items that are none, such as the telephone round.
        """
        today = local_day(self._workspace.now())
        language = self._workspace.language
        with self._workspace.reading() as reading:
            calls, catalogues = items_not_visits(reading), reading.catalogues.all()
            found = []
            for assignment in reading.assignments.between(today, today):
                if assignment.state_on(today) is not None:
                    continue
                for line in assignment.plan:
                    if line.item not in calls or line.unit is not Unit.VISIT:
                        continue
                    first, last = period_of(line.period, today)
                    person = assignment.recipient
                    query = CaseQuery(CaseKind.FOLLOWUP, person.recipient, since=day_start(first))
                    made = reading.cases.page(query)
                    used = reading.visit_context.amount_used(person.recipient, line, first, last, "")
                    if len(made) + used >= line.count:
                        continue
                    found.append(
                        CallExpected(
                            recipient=person.recipient,
                            name=mask_name(person.name),
                            phone=mask_phone(person.phone),
                            item=line.item,
                            item_name=item_name(line.item, catalogues, language),
                            made=len(made) + used,
                            planned=line.count,
                            until=last,
                            last=made[0].at if made else None,
                        )
                    )
        return tuple(sorted(found, key=lambda each: (each.made / each.planned, each.until, each.recipient)))

    def _seal(self, work: UnitOfWork, record: str, version: int, content: Content, reason: str) -> None:
        findings = self._findings(work, content, record)
        blocking = [each.rule for each in findings if each.action is Action.BLOCK]
        if blocking:
            rules = ", ".join(dict.fromkeys(blocking))
            raise AppError(ErrorCode.FINDINGS_OPEN, rules=rules, record=record)
        op = Op(op_of(kind_of(content), version))
        entry = seal_record(
            self._workspace, work, op, record, version, schema_of(op), write_case(content), reason
        )
        work.cases.seal(record, version, content, entry, self._workspace.now())

    def _signed(self, content: Content) -> Content:
        """A call names who made it."""
        if isinstance(content, Followup) and not content.by:
            return replace(content, by=self._workspace.actor)
        return content

    def _findings(self, reading: Reading, content: Content, record: str) -> tuple[Finding, ...]:
        """What keeps the payload from its form, and what the shared rules find."""
        _, faults = read_case(kind_of(content), json.loads(json.dumps(write_case(content))))
        return (*faults, *check_case(content, world_of(reading, content, self._workspace.now(), record)))

    def _stored(self, reading: Reading, record: str) -> StoredCase:
        stored = reading.cases.get(record)
        if stored is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
        return stored

    def _require_draft(self, reading: Reading, record: str) -> None:
        stored = reading.cases.get(record)
        if stored is not None and stored.state is not VisitState.DRAFT:
            raise AppError(ErrorCode.STATE_FORBIDS, record=record, state=stored.state.value, action="save")

    def _versions(self, reading: Reading, record: str) -> tuple[CaseVersion, ...]:
        stored = reading.cases.get(record)
        said = {each.entry_hash: VisitState(each.outcome) for each in reading.verdicts.of_record(record)}
        latest = stored.state if stored else VisitState.DELIVERED
        entries = reading.stream.of_record(record)
        return tuple(
            CaseVersion(
                entry.version,
                entry.recorded_at,
                entry.actor,
                latest if entry is entries[-1] else said.get(entry.hash, VisitState.CORRECTED),
            )
            for entry in entries
        )

    def _rows(self, reading: Reading, stored: Sequence[StoredCase]) -> tuple[CaseRow, ...]:
        return rows_of_cases(reading, stored, local_day(self._workspace.now()), self._workspace.language)


def _masked(content: Content) -> Content:
    """What is shown without a reason: of a person who is no recipient yet not more than of one who is."""
    if not isinstance(content, Need) or content.recipient:
        return content
    person = content.person
    hidden = replace(
        person,
        name=mask_name(person.name),
        id_number=mask_id_number(person.id_number) if person.id_number else "",
        phone=mask_phone(person.phone) if person.phone else "",
        address="＊＊＊" if person.address else "",
    )
    return replace(content, person=hidden)
