"""Entering visits: lines saved as drafts at each cell, checked as typed, filled from what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from provider_desktop.domain.checks import check_visit
from provider_desktop.domain.checks.source import build_context
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.pinyin import name_keys
from provider_desktop.domain.visits import Acknowledgement, Capture, Source, Visit
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services import visit_expecting
from provider_desktop.services.draft_spool import DraftSpool
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.rules import moment_of
from provider_desktop.services.visit_rows import DRAFT_DAY, cell_findings, line_of, rows_of, typed_day
from provider_desktop.services.visits import (
    EntryLine,
    ExpectedVisit,
    ItemOption,
    StaffOption,
    Suggestion,
    VisitRow,
)
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

#: Reasons remembered of one person at work.
_MOST_REASONS = 300


class VisitEntryService:
    """Drafts: made, changed, thrown away. Nothing here is sent to anybody."""

    def __init__(self, workspace: Workspace, spool: DraftSpool | None = None) -> None:
        """*spool* is where drafts go: the agency's database, or this PC while that is away."""
        self._workspace = workspace
        self._spool = spool or DraftSpool(workspace, partial(draft_findings, workspace))

    @everyone
    def drafts(self, day: date | None = None) -> tuple[VisitRow, ...]:
        """Drafts (of a local day, where given), the newest last, with names in full: a clerk must see
        whom she types."""
        with self._workspace.entry_reading() as reading:
            drafts = reading.visits.drafts()
            stored = [each for each in drafts if day is None or typed_day(each.visit) == day]
            return rows_of(reading, stored, self._workspace.language, masked=False)

    @everyone
    def lines(self, records: Sequence[str]) -> tuple[EntryLine, ...]:
        """Drafts as lines to go on typing."""
        with self._workspace.entry_reading() as reading:
            drafts = [each for each in reading.visits.many(records) if not each.entry_hash]
        self._spool.saw(drafts)
        return tuple(line_of(each.visit) for each in drafts)

    @everyone
    def check(self, line: EntryLine) -> tuple[Finding, ...]:
        """What the checks say of a line as typed so far; nothing is saved."""
        with self._workspace.entry_reading() as reading:
            visit = self._visit(reading, line, line.record or self._workspace.new_ulid())
            return draft_findings(self._workspace, reading, visit)

    @needs(Permission.ENTER)
    def save_draft(self, line: EntryLine) -> VisitRow:
        """Save a line; a new record where it has none. Also brings back a line that was discarded.

        Raises ``AppError`` ``StateForbids`` when the record is sealed, ``RecordChanged`` when somebody at
        another PC changed it since it was shown here: what was typed is kept then (``sharing``).
        """
        return self.save_drafts((line,))[0]

    @needs(Permission.ENTER)
    def save_drafts(self, lines: Sequence[EntryLine]) -> tuple[VisitRow, ...]:
        """Save several lines at one stroke: all of them, or none where one is sealed."""
        named = [each if each.record else replace(each, record=self._workspace.new_ulid()) for each in lines]
        return self._spool.write(
            [each.record for each in named], lambda work: tuple(self._save_line(work, each) for each in named)
        )

    @needs(Permission.ENTER)
    def save_visit(self, visit: Visit, *, imported: bool = False) -> VisitRow:
        """Save a visit made elsewhere (import, the sample county) as a draft; ``record`` may be empty."""
        visit = visit if visit.record else replace(visit, record=self._workspace.new_ulid())
        return self._spool.write((visit.record,), lambda work: self._save(work, visit, imported=imported))

    @needs(Permission.ENTER)
    def discard(self, record: str) -> None:
        """Throw a draft away. Raises ``AppError`` ``RecordUnknown`` or ``StateForbids``."""

        def discard(work: UnitOfWork) -> None:
            self._draft(work, record)
            work.visits.discard(record)
            self._workspace.audit(work, "visit.discard", record)

        self._spool.write((record,), discard)

    @needs(Permission.ENTER)
    def acknowledge(self, record: str, rule: str, reason: str, note: str = "") -> VisitRow:
        """Say why a finding with action ``ask`` stands; a second time replaces the first."""

        def acknowledge(work: UnitOfWork) -> VisitRow:
            visit = self._draft(work, record)
            kept = tuple(each for each in visit.acknowledged if each.rule != rule)
            return self._save(work, replace(visit, acknowledged=(*kept, Acknowledgement(rule, reason, note))))

        return self._spool.write((record,), acknowledge)

    @everyone
    def suggest(self, recipient: str, day: date) -> Suggestion:
        """Staff and items for a recipient on a day: from the last visit, items held to the plan.

        Times are never suggested: they are typed from the sheet.
        """
        with self._workspace.entry_reading() as reading:
            return visit_expecting.suggestion(reading, recipient, day)

    @everyone
    def expected(self, day: date) -> tuple[ExpectedVisit, ...]:
        """Visits that are expected on a day, in the order planned, without those already sealed."""
        with self._workspace.entry_reading() as reading:
            return visit_expecting.expected_on(reading, day)

    @everyone
    def usual_items(self) -> tuple[tuple[str, ...], ...]:
        """Sets of items of the agency's latest visits, the most frequent first."""
        with self._workspace.entry_reading() as reading:
            return visit_expecting.usual_of_agency(reading)

    @everyone
    def reasons(self) -> Mapping[str, str]:
        """The reasons that whoever is at work gave last, by rule and by rule and staff member
        (``TIME-SHORT``, ``TIME-SHORT/S001``): codes only."""
        with self._workspace.entry_reading() as reading:
            found: Mapping[str, str] = reading.settings.get(self._reasons_key(), {})
        return found

    @needs(Permission.ENTER)
    def remember_reason(self, rule: str, staff: Sequence[str], reason: str) -> None:
        """Offer this reason first the next time the rule asks; the oldest are forgotten."""
        if self._workspace.shared is not None and self._workspace.shared.is_away:
            return  # only the offer is lost: the reason stands in the draft
        with self._workspace.writing() as work:
            kept: dict[str, str] = dict(work.settings.get(self._reasons_key(), {}))
            for key in (rule, *(f"{rule}/{member}" for member in staff)):
                kept.pop(key, None)
                kept[key] = reason
            work.settings.set(self._reasons_key(), dict(list(kept.items())[-_MOST_REASONS:]))

    @everyone
    def staff_options(self, day: date) -> tuple[StaffOption, ...]:
        """Staff members on the roster that day, by name, with what typing is matched against."""
        with self._workspace.entry_reading() as reading:
            members = [member for member in reading.staff.all() if member.on_roster(day)]
        return tuple(
            StaffOption(
                member.staff, member.name, (member.staff, member.name, *name_keys(member.name)), member.post
            )
            for member in sorted(members, key=lambda member: member.name)
        )

    @everyone
    def item_options(self, day: date) -> tuple[ItemOption, ...]:
        """Items of the catalogue in force that day, in its order, with what typing is matched against."""
        with self._workspace.entry_reading() as reading:
            catalogue = next((each for each in reading.catalogues.all() if each.covers(day)), None)
        chinese = self._workspace.language == "zh_CN"
        return tuple(
            ItemOption(
                item=item.code,
                name=item.name if chinese or not item.name_en else item.name_en,
                keys=(item.code, item.code.replace("-", ""), item.name, *item.aliases, *name_keys(item.name)),
                reference=item.reference,
                minimum=item.minimum,
                maximum=item.maximum,
            )
            for item in (catalogue.items if catalogue else ())
        )

    def _reasons_key(self) -> str:
        return f"visits.reasons/{self._workspace.actor}"

    def _save_line(self, work: UnitOfWork, line: EntryLine) -> VisitRow:
        known = work.visits.get(line.record)
        if known and known.entry_hash:
            raise AppError(ErrorCode.STATE_FORBIDS, record=line.record, state=known.state.value)
        return self._save(work, self._visit(work, line, line.record, known.visit if known else None))

    def _draft(self, work: UnitOfWork, record: str) -> Visit:
        stored = work.visits.get(record)
        if stored is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
        if stored.entry_hash:
            raise AppError(ErrorCode.STATE_FORBIDS, record=record, state=stored.state.value)
        return stored.visit

    def _save(self, work: UnitOfWork, visit: Visit, *, imported: bool = False) -> VisitRow:
        findings = draft_findings(self._workspace, work, visit)
        work.visits.save_draft(visit, findings, self._workspace.now(), imported=imported)
        return rows_of(work, work.visits.many((visit.record,)), self._workspace.language, masked=False)[0]

    def _visit(self, reading: Reading, line: EntryLine, record: str, known: Visit | None = None) -> Visit:
        """The draft that a line stands for; what a line does not show of a known draft is kept."""
        day = line.day or (local_day(line.time_in) if line.time_in else None)
        catalogue = next((each for each in reading.catalogues.all() if day and each.covers(day)), None)
        captured_in, captured_out = (known.sign_in, known.sign_out) if known else (Capture(), Capture())
        visit = Visit(
            record=record,
            version=known.version if known else 1,
            recipient=line.recipient,
            staff=line.staff,
            sign_in=_captured(captured_in, line.time_in, line.source),
            sign_out=_captured(captured_out, line.time_out, line.source),
            items=line.items,
            catalogue=catalogue.version if catalogue else "",
            outcome=line.outcome,
            evidence=line.evidence,
            signer=line.signer,
            satisfaction=line.satisfaction,
            remarks=line.remarks,
            acknowledged=line.acknowledged,
            order=line.order,
        )
        extra = {name: value for name, value in (known.extra if known else {}).items() if name != DRAFT_DAY}
        if visit.day is None and line.day is not None:
            extra[DRAFT_DAY] = line.day.isoformat()
        visit = replace(visit, extra=extra)
        return replace(visit, group=known.group) if known else visit


def draft_findings(workspace: Workspace, reading: Reading, visit: Visit) -> tuple[Finding, ...]:
    """What the checks find in a draft now, and what import found in its cells."""
    moment = moment_of(reading, visit.day, workspace.now())
    found = check_visit(visit, build_context(visit, reading.visit_context, moment))
    return (*found, *cell_findings(reading.visits.get(visit.record), visit))


def _captured(before: Capture, at: datetime | None, source: Source) -> Capture:
    """The capture as typed; a place stays with a time that was not retyped."""
    if before.at == at and before.source is source:
        return before
    return Capture(at, source)
