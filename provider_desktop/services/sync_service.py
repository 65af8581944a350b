"""The exchange as people see it: send now, what waits, what was acknowledged, what came back."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from provider_desktop.domain.clock import local_month
from provider_desktop.domain.topics import Topic
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.engine_messages import Outcome, Summary
from provider_desktop.exchange.receipts import ReceiptError, verify_receipt
from provider_desktop.exchange.scalars import from_base64url
from provider_desktop.exchange.trust import Trust, TrustError, verify_trust
from provider_desktop.security.users import Permission
from provider_desktop.services.enrolling import reach
from provider_desktop.services.evidence_service import EvidenceService
from provider_desktop.services.exchange_run import ALARM, TRUST, Cancelled, ExchangeRun, Progress
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.recovery_service import RecoveryService
from provider_desktop.services.relaying import offer_others
from provider_desktop.services.rules import rules_on
from provider_desktop.services.sync import (
    BatchRow,
    ReturnedGroup,
    ReturnedRow,
    SyncReport,
    SyncStatus,
    WaitingRow,
)
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.workspace import STOPPED_BY, Workspace
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.wording import sentence

_log = logging.getLogger(__name__)

#: Setting that holds when a receiver last answered as it should.
LAST_CONTACT = "last_contact"


class SyncService:
    """Push, then pull; one run at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._evidence = EvidenceService(workspace)
        self._one_run = threading.Lock()
        self._offline = False

    @everyone
    def run(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None, patience: int = 0
    ) -> SyncReport:
        """One run of the exchange. Being offline is a report, not an error.

        ``patience`` is how many seconds may be spent waiting for a receiver that is away. Raises
        ``AppError`` ``NotJoined``.
        """
        workspace = self._workspace
        membership, signer = workspace.line()
        with self._one_run:
            before = self._verdict_counts()
            with reach(workspace, membership.url, signer) as regulator:
                summary = ExchangeRun(workspace, regulator, progress, cancelled).run(patience)
                delivered = 0
                # After the entries that name them, and only where the line has just held.
                if summary is not None and summary.outcome is Outcome.DONE:
                    offer_others(workspace, regulator, cancelled)
                    delivered = self._evidence.upload(regulator, progress, cancelled)
            RecoveryService(workspace).settle_rotation()
            return replace(
                self._report(summary, before),
                evidence=delivered,
                evidence_waiting=self._evidence.waiting(),
            )

    @everyone
    def status(self) -> SyncStatus:
        """The exchange in figures; works before joining, too."""
        membership = self._workspace.membership
        with self._workspace.reading() as reading:
            counts = reading.visit_lists.counts()
            waiting = reading.stream.waiting(0, 1)
            latest = reading.receipts.latest(membership.stream) if membership else None
            contact = reading.settings.get(LAST_CONTACT)
            alarm = reading.settings.get(ALARM)
            lock_at, lock_month = next_lock(reading, self._workspace.now())
            agency = reading.settings.get("regulator_name", "")
            return SyncStatus(
                joined=membership is not None,
                receiver_name=agency,
                to_send=reading.stream.waiting_count(),
                oldest_waiting=waiting[0].recorded_at if waiting else None,
                delivered=counts.get(VisitState.DELIVERED, 0),
                accepted=counts.get(VisitState.ACCEPTED, 0),
                returned=counts.get(VisitState.RETURNED, 0),
                held=counts.get(VisitState.HELD, 0),
                conflict=counts.get(VisitState.CONFLICT, 0),
                last_receipt=latest.received_at if latest else None,
                last_contact=datetime.fromisoformat(contact) if contact else None,
                offline=self._offline,
                alarm=alarm["code"] if alarm else "",
                lock_at=lock_at,
                lock_month=lock_month,
                problem=reading.settings.get(STOPPED_BY) or "",
            )

    @everyone
    def waiting(self, limit: int = 500) -> tuple[WaitingRow, ...]:
        """Entries no receipt covers yet, oldest first."""
        with self._workspace.reading() as reading:
            rows = reading.stream.waiting(0, limit)
            visits = reading.visits.many(row.record for row in rows)
            titles = {row.record: row for row in rows_of(reading, visits, self._workspace.language)}
        return tuple(
            WaitingRow(
                seq=row.seq,
                op=row.op,
                record=row.record,
                title=titles[row.record].recipient_name if row.record in titles else "",
                recorded_at=row.recorded_at,
                size=row.size,
            )
            for row in rows
        )

    @everyone
    def batches(self, limit: int = 100) -> tuple[BatchRow, ...]:
        """Receipts stored, newest first, each verified anew against the regulator's keys."""
        with self._workspace.reading() as reading:
            trust = self.trust(reading)
            rows = reading.receipts.all(limit)
            own = {row.seq: reading.stream.at(row.stream, row.seq) for row in rows}
        return tuple(
            BatchRow(
                seq=row.seq,
                count=row.count,
                hash=row.hash,
                received_at=row.received_at,
                verified=self.is_genuine(row.envelope, row.stream, trust)
                and (entry := own[row.seq]) is not None
                and entry.hash == row.hash,
                receipt=row.envelope.decode(),
            )
            for row in rows
        )

    @everyone
    def receipt_file(self, seq: int) -> bytes:
        """The receipt whose head is ``seq``, as a ``.carereceipt`` file that anybody can verify."""
        with self._workspace.reading() as reading:
            for row in reading.receipts.all(100_000):
                if row.seq == seq:
                    return row.envelope
        raise AppError(ErrorCode.RECORD_UNKNOWN, record=str(seq))

    @everyone
    def returned(self, language: str = "") -> tuple[ReturnedGroup, ...]:
        """Returned records by the rule that the regulator names first, the largest group first."""
        language = language or self._workspace.language
        groups: dict[str, list[ReturnedRow]] = defaultdict(list)
        with self._workspace.reading() as reading:
            stored = reading.visit_lists.page(VisitQuery(state=VisitState.RETURNED), 0, 1000)
            rows = rows_of(reading, stored, language)
            grace = rules_on(reading, self._workspace.now().date()).checks.limits.returned_grace_days
            for each, row in zip(stored, rows, strict=True):
                verdict = reading.verdicts.get(each.entry_hash)
                if verdict is None:
                    continue
                texts = tuple(verdict_text(finding, language) for finding in verdict.findings)
                until = verdict.issued_at + timedelta(days=grace)
                rule = str(verdict.findings[0]["rule"]) if verdict.findings else ""
                groups[rule].append(ReturnedRow(row, verdict.issued_at, texts, until))
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
        return tuple(ReturnedGroup(rule, tuple(rows)) for rule, rows in ordered)

    @needs(Permission.RESOLVE)
    def clear_alarm(self, reason: str) -> None:
        """Take an alarm down once a person has dealt with it; the reason is kept."""
        with self._workspace.writing() as work:
            alarm = work.settings.get(ALARM)
            if alarm:
                work.settings.remove(ALARM)
                self._workspace.audit(work, "alarm.clear", alarm["code"], reason)

    @everyone
    def trust(self, reading: Reading) -> Trust | None:
        """The regulator's keys as last stored and verified, whatever their date; None before joining."""
        membership = self._workspace.membership
        text = reading.settings.get(TRUST, "")
        if membership is None or not text:
            return None
        try:
            return verify_trust(from_base64url(text), root=membership.root)
        except TrustError:
            return None

    @everyone
    def is_genuine(self, envelope: bytes, stream: str, trust: Trust | None) -> bool:
        """Whether a stored receipt still verifies."""
        membership = self._workspace.membership
        if trust is None or membership is None:
            return False
        try:
            verify_receipt(envelope, trust=trust, agency=membership.agency, stream=stream)
        except ReceiptError:
            return False
        return True

    def _verdict_counts(self) -> dict[str, int]:
        with self._workspace.reading() as reading:
            return dict(reading.verdicts.counts())

    def _report(self, summary: Summary | None, before: dict[str, int]) -> SyncReport:
        after = self._verdict_counts()
        new = {
            outcome: max(0, after.get(outcome, 0) - before.get(outcome, 0))
            for outcome in ("accepted", "returned")
        }
        with self._workspace.reading() as reading:
            remaining = reading.stream.waiting_count()
            alarm = reading.settings.get(ALARM)
        if summary is None:
            return SyncReport(0, 0, new["accepted"], new["returned"], 0, remaining, False, "", "cancelled")
        self._offline = summary.outcome is Outcome.UNREACHABLE
        if not self._offline:
            stopped_by = summary.reason if summary.outcome is Outcome.STOPPED and not summary.alarm else ""
            with self._workspace.writing() as work:
                work.settings.set(LAST_CONTACT, self._workspace.now().isoformat())
                if stopped_by != (work.settings.get(STOPPED_BY) or ""):
                    work.settings.set(STOPPED_BY, stopped_by)
        else:
            self._workspace.changes.tell(frozenset({Topic.STREAM}))
        return SyncReport(
            pushed=summary.pushed,
            receipts=summary.receipts,
            accepted=new["accepted"],
            returned=new["returned"],
            pulled=summary.pulled,
            remaining=remaining,
            offline=self._offline,
            alarm=summary.alarm or (alarm["code"] if alarm else ""),
            problem=summary.reason,
        )


def next_lock(reading: Reading, now: datetime) -> tuple[datetime | None, str]:
    """The next moment at which a month is locked, and that month; ``(None, "")`` without a calendar."""
    checks = rules_on(reading, now.date()).checks
    this_month = local_month(now)
    first = datetime.strptime(this_month, "%Y-%m").date()  # noqa: DTZ007 - a calendar month has no zone
    previous = (first - timedelta(days=1)).strftime("%Y-%m")
    for month in (previous, this_month):
        lock = checks.lock_of(month)
        if lock is not None and lock > now:
            return lock, month
    return None, ""


def verdict_text(finding: object, language: str) -> str:
    """The regulator's sentence for a finding; ours, by the rule, where it gives none in the language."""
    if not isinstance(finding, dict):
        return ""
    text = finding.get("text", {})
    told = str(text.get("zh" if language == "zh_CN" else "en", ""))
    return told or sentence("rule", str(finding.get("rule", "")), language, finding.get("values", {}))
