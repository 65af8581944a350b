"""Recipients, assignments and staff: lists and cards, answers to the regulator, changes of the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from provider_desktop.domain import staff_payload
from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.clock import local_day, month_days
from provider_desktop.domain.identifiers import mask_id_number, mask_name, mask_phone
from provider_desktop.domain.plans import Entitlement, period_of
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.staff import StaffMember
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.security.users import Permission
from provider_desktop.services.case_rows import timeline_of_cases
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.planned import planned_by_recipient
from provider_desktop.services.recipients import (
    AssignmentRow,
    PersonHit,
    PlanBar,
    RecipientDetail,
    RecipientFilter,
    RecipientRow,
    TimelineEntry,
)
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.visit_rows import item_name, rows_of
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.recipients import RecipientQuery
from provider_desktop.storage.staff import StaffRow
from provider_desktop.storage.summaries import RecipientMonth
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.wording import sentence

#: Rows of the time line of a card.
TIMELINE = 100
#: Answers to assignments that are written in one transaction.
AT_ONCE = 500


class RecipientService:
    """Recipients and what the regulator assigns."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @everyone
    def list(self, wanted: RecipientFilter, limit: int = 1000) -> tuple[RecipientRow, ...]:
        """Recipients in order of their names, masked; at most ``limit``."""
        query = RecipientQuery(wanted.text, wanted.township, wanted.category, wanted.self_care)
        with self._workspace.reading() as reading:
            people = reading.recipients.page(query, 0, limit)
            rows = self._rows(reading, people)
        return tuple(row for row in rows if not wanted.behind_only or row.done < row.due)

    @everyone
    def townships(self) -> tuple[str, ...]:
        """Townships to choose from."""
        with self._workspace.reading() as reading:
            return reading.recipients.townships()

    @needs(Permission.REVEAL, if_given="reveal_reason")
    def detail(self, recipient: str, reveal_reason: str = "") -> RecipientDetail:
        """The card of a recipient. With a reason personal fields are shown in full, and the trail says
        who saw them and why. Raises ``AppError`` ``RecordUnknown``."""
        if reveal_reason:
            with self._workspace.writing() as work:
                self._workspace.audit(work, "reveal", recipient, reveal_reason)
        with self._workspace.reading() as reading:
            person = reading.recipients.get(recipient)
            assignments = reading.assignments.of_recipient(recipient)
            if person is None or not assignments:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=recipient)
            row = self._rows(reading, (person,), revealed=bool(reveal_reason))[0]
            return RecipientDetail(
                row=row,
                assignment=assignments[-1],
                address=person.address if reveal_reason else "＊＊＊",
                plan=self._bars(reading, assignments[-1]),
                timeline=self._timeline(reading, recipient),
                revealed=bool(reveal_reason),
            )

    @needs(Permission.REVEAL, if_given="reveal_reason")
    def assignments(self, open_only: bool = True, reveal_reason: str = "") -> tuple[AssignmentRow, ...]:
        """Assignments, newest first: those to be answered, or all."""
        if reveal_reason:
            with self._workspace.writing() as work:
                self._workspace.audit(work, "reveal", "assignments", reveal_reason)
        with self._workspace.reading() as reading:
            stored = reading.assignments.inbox() if open_only else reading.assignments.all()
        return tuple(
            AssignmentRow(
                assignment=each.assignment.assignment,
                recipient=(person := each.assignment.recipient).recipient,
                name=person.name if reveal_reason else mask_name(person.name),
                category=person.category,
                self_care=person.self_care,
                township=person.township,
                first_day=each.assignment.first_day,
                last_day=each.assignment.last_day,
                status=each.assignment.status,
                answer=each.assignment.answer,
                answer_reason=each.assignment.answer_reason,
                planned=max((line.count for line in each.assignment.plan), default=0),
                issued_at=each.issued_at,
            )
            for each in stored
        )

    @needs(Permission.ANSWER)
    def accept(self, assignments: Sequence[str]) -> None:
        """Accept assignments; each answer is an entry of its own, some hundred are written at a time.

        Raises ``AppError`` ``RecordUnknown``.
        """
        for start in range(0, len(assignments), AT_ONCE):
            self._answer(assignments[start : start + AT_ONCE], Answer.ACCEPTED, "")

    @needs(Permission.ANSWER)
    def decline(self, assignment: str, reason: str) -> None:
        """Decline an assignment with a reason that the regulator reads. Raises ``AppError``
        ``RecordUnknown``, ``ValueInvalid`` for an empty reason."""
        if not reason.strip():
            raise AppError(ErrorCode.VALUE_INVALID, name="reason", value="")
        self._answer((assignment,), Answer.DECLINED, reason.strip())

    @everyone
    def options(self, text: str, limit: int = 8) -> tuple[PersonHit, ...]:
        """Recipients for what was typed, best first; names in full, ids masked."""
        with self._workspace.entry_reading() as reading:
            people = reading.recipients.search(text, limit)
        return tuple(recipient_hit(person, self._workspace.language) for person in people)

    def _answer(self, assignments: Sequence[str], answer: Answer, reason: str) -> None:
        with self._workspace.writing() as work:
            for assignment in assignments:
                if not work.assignments.answer(assignment, answer, reason):
                    raise AppError(ErrorCode.RECORD_UNKNOWN, record=assignment)
                key = f"answer/{assignment}"
                record = work.settings.get(key) or self._workspace.new_ulid()
                latest = work.stream.latest_of(record)
                payload = {"assignment": assignment, "answer": answer.value, "reason": reason}
                version = latest.version + 1 if latest else 1
                seal_record(
                    self._workspace, work, Op.ASSIGNMENT_ANSWER, record, version, "assignment_answer/1",
                    payload,
                )  # fmt: skip
                work.settings.set(key, record)
        self._workspace.remember_sealed()

    def _rows(
        self, reading: Reading, people: Sequence[Recipient], *, revealed: bool = False
    ) -> tuple[RecipientRow, ...]:
        today = local_day(self._workspace.now())
        month = today.strftime("%Y-%m")
        sums = reading.summaries.recipients_of_month(month)
        last_days = reading.summaries.last_days(person.recipient for person in people)
        assignments = reading.assignments.of_recipients(person.recipient for person in people)
        due, planned = self._due(reading, assignments, today)
        return tuple(
            self._row(
                person,
                assignments.get(person.recipient, ()),
                sums.get(person.recipient, RecipientMonth()),
                due.get(person.recipient, 0),
                planned.get(person.recipient, 0),
                last_days.get(person.recipient),
                revealed=revealed,
            )
            for person in people
        )

    def _row(
        self,
        person: Recipient,
        assignments: Sequence[Assignment],
        sums: RecipientMonth,
        due: int,
        planned: int,
        last_visit: date | None,
        *,
        revealed: bool,
    ) -> RecipientRow:
        today = local_day(self._workspace.now())
        latest = assignments[-1] if assignments else None
        return RecipientRow(
            recipient=person.recipient,
            name=person.name if revealed else mask_name(person.name),
            id_number=person.id_number if revealed else mask_id_number(person.id_number),
            phone=person.phone if revealed else mask_phone(person.phone),
            category=person.category,
            self_care=person.self_care,
            township=person.township,
            answer=latest.answer if latest else Answer.NONE,
            absent_state=latest.state_on(today) if latest else None,
            done=sums.visits + sums.draft_visits,
            due=due,
            planned=planned,
            last_visit=last_visit,
        )

    def _due(
        self, reading: Reading, assignments: Mapping[str, tuple[Assignment, ...]], today: date
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Visits due by today and in the whole month, by recipient."""
        first, last = month_days(today.strftime("%Y-%m"))
        each = [assignment for many in assignments.values() for assignment in many]
        return (
            planned_by_recipient(reading, each, first, today),
            planned_by_recipient(reading, each, first, last),
        )

    def _bars(self, reading: Reading, assignment: Assignment) -> tuple[PlanBar, ...]:
        today = local_day(self._workspace.now())
        catalogues = reading.catalogues.all()
        bars = []
        for line in assignment.plan:
            first, last = period_of(line.period, today)
            recipient = assignment.recipient.recipient
            used = reading.visit_context.amount_used(recipient, line, first, last, "")
            name = item_name(line.item, catalogues, self._workspace.language)
            bars.append(PlanBar(Entitlement(line, first, last, used), name))
        return tuple(bars)

    def _timeline(self, reading: Reading, recipient: str) -> tuple[TimelineEntry, ...]:
        stored = reading.visit_lists.page(VisitQuery(recipient=recipient), 0, TIMELINE)
        language = self._workspace.language
        rows = rows_of(reading, stored, language)
        cases = timeline_of_cases(reading, recipient, TIMELINE, language)
        entries = (
            TimelineEntry(
                at=row.started or row.ended or each.saved_at,
                kind="correction" if row.version > 1 else "visit",
                record=row.record,
                title="、".join(row.item_names) or sentence("outcome", row.outcome.value, language),
                detail="、".join(row.staff_names),
                state=row.state.value,
            )
            for each, row in zip(stored, rows, strict=True)
        )
        return tuple(sorted((*entries, *cases), key=lambda entry: entry.at, reverse=True)[:TIMELINE])


class StaffService:
    """The roster: every change is sealed, since the regulator judges by it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @everyone
    def all(self) -> tuple[StaffMember, ...]:
        """Everyone, leavers included, in order of ids."""
        with self._workspace.reading() as reading:
            return reading.staff.all()

    @needs(Permission.STAFF)
    def update(self, member: StaffMember) -> bool:
        """Seal a new or changed staff member; False where nothing changed.

        Raises ``AppError`` ``NotJoined``.
        """
        with self._workspace.writing() as work:
            known = work.staff.get(member.staff)
            if known and known.member == member:
                return False
            record = known.record if known else self._workspace.new_ulid()
            version = known.version + 1 if known else 1
            entry = seal_record(
                self._workspace,
                work,
                Op.STAFF_UPDATE,
                record,
                version,
                "staff/1",
                staff_payload.to_payload(member),
            )
            work.staff.save(StaffRow(member, record, version, entry))
        self._workspace.remember_sealed()
        return True

    @everyone
    def expiring(self, days: int) -> tuple[tuple[StaffMember, str, date], ...]:
        """Certificates of people on the roster that expire within so many days, soonest first:
        member, kind (``health`` for the health certificate), last valid day. Expired ones are included."""
        today = local_day(self._workspace.now())
        found = []
        for member in self.all():
            if not member.on_roster(today):
                continue
            ends = [(each.kind.value, each.until) for each in member.certificates]
            ends.append(("health", member.health_certificate))
            for kind, until in ends:
                if until is not None and until <= today + timedelta(days=days):
                    found.append((member, kind, until))
        return tuple(sorted(found, key=lambda each: (each[2], each[0].staff)))


def recipient_hit(person: Recipient, language: str) -> PersonHit:
    """A recipient as a hit of a search; township and self-care tell namesakes apart."""
    care = sentence("self_care", person.self_care.value, language)
    detail = " · ".join(part for part in (person.township, care) if part)
    return PersonHit("recipient", person.recipient, person.name, mask_id_number(person.id_number), detail)
