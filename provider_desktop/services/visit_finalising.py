"""Sealing drafts, correcting and withdrawing what is sealed: the only ways a visit reaches the stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from provider_desktop.domain.checks import can_seal, check_visit, check_withdrawal, unacknowledged
from provider_desktop.domain.checks.source import Moment, build_context
from provider_desktop.domain.corrections import Changes, apply_correction, reason_faults, withdraw
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visit_payload import SCHEMA_NAME, to_payload
from provider_desktop.domain.visits import Acknowledgement, CorrectionNote, Visit, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.rules import rules_on
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.visit_rows import cell_findings, rows_of
from provider_desktop.services.visits import CorrectionRequest, Finalised, HeldBack, VisitRow
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

#: States in which a correction or withdrawal makes no sense.
CLOSED = frozenset({VisitState.DRAFT, VisitState.WITHDRAWN})


class VisitFinalisingService:
    """Finalise, correct, withdraw. Each record is sealed in a transaction of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.FINALISE)
    def finalise(
        self,
        records: Sequence[str] | None = None,
        acknowledge: Mapping[str, str] | None = None,
        note: str = "",
    ) -> Finalised:
        """Check and seal drafts: those named, or all. What has ``block``, or ``ask`` that nobody
        acknowledged, is held back with its findings.

        ``acknowledge`` gives a reason by rule, applied where that rule asks. A record that is no draft
        any more (somebody sealed it meanwhile) is passed over. Raises ``AppError`` ``NotJoined``.
        """
        self._workspace.joined()
        if records is None:
            with self._workspace.reading() as reading:
                records = [stored.visit.record for stored in reading.visits.drafts()]
        sealed, held_back = [], []
        for record in records:
            with self._workspace.writing() as work:
                stored = work.visits.get(record)
                if stored is None:
                    raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
                if stored.entry_hash:
                    continue
                visit, findings = self._checked(work, stored.visit, acknowledge or {}, note)
                if can_seal(findings, visit):
                    self._seal(work, visit, findings, Op.VISIT_CREATE)
                    sealed.append(record)
                else:
                    work.visits.save_draft(visit, findings, self._workspace.now())
                    held_back.append(HeldBack(record, findings))
        if sealed:
            self._workspace.remember_sealed()
        return Finalised(tuple(sealed), tuple(held_back))

    @needs(Permission.CORRECT)
    def correct(self, record: str, request: CorrectionRequest, batch: str = "") -> VisitRow:
        """Seal a new version with the changes, reason, action and attestation; ``batch`` joins in the trail
        what was corrected by one statement.

        Raises ``AppError``: ``RecordUnknown``, ``StateForbids``, ``CorrectionIncomplete`` (``fields``),
        ``FindingsOpen`` (``rules``) when the new version has findings that block or were not acknowledged.
        """
        with self._workspace.writing() as work:
            visit, findings, faults = self.corrected(work, record, request)
            if faults:
                fields = ", ".join(fault.pointer.rpartition("/")[2] for fault in faults)
                raise AppError(ErrorCode.CORRECTION_INCOMPLETE, fields=fields)
            if not can_seal(findings, visit):
                raise AppError(ErrorCode.FINDINGS_OPEN, rules=_open_rules(findings, visit), record=record)
            self._seal(work, visit, findings, Op.VISIT_CORRECT, request.reason)
            if batch:
                self._workspace.audit(work, "visit.correct.alike", record, request.reason, batch=batch)
            row = self._row(work, record)
        self._workspace.remember_sealed()
        return row

    @needs(Permission.CORRECT)
    def withdraw(self, record: str, reason: str, memo: str = "") -> VisitRow:
        """Seal a version that takes the record back; ``memo`` goes into the audit trail.

        Raises ``AppError`` as :meth:`correct` does.
        """
        with self._workspace.writing() as work:
            current = self._sealed(work, record)
            if faults := reason_faults(reason, None):
                raise AppError(ErrorCode.CORRECTION_INCOMPLETE, fields=faults[0].pointer.rpartition("/")[2])
            visit = withdraw(current, reason)
            findings = check_withdrawal(
                visit, build_context(visit, work.visit_context, self._moment(work, current))
            )
            if any(finding.action is Action.BLOCK for finding in findings):
                raise AppError(ErrorCode.FINDINGS_OPEN, rules=_open_rules(findings, visit), record=record)
            self._seal(work, visit, findings, Op.VISIT_WITHDRAW, reason)
            if memo:
                self._workspace.audit(work, "visit.withdraw.memo", record, memo)
            row = self._row(work, record)
        self._workspace.remember_sealed()
        return row

    @everyone
    def corrected(
        self, reading: Reading, record: str, request: CorrectionRequest
    ) -> tuple[Visit, tuple[Finding, ...], tuple[Finding, ...]]:
        """The version that a correction would make, what the checks find in it, and what the request
        itself lacks (reason, action, memo)."""
        current = self._sealed(reading, record)
        note = CorrectionNote(request.action, request.memo, self._workspace.actor)
        acknowledged = {each.rule: each for each in (*current.acknowledged, *request.acknowledged)}
        changes = Changes(
            recipient=request.recipient,
            staff=request.staff,
            time_in=request.time_in,
            time_out=request.time_out,
            items=request.items,
            outcome=request.outcome,
            evidence=request.evidence,
            signer=request.signer,
            satisfaction=request.satisfaction,
            remarks=request.remarks,
            acknowledged=tuple(acknowledged.values()),
        )
        visit = apply_correction(current, changes, request.reason, note)
        findings = check_visit(
            visit, build_context(visit, reading.visit_context, self._moment(reading, current))
        )
        return visit, findings, reason_faults(request.reason, note)

    def _checked(
        self, work: UnitOfWork, visit: Visit, acknowledge: Mapping[str, str], note: str
    ) -> tuple[Visit, tuple[Finding, ...]]:
        now = self._workspace.now()
        rules = rules_on(work, visit.day or now.date()).checks
        settled = work.cases.settled_months()
        moment = Moment(now=now, rules=rules, finalised_at=now, settled=settled)
        found = check_visit(visit, build_context(visit, work.visit_context, moment))
        findings = (*found, *cell_findings(work.visits.get(visit.record), visit))
        reasons = {
            finding.rule: acknowledge[finding.rule]
            for finding in unacknowledged(findings, visit)
            if finding.rule in acknowledge
        }
        added = tuple(Acknowledgement(rule, reason, note) for rule, reason in reasons.items())
        return (replace(visit, acknowledged=(*visit.acknowledged, *added)) if added else visit), findings

    def _moment(self, reading: Reading, current: Visit) -> Moment:
        """A correction is measured by now; after a return it may come though the month is locked."""
        now = self._workspace.now()
        verdicts = reading.verdicts.of_record(current.record)
        of_this = [each for each in verdicts if each.version == current.version]
        returned = [each.issued_at for each in of_this if each.outcome == "returned"]
        return Moment(
            now=now,
            rules=rules_on(reading, current.day or now.date()).checks,
            finalised_at=now,
            settled=reading.cases.settled_months(),
            returned_at=max(returned, default=None),
            previous_day=current.day,
        )

    def _sealed(self, reading: Reading, record: str) -> Visit:
        stored = reading.visits.get(record)
        if stored is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
        if stored.state in CLOSED or stored.withdraws:
            raise AppError(ErrorCode.STATE_FORBIDS, record=record, state=stored.state.value)
        return stored.visit

    def _seal(
        self, work: UnitOfWork, visit: Visit, findings: tuple[Finding, ...], op: Op, reason: str = ""
    ) -> None:
        entry = seal_record(
            self._workspace, work, op, visit.record, visit.version, SCHEMA_NAME, to_payload(visit), reason
        )
        work.visits.seal(visit, findings, entry, self._workspace.now())
        work.evidence.use(entry, (each.sha256 for each in visit.evidence))

    def _row(self, work: UnitOfWork, record: str) -> VisitRow:
        return rows_of(work, work.visits.many((record,)), self._workspace.language)[0]


def _open_rules(findings: Sequence[Finding], visit: Visit) -> str:
    blocking = [finding.rule for finding in findings if finding.action is Action.BLOCK]
    asking = [finding.rule for finding in unacknowledged(findings, visit)]
    return ", ".join(dict.fromkeys(blocking + asking))
